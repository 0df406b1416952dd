import pytest

from digest.quality.number_words import AND_A_HALF, ARABIC, CARDINALS, DUAL, ENGLISH, plain_arabic, stems


@pytest.mark.parametrize(("word", "value"), [("ثلاثة", 3), ("ستون", 60), ("مئتي", 200), ("تشرين الثاني", 11)])
def test_an_arabic_word_means_its_number(word: str, value: float) -> None:
    assert ARABIC[plain_arabic(word)][0] == value


@pytest.mark.parametrize(("word", "value"), [("three", 3), ("sixtieth", 60), ("two thirds", 0.6667), ("noon", 12)])
def test_an_english_word_means_its_number(word: str, value: float) -> None:
    assert ENGLISH[word][0] == value


def test_a_word_is_found_behind_what_arabic_writes_before_it() -> None:
    assert "ثلاثه" in set(stems(plain_arabic("وبالثلاثة")))


def test_only_words_that_count_are_cardinals() -> None:
    assert {"seven", plain_arabic("سبعة")} <= CARDINALS
    assert CARDINALS.isdisjoint({"second", "may", "quarter", "نصف"})


def test_a_dual_and_a_half_are_numbers_without_a_number() -> None:
    assert DUAL.search("وصلت سفينتان")
    assert AND_A_HALF.search("ساعة ونصف")
    assert not AND_A_HALF.search("نصف ساعة")
