"""The plain text of a sentence of Markdown, and its marks."""

import pytest

from digest.markup import as_markdown, links, marks, strip
from digest.markup.inline import Mark


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


def test_links_are_counted_in_emphasis_too_and_once_where_they_stand_in_another() -> None:
    assert links("**[a](/a) *[b](/b)*** [c](/a)") == ["/a", "/a", "/b"]
    assert links("[<https://x.example/>](/a)") == ["/a"]


def test_a_link_by_reference_shows_its_text() -> None:
    references = {"SITE": ("https://x.example/", "The site")}
    assert strip("[here][site]", references) == "here"
    assert links("[here][site]", references) == ["https://x.example/"]


def test_marks_are_where_they_stand_in_the_plain_text_one_inside_the_other() -> None:
    assert marks("a **[b](/x) c** `d`[^1]") == (
        Mark(kind="**", start=2, end=5, inner=(Mark(kind="link", start=2, end=3, target="/x"),)),
        Mark(kind="code", start=6, end=7),
        Mark(kind="note", start=7, end=7, target="1"),
    )


def test_a_mark_that_shows_nothing_is_none() -> None:
    assert marks("a [ ](/x) b") == ()
    assert marks("no marks") == ()


@pytest.mark.parametrize("text", ["2 * 3 * 4", "[a](b)", "`a` _b_ ~~c~~", "<b> & &amp; [^1]", "a\\b"])
def test_plain_text_as_markdown_shows_just_that(text: str) -> None:
    assert strip(as_markdown(text)) == text
    assert marks(as_markdown(text)) == ()
