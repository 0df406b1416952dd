"""How unusual a text is among the texts of a site: its letters, and the words of its source.

What a model has seldom read it translates badly, and a wrong word seldom fits between those around it. Both can be
measured without a second package and without anything that people have reviewed.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from digest.quality.doubtful import arabic_stems

LETTERS = 6
"""The longest run of letters that is counted."""


def rare_words(sources: Sequence[str]) -> list[int]:
    """Return how many words of each Arabic sentence no other sentence has: each may be one that the model misreads."""
    stems = [list(arabic_stems(source)) for source in sources]
    counts = Counter(stem for each in stems for stem in set(each))
    return [sum(counts[stem] == 1 for stem in each) for each in stems]


def unusual_letters(texts: Sequence[str]) -> list[float]:
    """Return how little all other texts lead one to expect the letters of each: nats a letter, 0 for an empty text.

    Source: Witten and Bell 1991, "The zero-frequency problem" (method C), each length of context smoothed with the
    shorter one.
    """
    others = _Letters()
    for text in texts:
        others.count(text, 1)
    unusual: list[float] = []
    for text in texts:
        others.count(text, -1)
        unusual.append(others.surprise(text))
        others.count(text, 1)
    return unusual


class _Letters:
    """How often letters follow one another in some texts."""

    def __init__(self) -> None:
        self.runs: Counter[str] = Counter()
        self.contexts: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        """How many different letters follow each context."""

    def count(self, text: str, times: int) -> None:
        """Add a text, or with -1 take it away again."""
        for letter_runs in _runs(text):
            for run in letter_runs:
                context = run[:-1]
                before = self.runs[run]
                self.runs[run] = before + times
                self.contexts[context] += times
                if 0 in (before, before + times):
                    self.kinds[context] += times

    def surprise(self, text: str) -> float:
        """Return the mean negative log-probability of the letters of a text."""
        total, letters = 0.0, 0
        for letter_runs in _runs(text):
            likely = 1 / max(1, self.kinds[""])
            for run in letter_runs:
                kinds = self.kinds[run[:-1]]
                if not kinds:
                    break
                likely = (self.runs[run] + kinds * likely) / (self.contexts[run[:-1]] + kinds)
            total -= math.log(likely)
            letters += 1
        return total / max(1, letters)


def _runs(text: str) -> Iterator[list[str]]:
    """Yield for each letter the runs that end with it, the shortest first."""
    text = f" {text} "
    for end in range(2, len(text) + (len(text) > 2)):
        yield [text[start:end] for start in range(end - 1, max(-1, end - 1 - LETTERS), -1)]
