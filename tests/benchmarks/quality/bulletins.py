"""Measure what the embedded package shows and from what it abstains, on bulletins in plain words.

    python -m tests.benchmarks.quality.bulletins

`plain_bulletins.tsv` has 80 lines as agencies write them, not as the package's grammar does: the line, the first digits
of the sha256 of the answer that was read, and what a reader found it to be: `right` (the gist and the figures are
there), `partial` (something is missing), `misleading` (fluent and false) or `garbled`.
"""

import tempfile
from collections import Counter
from hashlib import sha256
from pathlib import Path

from digest.argos import BULLETINS, Machine
from digest.editorial.evaluate import translate_lines

MARKED = Path(__file__).parent / "plain_bulletins.tsv"
MARKS = ("right", "partial", "misleading", "garbled", "not read")


def main() -> None:
    lines = [line.split("\t") for line in MARKED.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(folders=[], cache=Path(folder))
        package = machine.find(BULLETINS, "ar", "en")
        assert package
        output = translate_lines([line[0] for line in lines], package, machine, Path(folder) / "cache")
    marks = [
        mark if sha256(answer.text.encode()).hexdigest().startswith(digest) else "not read"
        for (_, digest, mark), answer in zip(lines, output.answers, strict=True)
    ]
    withheld = [answer.withheld for answer in output.answers]
    shown = Counter(mark for mark, hidden in zip(marks, withheld, strict=True) if not hidden)
    every = Counter(marks)
    print("| answers | all | shown |\n| --- | ---: | ---: |")
    for mark in MARKS:
        print(f"| {mark} | {every[mark]} | {shown[mark]} |")
    print(f"| together | {every.total()} | {shown.total()} |")


if __name__ == "__main__":
    main()
