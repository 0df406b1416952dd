"""Repairs and checks on anything at all."""

import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from digest import quality
from digest.model import LANGS, Lang
from digest.quality import numbers
from digest.quality.text import LITERAL, literals

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

    repaired = quality.repair(source, text, lang, without=["literals"])
    assert entities or "hours" in text or letters(repaired) == letters(text)


@settings(max_examples=300, deadline=None)
@given(st.from_regex(LITERAL, fullmatch=True).filter(lambda text: " " not in text and text.isprintable()), LANG)
def test_a_literal_with_spaces_in_it_is_written_as_in_the_source(literal: str, lang: Lang) -> None:
    source = f"قال {literal} ذلك." if lang == "en" else f"He said {literal} so."
    assume(literals(source) == [literal])
    spaced = re.sub(r"([^\w\s])", r" \1 ", literal)
    repaired = quality.REPAIRS["literals"](source, f"so {spaced} so", lang)
    assert repaired.split() == ["so", literal, "so"]


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


PIECES = """
7:30 24:00 3 12 1,200 ٢٫٥ ٣٬٠٠٠ 1980s 5m -4 3/1/2025 2.4.1 three seven half million quarter to past a $ % pm to-10
ثلاثة وعشرون ونصف مليون إلا ربعا الساعة والثلث ألفا تشرين الثاني مساء دولارات بالمئة تحت الصفر
"""
NUMBERS = st.lists(st.sampled_from(PIECES.split())).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(NUMBERS, LANG)
def test_any_mix_of_numbers_agrees_with_itself(text: str, lang: Lang) -> None:
    assert "number" not in quality.check(text, text, lang)


@settings(max_examples=200, deadline=None)
@given(NUMBERS, NUMBERS, LANG)
def test_whether_numbers_agree_depends_on_neither_side_being_first(one: str, two: str, lang: Lang) -> None:
    assert numbers.agree(one, two) == numbers.agree(two, one)
