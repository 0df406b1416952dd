"""How good translations are against references: BLEU and chrF as decoded and as repaired, and what is flagged.

Source: Papineni et al. 2002 (BLEU), Popović 2015 (chrF), both as sacrebleu computes them by default.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digest import quality
from digest.errors import DigestError, Problem
from digest.model import Lang, other

WORST = 0.05
"""The share of the sentences that count as the worst, by chrF against the reference."""

DOUBTFUL = 0.1
"""The share of the sentences that count as the most doubtful."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How like the references some translations are, both from 0 to 100."""

    bleu: float
    chrf: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What was found out about translations of a text.

    Attributes:
        sentences: how many.
        scores: what was scored (`as decoded`, `repaired`, `without <repair>`) to its score, in this order; only repairs
            that change something are left out in turn.
        flags: sentences with each flag, after repair.
        flagged: sentences with any.
        flagged_references: sentences whose reference is flagged: false alarms, but for errors in the references.
        caught: of the worst sentences, how many are among the most doubtful.
        worst: how many sentences count as the worst.
        repaired: the repaired translations, one a sentence.
    """

    sentences: int
    scores: Mapping[str, Score]
    flags: Mapping[str, int]
    flagged: int
    flagged_references: int
    caught: int
    worst: int
    repaired: tuple[str, ...]


def read_lines(file: Path) -> list[str]:
    """Return the lines of a UTF-8 text file. Raises `DigestError` when it can't be read."""
    try:
        return file.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise DigestError(f"cannot read it: {(error.strerror or '').lower()}", str(file)) from None
    except UnicodeDecodeError:
        raise DigestError("it is not UTF-8 text", str(file), "save it as UTF-8") from None


def check_parallel(files: Mapping[Path, Sequence[str]]) -> None:
    """Raise `DigestError` for each file that has not as many lines as the first, or none."""
    first, count = next((file, len(lines)) for file, lines in files.items())
    problems = [
        Problem(
            f"it has {len(lines):,} lines, `{first}` has {count:,}", str(file), "line N of each is the same sentence"
        )
        for file, lines in files.items()
        if len(lines) != count
    ]
    if not count:
        problems.append(Problem("it is empty", str(first), "a sentence a line"))
    if problems:
        raise DigestError.of(problems)


def evaluate(
    sources: Sequence[str],
    decoded: Sequence[str],
    references: Sequence[str],
    source_lang: Lang,
    *,
    second: Sequence[str] | None = None,
) -> Evaluation:
    """Score translations as a system wrote them; all of one length, line N is sentence N.

    `second` holds another system's translations: how much the two differ, by chrF, is a further sign of doubt.
    """
    target = other(source_lang)
    repaired = _repaired(sources, decoded, target)
    scores = {"as decoded": _score(decoded, references), "repaired": _score(repaired, references)}
    for name in quality.REPAIRS:
        without = _repaired(sources, decoded, target, [name])
        if without != repaired:
            scores[f"without {name}"] = _score(without, references)
    flags = [quality.check(source, text, source_lang) for source, text in zip(sources, repaired, strict=True)]
    worst = _places(_chrf_each(repaired, references), WORST)
    agreement = _chrf_each(repaired, second) if second is not None else [0.0] * len(sources)
    doubtful = _places([(-quality.doubt(found), like) for found, like in zip(flags, agreement, strict=True)], DOUBTFUL)
    if second is None:
        doubtful = [place for place in doubtful if flags[place]]
    return Evaluation(
        sentences=len(sources),
        scores=scores,
        flags={flag: count for flag in quality.FLAGS if (count := Counter(f for found in flags for f in found)[flag])},
        flagged=sum(map(bool, flags)),
        flagged_references=sum(
            bool(quality.check(source, text, source_lang)) for source, text in zip(sources, references, strict=True)
        ),
        caught=len(set(worst) & set(doubtful)),
        worst=len(worst),
        repaired=tuple(repaired),
    )


def _repaired(sources: Sequence[str], decoded: Sequence[str], lang: Lang, without: Collection[str] = ()) -> list[str]:
    return [quality.repair(source, text, lang, without=without) for source, text in zip(sources, decoded, strict=True)]


def _score(texts: Sequence[str], references: Sequence[str]) -> Score:
    sacrebleu = _sacrebleu()
    return Score(
        bleu=sacrebleu.corpus_bleu(list(texts), [list(references)]).score,
        chrf=sacrebleu.corpus_chrf(list(texts), [list(references)]).score,
    )


def _chrf_each(texts: Sequence[str], references: Sequence[str]) -> list[float]:
    sacrebleu = _sacrebleu()
    return [sacrebleu.sentence_chrf(text, [reference]).score for text, reference in zip(texts, references, strict=True)]


def _places(values: Sequence[float] | Sequence[tuple[int, float]], share: float) -> list[int]:
    """Return the places of the lowest values: that share of them, ties by place."""
    ordered = sorted(range(len(values)), key=lambda place: (values[place], place))
    return ordered[: max(1, int(len(values) * share))]


def _sacrebleu() -> Any:
    try:
        import sacrebleu
    except ImportError:
        raise DigestError("sacrebleu is not installed", hint="install it with `pip install digest[evaluate]`") from None
    return sacrebleu
