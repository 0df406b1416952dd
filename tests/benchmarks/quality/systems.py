"""Measure repairs and flags on the outputs of several systems, in totals only: for text that nobody is to tune them on.

    python -m tests.benchmarks.quality.systems DIR SET [SET …]

DIR holds two folders, `ar-en` and `en-ar`, as the evaluation files of mozilla/firefox-translations-models do: sources
`ar-en/SET.ar` and `en-ar/SET.en`, which are each other's references, and outputs `ar-en/SET.<system>.en` and
`en-ar/SET.<system>.ar`, a sentence a line.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import sacrebleu

from digest import markup, quality
from digest.editorial.evaluate import read_lines
from digest.model import LANGS, Lang, other
from digest.quality.text import QUOTE_MARK


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("sets", nargs="+")
    asked = parser.parse_args()
    print(
        "| set | system | BLEU decoded | repaired | changed | number | quote | any | all marks lost | brackets added |"
    )
    print(f"| --- | --- |{' ---: |' * 8}")
    for name in asked.sets:
        for lang in LANGS:
            _measure(asked.folder, name, lang)


def _measure(folder: Path, name: str, lang: Lang) -> None:
    """Print a row for the references of a set, as if they were a system's output, and for each system."""
    target = other(lang)
    here = folder / f"{lang}-{target}"
    sources = read_lines(here / f"{name}.{lang}")
    references = read_lines(folder / f"{target}-{lang}" / f"{name}.{target}")
    systems = {"references": references}
    systems |= {file.name.split(".")[-2]: read_lines(file) for file in sorted(here.glob(f"{name}.*.{target}"))}
    for system, decoded in systems.items():
        repaired = [quality.repair(*pair, target) for pair in zip(sources, decoded, strict=True)]
        checked = decoded if system == "references" else repaired
        flags = [quality.check(*pair, lang) for pair in zip(sources, checked, strict=True)]
        marked = checked
        if system != "references":
            marked = [markup.quoted(source, text, "", target) for source, text in zip(sources, repaired, strict=True)]
        numbers = [
            *(f"{sacrebleu.corpus_bleu(texts, [references]).score:.2f}" for texts in (decoded, repaired)),
            sum(text != mended for text, mended in zip(decoded, repaired, strict=True)),
            *(sum(flag in found for found in flags) for flag in ("number", "quote")),
            sum(map(bool, flags)),
            sum(
                bool(QUOTE_MARK.search(source)) and not QUOTE_MARK.search(text)
                for source, text in _pairs(sources, marked)
            ),
            sum("(" in text and "(" not in source for source, text in _pairs(sources, checked)),
        ]
        print(f"| {name} {lang}→{target} | {system} | {' | '.join(map(str, numbers))} |")


def _pairs(sources: Sequence[str], texts: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(sources, texts, strict=True))


if __name__ == "__main__":
    main()
