import pytest

from digest.quality.text import OWN_LETTER, has_words, literals, relative_length, without_literals, words


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


def test_literals_are_taken_out_of_a_text_and_nothing_else() -> None:
    text = "Write to news@example.org or use std::map, at 12:30:15; note: so."
    assert literals(text) == ["news@example.org", "std::map"]
    assert without_literals(text).split() == ["Write", "to", "or", "use", ",", "at", "12:30:15;", "note:", "so."]


def test_words_are_folded_for_comparison() -> None:
    assert words("The Harbour’s re-opening, 12.5") == ["the", "harbour’s", "re-opening", "12.5"]


def test_a_usual_translation_is_about_as_long_as_is_usual() -> None:
    assert 0.7 < relative_length("افتتح الوزير الميناء الجديد أمس.", "The minister opened the new harbour.", "ar") < 1.4
