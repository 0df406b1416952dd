from collections.abc import Callable
from pathlib import Path

import pytest

from digest.errors import DigestError
from digest.locale import site_words
from digest.locale.own_words import OwnWords, in_one_language, read_own_words
from digest.locale.texts import alone, default_texts
from digest.model import LANGS


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], tuple[OwnWords, list[tuple[str, str]]]]:
    def read(text: str) -> tuple[OwnWords, list[tuple[str, str]]]:
        (tmp_path / "locale").mkdir(exist_ok=True)
        (tmp_path / "locale" / "en.toml").write_text(text, "utf-8")
        own, warnings = read_own_words(tmp_path / "locale")
        return own, [(each.where, each.hint) for each in warnings]

    return read


Read = Callable[[str], tuple[OwnWords, list[tuple[str, str]]]]


def test_without_files_nothing_is_worded_otherwise(tmp_path: Path) -> None:
    assert read_own_words(tmp_path / "locale") == ({}, ())


def test_a_text_of_the_site_wins_and_the_others_stay(read: Read) -> None:
    own, warnings = read('by = "Words by"\n[badge]\nmachine = "By machine"\n')
    english = site_words(own)["en"]
    assert (english("by"), english("badge.machine"), english("source")) == ("Words by", "By machine", "Source")
    assert site_words(own)["ar"]("by") == default_texts("ar")["by"]
    assert warnings == []


def test_a_site_in_one_language_has_words_that_speak_of_one(read: Read) -> None:
    assert in_one_language("en", {})["en"]["search.label"] == "Search"
    own, warnings = read('search.label = "Find"\n[alone]\n"search.intro" = "Find it"\n')
    english = site_words(in_one_language("en", own))["en"]
    assert (english("search.label"), english("search.intro"), english("source")) == ("Find", "Find it", "Source")
    assert warnings == []


def test_words_that_speak_of_one_language_take_the_place_of_others_in_both_files() -> None:
    assert alone(default_texts("ar")).keys() == alone(default_texts("en")).keys()
    for lang in LANGS:
        assert alone(default_texts(lang)).keys() < default_texts(lang).keys()


def test_of_plural_forms_those_stay_that_are_not_given(read: Read) -> None:
    own, _ = read('[articles]\nother = "{n} stories"\n')
    english = site_words(own)["en"]
    assert (english("articles", n=1), english("articles", n=7)) == ("1 article", "7 stories")


def test_an_unknown_key_is_a_warning_with_its_line_and_the_nearest(read: Read) -> None:
    own, warnings = read('home = "Front"\nsorce = "From"\n')
    assert warnings == [("locale/en.toml:2", "did you mean `source`?")]
    assert own == {"en": {"home": "Front"}}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('updated = "On {day}"', "`updated` has nothing for `{day}`"),
        ('updated = "On {date"', "`updated` has a brace without its other"),
        ('updated = "On {date!r}"', "`updated` has a brace without its other"),
        ("by = 3", "`by` takes text, not `3`"),
        ('by = ""', "`by` takes text, not ``"),
        ('[by]\none = "x"', "`by` is one text, not one for each number"),
    ],
)
def test_a_text_that_a_page_could_not_show_is_refused_with_its_place(read: Read, text: str, problem: str) -> None:
    with pytest.raises(DigestError) as caught:
        read(text)
    assert [each.problem for each in caught.value.problems] == [problem]
    assert caught.value.problems[0].where == "locale/en.toml:1"
    assert caught.value.problems[0].hint


def test_a_file_that_is_no_toml_is_refused(read: Read) -> None:
    with pytest.raises(DigestError, match="it is not TOML"):
        read("by = \n")
