"""Texts that exist in two languages, in places without elements of their own: titles, descriptions, names in feeds."""

from collections.abc import Iterable

from digest.config import NAMELESS, Config
from digest.model import LANGS, Lang, other
from digest.settings import Names


def site_names(config: Config) -> Names:
    """Return the site's name in each language that has one; of a site without a name, that of the program."""
    return config.title or dict.fromkeys(LANGS, NAMELESS)


def plain_name(names: Names, lang: Lang) -> tuple[str, Lang]:
    """Return a name in a language, or in the one it has, and that language; an empty name where there is none."""
    if text := names.get(lang):
        return text, lang
    return names.get(other(lang), ""), other(lang)


def joined(texts: Iterable[str], separator: str = " · ") -> str:
    """Return texts in a row, each isolated so that none turns its neighbour around; a single one stands as it is.

    Empty ones are left out. Isolated is between U+2068 and U+2069 (UAX #9).
    """
    said = [text for text in texts if text]
    return said[0] if len(said) == 1 else separator.join(f"\u2068{text}\u2069" for text in said)
