"""Scores of translations against references: BLEU and chrF as decoded and as repaired, and their flags.

Source: Papineni et al. 2002 (BLEU), Popović 2015 (chrF), both as sacrebleu computes them by default.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest import DISTRIBUTION, quality
from digest.editorial.doubt import added, signs
from digest.editorial.marks import Mark, Ranking, ranking
from digest.errors import DigestError, Problem
from digest.memory import Cache
from digest.messages import reason
from digest.model import LANGS, Lang, other
from digest.progress import Progress, quiet
from digest.quality.doubtful import doubtful_words
from digest.translation.machine_queue import Answer, MachineQueue, question

if TYPE_CHECKING:
    from digest.argos import Machine, Package

WORST = 0.05
"""The share of the sentences that count as the worst, by chrF against the reference."""

_AROUND = ".,;:!?()[]\"'“”‘’"
"""Marks that stand around a word."""

DOUBTFUL = 0.1
"""The share of the sentences that count as the most doubtful."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How like the references some translations are, both from 0 to 100."""

    bleu: float
    chrf: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The scores and flags of the translations of a text.

    Attributes:
        sentences: how many.
        scores: what was scored to its score, in this order: `as decoded`, `repaired`, `without <repair>` for each
            repair that changes something, and of a package `repaired and retried`.
        flags: sentences with each flag.
        flags_of_worst: the same, of the worst sentences.
        flags_of_references: the same, of the references: false alarms, but for errors in the references.
        flagged: sentences with any flag.
        flagged_worst: the same, of the worst sentences.
        flagged_references: the same, of the references.
        worst: how many sentences count as the worst.
        withheld: how many sentences the package abstains from: a site shows their source.
        withheld_worst: the same, of the worst sentences.
        caught_by: what doubt is measured with to how many of the worst sentences are then among the most doubtful.
        marked: how many sentences a person has marked.
        serious: how many of them have a serious error.
        named: of how many of these the wrong word is known.
        named_doubtful: of how many of those it is among the doubtful words.
        rankings: what doubt is measured with to how well it ranks the marked sentences; the first is no doubt at all,
            but how unlike the references they are. Empty without marks.
        repaired: the repaired translations, one a sentence; of a package, its answers, with those that it abstains
            from.
    """

    sentences: int
    scores: Mapping[str, Score]
    flags: Mapping[str, int]
    flags_of_worst: Mapping[str, int]
    flags_of_references: Mapping[str, int]
    flagged: int
    flagged_worst: int
    flagged_references: int
    worst: int
    withheld: int
    withheld_worst: int
    caught_by: Mapping[str, int]
    marked: int
    serious: int
    named: int
    named_doubtful: int
    rankings: Mapping[str, Ranking]
    repaired: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageOutput:
    """The translations of some sentences by a package.

    Attributes:
        decoded: as the model wrote them, one a sentence.
        answers: what is made of them for a site: repaired, and of the doubtful ones the best of several tries.
    """

    decoded: tuple[str, ...]
    answers: tuple[Answer, ...]


def read_lines(file: Path) -> list[str]:
    """Return the lines of a UTF-8 text file. Raises `DigestError` when it can't be read."""
    try:
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise DigestError(f"cannot read it: {reason(error)}", str(file)) from None
    except UnicodeDecodeError:
        raise DigestError("it is not UTF-8 text", str(file), "save it as UTF-8") from None
    # Not `splitlines`: it also cuts at characters that stand within a sentence, such as U+2028.
    return text.removesuffix("\n").split("\n") if text else []


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


def source_language(package: "Package") -> Lang:
    """Return the language that a package translates from.

    Raises `DigestError` for one that does not translate between the two languages of a site.
    """
    for lang in LANGS:
        if (package.from_code, package.to_code) == (lang, other(lang)):
            return lang
    raise DigestError(
        f"package `{package}` translates from `{package.from_code}` to `{package.to_code}`",
        hint="only packages from `ar` to `en` and from `en` to `ar` can be scored",
    )


def translate_lines(
    sources: Sequence[str], package: "Package", machine: "Machine", cache: Path, progress: Progress = quiet
) -> PackageOutput:
    """Translate lines as a build would, with a cache of their own in a file that need not exist, and no glossary."""
    lang = source_language(package)
    questions = [question(package, lang, text, machine) for text in sources]
    with Cache(cache) as said:
        answers, _ = MachineQueue(machine=machine, cache=said, progress=progress).ask(questions)
        hypotheses = said.get_many([asked.key for asked in questions])
    return PackageOutput(
        decoded=tuple(hypotheses[asked.key].text for asked in questions),
        answers=tuple(answers[asked.key] for asked in questions),
    )


def evaluate(
    sources: Sequence[str],
    decoded: Sequence[str],
    references: Sequence[str],
    source_lang: Lang,
    *,
    more_references: Sequence[Sequence[str]] = (),
    answers: Sequence[Answer] | None = None,
    second: Sequence[str] | None = None,
    marks: Mapping[int, Mark] | None = None,
) -> Evaluation:
    """Score translations as a system wrote them; all of one length, line N is sentence N.

    `more_references` are other right translations: BLEU and chrF are then those of sacrebleu with several, and the
    worst sentences those with the lowest mean chrF. `answers` holds what a build makes of the translations, where a
    package can be asked again. `second` holds another system's translations: how much the two differ, by chrF, is a
    further sign of doubt. `marks` are a person's, by the places of sentences.
    """
    every_reference = [references, *more_references]
    target = other(source_lang)
    repaired = _repaired(sources, decoded, target)
    scores = {"as decoded": _score(decoded, every_reference), "repaired": _score(repaired, every_reference)}
    for name in quality.REPAIRS:
        without = _repaired(sources, decoded, target, [name])
        if without != repaired:
            scores[f"without {name}"] = _score(without, every_reference)
    flags = _checked(sources, repaired, source_lang)
    if answers is not None:
        repaired = [answer.text for answer in answers]
        flags = [answer.flags for answer in answers]
        scores["repaired and retried"] = _score(repaired, every_reference)
    withheld = {place for place, answer in enumerate(answers or ()) if answer.withheld}
    like_references = _mean_chrf_each(repaired, every_reference)
    worst = set(_places([(like,) for like in like_references], WORST))
    others = None if second is None else _repaired(sources, second, target)
    words = _doubtful_words(sources, repaired, others, source_lang)
    own_scores = None if answers is None else [answer.score for answer in answers]
    found = signs(sources, repaired, flags, source_lang, scores=own_scores, words=words)
    if others is not None:
        found["the second system"] = _chrf_each(repaired, others)
    orders = _orders(found)
    doubtful = {name: _places(values, DOUBTFUL) for name, values in orders.items()}
    doubtful["flags"] = [place for place in doubtful["flags"] if flags[place]]
    unlike: dict[str, list[tuple[float, ...]]] = {"unlike the references": [(like,) for like in like_references]}
    caught = {name: len(worst & set(places)) for name, places in doubtful.items()}
    flags_of_worst = [flags[place] for place in sorted(worst)]
    flags_of_references = _checked(sources, references, source_lang)
    return Evaluation(
        sentences=len(sources),
        scores=scores,
        flags=_flag_counts(flags),
        flags_of_worst=_flag_counts(flags_of_worst),
        flags_of_references=_flag_counts(flags_of_references),
        flagged=sum(map(bool, flags)),
        flagged_worst=sum(map(bool, flags_of_worst)),
        flagged_references=sum(map(bool, flags_of_references)),
        worst=len(worst),
        withheld=len(withheld),
        withheld_worst=len(worst & withheld),
        caught_by=caught,
        marked=len(marks or {}),
        serious=len(_serious(marks or {})),
        named=len(_named(marks or {})),
        named_doubtful=_count_doubtful(_named(marks or {}), decoded, words),
        rankings=_rankings(unlike | orders, marks or {}),
        repaired=tuple(repaired),
    )


def evaluation_lines(evaluation: Evaluation) -> list[str]:
    """Return an evaluation as the lines of tables for a terminal."""
    width = max(map(len, (*evaluation.scores, *evaluation.caught_by, *evaluation.rankings)))
    flag_counts = evaluation.flags, evaluation.flags_of_worst, evaluation.flags_of_references
    rows = [(flag, *(counts.get(flag, 0) for counts in flag_counts)) for flag in quality.FLAGS]
    rows = [row for row in rows if any(row[1:])]
    rows.append(("any", evaluation.flagged, evaluation.flagged_worst, evaluation.flagged_references))
    worst = f"{evaluation.worst} of {evaluation.sentences:,} sentences"
    return [
        f"{'':<{width}}   BLEU   chrF",
        *(f"{name:<{width}}  {score.bleu:5.2f}  {score.chrf:5.2f}" for name, score in evaluation.scores.items()),
        "",
        f"{'flag':<{width}}  sentences  of the worst  references",
        *(
            f"{name:<{width}}  {all_:9}  {of_worst:12}  {of_references:10}"
            for name, all_, of_worst, of_references in rows
        ),
        "",
        f"{'the most doubtful tenth, by':<{width}}  of the worst",
        *(f"{name:<{width}}  {count:12}" for name, count in evaluation.caught_by.items()),
        "",
        *_ranking_lines(evaluation, width),
        f"worst: the {worst} that are least like their references, by chrF",
        "a flag on a reference is a false alarm",
        *_withheld_lines(evaluation),
    ]


def _withheld_lines(evaluation: Evaluation) -> list[str]:
    if not evaluation.withheld:
        return []
    of_worst = f"{evaluation.withheld_worst} of the {evaluation.worst} worst among them"
    return [f"the package abstains from {evaluation.withheld:,} of {evaluation.sentences:,} sentences, {of_worst}"]


def _ranking_lines(evaluation: Evaluation, width: int) -> list[str]:
    if not evaluation.rankings:
        return []
    compared = "flags and doubtful words" in evaluation.rankings
    return [
        f"{'serious errors ranked, by':<{width}}    AUC  precision in the first tenth",
        *(f"{name:<{width}}  {found.auc:5.2f}  {found.precision:29.2f}" for name, found in evaluation.rankings.items()),
        "",
        f"{evaluation.serious} of {evaluation.marked} marked sentences have a serious error",
        *([f"{evaluation.named_doubtful} of {evaluation.named} wrong words are doubtful ones"] if compared else []),
    ]


def _flag_counts(flags: Sequence[Collection[str]]) -> dict[str, int]:
    """Return how often each flag is set, of those that are."""
    counts = Counter(flag for found in flags for flag in found)
    return {flag: counts[flag] for flag in quality.FLAGS if counts[flag]}


def _checked(sources: Sequence[str], texts: Sequence[str], lang: Lang) -> list[tuple[str, ...]]:
    return [quality.check(source, text, lang) for source, text in zip(sources, texts, strict=True)]


def _repaired(sources: Sequence[str], decoded: Sequence[str], lang: Lang, without: Collection[str] = ()) -> list[str]:
    return [quality.repair(source, text, lang, without=without) for source, text in zip(sources, decoded, strict=True)]


def _serious(marks: Mapping[int, Mark]) -> set[int]:
    return {place for place, mark in marks.items() if mark.error == "serious"}


def _named(marks: Mapping[int, Mark]) -> dict[int, int]:
    """Return the number of the wrong word by the places of serious errors of which it is known."""
    return {place: mark.word for place, mark in marks.items() if mark.error == "serious" and mark.word}


def _count_doubtful(named: Mapping[int, int], texts: Sequence[str], words: Sequence[Collection[str]]) -> int:
    """Return how many of the wrong words of texts, named by their numbers, are among the doubtful ones."""
    wrong = {place: texts[place].split()[number - 1 : number] for place, number in named.items()}
    return sum(any(word.strip(_AROUND) in words[place] for word in wrong[place]) for place in named)


def _doubtful_words(
    sources: Sequence[str], texts: Sequence[str], others: Sequence[str] | None, lang: Lang
) -> list[list[str]]:
    """Return the doubtful words of each text: none into Arabic, or without another system's texts."""
    if lang == "en" or others is None:
        return [[] for _ in texts]
    return [
        doubtful_words(source, text, [other_text])
        for source, text, other_text in zip(sources, texts, others, strict=True)
    ]


def _orders(found: Mapping[str, Sequence[float]]) -> dict[str, list[tuple[float, ...]]]:
    """Return by what sentences can be ordered: flags, flags and then another sign, the sum of all signs."""
    flags = found["flags"]
    orders: dict[str, list[tuple[float, ...]]] = {"flags": [(value,) for value in flags]}
    for name, values in found.items():
        if name != "flags":
            orders[f"flags and {name}"] = list(zip(flags, values, strict=True))
    orders["all of them, added"] = [(value,) for value in added(found)]
    return orders


def _rankings(orders: Mapping[str, Sequence[tuple[float, ...]]], marks: Mapping[int, Mark]) -> dict[str, Ranking]:
    """Return how well each order, the most doubtful the lowest, ranks the marked places; none without both kinds."""
    serious = _serious(marks)
    if not 0 < len(serious) < len(marks):
        return {}
    return {name: ranking({place: values[place] for place in marks}, serious) for name, values in orders.items()}


def _score(texts: Sequence[str], references: Sequence[Sequence[str]]) -> Score:
    sacrebleu = _sacrebleu()
    every = [list(each) for each in references]
    return Score(
        bleu=sacrebleu.corpus_bleu(list(texts), every).score, chrf=sacrebleu.corpus_chrf(list(texts), every).score
    )


def _mean_chrf_each(texts: Sequence[str], references: Sequence[Sequence[str]]) -> list[float]:
    """Return of each text how like its references it is, by the mean of their chrF."""
    columns = zip(*(_chrf_each(texts, each) for each in references), strict=True)
    return [sum(column) / len(column) for column in columns]


def _chrf_each(texts: Sequence[str], references: Sequence[str]) -> list[float]:
    sacrebleu = _sacrebleu()
    return [sacrebleu.sentence_chrf(text, [reference]).score for text, reference in zip(texts, references, strict=True)]


def _places(values: Sequence[tuple[float, ...]], share: float) -> list[int]:
    """Return the places of the lowest values: that share of them, ties by place."""
    ordered = sorted(range(len(values)), key=lambda place: (values[place], place))
    return ordered[: max(1, int(len(values) * share))]


def _sacrebleu() -> Any:
    try:
        import sacrebleu
    except ImportError:
        hint = f"install `{DISTRIBUTION}[evaluate]`, as by `uv tool install '{DISTRIBUTION}[evaluate]'`"
        raise DigestError("sacrebleu is not installed", hint=hint) from None
    return sacrebleu
