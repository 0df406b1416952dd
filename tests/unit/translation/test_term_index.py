import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.translation.term_index import TermIndex, folded_arabic, folded_english


@pytest.mark.parametrize(
    ("term", "text", "count"),
    [
        ("علي", "وصل علي وعلي وبعلي", 3),
        ("علي", "على الطاولة وعلى الأرض وفعلى", 0),
        ("منى", "مني ومنى", 1),
        ("هدى", "هدي وهدى ولهدى", 2),
        ("المجلس البلدي", "المجلس البلدى والمجلس البلدي", 2),
        ("مستشفى", "المستشفي والمستشفى", 2),
        ("مسؤول", "مسئول ومسؤول", 2),
        ("شؤون", "شئون وشؤون", 2),
        ("عبد الله", "عبدالله وعبد الله ولعبد الله", 3),
        ("عبدالرحمن", "عبد الرحمن", 1),
        ("أبو ظبي", "أبوظبي وأبو ظبي", 2),
        ("الكرنك", "معبد الكرنك", 1),
        ("الله", "له وعليه وعبد الله", 0),
        ("اللجنة", "للجنة واللجنة ولجنة", 2),
        ("لبنان", "لبنان", 1),
    ],
)
def test_spellings_of_one_word_are_one_and_those_of_two_are_not(term: str, text: str, count: int) -> None:
    assert len(list(TermIndex.of([term], "ar").places(text))) == count


def test_the_longest_words_come_first_then_those_with_less_written_onto_them() -> None:
    (places,) = TermIndex.of(["بنان", "لبنان", "لبنان الكبير"], "ar").places("لبنان الكبير")
    assert [place.words for place in places] == ["لبنان الكبير", "لبنان", "بنان"]


@pytest.mark.parametrize("text", ["In ALEPPO", "in Aleppo’s", "(aleppo)", "İ Aleppo"])
def test_english_words_are_found_in_any_case_where_they_stand(text: str) -> None:
    ((place,),) = TermIndex.of(["Aleppo"], "en").places(text)
    assert text[place.begin : place.end].lower() == "aleppo"


@given(st.text())
def test_folded_english_keeps_every_character_in_its_place(text: str) -> None:
    assert len(folded_english(text)) == len(text)


@given(st.text("ايىءئؤأعلبدوه \u064b\u0640\u00a0", max_size=20))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded_arabic(folded_arabic(text)) == folded_arabic(text)
