"""Plain text → HTML. In Arabic, what reads from the left is isolated: telephone numbers, ISO dates, `C++`, `@name`.

The bidirectional algorithm (UAX #9) takes each group of digits, and the sign beside a word, for a piece of its own and
puts the pieces from right to left: `+963 11 234 5678` would read `5678 234 11 963+`.
"""

import re

from digest.model import Lang

_SIGN = re.compile(r"[\d+#@](?:(?<=[+#@])|[\d .()-]{7})")
"""What every candidate has that reads from the left: a sign, or digits in groups as long as `2026-1-5` at least. To
look for it takes a tenth of the time."""
_CANDIDATE = re.compile(
    r"(?<![A-Za-z\d_/.,+@#-])(?<!\d:)(?:"
    r"(?P<number>(?:\+?\d+|\(\+?\d+\)[ -]?\d+)(?:[ .-]?\(\d+\)[ .-]?\d+|[ .-]{1,2}\d+)*%?)(?![A-Za-z\d_/]|[:,.]\d)"
    r"|(?P<name>[A-Za-z]+(?:\+{1,2}|#)(?:\d+)?|[@#][A-Za-z][\w.]*\w)(?![A-Za-z\d_+#])"
    r")"
)
_TRIPLES = re.compile(r"\d{1,3}(?: \d{3})+")
_PAIRS = re.compile(r"\d\d(?: \d\d){3,}")
_YEAR_FIRST = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_YEAR_LAST = re.compile(r"\d{1,2}[ .-]{1,2}\d{1,2}[ .-]{1,2}\d{4}")
_PHONE_DIGITS = 7
"""A telephone number has that many digits at least."""


def escape(text: str) -> str:
    """Return text as HTML, fit for an element or a double-quoted attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def text_to_html(text: str, lang: Lang | None) -> str:
    """Return text as HTML, fit for an element; in Arabic, what reads from the left in any text is isolated."""
    if lang != "ar" or not _SIGN.search(text):
        return escape(text)
    parts: list[str] = []
    end = 0
    for match in _CANDIDATE.finditer(text):
        if match["name"] or _reads_from_the_left(match[0]):
            # The digits of Arabic go from right to left in groups, even where all else goes from the left.
            tag = "bdi" if match[0].isascii() else "bdo"
            parts += [escape(text[end : match.start()]), f'<{tag} dir="ltr">{escape(match[0])}</{tag}>']
            end = match.end()
    return "".join([*parts, escape(text[end:])])


def _reads_from_the_left(number: str) -> bool:
    """Tell whether groups of digits are one number or a date, not several numbers such as a range or a score.

    A date that begins with its day, or is in Arabic digits, reads from the right.
    """
    if number[0] == "+":
        return True
    if _YEAR_FIRST.fullmatch(number):
        return number.isascii()
    groups = re.findall(r"\d+", number)
    if len(groups) < 2 or sum(map(len, groups)) < _PHONE_DIGITS or _YEAR_LAST.fullmatch(number):
        return False
    grouped = number[0] in "(0٠" or number.count("-") > 1
    return grouped or bool(_TRIPLES.fullmatch(number) or _PAIRS.fullmatch(number))
