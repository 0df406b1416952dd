"""Questions to the machine, all sentences of a build in one queue, and the answers that are made of what it says.

1. Each question is looked up in the cache, else translated; the cache keeps the model's own words as they come, so that
   an interrupted run goes on where it stopped, and a better repair, check or glossary needs no second run of the model.
2. The words are repaired and checked. What looks wrong is asked again in other ways; the least doubtful answer wins.
3. An answer is flagged `unsure` when its score is below the least that is asked of its package, when a second package
   says something else, or when the answer, translated back, is not the question. Their words are never shown: all
   counterparts of a site are of one package. A package of which a least score is asked abstains from what is flagged.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache as cache_calls
from typing import TYPE_CHECKING

from digest import markup, quality
from digest.files import PROGRAM
from digest.fingerprint import fingerprint, fingerprint_files
from digest.markup import align
from digest.memory import Cache
from digest.model import Hypothesis, Lang, other
from digest.progress import Progress, Stage, quiet
from digest.quality import Attempt
from digest.quality.doubtful import doubtful_words
from digest.translation.glossary import NO_TERMS, Glossary

if TYPE_CHECKING:
    from digest.argos import Machine, Package

AGREE = 40.0
"""The chrF of an answer with a second package's below which the two disagree.

Of 997 sentences by the Argos ar→en package it flags 15 with OPUS-MT as the second and 44 with NLLB, of these 10 and 19
among the 49 worst by reference, and 0 and 2 of the better half.
"""
RETURN = 25.0
"""The chrF of a sentence with its answer translated back, below which the answer has lost what the sentence says.

The Argos en→ar package loses 2 % of human translations this way, of those that it translates without a flag.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A sentence for the machine.

    Attributes:
        package: to translate it with.
        lang: of the sentence.
        text: the sentence, without markup.
        key: under which the cache keeps the model's words.
        careful: whether to decode so that the model does not repeat itself.
        aligned: whether the hypothesis is to say which words come from which.
    """

    package: "Package"
    lang: Lang
    text: str
    key: str
    careful: bool = False
    aligned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A counterpart made of a machine's words: repaired, checked, with the glossary's terms.

    Attributes:
        text: the counterpart, without markup.
        flags: what looks wrong, in the order of `quality.FLAGS`.
        score: the mean log-probability of its tokens; of an answer in parts, that of the lowest.
        withheld: whether the package abstains: the source is shown in its place.
        doubtful: the words of an English answer that a second package knows nothing of, where there is one.
        alignment: of the question's words to the answer's, as in `Hypothesis`.
    """

    text: str
    flags: tuple[str, ...]
    score: float = 0.0
    alignment: str = ""
    withheld: bool = False
    doubtful: tuple[str, ...] = ()


def question(
    package: "Package", lang: Lang, text: str, machine: "Machine", *, careful: bool = False, aligned: bool = False
) -> Question:
    """Return the question for a text; equal ones have equal keys."""
    how = " ".join(["careful"] * careful + ["aligned"] * aligned)
    key = _key(package.digest, machine.settings, how, text)
    return Question(package=package, lang=lang, text=text, key=key, careful=careful, aligned=aligned)


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineQueue:
    """Questions' way to their answers.

    Attributes:
        machine: asked for what the cache does not have.
        cache: of what was answered before.
        glossary: the terms that answers are made to say.
        progress: told how many questions of a stage are done.
    """

    machine: "Machine"
    cache: Cache
    glossary: Glossary = NO_TERMS
    progress: Progress = quiet

    def ask(self, questions: Sequence[Question]) -> tuple[dict[str, Answer], frozenset[str]]:
        """Return an answer to each question by its key, and the keys for which no model was needed.

        Raises `DigestError` when a package that answers are to be compared with is not installed.
        """
        remembered = self._remembered(questions)
        left = [asked for asked in questions if asked.key not in remembered]
        chosen, cached = self._least_doubtful_answers(left)
        answers = self._with_unsure_flagged(left, chosen)
        for asked, key in zip(left, self._answer_keys(left), strict=True):
            answer = answers[asked.key]
            kept = Hypothesis(text=answer.text, score=answer.score, flags=answer.flags, alignment=answer.alignment)
            self.cache.put(key, kept)
        return self._with_doubtful_words(questions, remembered | answers), cached | remembered.keys()

    def recall(self, questions: Sequence[Question]) -> dict[str, Answer]:
        """Return the answers that the cache has, by the keys of their questions; no model is loaded."""
        return self._with_doubtful_words(questions, self._remembered(questions))

    def _remembered(self, questions: Sequence[Question]) -> dict[str, Answer]:
        keys = self._answer_keys(questions)
        kept = self.cache.get_many(keys)
        return {
            asked.key: self._withheld_where_doubtful(
                asked, Answer(text=one.text, flags=one.flags, score=one.score, alignment=one.alignment)
            )
            for asked, key in zip(questions, keys, strict=True)
            if (one := kept.get(key))
        }

    def _with_doubtful_words(self, questions: Sequence[Question], answers: dict[str, Answer]) -> dict[str, Answer]:
        """Return the answers, with the words of English ones that the second package's, in the cache, has not.

        What of that looks wrong counts for nothing.
        """
        opinions = self._second_opinions(questions)
        again: dict[str, tuple[Question, str]] = {}
        for asked in questions:
            second, _ = opinions[asked.package.digest]
            if second and asked.lang == "ar" and asked.key in answers:
                again[asked.key] = asked, question(second, asked.lang, asked.text, self.machine).key
        hypotheses = self.cache.get_many([key for _, key in again.values()])
        for key, (asked, second_key) in again.items():
            second_said = hypotheses.get(second_key)
            other_text = quality.repair(asked.text, second_said.text, "en") if second_said else ""
            if second_said and not second_said.flags and not quality.check(asked.text, other_text, asked.lang):
                words = doubtful_words(asked.text, answers[key].text, [other_text])
                answers[key] = replace(answers[key], doubtful=tuple(words))
        return answers

    def _withheld_where_doubtful(self, asked: Question, answer: Answer) -> Answer:
        abstains = self.machine.least_score_of(asked.package) is not None and bool(answer.flags)
        return replace(answer, withheld=abstains)

    def _answer_keys(self, questions: Sequence[Question]) -> list[str]:
        """Return the key of the answer to each question in the cache: a digest of all that decides it."""
        opinions = self._second_opinions(questions)
        return [
            _key(
                asked.key,
                self.glossary.key,
                _code(),
                str(self.machine.least_score_of(asked.package)),
                *(package.digest if package else "" for package in opinions[asked.package.digest]),
            )
            for asked in questions
        ]

    def _second_opinions(self, questions: Sequence[Question]) -> dict[str, tuple["Package | None", "Package | None"]]:
        """Return the second package and the one that translates back, by the digest of the questions' package."""
        packages = {asked.package.digest: asked.package for asked in questions}
        return {digest: self.machine.second_opinions(package) for digest, package in packages.items()}

    def _least_doubtful_answers(self, questions: Sequence[Question]) -> tuple[dict[str, Answer], frozenset[str]]:
        """Return the best answer to each question by its key, and the keys of which the cache had the model's words.

        A doubtful answer is asked again in the ways of `quality.attempts`; of all, the least doubtful is the best.
        """
        first, cached = self._hypotheses(questions, "translate")
        candidates: dict[str, list[Answer]] = {}
        retries: list[tuple[Question, Attempt, list[Question]]] = []
        for asked in questions:
            hypothesis = first[asked.key]
            text = quality.repair(asked.text, hypothesis.text, other(asked.lang))
            candidates[asked.key] = [_checked_answer(asked, text, [(asked, hypothesis)], self.glossary)]
            # What the glossary misses is no reason to ask again: a change of it is to need no model.
            doubts = _checked_answer(asked, text, [(asked, hypothesis)], NO_TERMS).flags
            for attempt in quality.attempts(asked.text, doubts, other(asked.lang)):
                parts = [
                    question(
                        asked.package, asked.lang, part, self.machine, careful=attempt.careful, aligned=asked.aligned
                    )
                    for part in attempt.texts
                ]
                retries.append((asked, attempt, parts))
        again, _ = self._hypotheses([part for _, _, parts in retries for part in parts], "retry")
        for asked, attempt, parts in retries:
            hypotheses = [(part, again[part.key]) for part in parts]
            text = attempt.join([hypothesis.text for _, hypothesis in hypotheses], other(asked.lang))
            candidates[asked.key].append(_checked_answer(asked, text, hypotheses, self.glossary))
        return {asked.key: _best(asked, candidates[asked.key]) for asked in questions}, cached

    def _with_unsure_flagged(self, questions: Sequence[Question], answers: Mapping[str, Answer]) -> dict[str, Answer]:
        """Return the answers, with the flag `unsure` where the package's own score or a second opinion is against them.

        A second opinion whose own words look wrong counts for nothing.
        """
        opinions = self._second_opinions(questions)
        comparisons: list[tuple[str, Question, str, float]] = []
        for asked in questions:
            answer = answers[asked.key]
            second, back = opinions[asked.package.digest]
            if second:
                again = question(second, asked.lang, asked.text, self.machine)
                comparisons.append((asked.key, again, answer.text, AGREE))
            if back and answer.text:
                returned = question(back, other(asked.lang), answer.text, self.machine)
                comparisons.append((asked.key, returned, asked.text, RETURN))
        hypotheses, _ = self._hypotheses([opinion for _, opinion, _, _ in comparisons], "compare")
        unsure = {
            asked.key
            for asked in questions
            if (least := self.machine.least_score_of(asked.package)) is not None and answers[asked.key].score < least
        }
        for key, opinion, text, least in comparisons:
            hypothesis = hypotheses[opinion.key]
            repaired = quality.repair(opinion.text, hypothesis.text, other(opinion.lang))
            words = _checked_answer(opinion, repaired, [(opinion, hypothesis)], self.glossary)
            if not words.flags and quality.chrf(text, words.text) < least:
                unsure.add(key)
        flagged = {
            key: replace(answer, flags=_ordered({*answer.flags, "unsure"})) if key in unsure else answer
            for key, answer in answers.items()
        }
        return {asked.key: self._withheld_where_doubtful(asked, flagged[asked.key]) for asked in questions}

    def _hypotheses(self, questions: Sequence[Question], stage: Stage) -> tuple[dict[str, Hypothesis], frozenset[str]]:
        """Return a model's own words to each question by its key, and the keys of those that the cache had."""
        queue = {asked.key: asked for asked in questions}
        hypotheses = dict(self.cache.get_many(list(queue)))
        cached = frozenset(hypotheses)
        for key, hypothesis in self._translate([asked for key, asked in queue.items() if key not in cached], stage):
            self.cache.put(key, hypothesis)
            hypotheses[key] = hypothesis
        return hypotheses, cached

    def _translate(self, questions: Sequence[Question], stage: Stage) -> Iterator[tuple[str, Hypothesis]]:
        """Translate each question once, package by package, and yield its key and the hypothesis as they are done."""
        groups: dict[tuple[str, bool, bool], list[Question]] = {}
        for asked in questions:
            groups.setdefault((asked.package.digest, asked.careful, asked.aligned), []).append(asked)
        done = 0
        for (_, careful, aligned), group in groups.items():
            self.progress(stage, done, len(questions))
            engine = self.machine.load(group[0].package)
            decoding = engine.careful if careful else None
            texts = [self.machine.as_read(asked.text, asked.lang) for asked in group]
            for place, hypothesis in engine.translate(texts, decoding, aligned=aligned):
                done += 1
                self.progress(stage, done, len(questions))
                yield group[place].key, hypothesis


def _checked_answer(
    asked: Question, text: str, hypotheses: Sequence[tuple[Question, Hypothesis]], glossary: Glossary
) -> Answer:
    """Return an answer of repaired text: with the glossary's terms and the source's quotation marks, and its flags.

    `hypotheses` are what the text was made of, each with its question: one, or those of the sentence's parts in order.
    """
    text, lacking = glossary.enforce(asked.text, text, asked.lang)
    parts = [(part.text, hypothesis.text, hypothesis.alignment) for part, hypothesis in hypotheses]
    alignment = align.joined(parts, asked.text, text)
    text = markup.quoted(asked.text, text, alignment, other(asked.lang))
    flags = {flag for _, hypothesis in hypotheses for flag in hypothesis.flags}
    flags |= {*quality.check(asked.text, text, asked.lang), *(["name"] if lacking else [])}
    return Answer(
        text=text,
        flags=_ordered(flags),
        score=min(hypothesis.score for _, hypothesis in hypotheses),
        alignment=alignment,
    )


def _best(asked: Question, answers: Sequence[Answer]) -> Answer:
    """Return the answer to believe: the first, or one to another way of asking, flagged `retried`."""
    candidates = [quality.Candidate(text=each.text, flags=each.flags, score=each.score) for each in answers]
    place = quality.best(asked.text, candidates)
    answer = answers[place]
    return replace(answer, flags=_ordered({*answer.flags, "retried"})) if place else answer


def _ordered(flags: Collection[str]) -> tuple[str, ...]:
    return tuple(flag for flag in quality.FLAGS if flag in flags)


def _key(*parts: str) -> str:
    return fingerprint(*parts, length=64)


@cache_calls
def _code() -> str:
    """Return a digest of the code that makes answers of a model's words."""
    modules = (
        "translation/machine_queue.py",
        "translation/glossary.py",
        "translation/term_index.py",
        "markup/align.py",
        "markup/placing.py",
        "markup/quotation.py",
    )
    files = [*(PROGRAM / module for module in modules), *(PROGRAM / "quality").glob("*.py")]
    return fingerprint_files((file.relative_to(PROGRAM).as_posix(), file) for file in files)
