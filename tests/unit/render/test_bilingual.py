"""Texts in two languages, in places without elements of their own."""

import pytest

from digest.model import Lang
from digest.render.bilingual import joined, plain_name
from digest.settings import Names


@pytest.mark.parametrize(
    ("names", "lang", "expected"),
    [
        ({"ar": "علوم", "en": "Science"}, "en", ("Science", "en")),
        ({"ar": "علوم"}, "en", ("علوم", "ar")),
        ({"ar": "", "en": "Science"}, "ar", ("Science", "en")),
        ({}, "ar", ("", "en")),
    ],
)
def test_a_name_is_in_the_language_asked_for_or_in_the_one_it_has(
    names: Names, lang: Lang, expected: tuple[str, Lang]
) -> None:
    assert plain_name(names, lang) == expected


def test_texts_in_a_row_are_isolated_from_each_other() -> None:
    assert joined(["علوم", "Science"]) == "\u2068علوم\u2069 · \u2068Science\u2069"
    assert joined(["علوم", "Science"], " — ") == "\u2068علوم\u2069 — \u2068Science\u2069"


def test_a_single_text_stands_as_it_is_and_empty_ones_are_left_out() -> None:
    assert joined(["", "Science"]) == "Science"
    assert joined([]) == ""
