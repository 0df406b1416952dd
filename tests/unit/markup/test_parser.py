"""What differs from CommonMark: footnote marks, and entities of controls."""

import pytest
from lxml import html

from digest.markup import page_to_html, strip, to_html
from digest.markup.parser import AnyNote, environment, parser


def test_a_footnote_mark_links_to_its_note_and_an_unknown_one_stays_text() -> None:
    assert to_html("So it is.[^b]", notes={"a": 1, "b": 2}, anchor="en-") == (
        'So it is.<sup><a class="noteref" role="doc-noteref" href="#en-note-2">2</a></sup>'
    )
    assert to_html("So it is.[^c]", notes={"a": 1}) == "So it is.[^c]"


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


def test_the_parser_is_made_once() -> None:
    assert parser() is parser()


def test_where_every_label_is_a_footnote_no_mark_is_taken_for_text() -> None:
    (inline,) = parser().parseInline("a[^never-defined]", environment(None, AnyNote()))
    assert [token.type for token in inline.children or []] == ["text", "note"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "file:///x"])
def test_a_link_definition_with_an_unsafe_address_is_none(address: str) -> None:
    assert environment({"X": (address, "")}, {})["references"] == {}


@pytest.mark.parametrize("address", ["https://x.example/", "/about/", "mailto:a@b.example", "#part"])
def test_a_link_definition_with_a_safe_address_is_kept(address: str) -> None:
    assert environment({"X": (address, "t")}, {})["references"] == {"X": {"href": address, "title": "t"}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("زار و**«الميناء»** أمس", "زار و<strong>«الميناء»</strong> أمس"),
        ("ب*(ثلاثة)* وف***«نعم»***", "ب<em>(ثلاثة)</em> وف<em><strong>«نعم»</strong></em>"),
        ('ل**"الميناء"** ك~~«الجسر»~~', "ل<strong>&quot;الميناء&quot;</strong> ك<s>«الجسر»</s>"),
        (
            "و**[هنا](x.md)** و**`ls`**",
            'و<strong><a href="x.md">هنا</a></strong> و<strong><code dir="ltr">ls</code></strong>',
        ),
        ("و**#الميناء** و**$5** و**%7**", "و<strong>#الميناء</strong> و<strong>$5</strong> و<strong>%7</strong>"),
        ("**«أول»**و**«ثان»**", "<strong>«أول»</strong>و<strong>«ثان»</strong>"),
        ("**قال:**نعم", "<strong>قال:</strong>نعم"),
        ("**الجسر**«الكبير»", "<strong>الجسر</strong>«الكبير»"),
    ],
)
def test_emphasis_of_a_quotation_may_follow_an_arabic_letter(text: str, expected: str) -> None:
    assert to_html(text) == expected


@pytest.mark.parametrize(
    "text",
    ["الجسر*، ثم الميناء*.", "الجسر* (القديم) والميناء*", "و** «الميناء»**", "a**“b”**", "و__«الميناء»__ و_«الميناء»_"],
)
def test_asterisks_of_other_kinds_stay_as_commonmark_has_them(text: str) -> None:
    assert to_html(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("كتاب **«الأيام»**وغيره", "كتاب <strong>«الأيام»</strong>وغيره"),
        ("ب*(كلمة)*هم", "ب<em>(كلمة)</em>هم"),
        ("ل~~“كلمة”~~ هنا", "ل<s>“كلمة”</s> هنا"),
        ("و**[هنا](/a)** ثم", 'و<strong><a href="/a">هنا</a></strong> ثم'),
        ("كلمة*، وأخرى*.", "كلمة*، وأخرى*."),
        ("كلمة * كلمة * كلمة", "كلمة * كلمة * كلمة"),
        ("و_«الأيام»_ هنا", "و_«الأيام»_ هنا"),
        ("and**“Days”** here", "and**“Days”** here"),
    ],
)
def test_marks_open_and_close_beside_arabic_letters_that_touch_quotations(text: str, expected: str) -> None:
    assert to_html(text) == expected
