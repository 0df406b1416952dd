"""Precision, recall and F1 of sentence boundaries: ours, a naive split, sentencex and pysbd. See README.md."""

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from digest.content.sentences import split
from digest.content.text_input import clean
from digest.model import LANGS
from tests.gold import read_gold, read_open

Lang = Literal["ar", "en"]
Splitter = Callable[[str, Lang], list[str]]

_NAIVE = re.compile(r"(?<=[.!?؟])\s+")
_TWO = re.compile(r"[.!?؟][\"”»)]?\s+\S{3,}.*\s\S")
"""A line that holds two sentences: a stop, and more than a word after it."""


def ours(text: str, lang: Lang) -> list[str]:
    return [text[start:end] for start, end in split(text, lang)]


def naive(text: str, lang: Lang) -> list[str]:
    return [part for part in _NAIVE.split(text) if part]


def sentencex(text: str, lang: Lang) -> list[str]:
    from sentencex import segment

    return list(segment(lang, text))


def pysbd(text: str, lang: Lang) -> list[str]:
    import pysbd

    return list(pysbd.Segmenter(language=lang, clean=False).segment(text))


def boundaries(sentences: Iterable[str]) -> set[int]:
    """Return the inner boundaries as counts of the characters before them, white space left out."""
    ends = []
    total = 0
    sentences = [sentence for sentence in sentences if sentence.strip()]
    for sentence in sentences:
        total += len("".join(sentence.split()))
        ends.append(total)
    return set(ends[:-1])


def read_lines(path: Path, size: int, *, whole: bool = False) -> list[list[str]]:
    """Return a file's lines in paragraphs of `size`, each line for a sentence.

    Lines that seem to hold two sentences are left out, but for `whole`.
    """
    lines = [clean(line).text for line in path.read_text("utf-8").splitlines()]
    lines = [line for line in lines if line and (whole or not _TWO.search(line))]
    return [[line + " " for line in lines[i : i + size]] for i in range(0, len(lines), size)]


def score(splitter: Splitter, paragraphs: list[list[str]], lang: Lang) -> tuple[float, float, float, int]:
    right = found = wanted = whole = 0
    for sentences in paragraphs:
        gold = boundaries(sentences)
        ours_ = boundaries(splitter("".join(sentences), lang))
        right += len(gold & ours_)
        found += len(ours_)
        wanted += len(gold)
        whole += gold == ours_
    precision = right / found if found else 1.0
    recall = right / wanted if wanted else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall or 1), whole


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=Path, help="a file with a sentence a line")
    parser.add_argument("--lang", choices=("ar", "en"), default="ar", help="of that file")
    parser.add_argument("--join", type=int, default=4, help="its sentences a paragraph")
    parser.add_argument("--unfiltered", action="store_true", help="keep lines that hold two sentences, as one")
    parser.add_argument("--errors", action="store_true", help="print what ours gets wrong")
    options = parser.parse_args()
    sets: list[tuple[str, Lang, list[list[str]]]] = [
        (f"gold {lang}", lang, read_gold(lang) + read_open(lang)) for lang in LANGS
    ]
    if options.lines:
        lines = read_lines(options.lines, options.join, whole=options.unfiltered)
        sets.append((options.lines.name, options.lang, lines))
    print("| set | paragraphs | splitter | precision | recall | F1 | paragraphs all right |")
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: |")
    for name, lang, paragraphs in sets:
        for splitter in (ours, naive, sentencex, pysbd):
            try:
                precision, recall, f1, whole = score(splitter, paragraphs, lang)
            except ImportError:
                continue
            print(
                f"| {name} | {len(paragraphs)} | {splitter.__name__} | {precision:.3f} | {recall:.3f} | {f1:.3f} "
                f"| {whole / len(paragraphs):.1%} |"
            )
    if options.errors:
        for name, lang, paragraphs in sets:
            for sentences in paragraphs:
                got = ours("".join(sentences), lang)
                if boundaries(got) != boundaries(sentences):
                    print(f"\n{name}\n  want {' ⏐ '.join(sentences)}\n  got  {' ⏐ '.join(got)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
