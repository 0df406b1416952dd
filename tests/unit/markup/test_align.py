"""Which words of a translation come from which of its source."""

import pytest

from digest.markup import align


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


def test_an_alignment_that_is_read_and_written_is_the_same() -> None:
    text = "0-0:97 2-1:61 1-1:30"
    assert align.parse(text) == {0: {0: 0.97}, 1: {2: 0.61, 1: 0.3}}
    assert align.written(align.parse(text)) == text


def test_too_little_attention_is_not_written() -> None:
    assert align.written({0: {0: 0.95, 1: align.LEAST - 0.01}}) == "0-0:95"


@pytest.mark.parametrize("text", ["", "nonsense", "1-2", "a-b:c"])
def test_an_alignment_that_cannot_be_read_knows_nothing(text: str) -> None:
    assert align.parse(text) == {}
