"""The words of the pages in both languages: texts, plural forms, dates. Texts live in `ar.toml` and `en.toml`.

Numbers are written with Latin digits in both languages, as most Arabic news sites do, unless a site sets its pages
otherwise (`page_digits`). Arabic dates name the month as the Levant and as Egypt does (`12 تشرين الثاني/نوفمبر 2026`),
unless a site words the months otherwise.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from digest.errors import DigestError
from digest.locale.texts import DIGITS, Forms, Texts, default_texts
from digest.messages import nearest
from digest.model import LANGS, Lang


class Words:
    """The words of one language. Call it with a key: `words("articles", n=3)`.

    Attributes:
        lang: the language.
        texts: key to text, or to one text a plural category of CLDR (`zero` wins for 0 where it is given). A key inside
            a table is written with a dot: `badge.machine`.
        digits: the ten digits that numbers are written with, from 0; empty for Latin ones.
    """

    def __init__(self, lang: Lang, own: Texts = MappingProxyType({})) -> None:
        """`own` are texts of a site that take the place of ours."""
        self.lang: Lang = lang
        self.texts: Texts = {**default_texts(lang), **own}
        self.digits = str(own.get(DIGITS, ""))
        self._written = str.maketrans("0123456789,", f"{self.digits}٬") if self.digits else {}

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of a key with `{names}` filled in; a whole number `n` chooses the plural form.

        Raises `DigestError` for a key that is not there.
        """
        found = self.texts.get(key)
        if found is None:
            raise DigestError(f"there is no text `{key}`", hint=nearest(key, self.texts))
        if not isinstance(found, str):
            found = found[self._category(values["n"], found)]
        if not values:
            return found
        return found.format(**{name: self.plain(f"{v:,}") if isinstance(v, int) else v for name, v in values.items()})

    def _category(self, n: object, forms: Forms) -> str:
        if n == 0 and "zero" in forms:
            return "zero"
        return _plural_category(self.lang, n) if isinstance(n, int) else "other"

    def plain(self, number: int | str) -> str:
        """Return a number, or what has digits as a time has, as the pages write it; a number without separators."""
        return str(number).translate(self._written)

    def date(self, day: date) -> str:
        """Return a day, written out."""
        return f"{self.plain(day.day)} {self.month_name(day.month)} {self.plain(day.year)}"

    def month(self, year: int, number: int) -> str:
        """Return a month of a year, with its name."""
        return f"{self.month_name(number)} {self.plain(year)}"

    def month_name(self, number: int) -> str:
        """Return the name of a month, January being 1."""
        return self(f"months.{number}")

    def zone(self, zone: str) -> str:
        """Return the name of a time zone (`Asia/Damascus`: `Syria Time`)."""
        return _zone_name(self.lang, zone)


@cache
def words(lang: Lang) -> Words:
    """Return the words of a language."""
    return Words(lang)


def site_words(own: Mapping[Lang, Texts]) -> Mapping[Lang, Words]:
    """Return the words of the pages of a site, in each language; `own` are those that it words otherwise."""
    return {lang: Words(lang, own[lang]) if lang in own else words(lang) for lang in LANGS}


@cache
def _plural_category(lang: Lang, n: int) -> str:
    from babel import Locale

    return str(Locale(lang).plural_form(n))


@cache
def _zone_name(lang: Lang, zone: str) -> str:
    from babel.dates import get_timezone_location

    known = "/" in zone and not zone.startswith("Etc/")
    return get_timezone_location(zone, locale=lang) if known else zone
