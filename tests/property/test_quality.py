"""Repairs and checks on anything at all."""

from hypothesis import given, settings
from hypothesis import strategies as st

from digest import quality
from digest.model import LANGS, Lang
from digest.quality import numbers

ALPHABET = "aB ز و12٣٠.,،:;؛!?؟\"'«»()&;quotapos#39⁇\u200f_@/-%ر\u00a0"
TEXT = st.one_of(st.text(max_size=60), st.text(ALPHABET, max_size=60))
LANG = st.sampled_from(LANGS)


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT, LANG)
def test_a_repaired_text_needs_no_repair(source: str, text: str, lang: Lang) -> None:
    once = quality.repair(source, text, lang)
    assert quality.repair(source, once, lang) == once


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT, LANG)
def test_a_repair_never_changes_a_letter(source: str, text: str, lang: Lang) -> None:
    entities = "&" in text

    def letters(value: str) -> list[str]:
        return sorted(letter for letter in value.casefold() if letter.isalpha())

    repaired = quality.repair(source, text, lang)
    assert entities or "hours" in text or letters(repaired) == letters(text)


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT, LANG)
def test_a_check_says_flags_in_order(source: str, text: str, lang: Lang) -> None:
    flags = quality.check(source, text, lang)
    assert list(flags) == sorted(set(flags), key=quality.FLAGS.index)


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_a_text_agrees_with_itself_about_numbers(text: str) -> None:
    assert numbers.agree(text, text)


@given(st.integers(min_value=0, max_value=10**12))
def test_a_number_agrees_with_its_other_spellings(value: int) -> None:
    eastern = str(value).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for other in (f"{value:,}", eastern, f"{value:,}".replace(",", "\u202f")):
        assert numbers.agree(f"بلغ {other} برميل", f"It was {value} barrels")
