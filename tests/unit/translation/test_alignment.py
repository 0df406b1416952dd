from pathlib import Path

from digest.content.article import read
from digest.content.dates import of_file
from digest.model import Counterpart
from digest.translation.alignment import paired
from tests.stories import config

ARABIC = """\
# عنوان الخبر هنا

جملة أولى قصيرة. وجملة ثانية قصيرة.

فقرة ثانية فيها كلام كثير يطول ولا ينتهي سريعا أبدا.
"""
ENGLISH = """\
# The headline is here

A first short one. And a second short one.

A second paragraph with a lot of words that go on and on for long.
"""


def pair(arabic: str, english: str) -> dict[str, Counterpart]:
    mine, theirs = (
        read(text.encode(), path="a.md", modified=of_file(0), config=config(Path("/s"))) for text in (arabic, english)
    )
    return paired(mine, theirs)


def test_texts_parted_alike_are_paired_sentence_by_sentence() -> None:
    found = pair(ARABIC, ENGLISH)
    assert {one.text: one.origin for one in found.values()} == {
        "The headline is here": "edited",
        "A first short one.": "edited",
        "And a second short one.": "edited",
        "A second paragraph with a lot of words that go on and on for long.": "edited",
    }
    assert found["جملة أولى قصيرة."].text == "A first short one."


def test_sentences_that_were_joined_are_a_guess_for_a_person_to_look_at() -> None:
    english = ENGLISH.replace("one. And", "one, and")
    found = pair(ARABIC, english)
    assert [one.origin for one in found.values()].count("draft") == 1
    assert "A first short one, and a second short one." in {one.text for one in found.values()}


def test_a_paragraph_that_the_other_text_has_not_stays_without_a_counterpart() -> None:
    extra = ARABIC + "\nفقرة ثالثة لا توجد في الترجمة كلها.\n\n## عنوان فرعي\n"
    english = ENGLISH + "\n## A subheading\n"
    found = pair(extra, english)
    assert "فقرة ثالثة لا توجد في الترجمة كلها." not in found
    assert found["عنوان فرعي"].text == "A subheading"
    assert {text for text, one in found.items() if one.origin == "edited"} == {"عنوان الخبر هنا"}
