"""The words that mean numbers: what each may mean, behind whatever Arabic writes before it."""

import pytest

from digest.quality.number_words import (
    AND_A_HALF,
    ARABIC,
    CARDINALS,
    DUAL,
    ENGLISH,
    PREFIXES,
    SCALES,
    SECOND_WORDS,
    plain_arabic,
    stems,
)


@pytest.mark.parametrize(
    ("word", "values"),
    [
        *(
            ("صفر", (0,)),
            ("ثلاثة", (3,)),
            ("خامسة", (5,)),
            ("مئتين", (200,)),
            ("ثلاثمائة", (300,)),
            ("ألفا", (1e3, 2e3)),
        ),
        *(("مليونان", (2e6, 1e6)), ("نصف", (0.5, 2, 50)), ("كانون الثاني", (1,)), ("غشت", None)),
    ],
)
def test_an_arabic_word_means_its_numbers_the_likeliest_first(word: str, values: tuple[float, ...] | None) -> None:
    assert ARABIC.get(plain_arabic(word)) == values


@pytest.mark.parametrize(
    ("word", "values"),
    [
        ("zero", (0,)),
        ("twelfth", (12,)),
        ("dozen", (12,)),
        ("quarter", (0.25, 4, 15, 25)),
        ("two thirds", (0.6667, 2, 3)),
    ],
)
def test_an_english_word_means_its_numbers(word: str, values: tuple[float, ...]) -> None:
    assert ENGLISH[word] == values


def test_letters_that_arabic_writers_interchange_are_one() -> None:
    assert plain_arabic("أربعة") == plain_arabic("اربعه")
    assert plain_arabic("إحدى") == plain_arabic("احدي")


def test_a_word_is_looked_up_as_it_is_before_its_prefixes_are_taken_off() -> None:
    found = list(stems("وبالالف"))
    assert found[0] == "وبالالف"
    assert {"بالالف", "الف"} <= set(found)
    assert list(stems("سبعه")) == ["سبعه"]


def test_a_word_that_begins_like_a_prefix_is_among_its_stems() -> None:
    assert list(stems("واحد")) == ["واحد", "احد"]
    assert "" in PREFIXES


def test_no_number_is_written_in_letters_that_are_folded() -> None:
    assert all(word == plain_arabic(word) for word in ARABIC)
    assert all(word == word.lower() for word in ENGLISH)


def test_what_multiplies_a_number_is_the_meaning_of_some_word_in_each_language() -> None:
    assert {1e3, 1e6, 1e9} <= SCALES
    for table in (ARABIC, ENGLISH):
        assert {1e3, 1e6, 1e9} <= {values[0] for values in table.values()}


@pytest.mark.parametrize("word", ["second", "may", "quarter", "ثاني", "ربع", "آب"])
def test_a_word_that_also_means_something_else_is_not_only_a_count(word: str) -> None:
    assert plain_arabic(word) not in CARDINALS


def test_every_word_that_only_counts_means_a_number() -> None:
    assert all(word in ARABIC or word in ENGLISH for word in CARDINALS)


def test_the_second_word_of_two_is_known() -> None:
    pairs = {key.split(" ")[1] for key in (*ARABIC, *ENGLISH) if " " in key}
    assert pairs <= set(map(plain_arabic, SECOND_WORDS))


@pytest.mark.parametrize(("word", "dual"), [("ساعتان", True), ("يومين", True), ("ولدي", False), ("بين", False)])
def test_a_noun_may_be_a_dual(word: str, dual: bool) -> None:
    assert bool(DUAL.search(word)) is dual


@pytest.mark.parametrize("text", ["ساعة ونصف", "ساعة والنصف", "an hour and a half", "An Hour And A Half"])
def test_a_half_goes_with_the_noun_before_it(text: str) -> None:
    assert AND_A_HALF.search(text)


@pytest.mark.parametrize("text", ["نصف ساعة", "half an hour", "ونصفهم"])
def test_a_half_alone_goes_with_nothing_before_it(text: str) -> None:
    assert not AND_A_HALF.search(text)
