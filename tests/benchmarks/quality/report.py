"""Measure repairs and checks: on planted faults, and on systems' real output against references where that is given.

    python -m tests.benchmarks.quality.report [--outputs DIR]

DIR holds `flores-dev.ar`, `flores-dev.en` and outputs of systems, `flores-dev.<system>.en` and
`flores-dev.en-ar.<system>.ar`, a sentence a line. Rendered the tables of README.md.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from digest import quality
from digest.editorial.evaluate import Evaluation, evaluate, read_lines
from digest.model import Lang, other
from tests.benchmarks.quality.faults import false_alarms, measure, pairs

Texts = tuple[list[str], list[str], Lang]
"""Sources, counterparts, the language of the sources."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outputs", type=Path)
    outputs = parser.parse_args().outputs
    _faults()
    if outputs:
        _real(outputs)


def _faults() -> None:
    counts = measure()
    rows = [[name, count.planted, count.repaired, count.flagged, f"{count.met:.0%}"] for name, count in counts.items()]
    _table("fault | planted | repaired | flagged | met", rows)
    print(f"{len(false_alarms())} of {len(pairs())} right pairs are flagged.\n")


def _real(folder: Path) -> None:
    arabic, english = read_lines(folder / "flores-dev.ar"), read_lines(folder / "flores-dev.en")
    systems: dict[str, Texts] = {}
    for file in sorted(folder.glob("flores-dev.*.en")):
        systems[f"{file.name.split('.')[1]} ar→en"] = (arabic, read_lines(file), "ar")
    for file in sorted(folder.glob("flores-dev.en-ar.*.ar")):
        systems[f"{file.name.split('.')[2]} en→ar"] = (english, read_lines(file), "en")
    done: dict[str, Evaluation] = {}
    for name, (sources, decoded, lang) in systems.items():
        references = english if lang == "ar" else arabic
        done[name] = evaluate(sources, decoded, references, lang)
    kinds = dict.fromkeys(kind for found in done.values() for kind in found.scores)
    rows = [[kind, *(_scores(found, kind) for found in done.values())] for kind in kinds]
    _table(" | ".join(["BLEU / chrF", *done]), rows)
    _flags(done, {"references ar→en": (arabic, english, "ar"), "references en→ar": (english, arabic, "en")})
    _doubt(systems, done, english)


def _scores(found: Evaluation, kind: str) -> str:
    score = found.scores.get(kind)
    return f"{score.bleu:.2f} / {score.chrf:.2f}" if score else "same"


def _flags(done: dict[str, Evaluation], references: dict[str, Texts]) -> None:
    """Print sentences with each flag, of the systems also how many of them are among the worst."""
    false = {
        name: [quality.check(source, text, lang) for source, text in zip(sources, texts, strict=True)]
        for name, (sources, texts, lang) in references.items()
    }
    kinds = [kind for kind in quality.FLAGS if any(kind in found.flags for found in done.values())]
    rows: list[list[object]] = []
    for kind in [*kinds, "any"]:
        row: list[object] = [kind]
        for found in done.values():
            count, worst = (
                (found.flagged, found.flagged_worst)
                if kind == "any"
                else (found.flags.get(kind, 0), found.flags_of_worst.get(kind, 0))
            )
            row.append(f"{count} ({worst})" if count else "0")
        row += [sum(kind in flags or (kind == "any" and bool(flags)) for flags in found) for found in false.values()]
        rows.append(row)
    _table(" | ".join(["sentences flagged (of the worst)", *done, *false]), rows)


def _doubt(systems: dict[str, Texts], done: dict[str, Evaluation], english: Sequence[str]) -> None:
    """Print how many of the worst are among the most doubtful tenth, alone and with each other system."""
    into_english = {name: texts for name, texts in systems.items() if other(texts[2]) == "en"}
    rows: list[list[object]] = []
    for name, (sources, decoded, lang) in into_english.items():
        caught = done[name].caught_by
        row: list[object] = [name, done[name].worst, caught["flags"], caught["flags and length"]]
        for second, (_, texts, _) in into_english.items():
            if second == name:
                row.append("")
            else:
                found = evaluate(sources, decoded, english, lang, second=texts)
                row.append(found.caught_by["flags and the second system"])
        rows.append(row)
    _table(" | ".join(["system", "worst", "flags", "flags and length", *into_english]), rows)


def _table(head: str, rows: Sequence[Sequence[object]]) -> None:
    columns = head.split(" | ")
    print(f"| {head} |\n| --- |{' ---: |' * (len(columns) - 1)}")
    for row in rows:
        print(f"| {' | '.join(map(str, row))} |")
    print()


if __name__ == "__main__":
    main()
