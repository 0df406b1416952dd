"""Whether a text says the same again and again, as a model that has lost its way does: letters, words or clauses.

Each length that a repeated piece may have is looked for once along the text, so that time grows with the text alone.
"""

import re
from collections.abc import Sequence

LONGEST_CLAUSE = 60
"""The words of a repeated clause, at most: no sentence of a model is much longer."""

MANY = 8
"""How often a mark or a number stands in a row that is no author's any more: `. . . . . . . .`"""

_CLAUSE_END = re.compile(r"[.!?؟](?=\s)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NUMBER = re.compile(r"\d+")
_DOUBLED = re.compile(r"(?<![\w'’-])([^\W\d_]{4,}|the|of|an|and|to|في|على|إلى|عن) \1(?![\w'’-])", re.IGNORECASE)
_WELL_DOUBLED = re.compile(r"that|very|long|many|much|more|really|well|there|\w+ا", re.IGNORECASE)
"""Words that people say twice; in Arabic adverbs, as in `رويدا رويدا`."""

_ECHO = re.compile(r"(?<![\w'’-])([^\W\d_]{4,})(?:, (?:and )?|، ?و?| and | و)\1(?=[.,،;؛:)]|$| and )", re.IGNORECASE)
_WELL_LISTED = re.compile(r"over|again|less|forth|\w+er|\w+ly|\w+ا", re.IGNORECASE)
"""Words that people say twice with `and` or a comma between: `over and over`, `closer and closer`."""

_GLUED = re.compile(
    r"([^\W\d_]{1,2})\1{5}|([^\W\d_]{3,6})\2{2}|([^\W\d_]{7,40})\3",  # hahahahahaha, predpredpred, partingparting
    re.IGNORECASE,
)
_SAME_MARKS = re.compile(rf"([^\w\s])(?:\s?\1){{{MANY - 1}}}")


def repeats(text: str) -> bool:
    """Whether a text has a loop: letters within a word, a word, a clause, or a mark, one after the other.

    Within a clause a word may stand twice, and so may two words; more words may stand once. Where a sentence ends
    between, one to three may well stand twice, and four to `LONGEST_CLAUSE` once.
    """
    clauses = [_words(clause) for clause in _CLAUSE_END.split(text)]
    every = [word for clause in clauses for word in clause]
    return (
        any(map(_repeats_words, clauses))
        or any(_in_a_row(every, size, 2) for size in _sizes(4, every))
        or (len(clauses) > 2 and any(_in_a_row(_apart(every), size, 3) for size in (1, 2, 3)))
        or any(pattern.search(text) for pattern in (_GLUED, _SAME_MARKS))
    )


def doubles(text: str) -> bool:
    """Whether a text says a word twice with nothing between that nobody says twice: a long one, or one as `of`."""
    return any(not _WELL_DOUBLED.fullmatch(match[1]) for match in _DOUBLED.finditer(text))


def echoes(text: str) -> bool:
    """Whether a text lists one word twice: `fishing, fishing` of a model that has one word for two."""
    said_twice = (_WELL_DOUBLED, _WELL_LISTED)
    return any(not any(words.fullmatch(match[1]) for words in said_twice) for match in _ECHO.finditer(text))


def says_twice(text: str) -> bool:
    """Whether a text says any word twice in a row."""
    return _in_a_row(_words(text), 1, 2)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _repeats_words(words: Sequence[str]) -> bool:
    """Whether a word stands three times in a row, two words three times, or more words twice; a number `MANY` times."""
    if len(set(words)) == len(words):
        return False
    lettered = _apart(words)
    return (
        _in_a_row(lettered, 1, 3)
        or _in_a_row(lettered, 2, 3)
        or any(_in_a_row(lettered, size, 2) for size in _sizes(3, words))
        or _in_a_row(words, 1, MANY)
    )


def _apart(words: Sequence[str]) -> list[str]:
    """Return words among which no number is equal to another."""
    return [f"{word} {place}" if _NUMBER.fullmatch(word) else word for place, word in enumerate(words)]


def _sizes(least: int, words: Sequence[str]) -> range:
    """Return how many words a clause may have that stands twice among some words."""
    return range(least, min(LONGEST_CLAUSE, len(words) // 2) + 1)


def _in_a_row(words: Sequence[str], size: int, times: int) -> bool:
    """Whether so many words stand there so many times, one after another."""
    run = 0
    for word, later in zip(words, words[size:], strict=False):
        run = run + 1 if word == later else 0
        if run == size * (times - 1):
            return True
    return False
