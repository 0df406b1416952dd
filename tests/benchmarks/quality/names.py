"""Measure how many names are spelled as in the references, by systems and with what `digest names` proposes.

    python -m tests.benchmarks.quality.names DIR SET

DIR holds `SET.ar`, `SET.en` and outputs of systems, `SET.<system>.en`, a sentence a line. The references stand for the
reviewed text of a site. Names are words with a capital that stand in one reference alone, not at its beginning, and
that no reference writes small.
"""

import argparse
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import sacrebleu

from digest.editorial.evaluate import read_lines
from digest.editorial.names import proposals
from digest.editorial.spelling import Pair
from digest.quality import repair
from digest.quality.names import NAME
from digest.quality.spellings import names_of
from digest.translation.glossary import NO_TERMS, Glossary, Term
from digest.translation.one_spelling import with_one_spelling

SIZES = (0, 50, 100, 1000)
NEAR = 3
"""Lines in a row that are taken for one article: FLORES has about three sentences of each."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("set")
    asked = parser.parse_args()
    sources, references = (read_lines(asked.folder / f"{asked.set}.{lang}") for lang in ("ar", "en"))
    names = _rare_names(references)
    print("| system | entries | names right | lines changed | made worse | BLEU | spelled in two ways, then in one |")
    print(f"| --- |{' ---: |' * 6}")
    best: list[str] = []
    for file in sorted(asked.folder.glob(f"{asked.set}.*.en")):
        decoded = read_lines(file)
        outputs = [repair(*pair, "en") for pair in zip(sources, decoded, strict=True)]
        for size in SIZES:
            _print_row(file.name.split(".")[1], size, sources, outputs, references, names)
        best.append(_most(file.name.split(".")[1], sources, outputs, references, names))
    print("", *best, sep="\n")


def _rare_names(references: Sequence[str]) -> list[set[str]]:
    """Return the rare names of each reference."""
    small = {word for line in references for word in re.findall(r"(?<![\w'’])[a-z]{3,}", line)}
    lines = Counter(name for line in references for name in set(NAME.findall(line)))
    rare = {name for name, count in lines.items() if count == 1 and name.lower() not in small}
    return [rare.intersection(NAME.findall(line[1:])) for line in references]


def _print_row(
    system: str,
    size: int,
    sources: Sequence[str],
    outputs: Sequence[str],
    references: Sequence[str],
    names: Sequence[set[str]],
) -> None:
    """Print what a glossary of this many proposed entries makes of a system's output."""
    found = _terms(sources, outputs, references)[:size]
    texts = _corrected(found, sources, outputs)
    total, right = sum(map(len, names)), _right_names(names, texts)
    worse = sum(
        len(_right(before, reference) - _right(after, reference)) > 0
        for before, after, reference in zip(outputs, texts, references, strict=True)
    )
    drifting = [_drifting(sources[at : at + NEAR], texts[at : at + NEAR]) for at in range(0, len(sources), NEAR)]
    numbers = [
        len(found),
        f"{right} of {total} ({right / total:.0%})",
        sum(before != after for before, after in zip(outputs, texts, strict=True)),
        worse,
        f"{sacrebleu.corpus_bleu(texts, [references]).score:.2f}",
        f"{sum(before for before, _ in drifting)} → {sum(after for _, after in drifting)}",
    ]
    print(f"| {system} | {' | '.join(map(str, numbers))} |")


def _most(
    system: str, sources: Sequence[str], outputs: Sequence[str], references: Sequence[str], names: Sequence[set[str]]
) -> str:
    """Return how many names the best entries would make right, each counted alone: chosen with the answers in hand."""
    before = _right_names(names, outputs)
    terms = _terms(sources, outputs, references)
    gains = sorted((_right_names(names, _corrected([term], sources, outputs)) - before for term in terms), reverse=True)
    total = sum(map(len, names))
    most = ", ".join(f"{size}: {(before + sum(gains[:size])) / total:.0%}" for size in SIZES[1:-1])
    return f"{system}, the best entries: {most}"


def _terms(sources: Sequence[str], outputs: Sequence[str], references: Sequence[str]) -> list[Term]:
    """Return the entries that are proposed, when the references are reviewed text."""
    reviewed = [
        Pair(path="", arabic=source, english=text, origin="edited")
        for source, text in zip(sources, references, strict=True)
    ]
    machine = [
        Pair(path="", arabic=source, english=text, origin="machine")
        for source, text in zip(sources, outputs, strict=True)
    ]
    return [
        Term(source=one.source, target=one.target, also=one.also) for one in proposals([*reviewed, *machine], NO_TERMS)
    ]


def _corrected(terms: Sequence[Term], sources: Sequence[str], outputs: Sequence[str]) -> list[str]:
    glossary = Glossary(tuple(terms))
    return [glossary.enforce(source, text, "ar")[0] for source, text in zip(sources, outputs, strict=True)]


def _right_names(names: Sequence[set[str]], texts: Sequence[str]) -> int:
    """Return how many of the names of each line its text has."""
    return sum(len(wanted & set(NAME.findall(text))) for wanted, text in zip(names, texts, strict=True))


def _right(text: str, reference: str) -> set[str]:
    return set(NAME.findall(text)) & set(NAME.findall(reference))


def _drifting(sources: Sequence[str], texts: Sequence[str]) -> tuple[int, int]:
    """Return how many names of some lines are spelled in two ways, before and after they were given one spelling."""
    alike = with_one_spelling(sources, texts)
    before, after = (
        sum(len(name.spellings) > 1 for name in names_of(list(zip(sources, each, strict=True))))
        for each in (texts, alike)
    )
    return before, after


if __name__ == "__main__":
    main()
