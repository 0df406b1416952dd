"""Marks that a person gave to the lines of a translation, and how well a sign of doubt ranks those with serious errors.

A marks file has a line for each marked one: its number, from 1; the first eight digits of the sha256 of the line as the
system wrote it; `serious`, `minor` or `none`; and the number of the wrong word, from 1 and as white space parts the
line, or 0. Fields are separated by tabs. So the file says nothing of the text, and marks of another text are noticed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from digest.errors import DigestError, Problem

MARKS = ("serious", "minor", "none")
"""How wrong a translation is: it misleads, it is clumsy or lacks something small, it is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a person found in a line.

    Attributes:
        error: one of `MARKS`.
        word: the number of the wrong word, from 1; 0 where no one word is wrong.
    """

    error: str
    word: int


def read_marks(file: Path, rows: Sequence[str], lines: Sequence[str]) -> dict[int, Mark]:
    """Return the marks of `rows`, the lines of a marks file, by the places of the marked `lines`, from 0.

    Raises `DigestError` for each row that is not written as it should be, or is of another text.
    """
    problems: list[Problem] = []
    marks: dict[int, Mark] = {}
    for number, row in enumerate(rows, 1):
        try:
            marked, digest, error, word = row.split("\t")
            place, mark = int(marked) - 1, Mark(error=error, word=int(word))
            right = error in MARKS and place >= 0 and mark.word >= 0
        except ValueError:
            right = False
        if not right:
            hint = f"write number, digest, one of {', '.join(MARKS)} and number of the word, with tabs between"
            problems.append(Problem("it is no mark", f"{file}:{number}", hint, row))
        elif place >= len(lines) or digest != digest_of(lines[place]):
            hint = "the marks belong to another output: mark this one, or name that"
            problems.append(Problem(f"line {place + 1} is not the text that was marked", f"{file}:{number}", hint))
        else:
            marks[place] = mark
    if problems:
        raise DigestError.of(problems)
    return marks


def digest_of(line: str) -> str:
    """Return what a marks file names a line by."""
    return sha256(line.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """How well a sign of doubt ranks the lines with serious errors before all others.

    Attributes:
        auc: the chance that of two lines, one with a serious error and one without, the first is the more doubtful;
            ties count half. 0.5 is chance.
        precision: the share of the most doubtful tenth that has a serious error; of equal ones, the share of them all.
    """

    auc: float
    precision: float


def ranking(values: Mapping[int, tuple[float, ...]], serious: Collection[int]) -> Ranking:
    """Return how well values rank places, the most doubtful having the lowest; `serious` are those with serious errors.

    Both kinds of place have to occur.
    """
    groups: dict[tuple[float, ...], list[bool]] = {}
    for place, value in values.items():
        groups.setdefault(value, []).append(place in serious)
    bad = sum(map(sum, groups.values()))
    good = len(values) - bad
    passed = 0.0
    left = wanted = max(1, len(values) // 10)
    found = 0.0
    above = good
    for value in sorted(groups):
        hits, count = sum(groups[value]), len(groups[value])
        above -= count - hits
        passed += hits * (above + (count - hits) / 2)
        taken = min(left, count)
        found += taken * hits / count
        left -= taken
    return Ranking(auc=passed / (bad * good), precision=found / wanted)
