"""The least score to ask of a package, told from what people have made of its words.

What a package says to sentences that somebody has reviewed is compared with the review; the score from which on most of
it is like it is the one to set as `least_score`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest import quality
from digest.editorial.corpus import Corpus
from digest.editorial.evaluate import source_language
from digest.errors import DigestError
from digest.memory import Cache
from digest.messages import counted
from digest.progress import Progress, quiet
from digest.translation.counterparts import reply, request

if TYPE_CHECKING:
    from digest.argos import Machine, Package

LIKE = 50.0
"""The chrF of a package's words with a review from which on they are like it.

Of 300 marked sentences of Argos ar→en, with the reference in the place of a review, half of those with a serious error
lie below, and four of five that are right above.
"""

ENOUGH = 0.9
"""The share of the shown sentences that are to be like their reviews."""

FEWEST = 20
"""Sentences above a score, at least: of fewer, a share says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a least score would do.

    Attributes:
        least: the score.
        shown: how many of the sentences would be shown as the package says them.
        like: how many of these are like their reviews.
    """

    least: float
    shown: int
    like: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What least scores would do to the sentences of a site that people have reviewed.

    Attributes:
        sentences: how many were compared: those that the package says without a flag.
        steps: some scores, the lowest first.
        least_score: the lowest of them from which on enough is like its review; None where none is.
    """

    sentences: int
    steps: tuple[Step, ...]
    least_score: float | None


def calibrate(
    content: Corpus, package: "Package", machine: "Machine", cache: Cache, progress: Progress = quiet
) -> Calibration:
    """Ask a package for every sentence that people have reviewed, and compare.

    Raises `DigestError` when there are too few of them.
    """
    lang = source_language(package)
    requests, reviews = [], []
    for article, said in zip(content.articles, content.counterparts, strict=True):
        edited = {text: counterpart.text for text, counterpart in said.items() if counterpart.origin == "edited"}
        if article.lang == lang and edited:
            others = {text: counterpart for text, counterpart in said.items() if text not in edited}
            requests.append(replace(request(article, others, None), package=package.name))
            reviews.append(edited)
    replies = reply(requests, machine=machine, cache=cache, progress=progress)
    compared = [
        (answer.score, quality.chrf(answer.text, review[text]) >= LIKE)
        for given, review in zip(replies, reviews, strict=True)
        for text, answer in given.answers.items()
        if text in review and set(answer.flags) <= {"unsure"}
    ]
    if len(compared) < FEWEST:
        raise DigestError(
            f"{counted(len(compared), 'reviewed sentence')} to compare `{package}` with, and {FEWEST} are needed",
            hint="review more with `digest translate` and a PO editor",
        )
    return calibration(compared)


def calibration(compared: Sequence[tuple[float, bool]]) -> Calibration:
    """Return what least scores would do to sentences, each given by its score and whether it is like its review."""
    scores = sorted(score for score, _ in compared)
    at = [scores[len(scores) * tenth // 10] for tenth in range(10)]
    steps = []
    for least in dict.fromkeys(at):
        above = [like for score, like in compared if score >= least]
        steps.append(Step(least=least, shown=len(above), like=sum(above)))
    good = [step.least for step in steps if step.shown >= FEWEST and step.like >= ENOUGH * step.shown]
    return Calibration(sentences=len(compared), steps=tuple(steps), least_score=min(good, default=None))


def calibration_lines(done: Calibration) -> Iterator[str]:
    """Yield a calibration as text for a terminal."""
    yield f"{'least_score':>11}  {'shown':>6}  like the review"
    for step in done.steps:
        yield f"{step.least:11.3f}  {step.shown:6,}  {step.like:6,} ({step.like / step.shown:.0%})"
    yield ""
    if done.least_score is None:
        yield f"from no score on {ENOUGH:.0%} is like its review"
    else:
        yield f"least_score = {done.least_score:.3f}  # from here on {ENOUGH:.0%} is like its review"
