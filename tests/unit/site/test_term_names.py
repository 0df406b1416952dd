import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.site.term_names import distinct_slugs, fold, term_slug


@pytest.mark.parametrize(
    "spellings",
    [
        ("عمّان", "عمان", "عَمّان", "عمـــان", "عما\u200fن", " عمان "),
        ("أحمد", "احمد", "إحمد", "ا\u0654حمد", "ﺍﺣﻤﺪ"),
        ("مسؤول", "مسئول", "مسءول"),
        ("آثار", "اثار", "ا\u0653ثار"),
        ("الرحمٰن", "الرحمن"),
        ("AI", "ai", "\uff21\uff29"),
        ("#ذهب", "ذهب"),
        ("#أسعار_الذهب", "أسعار الذهب", "اسعار  الذهب"),
        ("❤", "❤\ufe0f"),
    ],
)
def test_spellings_of_one_name_are_equal_when_folded(spellings: tuple[str, ...]) -> None:
    assert len(set(map(fold, spellings))) == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("C", "C++"),
        ("C", "C#"),
        ("A. B.", "A-B"),
        ("+18", "18"),
        ("#1", "1"),
        ("🔥", "🎉"),
        ("كرة", "كره"),
        ("علي", "على"),
    ],
)
def test_names_that_differ_in_more_are_two(one: str, two: str) -> None:
    assert fold(one) != fold(two)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("  Gold & Oil: أسعار الذهب!", "gold-oil-أسعار-الذهب"),
        ("عمّان", "عمان"),
        ("سُعاد علي", "سعاد-علي"),
        ("هـٰذا", "هذا"),
        ("C++", "c++"),
        ("C#", "c#"),
        ("#ذهب", "ذهب"),
        ("हिन्दी", "हिन्दी"),
        ("🔥", "🔥"),
        ("a/b\\..<c>", "a-b-c"),
        ("!!!", ""),
    ],
)
def test_an_address_keeps_letters_digits_and_symbols_of_any_script(name: str, slug: str) -> None:
    assert term_slug(name) == slug


def test_the_first_of_two_names_alike_has_the_plain_address_and_the_other_always_the_same_longer_one() -> None:
    slugs = distinct_slugs(["A. B.", "A-B", "!!!"], ())
    assert slugs["A. B."] == "a-b"
    assert slugs["A-B"].startswith("a-b-")
    assert slugs["A-B"] == distinct_slugs(["x", "A B", "A-B"], ())["A-B"]
    assert distinct_slugs(["Gold"], ["gold"])["Gold"].startswith("gold-")


@given(st.lists(st.text(min_size=1), unique_by=fold))
def test_every_name_has_an_address_of_its_own_that_is_one_folder(names: list[str]) -> None:
    slugs = distinct_slugs(names, ())
    assert len({slug.casefold() for slug in slugs.values()}) == len(names)
    assert all(slug and "/" not in slug and slug not in (".", "..") for slug in slugs.values())


def test_a_term_may_be_called_what_windows_keeps_for_itself() -> None:
    assert term_slug("Con") == "con-"
