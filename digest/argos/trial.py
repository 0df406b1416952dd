"""Whether a package works at all: run in a process of its own before a package is installed."""

import json
import sys
from pathlib import Path

from digest.argos import tokenizer
from digest.argos.engine import Engine
from digest.argos.package import Package, open_package
from digest.errors import DigestError

WORDS = {"ar": "سلام", "en": "peace"}
KNOWN_SHARE = 0.5


def main(path: str) -> None:
    """Translate one word with the package in a folder; write why not to stdout and exit 1 when that fails."""
    try:
        run(Path(path))
    except DigestError as error:
        sys.stdout.buffer.write(error.problems[0].problem.encode())
        sys.exit(1)


def run(path: Path) -> None:
    """Translate one word with the package in a folder. Raises `DigestError` when that fails."""
    package = open_package(path)
    if package is None:
        raise DigestError("not a translation package")
    check_vocabulary(package)
    dict(Engine(package, beam_size=1, threads=1).translate([WORDS.get(package.from_code, "1")]))


def check_vocabulary(package: Package) -> None:
    """Raise `DigestError` when the model does not know the pieces that the tokenizer makes."""
    loaded = tokenizer.load(package.path, package.from_code, package.to_code)
    known = _vocabulary(package.path / "model")
    if not isinstance(loaded, tokenizer.SentencePiece) or not known:
        return
    pieces = loaded.vocabulary()
    share = sum(piece in known for piece in pieces) / max(1, len(pieces))
    if share < KNOWN_SHARE:
        raise DigestError(
            f"the tokenizer does not fit the model: it knows {share:.0%} of the pieces", str(package.path)
        )


def _vocabulary(model: Path) -> frozenset[str]:
    """Read the model's source vocabulary, in the form of CTranslate2 3 (JSON) or 2 (text)."""
    for name in ("shared_vocabulary", "source_vocabulary"):
        try:
            if (model / f"{name}.json").is_file():
                return frozenset(json.loads((model / f"{name}.json").read_bytes()))
            if (model / f"{name}.txt").is_file():
                return frozenset((model / f"{name}.txt").read_text(encoding="utf-8").split("\n"))
        except (OSError, ValueError, TypeError) as error:
            raise DigestError(f"`model/{name}` is damaged", str(model)) from error
    return frozenset()
