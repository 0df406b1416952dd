import pytest

from digest.importing.html_to_markdown import plain, to_markdown


def markdown(html: str, *, is_loose: bool = False) -> str:
    return to_markdown(html, link=lambda href: href, picture=lambda src: src, is_loose=is_loose)[0].rstrip("\n")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>خبر <b>مهم</b> <em>جدا</em></p><p>ثان</p>", "خبر **مهم** *جدا*\n\nثان"),
        ("<p>a <strong> b </strong>c</p>", "a  **b** c".replace("  ", " ")),
        ("<h1>T</h1><h3>U</h3>", "## T\n\n### U"),
        ("<ul><li>a</li><li><p>b</p><ol><li>c</li></ol></li></ul>", "- a\n- b\n\n  1. c"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td></tr></table>", "| a | b |\n| --- | --- |\n| 1\\|2 |  |"),
        ("<pre>x = 1\n  y</pre>", "```\nx = 1\n  y\n```"),
        ("a<br>b<br><br>c", "a\\\nb\n\nc"),
        ('<a href="https://a.example/x y">x</a>', "[x](https://a.example/x%20y)"),
        (
            '<p>before <a href="/b"><img src="p.jpg" alt="A [b]"></a> after</p>',
            "before\n\n![A \\[b\\]](p.jpg)\n\nafter",
        ),
        ("<figure><img src=p.jpg><figcaption>A caption</figcaption></figure>", "![](p.jpg)\n\n*A caption*"),
        ("<p>3*4 a_b [x](y) &lt;b&gt; # not</p>", "3\\*4 a_b \\[x\\](y) \\<b> # not"),
        ("<p># 1</p><p>- x</p><p>1. y</p>", "\\# 1\n\n\\- x\n\n1\\. y"),
        ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
        ("<!-- note --><p>a</p>", "a"),
        ("<p>a <code>b`c</code></p>", "a `` b`c ``"),
    ],
)
def test_html_becomes_markdown_that_says_the_same(html: str, expected: str) -> None:
    assert markdown(html) == expected


def test_empty_lines_part_paragraphs_where_a_program_keeps_its_text_so() -> None:
    assert (
        markdown("أول\nسطر\n\nثان <i>x</i>\n\n<h2>T</h2>\nثالث", is_loose=True)
        == "أول\\\nسطر\n\nثان *x*\n\n## T\n\nثالث"
    )


def test_what_runs_or_loads_from_elsewhere_is_left_out_and_named() -> None:
    html = (
        '<p onclick="x()">a<script>alert(1)</script></p><iframe src="//video.example/1"></iframe>'
        '<a href="javascript:x()">b</a><img src="data:image/png;base64,AA"><style>p{}</style>'
    )
    text, left_out = to_markdown(html, link=str, picture=str)
    assert "alert" not in text
    assert "javascript" not in text
    assert "[https://video.example/1](https://video.example/1)" in text
    assert left_out == (
        "a script",
        "`<iframe>` of https://video.example/1",
        "a link to `javascript:x()`",
        "the picture `data:image/png;base64,AA`",
    )


def test_a_text_of_many_elements_in_each_other_ends() -> None:
    text, left_out = to_markdown("<div>" * 5000 + "deep" + "</div>" * 5000 + "<p>after</p>", link=str, picture=str)
    assert "after" in text or left_out


def test_a_title_is_plain_text() -> None:
    assert plain("A &amp; <b>b</b>\n c") == "A & b c"
