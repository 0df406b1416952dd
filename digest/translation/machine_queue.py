"""What the machine is asked: all sentences of a build in one queue, the doubtful ones again in other ways.

What it said is stored as it comes, so that an interrupted run goes on where it stopped; it is repaired, checked and
chosen from when it is used, so that a better repair, check or glossary needs no second run of the model.

The words are one package's alone, so that a site speaks with one voice. Others are only heard on whether it is right:
how sure the package itself was, what a second package says, and what comes back when the answer is translated back.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache as cache_calls
from typing import TYPE_CHECKING

from digest import quality
from digest.files import PROGRAM
from digest.fingerprint import fingerprint, fingerprint_files
from digest.markup import align
from digest.memory import Cache
from digest.model import Hypothesis, Lang, other
from digest.progress import Progress, Stage, quiet
from digest.quality import Attempt
from digest.translation.glossary import Glossary

if TYPE_CHECKING:
    from digest.argos import Machine, Package

SURE = {"bulletins": -0.2}
"""The mean log-probability below which a package is unsure of its own words, by its name.

Of the embedded package 95 % of the sentences of its genre score higher and 90 % of all others lower. There is none for
packages in general: what a model gives to right words depends on the model.
"""
AGREE = 40.0
"""The chrF with a second package's words below which the two disagree.

Of 997 sentences by the Argos ar→en package it flags 15 with OPUS-MT as the second and 44 with NLLB, of these 10 and 19
among the 49 worst by reference, and 0 and 2 of the better half.
"""
RETURN = 25.0
"""The chrF with the source below which what comes back has lost it.

The Argos en→ar package loses 2 % of human translations this way, of those that it translates without a flag.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A sentence for the machine.

    Attributes:
        package: to translate it with.
        lang: of the sentence.
        text: plain.
        key: where the cache keeps what is said to it.
        careful: whether the machine may not repeat itself.
        aligned: whether it is to say which words come from which.
    """

    package: "Package"
    lang: Lang
    text: str
    key: str
    careful: bool = False
    aligned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is made of what the machine said.

    Attributes:
        text: plain.
        flags: of what looks wrong, in the order of `quality.FLAGS`.
        score: the mean log-probability of its tokens; of an answer in parts, that of the least sure one.
        alignment: of the question's words to the answer's, as of `Hypothesis`.
    """

    text: str
    flags: tuple[str, ...]
    score: float = 0.0
    alignment: str = ""


def question(
    package: "Package", lang: Lang, text: str, machine: "Machine", *, careful: bool = False, aligned: bool = False
) -> Question:
    """Return the question for a text; equal ones have equal keys."""
    how = " ".join(["careful"] * careful + ["aligned"] * aligned)
    key = _key(package.digest, machine.settings, how, text)
    return Question(package=package, lang=lang, text=text, key=key, careful=careful, aligned=aligned)


def ask(
    questions: Sequence[Question], machine: "Machine", cache: Cache, glossary: Glossary, progress: Progress = quiet
) -> tuple[dict[str, Answer], frozenset[str]]:
    """Return an answer to each question by its key, and the keys for which the machine need not be asked now.

    A doubtful answer is asked for again in the ways of `quality.attempts`; of all, the least doubtful is kept, under
    a digest of all that chose it. Raises `DigestError` when a package that is to be heard on it is not installed.
    """
    answers = recall(questions, machine, cache, glossary)
    left = [asked for asked in questions if asked.key not in answers]
    chosen, known = _choose(left, machine, cache, glossary, progress)
    chosen = _doubted(left, chosen, machine, cache, glossary, progress)
    for asked, place in zip(left, _places(left, machine, glossary), strict=True):
        answer = chosen[asked.key]
        kept = Hypothesis(text=answer.text, score=answer.score, flags=answer.flags, alignment=answer.alignment)
        cache.put(place, kept)
    return answers | chosen, known | answers.keys()


def recall(questions: Sequence[Question], machine: "Machine", cache: Cache, glossary: Glossary) -> dict[str, Answer]:
    """Return the answers that the cache has, by the keys of their questions; no model is loaded."""
    places = _places(questions, machine, glossary)
    found = cache.get_many(places)
    return {
        asked.key: Answer(text=kept.text, flags=kept.flags, score=kept.score, alignment=kept.alignment)
        for asked, place in zip(questions, places, strict=True)
        if (kept := found.get(place))
    }


def _places(questions: Sequence[Question], machine: "Machine", glossary: Glossary) -> list[str]:
    """Return where the cache keeps the answer to each question: under a digest of all that chose it."""
    heard = _witnesses(questions, machine)
    return [
        _key(
            asked.key,
            glossary.key,
            _code(),
            *(witness.digest if witness else "" for witness in heard[asked.package.digest]),
        )
        for asked in questions
    ]


def _witnesses(
    questions: Sequence[Question], machine: "Machine"
) -> dict[str, tuple["Package | None", "Package | None"]]:
    """Return who is heard on the words of each package, by its digest."""
    return {
        package.digest: machine.witnesses(package)
        for package in {asked.package.digest: asked.package for asked in questions}.values()
    }


def _choose(
    questions: Sequence[Question], machine: "Machine", cache: Cache, glossary: Glossary, progress: Progress
) -> tuple[dict[str, Answer], frozenset[str]]:
    """Return the least doubtful answer to each question, and the keys of those that the cache knew."""
    said, known = _said(questions, machine, cache, progress, "translate")
    candidates: dict[str, list[Answer]] = {}
    retries: list[tuple[Question, Attempt, list[Question]]] = []
    for asked in questions:
        text = quality.repair(asked.text, said[asked.key].text, other(asked.lang))
        first = [(asked, said[asked.key])]
        candidates[asked.key] = [_judged(asked, text, first, glossary)]
        # What the glossary finds is no reason to ask again: a change of it is to need no model.
        doubts = _judged(asked, text, first, Glossary()).flags
        for attempt in quality.attempts(asked.text, doubts, other(asked.lang)):
            parts = [
                question(asked.package, asked.lang, text, machine, careful=attempt.careful, aligned=asked.aligned)
                for text in attempt.texts
            ]
            retries.append((asked, attempt, parts))
    again, _ = _said([part for _, _, parts in retries for part in parts], machine, cache, progress, "retry")
    for asked, attempt, parts in retries:
        heard = [(part, again[part.key]) for part in parts]
        text = attempt.join([hypothesis.text for _, hypothesis in heard], other(asked.lang))
        candidates[asked.key].append(_judged(asked, text, heard, glossary))
    chosen = {
        key: answers[quality.least_doubtful([answer.flags for answer in answers])]
        for key, answers in candidates.items()
    }
    return chosen, known


def _doubted(
    questions: Sequence[Question],
    answers: Mapping[str, Answer],
    machine: "Machine",
    cache: Cache,
    glossary: Glossary,
    progress: Progress,
) -> dict[str, Answer]:
    """Return the answers, those flagged `unsure` too that the machine doubts itself or that a witness speaks against.

    A witness whose own words look wrong isn't heard.
    """
    heard = _witnesses(questions, machine)
    witnesses: list[tuple[str, Question, str, float]] = []
    for asked in questions:
        answer = answers[asked.key]
        second, back = heard[asked.package.digest]
        if second:
            again = question(second, asked.lang, asked.text, machine)
            witnesses.append((asked.key, again, answer.text, AGREE))
        if back and answer.text:
            returned = question(back, other(asked.lang), answer.text, machine)
            witnesses.append((asked.key, returned, asked.text, RETURN))
    said, _ = _said([witness for _, witness, _, _ in witnesses], machine, cache, progress, "compare")
    unsure = {
        asked.key for asked in questions if answers[asked.key].score < SURE.get(asked.package.name, float("-inf"))
    }
    for key, witness, text, least in witnesses:
        found = said[witness.key]
        repaired = quality.repair(witness.text, found.text, other(witness.lang))
        words = _judged(witness, repaired, [(witness, found)], glossary)
        if not words.flags and quality.chrf(text, words.text) < least:
            unsure.add(key)
    return {
        key: replace(answer, flags=_ordered({*answer.flags, "unsure"})) if key in unsure else answer
        for key, answer in answers.items()
    }


def _said(
    questions: Sequence[Question], machine: "Machine", cache: Cache, progress: Progress, stage: Stage
) -> tuple[dict[str, Hypothesis], frozenset[str]]:
    """Return what the machine says to each question by its key, and the keys that the cache knew."""
    queue = {asked.key: asked for asked in questions}
    said = dict(cache.get_many(list(queue)))
    known = frozenset(said)
    for key, hypothesis in _run([asked for key, asked in queue.items() if key not in known], machine, progress, stage):
        cache.put(key, hypothesis)
        said[key] = hypothesis
    return said, known


def _run(
    questions: Sequence[Question], machine: "Machine", progress: Progress, stage: Stage
) -> Iterator[tuple[str, Hypothesis]]:
    """Translate each question once, package by package, and yield its key and the hypothesis as they are done."""
    groups: dict[tuple[str, bool, bool], list[Question]] = {}
    for asked in questions:
        groups.setdefault((asked.package.digest, asked.careful, asked.aligned), []).append(asked)
    done = 0
    for (_, careful, aligned), group in groups.items():
        progress(stage, done, len(questions))
        engine = machine.load(group[0].package)
        decoding = engine.careful if careful else None
        for place, hypothesis in engine.translate([asked.text for asked in group], decoding, aligned=aligned):
            done += 1
            progress(stage, done, len(questions))
            yield group[place].key, hypothesis


def _judged(asked: Question, text: str, said: Sequence[tuple[Question, Hypothesis]], glossary: Glossary) -> Answer:
    """Return what was made of what the machine said, repaired: with the glossary's terms, and all that looks wrong."""
    text, lacking = glossary.enforce(asked.text, text, asked.lang)
    found = {flag for _, hypothesis in said for flag in hypothesis.flags}
    found |= {*quality.check(asked.text, text, asked.lang), *(["name"] if lacking else [])}
    return Answer(
        text=text,
        flags=_ordered(found),
        score=min(hypothesis.score for _, hypothesis in said),
        alignment=align.joined([(part.text, one.text, one.alignment) for part, one in said], asked.text, text),
    )


def _ordered(flags: Collection[str]) -> tuple[str, ...]:
    return tuple(flag for flag in quality.FLAGS if flag in flags)


def _key(*parts: str) -> str:
    return fingerprint(*parts, length=64)


@cache_calls
def _code() -> str:
    """Return a digest of the code that repairs, checks and chooses."""
    modules = ("translation/machine_queue.py", "translation/glossary.py", "markup/align.py")
    files = [*(PROGRAM / module for module in modules), *(PROGRAM / "quality").glob("*.py")]
    return fingerprint_files((file.relative_to(PROGRAM).as_posix(), file) for file in files)
