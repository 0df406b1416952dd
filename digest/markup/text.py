"""Text → HTML, or plain text for places without elements: what reads the other way is isolated, numbers are unbroken.

In Arabic these are telephone numbers, ISO dates, `C++`, `@name`, and amounts with a sign, percent or currency; in
English, Arabic words. The bidirectional algorithm (UAX #9) takes each group of digits, and the sign beside a word, for
a piece of its own and puts the pieces from right to left: `+963 11 234 5678` would read `5678 234 11 963+`. Signs and
percent stand as in CLDR's patterns for Arabic: from the left with Latin digits, from the right with Arabic ones.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from digest.model import Lang

_SIGN = re.compile(r"[0-9٠-٩+#@]|[A-Za-z]!|\.[A-Z]")
"""What every candidate in Arabic has; to look for it takes a tenth of the time."""
_AMOUNT = r"[0-9]+(?:[.,][0-9]+)*"
_CURRENCY = r"[$€£¥]"
_UNIT = r"[ \u00a0]?(?:[%٪]|°[CF])"
_THOUSANDS = r"[kKmMbB]n?\b"
_CANDIDATE = re.compile(
    r"(?=[A-Za-z\d(+−\-$€£¥@#.])(?<![A-Za-z\d_/.,+@#])(?<!\d:)(?:(?<!-)(?:"
    r"(?P<number>(?:\+?\d+|\(\+?\d+\)[ -]?\d+)(?:[ .-]?\(\d+\)[ .-]?\d+|[ .-]{1,2}\d+)*)"
    rf"(?![A-Za-z\d_/$€£¥+]|{_UNIT}|[:,.]\d)"
    r"|(?P<name>[A-Za-z]+(?:\+{1,2}|#)(?:\d+)?|[@#][A-Za-z][\w.]*\w|\.[A-Z][A-Za-z]+|[A-Z]\w*!(?=[\"»”)]))"
    r"(?![A-Za-z\d_+#]))"
    r"|(?P<amount>(?:(?<!\w)(?<!\d )[−-]|(?<=\b[وفبلك])[−-]|\+)"
    rf"{_CURRENCY}?{_AMOUNT}(?:{_UNIT}|{_CURRENCY}|{_THOUSANDS})?"
    rf"|(?<!\D-)(?:{_CURRENCY}[−-]?{_AMOUNT}(?:{_THOUSANDS})?|{_AMOUNT}(?:{_UNIT}|{_CURRENCY}|\+)))"
    r"(?![\w/]|[:,.]\d))"
)
_TRIPLES = re.compile(r"\d{1,3}(?: \d{3})+")
_THOUSAND = re.compile(r"\d{1,3} 000")
_PAIRS = re.compile(r"\d\d(?: \d\d){3,}")
_YEAR_FIRST = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_YEAR_LAST = re.compile(r"\d{1,2}[ .-]{1,2}\d{1,2}[ .-]{1,2}\d{4}")
_PHONE_DIGITS = 7
"""A telephone number has that many digits at least."""

_LETTER = "\u0620-\u063f\u0641-\u064a\u066e-\u06d3"
_LETTERS = re.compile(f"[{_LETTER}]")
_ARABIC = re.compile(
    rf"#?[{_LETTER}](?:[{_LETTER}\u0640\u064b-\u065f\u0670\d ،؛.'!؟?/_–-]*[{_LETTER}\u064b-\u065f٠-٩])?"
    r"(?:؟|[!?…]+(?=[»”\"’]))?"
)
"""Arabic words in a text of another language, with the mark that ends what they say."""

_JOINED = re.compile(r"(?<![\w.,:/–-])\w+(?:[.,:]\d+)*(?:[-–]\d+(?:[.,:]\d+)*)+(?![\w/–-])")
"""A score, a range, a date, a name with a number: a line must not end at their dashes."""
_LONGEST = 30
"""Characters that may stand in a line without a break: so many fit the narrowest screen."""


class _Isolate(NamedTuple):
    """A piece of a text that reads the other way than what is around it."""

    start: int
    end: int
    element: str
    """`bdi`, or `bdo` where its digits have to be turned, too."""


def escape(text: str) -> str:
    """Return text as HTML, fit for an element or a double-quoted attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def text_to_html(text: str, lang: Lang | None) -> str:
    """Return text as HTML, fit for an element: what reads the other way is isolated, scores and ranges are unbroken."""
    if lang is None:
        return escape(text)
    isolates = _isolates(text, lang)
    if not isolates:
        return _unbroken(text)
    attributes = 'dir="ltr"' if lang == "ar" else 'lang="ar" dir="rtl"'
    parts: list[str] = []
    end = 0
    for start, stop, element in isolates:
        parts += [_unbroken(text[end:start]), f"<{element} {attributes}>{escape(text[start:stop])}</{element}>"]
        end = stop
    return "".join([*parts, _unbroken(text[end:])])


@lru_cache(256)  # a page's titles and teasers stand in several places of it
def isolated(text: str, lang: Lang) -> str:
    """Return plain text, for a place without elements: what reads the other way is between U+2066 or U+2067 and U+2069.

    Digits that have to be turned, too, are between U+202D and U+202C inside (UAX #9).
    """
    isolates = _isolates(text, lang)
    if not isolates:
        return text
    opening = "\u2066" if lang == "ar" else "\u2067"
    parts: list[str] = []
    end = 0
    for start, stop, element in isolates:
        inner = text[start:stop] if element == "bdi" else f"\u202d{text[start:stop]}\u202c"
        parts += [text[end:start], f"{opening}{inner}\u2069"]
        end = stop
    return "".join([*parts, text[end:]])


def _isolates(text: str, lang: Lang) -> Sequence[_Isolate]:
    """Return the pieces of a text that read the other way, in order."""
    if lang == "en":
        if text.isascii() or not _LETTERS.search(text):
            return ()
        return [_Isolate(*match.span(), "bdi") for match in _ARABIC.finditer(text)]
    if not _SIGN.search(text):
        return ()
    isolates = []
    for match in _CANDIDATE.finditer(text):
        piece, number = match[0], match["number"]
        if len(piece) <= _LONGEST and (not number or _reads_from_the_left(piece)):
            # The digits of Arabic go from right to left in groups, even where all else goes from the left.
            isolates.append(_Isolate(*match.span(), "bdi" if piece.isascii() or number is None else "bdo"))
    return isolates


def _reads_from_the_left(number: str) -> bool:
    """Tell whether groups of digits are one number or a date, not several numbers such as a range or a score.

    A date that begins with its day, or is in Arabic digits, reads from the right.
    """
    if number.isdigit():
        return False
    groups = re.findall(r"\d+", number)
    digits = sum(map(len, groups))
    if number[0] == "+":
        return number.isascii() or digits >= _PHONE_DIGITS
    if _YEAR_FIRST.fullmatch(number):
        return number.isascii()
    if _THOUSAND.fullmatch(number):
        return True
    if len(groups) < 2 or digits < _PHONE_DIGITS or _YEAR_LAST.fullmatch(number):
        return False
    grouped = number[0] in "(0٠" or number.count("-") > 1
    return grouped or bool(_TRIPLES.fullmatch(number) or _PAIRS.fullmatch(number))


def _unbroken(text: str) -> str:
    """Return text as HTML in which no line ends at the dash of a score, a range or a date."""
    if "-" not in text and "–" not in text:
        return escape(text)
    return _JOINED.sub(_whole, escape(text))


def _whole(match: re.Match[str]) -> str:
    return f'<span class="whole">{match[0]}</span>' if len(match[0]) <= _LONGEST else match[0]
