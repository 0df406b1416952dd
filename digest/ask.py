"""What the machine is asked: all sentences of a build in one queue, the doubtful ones again in other ways.

What it said is stored as it comes, so that an interrupted run goes on where it stopped; it is repaired, checked and
chosen from when it is used, so that a better repair, check or glossary needs no second run of the model.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache as cache_calls
from pathlib import Path
from typing import TYPE_CHECKING

from digest import quality
from digest.glossary import Glossary
from digest.memory import Cache
from digest.model import Hypothesis, Lang, other
from digest.quality import Attempt

if TYPE_CHECKING:
    from digest.argos import Machine, Package

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is in all."""


def quiet(stage: str, done: int, total: int) -> None:
    """Take a report of progress, and show nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A sentence for the machine.

    Attributes:
        package: to translate it with.
        lang: of the sentence.
        text: plain.
        key: where the cache keeps what is said to it.
        careful: whether the machine may not repeat itself.
    """

    package: "Package"
    lang: Lang
    text: str
    key: str
    careful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is made of what the machine said: its text, plain, and the flags of what looks wrong, in their order."""

    text: str
    flags: tuple[str, ...]


def question(package: "Package", lang: Lang, text: str, machine: "Machine", *, careful: bool = False) -> Question:
    """Return the question for a text; equal ones have equal keys."""
    key = _hash(package.digest, machine.settings, "careful" if careful else "", text)
    return Question(package=package, lang=lang, text=text, key=key, careful=careful)


def ask(
    questions: Sequence[Question], machine: "Machine", cache: Cache, glossary: Glossary, progress: Progress = quiet
) -> tuple[dict[str, Answer], frozenset[str]]:
    """Return an answer to each question by its key, and the keys for which the machine need not be asked now.

    A doubtful answer is asked for again in the ways of `quality.attempts`; of all, the least doubtful is kept, under
    a digest of all that chose it.
    """
    kept = {asked.key: _hash(asked.key, glossary.key, _code()) for asked in questions}
    found = cache.get_many(list(kept.values()))
    answers = {
        key: Answer(text=found[place].text, flags=found[place].flags) for key, place in kept.items() if place in found
    }
    chosen, known = _choose(
        [asked for asked in questions if asked.key not in answers], machine, cache, glossary, progress
    )
    for key, answer in chosen.items():
        cache.put(kept[key], Hypothesis(text=answer.text, flags=answer.flags))
    return answers | chosen, known | answers.keys()


def _choose(
    questions: Sequence[Question], machine: "Machine", cache: Cache, glossary: Glossary, progress: Progress
) -> tuple[dict[str, Answer], frozenset[str]]:
    """Return the least doubtful answer to each question, and the keys of those that the cache knew."""
    said, known = _said(questions, machine, cache, progress)
    candidates: dict[str, list[Answer]] = {}
    retries: list[tuple[Question, Attempt, list[Question]]] = []
    for asked in questions:
        text = quality.repair(asked.text, said[asked.key].text, other(asked.lang))
        first = _judged(asked, text, said[asked.key].flags, glossary)
        candidates[asked.key] = [first]
        for attempt in quality.attempts(asked.text, first.flags, other(asked.lang)):
            parts = [
                question(asked.package, asked.lang, text, machine, careful=attempt.careful) for text in attempt.texts
            ]
            retries.append((asked, attempt, parts))
    again, _ = _said([part for _, _, parts in retries for part in parts], machine, cache, progress)
    for asked, attempt, parts in retries:
        hypotheses = [again[part.key] for part in parts]
        text = attempt.join([hypothesis.text for hypothesis in hypotheses], other(asked.lang))
        flags = [flag for hypothesis in hypotheses for flag in hypothesis.flags]
        candidates[asked.key].append(_judged(asked, text, flags, glossary))
    chosen = {
        key: answers[quality.least_doubtful([answer.flags for answer in answers])]
        for key, answers in candidates.items()
    }
    return chosen, known


def _said(
    questions: Sequence[Question], machine: "Machine", cache: Cache, progress: Progress
) -> tuple[dict[str, Hypothesis], frozenset[str]]:
    """Return what the machine says to each question by its key, and the keys that the cache knew."""
    queue = {asked.key: asked for asked in questions}
    said = dict(cache.get_many(list(queue)))
    known = frozenset(said)
    for key, hypothesis in _run([asked for key, asked in queue.items() if key not in known], machine, progress):
        cache.put(key, hypothesis)
        said[key] = hypothesis
    return said, known


def _run(questions: Sequence[Question], machine: "Machine", progress: Progress) -> Iterator[tuple[str, Hypothesis]]:
    """Translate each question once, package by package, and yield its key and the hypothesis as they are done."""
    groups: dict[tuple[str, bool], list[Question]] = {}
    for asked in questions:
        groups.setdefault((asked.package.digest, asked.careful), []).append(asked)
    done = 0
    for (_, careful), group in groups.items():
        progress("translate", done, len(questions))
        engine = machine.load(group[0].package)
        decoding = engine.careful if careful else None
        for place, hypothesis in engine.translate([asked.text for asked in group], decoding):
            done += 1
            progress("translate", done, len(questions))
            yield group[place].key, hypothesis


def _judged(asked: Question, text: str, flags: Sequence[str], glossary: Glossary) -> Answer:
    """Return a repaired text with the glossary's terms put right and all that looks wrong with it."""
    text, lacking = glossary.enforce(asked.text, text, asked.lang)
    found = {*flags, *quality.check(asked.text, text, asked.lang), *(["name"] if lacking else [])}
    return Answer(text=text, flags=tuple(flag for flag in quality.FLAGS if flag in found))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache_calls
def _code() -> str:
    """Return a digest of the code that repairs, checks and chooses."""
    here = Path(__file__).parent
    files = [here / "ask.py", here / "glossary.py", *sorted((here / "quality").glob("*.py"))]
    return _hash(*(file.read_text("utf-8") for file in files))
