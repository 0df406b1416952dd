"""One sentence of inline Markdown: what becomes of it on a page, and what is left of it as plain text."""

from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from digest import argos
from digest.argos import Machine
from digest.markup import align, escape, link_plain, links, page_to_html, project, strip, to_html
from digest.model import Lang, other


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
    assert strip("[here][site]", references) == "here"


def test_a_footnote_mark_links_to_its_note_and_an_unknown_one_stays_text() -> None:
    assert to_html("So it is.[^b]", notes={"a": 1, "b": 2}, anchor="en-") == (
        'So it is.<sup><a class="noteref" role="doc-noteref" href="#en-note-2">2</a></sup>'
    )
    assert to_html("So it is.[^c]", notes={"a": 1}) == "So it is.[^c]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قالت **الوزارة** في [الموقع](https://x.example/).", "قالت الوزارة في الموقع."),
        ("`code` & ![alt](x.png)[^1]", "code & alt"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("no marks", "no marks"),
    ],
)
def test_strip_leaves_what_a_reader_sees(text: str, expected: str) -> None:
    assert strip(text) == expected


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a &#x202e;b &#x2067;c &#8234;d", "a b c d"),
        ("*a&#x2069;* ![b&#x202d;](x.png)", "a b"),
        ("a&#10;b&Tab;c&nbsp;d", "a b c\xa0d"),
        ("a&rlm;&zwj;b", "a\u200f\u200db"),
        ("`&#x202e;`", "&#x202e;"),
    ],
)
def test_an_entity_brings_no_control_into_a_text(text: str, expected: str) -> None:
    assert strip(text) == expected
    assert html.fromstring(f"<p>{to_html(text)}</p>").xpath("string()") == expected


def test_an_entity_brings_no_control_into_a_link() -> None:
    assert to_html('[a](/x&#x202e; "t&#x202e;")') == '<a href="/x" title="t">a</a>'
    assert "\u202e" not in page_to_html("a &#x202e;")


def pairs(*said: tuple[int, int]) -> str:
    """An alignment without any doubt."""
    return " ".join(f"{source}-{target}:100" for source, target in said)


POWER = "قالت [وزارة الطاقة](/e) إن الكهرباء *ستعود* إلى **القاهرة**."
SAID = "The Ministry of Energy said power returns to Cairo."


@pytest.mark.parametrize(
    ("source", "plain", "alignment", "expected"),
    [
        ("لا شيء", "a *b*", "", "a \\*b\\*"),
        (
            POWER,
            SAID,
            pairs((1, 0), (1, 1), (2, 2), (2, 3), (0, 4), (4, 5), (5, 6), (6, 7), (7, 8)),
            "[The Ministry of Energy](</e>) said power *returns* to **Cairo**.",
        ),
        # One word looks at the marked ones from afar, one in the middle looks away.
        (POWER, SAID, "1-1:90 3-2:20 2-3:90 2-7:60 0-4:90 4-5:99 5-6:90 7-8:90", None),
        # What stands in both languages alike needs no attention.
        ("قال [FIFA](/f) إن **2026**", "In 2026, FIFA said", "", "In **2026**, [FIFA](</f>) said"),
        ("**[أ](/a)** ب", "b and a", pairs((0, 2), (1, 0)), "b and **[a](</a>)**"),
        ("*أ **ب** ج* د", "a b c d", pairs((0, 0), (1, 1), (2, 2), (3, 3)), "*a **b** c* d"),
        ("[منظمة الصحة](/w) ب", "Health Organization (WHO) b", pairs((0, 1), (1, 0), (0, 2), (2, 3)),
         "[Health Organization (WHO)](</w>) b"),
        ("<https://x.example/> أ", "a https://x.example/.", "", "a <https://x.example/>."),
        ("[أ][site] ب", "a b", pairs((0, 0), (1, 1)), "[a](<https://x.example/>) b"),
        ("[أ](/?a&amp;copy;b)", "a", "", "[a](</?a\\&copy;b>)"),
    ],
)  # fmt: skip
def test_marks_go_to_the_words_that_come_from_those_they_stood_at(
    source: str, plain: str, alignment: str, expected: str | None
) -> None:
    references = {"SITE": ("https://x.example/", "")}
    expected = expected or "The [Ministry of Energy](</e>) said power *returns* to **Cairo**."
    assert project(source, plain, references, alignment) == expected


@pytest.mark.parametrize(
    ("source", "plain", "expected"),
    [
        ("[أ](/a) ب ج.", "one two three.", "[one two three](</a>)."),
        ("أ ب، [ج](/a) د، ه و.", "one two, three four, five six.", "one two, [three four](</a>), five six."),
        ("أ ب، [ج](/a) د.", "one two, three four, five six.", "[one two, three four, five six](</a>)."),
        ("[أ](/a) و[ب](/b) ج.", "one two three.", "[one two](</a>) [three](</b>)."),
        ("*أ* [ب](/b)", "one", "[one](</b>)"),
        ("**[أ](/a) [ب](/b)** ج", "one two", "**[one](</a>) [two](</b>)**"),
        ("[أ](/a) [ب](/b) [ج](/c)", "one two.", "[one](</a>) [two](</b>) [ج](</c>)."),
        ("[أ](/a)", "", "[أ](</a>)"),
    ],
)
def test_where_nothing_is_known_a_mark_covers_its_clause_and_no_link_is_lost(
    source: str, plain: str, expected: str
) -> None:
    assert project(source, plain) == expected


def test_a_stop_in_the_middle_of_attention_that_says_nothing_is_no_place() -> None:
    spread = " ".join(f"{source}-{target}:25" for source in range(4) for target in range(4))
    last = " ".join(f"3-{target}:95" for target in range(12))
    assert project("أ [ب](/a) ج د.", "a b c d.", None, spread) == "[a b c d](</a>)."
    assert project("أ ب ج [د](/a).", " ".join("abcdefghijkl"), None, last) == "[a b c d e f g h i j k l](</a>)"


@pytest.mark.parametrize(
    ("source", "plain", "alignment", "expected"),
    [
        ("شغل `make all` الآن", "Run make all now", "", "Run `make all` now"),
        ("شغل `make all` الآن", "Run Make All now", "", "Run `make all` now"),
        ("شغل `make` الآن", "Run do now", pairs((0, 0), (1, 1), (2, 2)), "Run `make` now"),
        ("شغل `make` الآن", "Run it", "", "Run it"),
        ("`a` و`a`", "a and a", "", "`a` and `a`"),
        ("قيمة `a` هنا", "A value of a is a", "0-1:99 1-5:99", "A value of a is `a`"),
        ("**`a` ب**", "`a` b", pairs((0, 0), (1, 1)), "**\\``a`\\` b**"),
        ("`` a`b `` ج", "a`b c", "", "``a`b`` c"),
    ],
)
def test_code_stands_as_in_the_source(source: str, plain: str, alignment: str, expected: str) -> None:
    assert project(source, plain, None, alignment) == expected


@pytest.mark.parametrize(
    ("source", "plain", "alignment", "expected"),
    [
        ("أ ب.[^1]", "a b.", "", "a b.[^1]"),
        ("أ ب[^1].", "a b.", "", "a b[^1]."),
        ("أ[^1] ب.", "b a.", pairs((0, 1), (1, 0)), "b a[^1]."),
        ("أ[^1] ب.", "a, b.", pairs((0, 0), (1, 1)), "a[^1], b."),
        ("أ،[^1] ب.", "a, b.", pairs((0, 0), (1, 1)), "a,[^1] b."),
        ("أ[^1] ب.", "a b.", "", "a b[^1]."),
        ("[أ ب](/a)[^1] ج", "a b c", pairs((0, 0), (2, 2)), "[a](</a>)[^1] b c"),
        ("**أ**[^1] ب ج", "b a c", pairs((0, 1), (1, 0), (2, 2)), "b **a**[^1] c"),
        ("أ![^1]", "Oh!", "", "Oh\\![^1]"),
        ("[^1]", "", "", "[^1]"),
    ],
)
def test_a_footnote_mark_follows_the_word_that_it_followed(
    source: str, plain: str, alignment: str, expected: str
) -> None:
    assert project(source, plain, None, alignment) == expected


def test_links_are_counted_in_emphasis_too_and_once_where_they_stand_in_another() -> None:
    assert links("**[a](/a) *[b](/b)*** [c](/a)") == ["/a", "/a", "/b"]
    assert links("[<https://x.example/>](/a)") == ["/a"]


def test_an_alignment_is_carried_over_to_a_text_that_was_repaired() -> None:
    joined = align.joined([("ا ب ج", "one two , three", "0-0:90 1-1:80 2-3:70")], "ا ب ج", "One two, three more.")
    assert joined == "0-0:90 1-1:80 2-2:70"
    halves = [("ا ب", "b a", "0-1:90 1-0:90"), ("ج", "c", "0-0:90")]
    assert align.joined(halves, "ا ب، ج.", "“B” a, c.") == "1-0:90 0-1:90 2-2:90"
    assert align.joined([("ا", "a", "0-0:90")], "شيء آخر هو كل ما قيل", "something else was all that was said") == ""


def test_a_word_comes_from_where_the_pieces_look_that_are_sure() -> None:
    attention = [[0.9, 0.0, 0.1, 0.0], [0.1, 0.1, 0.4, 0.4], [0.0, 0.1, 0.0, 0.9], [0.1, 0.5, 0.4, 0.0]]
    source, target = ["▁قال", "ت", "▁مصر", "."], ["▁s", "aid", ".", "▁Egypt"]
    assert align.of_attention(attention, source, [0, 0, 1, 1], target, [0, 0, 0, 1]) == "0-0:78 1-0:15 0-1:60 1-1:40"


@pytest.mark.parametrize(
    ("lang", "source", "expected"),
    [
        (
            "ar",
            "قالت [وزارة الطاقة](/e) إن التيار الكهربائي سيعود إلى **القاهرة** مساء اليوم.",
            "[The Ministry of Energy](</e>) said power will return to **Cairo** this evening.",
        ),
        (
            "ar",
            "تتوقع **[هيئة الأرصاد](/met)** أمطارا غزيرة في بيروت[^a] غدا.",
            "**[The Meteorological Authority](</met>)** expects heavy rain in Beirut[^a] tomorrow.",
        ),
        (
            "en",
            "**Ten flights** were cancelled at [Beirut airport](/bey) because of *fog*.",
            "ألغيت **عشر رحلات** في [مطار بيروت](</bey>) بسبب *الضباب*.",
        ),
    ],
)
def test_the_bulletins_marks_land_on_the_right_words(machine: Machine, lang: Lang, source: str, expected: str) -> None:
    package = machine.find("bulletins", lang, other(lang))
    assert package
    ((_, said),) = argos.Engine(package, beam_size=4, threads=1).translate([strip(source)], aligned=True)
    assert project(source, said.text, None, said.alignment) == expected
