"""A test of whether a package works at all; it runs in a process of its own before a package is installed."""

from collections.abc import Iterator
from pathlib import Path

from digest.argos import isolated_process, tokenizer
from digest.argos.engine import Engine
from digest.argos.package import Package, open_package
from digest.errors import DigestError

TEXTS = {
    "ar": ("سلام", "قال الوزير اليوم إن الأسعار ارتفعت."),
    "en": ("peace", "The minister said today that prices have risen."),
}
KNOWN_SHARE = 0.5


def main(path: str) -> None:
    """Try the package in a folder; write why it does not work to stdout and exit 1 when it does not."""
    isolated_process.report(lambda: run(Path(path)))


def run(path: Path) -> None:
    """Translate a little with the package in a folder. Raises `DigestError` when that fails."""
    package = open_package(path)
    if package is None:
        raise DigestError("not a translation package")
    check_vocabulary(package)
    texts = TEXTS.get(package.from_code, ("1", "2"))
    said = dict(Engine(package, beam_size=1, threads=1).translate(texts))
    if not any(hypothesis.text for hypothesis in said.values()):
        raise DigestError("it says nothing")


def check_vocabulary(package: Package) -> None:
    """Raise `DigestError` when tokenizer, model and languages of a package do not belong together."""
    for side, code, loaded, known in _tokenizers(package):
        pieces = loaded.vocabulary()
        share = sum(piece in known for piece in pieces) / max(1, len(pieces))
        if known and share < KNOWN_SHARE:
            raise DigestError(f"the {side} tokenizer does not fit the model: it knows {share:.0%} of the pieces")
        if code in TEXTS and not _writes(loaded, TEXTS[code][-1]):
            raise DigestError(f"the {side} tokenizer does not know the letters of `{code}`: is the direction right?")


def _tokenizers(package: Package) -> Iterator[tuple[str, str, tokenizer.SentencePiece, frozenset[str]]]:
    """Yield each tokenizer of a package that can say its pieces, with its side, its language, and what the model knows.

    Where the languages share one tokenizer, a model knows some of its pieces on either side only.
    """
    loaded = tokenizer.load(package.path, package.from_code, package.to_code)
    source, target = (tokenizer.model_vocabulary(package.path / "model", side) for side in ("source", "target"))
    if isinstance(loaded, tokenizer.SentencePiece):
        loaded = tokenizer.Converted(loaded, loaded, "", "")
    if isinstance(loaded, tokenizer.Converted):
        both = source | target if loaded.source is loaded.target else frozenset()
        yield "source", package.from_code, loaded.source, source | both
        yield "target", package.to_code, loaded.target, target | both


def _writes(loaded: tokenizer.SentencePiece, text: str) -> bool:
    """Whether a tokenizer has pieces with letters for most of a text."""
    letters = {character for piece in loaded.vocabulary() for character in piece}
    wanted = {character for character in text if character.isalpha()}
    return len(wanted & letters) > len(wanted) / 2
