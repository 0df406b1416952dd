"""Further tries: other ways to ask for a doubtful sentence, and which of the answers to believe."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from digest.model import Lang
from digest.quality.names import invented
from digest.quality.repair import marks_in, repair, without_added_stop
from digest.quality.text import LITERAL, QUOTED, has_words

WEIGHTS = {"empty": 9, "copy": 8, "loop": 8, "script": 6, "truncated": 5, "length": 4, "number": 4, "link": 3}
"""How bad a flag is; those not named weigh 1."""

NO_ANSWER = frozenset({"empty", "copy", "loop", "script", "truncated"})
"""What makes of an answer none at all: of its loops and copies a model is sure."""

_MARKS: dict[Lang, tuple[str, str]] = {"ar": ("«", "»"), "en": ("“", "”")}
_CLAUSE_END = re.compile(r"(?<=[،؛;,:])\s+")
_CLAUSE_WORDS = 3
_FRAME = re.compile(r"([^\w(\[]*)(.*?)(\s*[(\[\s]*)", re.DOTALL)
_STOP = re.compile(r"[.!?؟…]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One way to ask: texts to translate each by itself, and what stands around the answers.

    Attributes:
        name: of the way: `literals`, `quotes`, `careful`, `clauses` or `stop`.
        texts: at least one.
        gaps: one more than texts: before the first answer, between two, after the last.
        careful: whether to decode with a repetition penalty and no repeated n-grams.
    """

    name: str
    texts: tuple[str, ...]
    gaps: tuple[str, ...]
    careful: bool = False

    def __post_init__(self) -> None:
        if len(self.gaps) != len(self.texts) + 1 or not self.texts:
            raise ValueError("n texts stand in n + 1 gaps")

    def join(self, answers: Sequence[str], lang: Lang) -> str:
        """Put the answers together: one for each text, in order, as the model gave them."""
        repaired = [
            without_added_stop(text, repair(text, answer, lang, without=["sentence_case"] if place else []))
            for place, (text, answer) in enumerate(zip(self.texts, answers, strict=True))
        ]
        joined = "".join(part for pair in zip(self.gaps, [*repaired, ""], strict=True) for part in pair)
        return " ".join(joined.split())


def attempts(source: str, flags: Iterable[str], target: Lang) -> Iterator[Attempt]:
    """Yield what to try for a flagged sentence, the likeliest to help first. None for one without flags."""
    found = set(flags)
    if not found:
        return
    if "link" in found and (parts := _literals(source, target)):
        yield parts
    if "quote" in found and (parts := _quotes(source, target)):
        yield parts
    yield Attempt(name="careful", texts=(source,), gaps=("", ""), careful=True)
    clauses = _clauses(source)
    if len(clauses) > 1:
        gaps = ("", *[" "] * (len(clauses) - 1), "")
        yield Attempt(name="clauses", texts=tuple(clauses), gaps=gaps, careful=True)
    stopped = _STOP.sub("", source) if _STOP.search(source) else f"{source}."
    if stopped:
        yield Attempt(name="stop", texts=(stopped,), gaps=("", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An answer to a sentence, as one of several.

    Attributes:
        text: repaired.
        flags: what looks wrong.
        score: the mean log-probability of its tokens.
    """

    text: str
    flags: Collection[str]
    score: float


def best(source: str, candidates: Sequence[Candidate]) -> int:
    """Return the place of the answer to believe: the first, or of those that may replace it the least doubtful.

    Another answer may replace the first if it is less doubtful, the model is no less sure of it, and it names nobody
    whom neither the source nor the first names: what only passes a check would be invention. A first answer that is
    none (`NO_ANSWER`) has a score that says nothing.
    """
    first, *others = candidates
    surest = -math.inf if NO_ANSWER & set(first.flags) else first.score
    may_replace = [
        place
        for place, other in enumerate(others, 1)
        if doubt(other.flags) < doubt(first.flags)
        and other.score >= surest
        and not invented(source, other.text, first.text)
    ]
    return min([0, *may_replace], key=lambda place: (doubt(candidates[place].flags), place))


def doubt(flags: Iterable[str]) -> int:
    """Return how doubtful a counterpart with these flags is; 0 is not at all."""
    return sum(WEIGHTS.get(flag, 1) for flag in flags)


def _clauses(source: str) -> list[str]:
    """Cut a sentence at the marks between its clauses, none shorter than three words."""
    clauses: list[str] = []
    for part in _CLAUSE_END.split(source):
        if clauses and min(len(part.split()), len(clauses[-1].split())) < _CLAUSE_WORDS:
            clauses[-1] += f" {part}"
        else:
            clauses.append(part)
    return clauses


def _quotes(source: str, target: Lang) -> Attempt | None:
    """Ask for what is quoted and for its frame apart, and set the target's own marks between them."""
    opening, closing = _MARKS[target]
    quotes = list(QUOTED.finditer(source))
    frames = _Frames(source, target)
    for match in quotes:
        frames.add(match.start())
        frames.gaps[-1] += opening
        frames.ask("".join(group for group in match.groups() if group).strip(), closing)
        frames.end = match.end()
    frames.add(len(source))
    return frames.attempt("quotes") if quotes and frames.texts else None


def _literals(source: str, target: Lang) -> Attempt | None:
    """Ask for what stands around addresses, handles and code, and set them in as they are."""
    frames = _Frames(source, target)
    for match in LITERAL.finditer(source):
        frames.add(match.start())
        frames.gaps[-1] += match[0]
        frames.end = match.end()
    frames.add(len(source))
    return frames.attempt("literals") if frames.texts else None


class _Frames:
    """Cuts a source into texts to ask for by themselves, and keeps what stands between them.

    Attributes:
        texts: so far.
        gaps: one more.
        end: how far the source is cut.
    """

    def __init__(self, source: str, target: Lang) -> None:
        self.texts: list[str] = []
        self.gaps = [""]
        self.end = 0
        self._source = source
        self._target = target

    def add(self, end: int) -> None:
        """Add what stands before a place: its words as a text, the marks before and after them to the gaps."""
        before, text, after = _FRAME.fullmatch(self._source[self.end : end]).groups()  # type: ignore[union-attr]
        self.gaps[-1] += marks_in(self._target, before)
        if text:
            self.ask(text, after or " ")

    def ask(self, text: str, after: str) -> None:
        """Add a text and what stands after it; one without words is not asked for, it stands between others."""
        if has_words(text):
            self.texts.append(text)
            self.gaps.append(after)
        else:
            self.gaps[-1] += marks_in(self._target, text) + after

    def attempt(self, name: str) -> Attempt:
        """Return the attempt to ask for these texts."""
        return Attempt(name=name, texts=tuple(self.texts), gaps=tuple(self.gaps))
