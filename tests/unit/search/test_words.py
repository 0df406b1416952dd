import pytest

from digest.search.words import fold, keys, keys_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("المدرسة", "مدرسه"),
        ("مُدَرِّسَة", "مـدرسة"),
        ("أحمد", "احمد"),
        ("آثار", "اثار"),
        ("مسؤول", "مسئول"),
        ("شؤون", "شئون"),
        ("مستشفى", "مستشفي"),
        ("١٢", "12"),
        ("۱۲", "12"),
        ("ﻣﺪﺭﺳﺔ", "مدرسة"),
        ("كتابها", "كتاب"),
        ("معلمون", "معلم"),
        ("القوانين", "قانون"),
        ("ولأطفالها", "الطفل"),
        ("مدن", "المدينة"),
        ("الرؤساء", "رئيس"),
        ("أسابيع", "الأسبوعين"),
        ("harvested", "harvests"),
        ("City", "cities"),
        ("Café", "cafe"),
        ("farmer’s", "farmers"),
        ("planning", "plan"),
    ],
)
def test_two_ways_to_write_a_word_are_found_by_one_key(one: str, other: str) -> None:
    assert set(keys(one)) & set(keys(other))


@pytest.mark.parametrize("word", ["بدمشق", "ودمشق", "لدمشق", "وبدمشق", "فدمشق", "كدمشق"])
def test_a_place_is_found_after_a_particle(word: str) -> None:
    assert keys("دمشق")[0] in keys(word)


@pytest.mark.parametrize("word", ["البيت", "بالبيت", "للبيت", "والبيت", "وبالبيت", "فالبيت", "كالبيت"])
def test_a_word_is_found_without_its_article(word: str) -> None:
    assert set(keys("بيت")) & set(keys(word))


@pytest.mark.parametrize("word", ["في", "وفي", "the", "And", "من", "ومن", "أن"])
def test_a_word_that_is_everywhere_has_no_key(word: str) -> None:
    assert keys(word) == ()


def test_water_is_not_taken_for_a_common_word() -> None:
    assert keys("ماء") != ()
    assert keys("ما") == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الله", "له"),
        ("news", "new"),
        ("ماء", "مياه"),
        ("كتب", "كتاب"),
        ("روسيا", "رئيس"),
        ("شهدت", "شهيد"),
        ("مدني", "مدينة"),
        ("story", "store"),
    ],
)
def test_words_that_only_look_alike_have_no_key_in_common(one: str, other: str) -> None:
    assert not set(keys(one)) & set(keys(other))


def test_a_number_with_a_separator_is_found_by_its_parts_whatever_the_separator() -> None:
    assert list(keys_of("12,500")) == list(keys_of("١٢٬٥٠٠")) == ["12", "500"]


def test_what_has_no_letters_has_no_keys() -> None:
    assert list(keys_of("— … _ ’ ــ ء!")) == []


def test_a_folded_word_stays_as_it_is_when_it_is_folded_again() -> None:
    for word in ("مسؤولون", "رئيس", "ووزير", "İstanbul", "Straße", "ﷲ"):
        assert fold(fold(word)) == fold(word)
