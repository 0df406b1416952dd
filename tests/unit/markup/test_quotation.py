"""The quotation marks of a source, put back into its counterpart."""

import pytest

from digest.markup import quoted


def pairs(*said: tuple[int, int]) -> str:
    """An alignment without any doubt."""
    return " ".join(f"{source}-{target}:100" for source, target in said)


POEM = 'قرأ الشاعر "أغنية المطر" مساء.'


def test_quoted_words_are_quoted_where_they_went() -> None:
    alignment = pairs((4, 0), (1, 3), (0, 4), (3, 6), (2, 7))
    assert quoted(POEM, "Tonight, the poet read a rain song.", alignment, "en") == (
        "Tonight, the poet read a rain song."
    )
    alignment = pairs((4, 0), (1, 1), (1, 2), (0, 3), (3, 4), (2, 5))
    assert quoted(POEM, "Tonight, the poet read rain song.", alignment, "en") == ('Tonight, the poet read "rain song".')


def test_marks_are_those_of_the_language_unless_the_source_has_straight_ones() -> None:
    alignment = pairs((0, 0), (1, 1))
    assert quoted("قال «نعم»", "said yes", alignment, "en") == "said “yes”"
    assert quoted("said “yes”", "قال نعم", alignment, "ar") == "قال «نعم»"
    assert quoted('said "yes"', "قال نعم", alignment, "ar") == 'قال "نعم"'


def test_a_quoted_name_is_found_by_its_consonants_without_an_alignment() -> None:
    assert quoted('وصل "سيمينوف" إلى دمشق.', "Siminov arrived in Damascus.", "", "en") == (
        '"Siminov" arrived in Damascus.'
    )


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (POEM, "Tonight, the poet read rain song."),
        (POEM, 'The poet read "rain song" tonight.'),
        ("قرأ الشاعر مساء.", "The poet read."),
        ('"..." قال', "said"),
        (POEM, ""),
    ],
)
def test_nothing_is_quoted_where_it_is_not_sure(source: str, text: str) -> None:
    assert quoted(source, text, "", "en") == text


def test_half_of_what_is_quoted_is_not_quoted_alone() -> None:
    source = 'أعلن "قانون الهواء النظيف جدا" أمس.'
    assert quoted(source, "The law was announced.", pairs((1, 1), (0, 3)), "en") == "The law was announced."
