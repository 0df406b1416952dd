from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config import load
from digest.quality import check
from digest.quality.arabic_style import AS_SAID, DIGITS, MONTHS, ArabicStyle
from tests.sites import make_site


@pytest.mark.parametrize(
    ("months", "text"),
    [
        ("levant", "وصل في تموز، وغادر في كانون الثاني"),
        ("egypt", "وصل في يوليو، وغادر في يناير"),
        ("algeria", "وصل في جويلية، وغادر في جانفي"),
        ("morocco", "وصل في يوليوز، وغادر في يناير"),
    ],
)
def test_months_are_named_as_the_site_does(months: str, text: str) -> None:
    for said in ("وصل في يوليو، وغادر في كانون الثاني", "وصل في تموز، وغادر في جانفي"):
        assert ArabicStyle(months=months).written("He came in July and left in January.", said) == text


def test_a_month_keeps_what_is_written_onto_it_and_other_words_their_letters() -> None:
    style = ArabicStyle(months="egypt")
    assert style.written("In August and in May", "وبآب وفي أيار، قال الآباء") == "وبأغسطس وفي مايو، قال الآباء"
    assert style.written("The god Tammuz", "الإله تموز") == "الإله تموز"


@pytest.mark.parametrize(
    ("digits", "text", "written"),
    [
        ("eastern", "ارتفع 3.5% إلى 1,200 في 2026.", "ارتفع ٣٫٥٪ إلى ١٬٢٠٠ في ٢٠٢٦."),
        ("western", "ارتفع ٣٫٥٪ إلى ١٬٢٠٠ في ٢٠٢٦.", "ارتفع 3.5% إلى 1,200 في 2026."),
        ("eastern", "الساعة 12:30، انظر https://example.org/2026/1", "الساعة ١٢:٣٠، انظر https://example.org/2026/1"),
        ("eastern", "`x = 10` و20 مرة", "`x = 10` و٢٠ مرة"),
    ],
)
def test_digits_are_written_as_the_site_does_but_in_addresses_and_code(digits: str, text: str, written: str) -> None:
    assert ArabicStyle(digits=digits).written("", text) == written


@given(st.sampled_from(DIGITS), st.sampled_from(sorted(MONTHS)), st.text("قال 0123456789.,%٠٣٫٬٪في\n", max_size=30))
def test_a_style_is_kept_by_what_is_written_in_it(digits: str, months: str, text: str) -> None:
    style = ArabicStyle(digits=digits, months=months)
    once = style.written("May", text)
    assert style.written("May", once) == once


@pytest.mark.parametrize("digits", DIGITS)
def test_checks_see_the_same_numbers(digits: str) -> None:
    source, text = "It rose 3.5% to 1,200 on 4 May 2026.", "ارتفع 3.5% إلى 1,200 في 4 أيار 2026."
    assert check(source, ArabicStyle(digits=digits, months="morocco").written(source, text), "en") == ()
    assert ArabicStyle().written(source, text) == text


@pytest.mark.parametrize(("key", "styles"), [("arabic_months", MONTHS), ("arabic_digits", DIGITS)])
def test_every_style_can_be_set(tmp_path: Path, key: str, styles: Iterable[str]) -> None:
    for style in (AS_SAID, *styles):
        assert getattr(load(make_site(tmp_path, {}, f'{key} = "{style}"\n')), key) == style
