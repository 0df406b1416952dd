"""The words of the pages: the same in both languages, in every plural form, with real dates."""

import re
from datetime import date

import pytest
from babel import Locale

from digest.errors import DigestError
from digest.locale import site_words, words
from digest.model import LANGS, Lang


def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    arabic, english = words("ar").texts, words("en").texts
    assert arabic.keys() == english.keys()
    for key, text in english.items():
        other = arabic[key]
        assert isinstance(text, str) == isinstance(other, str)
        if isinstance(text, str) and isinstance(other, str):
            assert re.findall(r"\{\w+\}", text) == re.findall(r"\{\w+\}", other), key


@pytest.mark.parametrize("lang", LANGS)
def test_counted_words_have_every_plural_form(lang: Lang) -> None:
    for key, forms in words(lang).texts.items():
        if isinstance(forms, dict):
            assert set(forms) | {"zero"} == {*Locale(lang).plural_form.tags, "other", "zero"}, key


@pytest.mark.parametrize(
    ("count", "arabic", "english"),
    [
        (0, "لا مقالات", "No articles"),
        (1, "مقال واحد", "1 article"),
        (2, "مقالان", "2 articles"),
        (3, "3 مقالات", "3 articles"),
        (11, "11 مقالًا", "11 articles"),
        (100, "100 مقال", "100 articles"),
        (103, "103 مقالات", "103 articles"),
        (1234, "1,234 مقالًا", "1,234 articles"),
    ],
)
def test_a_count_takes_the_form_of_its_language(count: int, arabic: str, english: str) -> None:
    assert words("ar")("articles", n=count) == arabic
    assert words("en")("articles", n=count) == english


def test_arabic_months_are_named_as_east_and_west_name_them() -> None:
    assert words("ar").date(date(2026, 1, 5)) == "5 كانون الثاني/يناير 2026"
    assert words("en").date(date(2026, 1, 5)) == "5 January 2026"


@pytest.mark.parametrize(
    ("zone", "arabic", "english"),
    [("Asia/Damascus", "توقيت سوريا", "Syria Time"), ("UTC", "UTC", "UTC"), ("Etc/GMT+3", "Etc/GMT+3", "Etc/GMT+3")],
)
def test_a_time_zone_is_called_after_its_place(zone: str, arabic: str, english: str) -> None:
    assert (words("ar").zone(zone), words("en").zone(zone)) == (arabic, english)


def test_a_missing_text_is_an_error_with_the_nearest_one() -> None:
    with pytest.raises(DigestError) as caught:
        words("en")("articels")
    assert "did you mean `articles`?" in str(caught.value)


def test_a_site_names_the_months_as_it_likes() -> None:
    own = site_words({"ar": {"months.11": "نوفمبر"}})
    assert own["ar"].date(date(2026, 11, 5)) == "5 نوفمبر 2026"
    assert own["ar"].month(2026, 1) == "كانون الثاني/يناير 2026"
