"""HTML that is safe to publish, whoever wrote the Markdown or the text."""

from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from digest.markup import escape, link_plain, page_to_html, to_html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قالت **الوزارة** اليوم.", "قالت <strong>الوزارة</strong> اليوم."),
        ("a *b* ~~c~~", "a <em>b</em> <s>c</s>"),
        ("Tom & Jerry < 3", "Tom &amp; Jerry &lt; 3"),
        ("file_name_here", "file_name_here"),
        ("الملف `a<b>` هنا", 'الملف <code dir="ltr">a&lt;b&gt;</code> هنا'),
        ("[about](/about/)", '<a href="/about/">about</a>'),
        ("[note](#x)", '<a href="#x">note</a>'),
        ('[a](//x.example/?a&b "t")', '<a href="//x.example/?a&amp;b" title="t" rel="nofollow noopener">a</a>'),
        ("<https://x.example/>", '<a href="https://x.example/" rel="nofollow noopener" dir="ltr">https://x.example/</a>'),
        ("[m](mailto:a@b.example)", '<a href="mailto:a@b.example" rel="nofollow noopener">m</a>'),
        ("see ![a *chart*](x.png)", "see a chart"),
        ("\\*not emphasis\\*", "*not emphasis*"),
        ("&copy; &#x41;", "© A"),
    ],
)  # fmt: skip
def test_inline_markdown_becomes_html(text: str, expected: str) -> None:
    assert to_html(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "[x](file:///etc/passwd)",
        "<javascript:alert(1)>",
        "[x][evil] [y][tabbed]",
        "![x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        '[x](https://x.example/"onmouseover="alert(1))',
        '[x](/a "\\" onclick=alert(1)")',
        "`</code><script>`",
    ],
)
def test_hostile_markdown_stays_text(text: str) -> None:
    references = {"EVIL": ("javascript:alert(1)", ""), "TABBED": ("\x01java\tscript:alert(1)", "")}
    page = html.fromstring(f"<p>{to_html(text, references=references)}</p>")
    for element in page.iter():
        assert element.tag in ("p", "a", "code")
        assert set(element.attrib) <= {"href", "title", "rel", "dir"}
        assert urlsplit(element.get("href", "")).scheme in ("", "http", "https", "mailto")


SPICE = st.text(alphabet="ab اب[](){}<>&:;/*_~`\\\"'!#^=x\t\u202e\u200f", max_size=60)


@given(SPICE | st.from_regex(r"\[a\]\((java|data|vb)[a-z&;:#0-9\t]{0,20}\)"))
def test_no_text_makes_an_element_or_link_that_is_not_allowed(text: str) -> None:
    page = html.fromstring(f"<p>{to_html(text)}</p>")
    for element in page.iter():
        assert element.tag in ("p", "a", "code", "em", "strong", "s", "br", "sup")
        assert urlsplit(element.get("href", "")).scheme in ("", "http", "https", "mailto")


@given(SPICE)
def test_plain_text_is_only_escaped_and_linked(text: str) -> None:
    assert html.fromstring(f"<p>{link_plain(text)}</p>").xpath("string()") == text


def test_a_link_by_reference_finds_its_address() -> None:
    references = {"SITE": ("https://x.example/", "The site")}
    assert to_html("[here][site]", references=references) == (
        '<a href="https://x.example/" title="The site" rel="nofollow noopener">here</a>'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://x.example/a.", "https://x.example/a"),
        ("(https://x.example/a_(b))", "https://x.example/a_(b)"),
        ("«https://x.example/?q=1&r=2»", "https://x.example/?q=1&r=2"),
        ("انظر https://x.example/خبر، ثم", "https://x.example/خبر"),
    ],
)
def test_a_bare_address_in_plain_text_is_a_link_without_the_stop_after_it(text: str, expected: str) -> None:
    (link,) = html.fromstring(f"<p>{link_plain(text)}</p>").iter("a")
    assert (link.get("href"), link.get("rel"), link.get("dir")) == (expected, "nofollow noopener", "ltr")


MARKS = "\u200f\u200e\u061c\u200b\u2060\u2066\u2067\u2069\u202a\u202b\u202c\ufeff\u00ad"


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(
    "text",
    [
        "انظر https://x.example/a{}. ثم",
        "{}https://x.example/a{} هنا",
        "https://x.exam{}ple/a.{}",
        "https://x.example/a{}{}",
    ],
)
def test_an_address_in_plain_text_has_no_invisible_mark_and_the_text_keeps_it(text: str, mark: str) -> None:
    text = text.replace("{}", mark)
    page = html.fromstring(f"<p>{link_plain(text, 'ar')}</p>")
    assert [link.get("href") for link in page.iter("a")] == ["https://x.example/a"]
    assert page.xpath("string()") == text


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(
    "text", ["[a](https://x.example/a{})", "<https://x.example/a{}>", "[a]({}https://x.example/a)", "[a][site]"]
)
def test_an_address_in_markdown_has_no_invisible_mark(text: str, mark: str) -> None:
    references = {"SITE": ("https://x.example/a" + quote(mark), "")}
    page = html.fromstring(f"<p>{to_html(text.replace('{}', mark), references=references)}</p>")
    assert [link.get("href") for link in page.iter("a")] == ["https://x.example/a"]


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("[a](/about/)", "/news/about/"),
        ("[a](/)", "/news/"),
        ("[a](/news/about/)", "/news/about/"),
        ("[a](</عن الموقع/>)", "/news/%D8%B9%D9%86%20%D8%A7%D9%84%D9%85%D9%88%D9%82%D8%B9/"),
        ("[a][ref]", "/news/x"),
        ("[a](../older/)", "../older/"),
        ("[a](#part)", "#part"),
        ("[a](//x.example/)", "//x.example/"),
        ("[a](https://x.example/)", "https://x.example/"),
    ],
)
def test_a_link_from_the_root_leads_below_where_the_site_begins(written: str, href: str) -> None:
    made = to_html(written, references={"REF": ("/x", "")}, base="/news/")
    assert html.fromstring(f"<p>{made}</p>").xpath("string(.//a/@href)") == href
    if "ref" not in written:
        assert html.fromstring(page_to_html(written, base="/news/")).xpath("string(.//a/@href)") == href
    assert to_html("[a](/about/)") == '<a href="/about/">a</a>'


def test_plain_text_makes_no_markup() -> None:
    assert link_plain("**a** <b> javascript://x") == "**a** &lt;b&gt; javascript://x"
    assert escape('"<&>"') == "&quot;&lt;&amp;&gt;&quot;"


def test_a_whole_text_is_safe_too() -> None:
    page = page_to_html("## About\n\n<script>x</script>\n\n- [a](javascript:x)\n- b")
    assert "<h2>About</h2>" in page
    assert "<script" not in page
    assert "href" not in page
