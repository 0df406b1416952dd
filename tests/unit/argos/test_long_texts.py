"""Texts that exceed the model's window: cut at the best places, with nothing lost but white space."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.argos.long_texts import pieces


def cut(text: str, longest: int) -> list[str]:
    return list(pieces(text, lambda piece: len(piece) <= longest))


def test_a_text_that_fits_stays_whole() -> None:
    assert cut("قال الوزير.", 20) == ["قال الوزير."]
    assert cut("", 0) == [""]


@pytest.mark.parametrize("mark", ".!?؟;؛:،,…»”)]")
def test_a_text_is_cut_after_a_mark_that_ends_a_clause_before_it_is_cut_between_words(mark: str) -> None:
    assert cut(f"one two three{mark} four five six", 20) == [f"one two three{mark}", "four five six"]


def test_a_mark_inside_a_word_is_no_place_for_a_cut() -> None:
    assert cut("the price was 1,000.50 today", 20) == ["the price was", "1,000.50 today"]


def test_a_text_without_marks_is_cut_between_words_near_its_middle() -> None:
    assert cut("one two three four five six seven eight", 30) == ["one two three four", "five six seven eight"]


def test_a_mark_near_an_end_is_passed_over_for_a_space_near_the_middle() -> None:
    assert cut("no, one two three four five six", 30) == ["no, one two three", "four five six"]


def test_a_word_that_does_not_fit_is_cut_anywhere() -> None:
    assert cut("abcdefgh", 3) == ["ab", "cd", "ef", "gh"]


def test_a_single_character_is_yielded_even_when_it_does_not_fit() -> None:
    assert cut("abc", 0) == ["a", "b", "c"]


@settings(deadline=None)
@given(st.text(alphabet="ab،. \n", max_size=60), st.integers(1, 20))
def test_only_white_space_is_lost_and_every_piece_fits(text: str, longest: int) -> None:
    found = cut(text, longest)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(len(piece) <= longest for piece in found)
