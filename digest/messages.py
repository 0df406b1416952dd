"""The wording that messages have in common."""

import difflib
from collections.abc import Iterable


def counted(count: int, noun: str) -> str:
    """Return a number with its English noun, in the plural where it takes one: `1 article`, `2,000 articles`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def megabytes(size: int) -> str:
    """Return a number of bytes, rounded up: `3 MB`, `2.5 MB`."""
    return f"{-(-size * 10 // 2**20) / 10:g} MB"


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return a hint that names the choice most like a mistyped word, or an empty hint when none is like it."""
    found = difflib.get_close_matches(word, list(choices), 1, 0.6)
    return f"did you mean `{found[0]}`?" if found else ""


def reason(error: OSError) -> str:
    """Return why the system refused, in lower case: `permission denied`; else what the error says, as it stands."""
    return error.strerror.lower() if error.strerror else str(error)
