"""Texts longer than the model's window, cut into pieces that fit, at the best places there are."""

import re
from collections.abc import Callable, Iterator

_STRONG = re.compile(r"[.!?؟;؛:،,…»”)\]](?=\s)")
_SPACE = re.compile(r"\S(?=\s)")


def pieces(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """Yield a text in pieces that fit, in order: nothing but white space is lost between two of them.

    Halves it near the middle until it fits: after a mark that ends a clause, else between words, else anywhere.
    A single character is yielded even when it does not fit.
    """
    if len(text) < 2 or fits(text):
        yield text
        return
    cut = _cut(text)
    yield from pieces(text[:cut].rstrip(), fits)
    yield from pieces(text[cut:].lstrip(), fits)


def _cut(text: str) -> int:
    """Return the best place for a cut in the middle half of a text; never an end."""
    middle = len(text) // 2
    low, high = max(1, middle // 2), max(2, middle + middle // 2)
    for boundary in (_STRONG, _SPACE):
        ends = [match.end() for match in boundary.finditer(text, low, min(high, len(text) - 1))]
        if ends:
            return min(ends, key=lambda end: (abs(end - middle), end))
    return middle
