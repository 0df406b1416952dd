"""The counterpart of a text that has no words to translate, such as `12:30`, `—`, `100%`, 🔥 or an address."""

from digest import quality
from digest.markup.inline import strip
from digest.markup.parser import References
from digest.markup.project import project
from digest.model import Format, Lang


def plain(text: str, format: Format, references: References) -> str:  # noqa: A002
    """Return a sentence of an article without its markup."""
    return strip(text, references) if format == "markdown" else text


def verbatim(text: str, target: Lang, format: Format, references: References) -> str | None:  # noqa: A002
    """Return a sentence without words as it stands, its marks and digits those of the language; None if it has words.

    Code is no word, nor is the address of a link. Numbers keep the digits that they have in an Arabic counterpart, and
    get the digits of English in an English one.
    """
    shown = plain(text, format, references)
    if quality.has_words(shown) and quality.has_words(text):
        return None
    written = quality.marks_in(target, shown)
    if written == shown:
        return text
    return project(text, written, references) if format == "markdown" else written
