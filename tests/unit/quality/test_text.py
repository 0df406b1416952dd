"""What repairs and checks ask of a text."""

import pytest

from digest.quality.text import (
    ARABIC_LETTER,
    LATIN_LETTER,
    OWN_LETTER,
    QUOTED,
    TERMINAL,
    UNKNOWN,
    has_words,
    literals,
    relative_length,
    without_literals,
    words,
)


@pytest.mark.parametrize(
    "literal",
    [
        *("https://example.org/a?b=1&c=2", "www.example.org", "desk@example.org", "@desk", "#عاجل", "`two words`"),
        *("example.org", "news.example.com/a/b", "report.pdf", "snake_case", "run()", "v3.11", "2.4.1", "10.0.0.1"),
    ],
)
def test_what_is_never_translated_is_found_as_it_stands(literal: str) -> None:
    for text in (f"انظر {literal} الآن", f"({literal})", literal):
        assert literals(text) == [literal]
        assert literal not in without_literals(text)


@pytest.mark.parametrize("stop", [".", "،", "؟", "»", ")"])
def test_an_address_ends_before_the_punctuation_of_its_sentence(stop: str) -> None:
    assert literals(f"see https://example.org/a{stop}") == ["https://example.org/a"]


@pytest.mark.parametrize(
    "text", ["3.5 مليون", "1.200.000", "14.11.2019", "U.S. forces", "و/أو", "قال: نعم", "5 @ 3", "# 1", ""]
)
def test_numbers_dates_and_stops_are_no_literals(text: str) -> None:
    assert literals(text) == []
    assert without_literals(text) == text


def test_words_on_both_sides_of_a_literal_stay_apart() -> None:
    assert without_literals("one@example.org,two").split() == [",two"]
    assert without_literals("see example.org now").split() == ["see", "now"]


def test_words_are_folded_and_hold_their_inner_marks() -> None:
    assert words("The U.S.A's well-known «STRASSE» isn’t 3.5") == [
        *("the", "u.s.a's", "well-known", "strasse", "isn’t", "3.5"),
    ]
    assert words("؟!") == []


def test_a_counterpart_of_the_usual_length_measures_one() -> None:
    arabic, english = "ب" * 100, "b" * 116
    assert relative_length(arabic, english, "ar") == pytest.approx(1, abs=0.01)
    assert relative_length(english, arabic, "en") == pytest.approx(1, abs=0.01)
    assert relative_length(arabic, "b" * 20, "ar") < 0.3


def test_a_number_in_digits_counts_as_one_in_words_would() -> None:
    assert relative_length("خمسة وعشرون ألفا", "25,000", "ar") > 0.6
    assert relative_length("", "", "ar") == pytest.approx(1 / 1.145)


def test_letters_are_told_by_their_script() -> None:
    assert ARABIC_LETTER.findall("aبé٣،ٓ") == ["ب"]
    assert LATIN_LETTER.findall("aبé×3") == ["a", "é"]


@pytest.mark.parametrize("text", ["«كلمة»", "“word”", "„word“", '"word"', "''word''"])
def test_a_quotation_is_found_in_marks_of_every_kind(text: str) -> None:
    (groups,) = QUOTED.findall(f"قال {text} ثم")
    assert "".join(groups) == text.strip("«»“”„\"'")


@pytest.mark.parametrize(
    ("text", "full"), [("قال.", True), ("قال؟» ", True), ('go!"', True), ("قال", False), ("3.5", False)]
)
def test_the_end_of_a_full_sentence_is_known(text: str, full: bool) -> None:
    assert bool(TERMINAL.search(text)) is full


@pytest.mark.parametrize("text", ["a ⁇ b", "<unk>", "\ufffd"])
def test_what_a_model_writes_for_what_it_does_not_know_is_found(text: str) -> None:
    assert UNKNOWN.search(text)


@pytest.mark.parametrize(
    "text",
    [
        *("12:30", "52,00", "-", "—", "***", "100%", "٪١٢", "2-1", "3/4", "12/11/2026", "(1)", "…", "؟", "$5", "٪"),
        *(
            "✓",
            "▲",
            "☎ +963 11 234 5678",
            "🔥🔥",
            "🇱🇧",
            "👩‍🚒",
            "½",
            "²",
            "①",
            "ـــــ",
            "+",
            "≈",
            "№ 7",
            "\u200f7\u200f",
        ),
        *("https://example.org/a?b=1", "www.example.org", "news@example.org", "@harbour_news", "#ميناء", "`code x`"),
        *("std::map", "2001:db8::7", "10.0.0.1", "https://example.org - @harbour_news (12)"),
    ],
)
def test_numbers_signs_and_addresses_are_no_words(text: str) -> None:
    assert not has_words(text)


@pytest.mark.parametrize(
    "text", ["و", "a", "12 كم", "5 pm", "see example.org", "№ seven", "لا 🔥", "é", "Ω", "我", "IV"]
)
def test_a_letter_is_something_to_translate(text: str) -> None:
    assert has_words(text)


def test_every_language_has_its_letters_and_a_third_has_none() -> None:
    assert OWN_LETTER["ar"].search("ميناء")
    assert OWN_LETTER["en"].search("harbour")
    with pytest.raises(KeyError):
        OWN_LETTER["fr"]  # type: ignore[index]
