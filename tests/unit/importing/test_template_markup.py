import pytest

from digest.importing.template_markup import to_plain_markdown


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ('[a]({{< ref "second.md" >}}) [b]({{% relref "/posts/x.md" %}})', "[a](second.md) [b](/posts/x.md)"),
        (
            "[a]({% post_url 2015-03-05-two %}) [b]({% link _posts/x.md %})",
            "[a](2015-03-05-two) [b](_posts/x.md)",
        ),
        ('![a]({{ site.baseurl }}/x.png) ![b]({{ "/y.png" | relative_url }})', "![a](/x.png) ![b](/y.png)"),
        ("{{< youtube abc-1 >}}", "[https://www.youtube.com/watch?v=abc-1](https://www.youtube.com/watch?v=abc-1)"),
        ("{{< vimeo id=12 >}}", "[https://vimeo.com/12](https://vimeo.com/12)"),
        ("{% highlight python %}\nprint(1)\n{% endhighlight %}", "```python\nprint(1)\n```"),
        ('{{< highlight go "linenos=table" >}}\nx := 1\n{{< /highlight >}}', "```go\nx := 1\n```"),
        ("A\n\n\n\n<!--more-->\n\n\n{: .note}\nB", "A\n\nB"),
        ("`{% raw %}{{ x }}{% endraw %}` and ```", "`{{ x }}` and ```"),
    ],
)
def test_what_a_template_would_run_says_the_same_in_markdown(text: str, plain: str) -> None:
    assert to_plain_markdown(text) == (plain + "\n", ())


def test_what_is_not_known_is_left_out_and_named_once() -> None:
    text = "{{< tweet 1 >}}A{{< tweet 2 >}}\n\n{% if x %}B{% endif %}\n\n{{< box >}}C{{< /box >}}"
    assert to_plain_markdown(text) == ("A\n\nB\n\nC\n", ("tweet", "if", "box"))
