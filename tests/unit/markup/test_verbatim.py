import pytest

from digest import markup
from digest.model import Format, Lang


def counterpart(text: str, target: Lang = "en", format: Format = "markdown") -> str | None:  # noqa: A002
    return markup.verbatim(text, target, format, {})


@pytest.mark.parametrize(
    "text", ["52,00", "12:30", "-", "2-1", "✓", "🔥🔥", "(1)", "…", "12/11/2026", "+963 11 234 5678"]
)
@pytest.mark.parametrize("format", ["text", "markdown"])
@pytest.mark.parametrize("target", ["ar", "en"])
def test_a_text_without_words_stands_as_it_is(text: str, format: Format, target: Lang) -> None:  # noqa: A002
    assert counterpart(text, target, format) == text


@pytest.mark.parametrize(
    ("text", "target", "shown"),
    [
        ("٪١٢", "en", "%12"),
        ("١٢:٣٠", "en", "12:30"),
        ("٣٫٥", "en", "3.5"),
        ("؟", "en", "?"),
        ("?", "ar", "؟"),
        ("1,200", "ar", "1,200"),
        ("12:30, 14:00", "ar", "12:30، 14:00"),
        ("**١٢:٣٠**", "en", "**12:30**"),
        ("[١٢](١٢.md)", "en", "[12](<%D9%A1%D9%A2.md>)"),
        ("~~٧~~", "en", "~~7~~"),
    ],
)
def test_its_marks_and_digits_are_those_of_the_language(text: str, target: Lang, shown: str) -> None:
    assert counterpart(text, target) == shown


@pytest.mark.parametrize(
    "text", ["`make all`", "<https://example.org/>", "[12](about/us/)", "![](wide/picture.png)", "**—**"]
)
def test_neither_code_nor_the_address_of_a_link_is_a_word(text: str) -> None:
    assert counterpart(text) == text


@pytest.mark.parametrize("text", ["الميناء", "12 كم", "`make` ثم", "[الميناء](12)", "&eacute;"])
def test_a_text_with_words_has_no_such_counterpart(text: str) -> None:
    assert counterpart(text) is None
    assert counterpart("`make all`", format="text") == "`make all`"
