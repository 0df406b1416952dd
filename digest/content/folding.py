"""Arabic as people type it, made comparable: for looking names up, never for showing text."""

import re

_LEFT_OUT = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Marks over letters, tatweel, and what can't be seen."""
_ALIKE = str.maketrans("أإآٱةى٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "ااااهي01234567890123456789")


def folded(text: str) -> str:
    """Return a text without what people leave out or mix up: marks, hamza on alef, `ة` for `ه`, `ى` for `ي`, case.

    Digits become ASCII ones, white space single spaces.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    return " ".join(_LEFT_OUT.sub("", text).translate(_ALIKE).casefold().split())
