"""Arabic as people type it, made comparable: for looking names up, never for showing text."""

import re
import unicodedata

_LEFT_OUT = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Marks over letters, tatweel, and what can't be seen."""
_ALIKE = str.maketrans("أإآٱةىیک٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "ااااهييك01234567890123456789")


def folded(text: str) -> str:
    """Return a text without what people leave out or mix up: marks, hamza on alef, `ة` for `ه`, `ى` for `ي`,
    Persian `ی` and `ک` for the Arabic letters, case.

    Digits become ASCII ones, white space single spaces.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    return " ".join(_LEFT_OUT.sub("", text).translate(_ALIKE).casefold().split())


_SEATS = str.maketrans({"ؤ": "ء", "ئ": "ء"})
_SIGNS = str.maketrans(
    dict.fromkeys("«»“”„‟‹›", '"')
    | dict.fromkeys("’‘‛", "'")
    | dict.fromkeys("‐‑‒–—―", "-")
    | {"،": ",", "؛": ";", "؟": "?", "٪": "%", "٫": ".", "٬": ","}
)
_EDGE_QUOTE = re.compile(r"(?<!\w)'|'(?!\w)")
_PAUSE = re.compile(r"(?<!\d)[,;]|[,;](?!\d)")
_STOP = re.compile(r'[.…]+(?="?\Z)')


def unstyled(text: str) -> str:
    """Return a text without what a house style decides, so that two are equal when they say the same.

    Beside what `folded` leaves out: the seat of a hamza, the form of quotes and dashes, commas and semicolons outside
    numbers, the stop at the end. What may change the meaning stays: `?` and `!`, whether there are quotes, signs of
    Markdown, the points of numbers.
    """
    text = folded(unicodedata.normalize("NFC", text).translate(_SEATS)).translate(_SIGNS)
    return " ".join(_STOP.sub("", _PAUSE.sub("", _EDGE_QUOTE.sub('"', text)).strip()).split())
