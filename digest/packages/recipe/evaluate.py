"""Score the packages: `python evaluate.py`, or `python evaluate.py --show 40` to see misses.

Each direction is scored on held-out pairs of the grammar and on `handwritten.tsv`, whose pairs were
written by hand, apart from the grammar.  Exact match is the share of translations that are the
reference to the letter; chrF is sacrebleu's.
"""

import argparse
import csv
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import ctranslate2
import grammar
import sentencepiece
from corpus import DIRECTIONS, Direction, held_out
from sacrebleu.metrics.chrf import CHRF

HERE = Path(__file__).parent


class Package:
    """An Argos package, unpacked and loaded, that translates as Argos Translate does."""

    def __init__(self, path: Path, beam: int = 2, threads: int = 1) -> None:
        self.beam = beam
        with tempfile.TemporaryDirectory() as folder:
            with zipfile.ZipFile(path) as archive:
                archive.extractall(folder)
            (top,) = Path(folder).iterdir()
            model = str(top / "model")
            self.translator = ctranslate2.Translator(model, compute_type="int8", intra_threads=threads)
            self.pieces = sentencepiece.SentencePieceProcessor()
            self.pieces.LoadFromSerializedProto((top / "sentencepiece.model").read_bytes())

    def translate(self, lines: list[str]) -> list[str]:
        """Translate lines, each a sentence."""
        results = self.translator.translate_batch(
            [self.pieces.encode(line, out_type=str) for line in lines], beam_size=self.beam, max_batch_size=32
        )
        return ["".join(result.hypotheses[0]).replace("▁", " ").strip() for result in results]


@dataclass(frozen=True, slots=True)
class Score:
    """How well one direction does on one set of pairs."""

    pairs: int
    exact: float
    chrf: float
    per_second: float


def score(package: Package, pairs: list[tuple[str, str]], show: int = 0) -> Score:
    """Translate every source and compare with its reference; print as many misses as `show` says."""
    started = time.perf_counter()
    output = package.translate([source for source, _ in pairs])
    seconds = time.perf_counter() - started
    references = [reference for _, reference in pairs]
    misses = [(pair, got) for pair, got in zip(pairs, output, strict=True) if got != pair[1]]
    for (source, reference), got in misses[:: max(1, len(misses) // show)] if show else []:
        print(f"  {source}\n    wanted {reference}\n    got    {got}")
    chrf = CHRF().corpus_score(output, [references]).score
    return Score(len(pairs), 100 * (1 - len(misses) / len(pairs)), chrf, len(pairs) / seconds)


def read_handwritten(path: Path) -> list[tuple[str, str]]:
    """Read the (Arabic, English) pairs of a table of id, direction, Arabic and English."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if len(row) >= 4]
    return [(row[2], row[3]) for row in rows if row[0] != "id" and not row[0].startswith("#")]


def towards(direction: Direction, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Turn (Arabic, English) pairs into (source, reference) pairs."""
    return pairs if direction == "ar-en" else [(english, arabic) for arabic, english in pairs]


def main() -> None:
    """Read the command line, score, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=Path, default=HERE.parent)
    parser.add_argument("--beam", type=int, default=2)
    parser.add_argument("--size", type=int, default=2400, help="held-out pairs")
    parser.add_argument("--show", type=int, default=0, help="about how many misses to print for each set")
    options = parser.parse_args()
    sets = {"held-out": held_out(grammar.load(), options.size)}
    if (HERE / "handwritten.tsv").exists():
        sets["handwritten"] = read_handwritten(HERE / "handwritten.tsv")
    print("| direction | set | pairs | exact match | chrF | sentences/s |")
    print("| --- " * 6 + "|")
    for direction in DIRECTIONS:
        package = Package(options.packages / f"{direction.replace('-', '_')}.argosmodel", options.beam)
        for name, pairs in sets.items():
            result = score(package, towards(direction, pairs), options.show)
            print(
                f"| {direction} | {name} | {result.pairs} | {result.exact:.1f}% | {result.chrf:.1f} "
                f"| {result.per_second:.0f} |"
            )


if __name__ == "__main__":
    main()
