"""Text to the model's pieces and back. Exact: a literal underscore, a byte piece or a space is what it was."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from digest.errors import DigestError


class Tokenizer(Protocol):
    """What an engine needs of a tokenizer."""

    def encode(self, text: str) -> list[str]:
        """Cut a text into pieces."""

    def decode(self, pieces: Sequence[str]) -> str:
        """Join pieces into text without white space at its ends."""


class SentencePiece:
    """`sentencepiece.model`, as all packages since 2020 have it."""

    def __init__(self, file: Path) -> None:
        import sentencepiece

        self._processor = sentencepiece.SentencePieceProcessor()
        self._processor.LoadFromSerializedProto(file.read_bytes())

    def encode(self, text: str) -> list[str]:
        return list(self._processor.encode(text, out_type=str))

    def decode(self, pieces: Sequence[str]) -> str:
        # Byte pieces (`<0xD9>`) are joined into letters here; what a piece's `▁` stands for is a space.
        return str(self._processor.decode_pieces(list(pieces))).replace("▁", " ").strip()

    def vocabulary(self) -> list[str]:
        """Return every piece that it can make."""
        return [self._processor.id_to_piece(number) for number in range(self._processor.get_piece_size())]


class BytePair:
    """`bpe.model`, the byte pairs of the oldest packages, over Moses's words."""

    def __init__(self, file: Path, from_code: str, to_code: str) -> None:
        # This module of Argos imports no other, so it reads no settings and makes no folders.
        from argostranslate.tokenizer import BPETokenizer

        self._tokenizer = BPETokenizer(file, from_code, to_code)
        self._tokenizer.lazy_load()

    def encode(self, text: str) -> list[str]:
        return [piece for piece in self._tokenizer.encode(text) if piece]

    def decode(self, pieces: Sequence[str]) -> str:
        return str(self._tokenizer.decode(list(pieces))).removesuffix("@@").strip()


def load(folder: Path, from_code: str, to_code: str) -> Tokenizer:
    """Load the tokenizer of a package. Raises `DigestError` when it is damaged."""
    try:
        if (folder / "sentencepiece.model").is_file():
            return SentencePiece(folder / "sentencepiece.model")
        return BytePair(folder / "bpe.model", from_code, to_code)
    except (OSError, RuntimeError, ValueError, IndexError) as error:
        raise DigestError(
            "the package's tokenizer cannot be loaded", str(folder), "the package is damaged: install it again"
        ) from error
