import math

import pytest

from digest.quality.rarity import rare_words, unusual_letters


def test_words_that_no_other_sentence_has_are_counted() -> None:
    assert rare_words(["هطل المطر", "هطل ثلج كثيف", "", "هطل المطر"]) == [0, 2, 0, 0]


def test_a_word_is_the_same_whatever_is_written_before_it() -> None:
    assert rare_words(["هطل المطر", "وبالمطر هطل"]) == [0, 0]


def test_the_letters_of_a_text_are_the_more_unusual_the_less_the_others_have_them() -> None:
    usual = ["The minister opened the road.", "The minister opened the bridge.", "The mayor opened the bridge."]
    *of_usual, of_odd = unusual_letters([*usual, "Qatabbz opened the jukqw."])
    assert max(of_usual) < of_odd


def test_a_text_says_nothing_of_itself() -> None:
    alone, other = unusual_letters(["xyz", "The minister opened the road."])
    assert unusual_letters(["xyz", "The minister opened the road.", "xyz"])[0] < alone
    assert other > 0


def test_letters_are_as_likely_as_their_counts_say() -> None:
    # The other text has two letters, `a` and its end, each once: half of all, then smoothed with each longer context.
    after_one = (1 + 0.5) / 2
    after_two = (1 + after_one) / 2
    expected = -(math.log(after_one) + math.log(after_two)) / 2
    assert unusual_letters(["a", "a"]) == pytest.approx([expected, expected])


@pytest.mark.parametrize("texts", [[], [""], ["", ""]])
def test_nothing_is_not_unusual(texts: list[str]) -> None:
    assert unusual_letters(texts) == [0.0] * len(texts)
