"""Text to the model's pieces and back. Exact: a literal underscore, a byte piece or a space is what it was."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from digest.argos import metadata
from digest.argos.package import SENTENCEPIECE, TARGET_TOKENIZER
from digest.errors import DigestError

_OPUS_MT = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "’": "'",
        "《": '"',
        "》": '"',
        "「": '"',
        "」": '"',
        "〈": "<",
        "〉": ">",
        "【": "[",
        "】": "]",
        "、": ",",
        "∶": ":",
        "━": "-",
    }
)
"""What OPUS-MT did to its texts (`preprocess-spm.sh` of OPUS-MT-train), where SentencePiece does not do it itself."""


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


class Converted:
    """A converted model's: a tokenizer for each language, and what the model wants of its source texts.

    Attributes:
        source: cuts what is translated.
        target: joins what the model says; the same as `source` where the two share one.
    """

    def __init__(self, source: SentencePiece, target: SentencePiece, prefix: str, normalization: str) -> None:
        self.source = source
        self.target = target
        self._prefix = [prefix] if prefix else []
        self._table = _OPUS_MT if normalization == "opus-mt" else {}

    def encode(self, text: str) -> list[str]:
        pieces = self.source.encode(text.translate(self._table))
        return self._prefix + pieces if pieces else []

    def decode(self, pieces: Sequence[str]) -> str:
        return self.target.decode(pieces)


def load(folder: Path, from_code: str, to_code: str) -> Tokenizer:
    """Load the tokenizer of a package. Raises `DigestError` when it is damaged."""
    about = metadata.read(folder / metadata.FILE) if (folder / metadata.FILE).is_file() else None
    prefix, normalization = (about.source_prefix, about.normalization) if about else ("", "")
    try:
        if not (folder / SENTENCEPIECE).is_file():
            return BytePair(folder / "bpe.model", from_code, to_code)
        source = SentencePiece(folder / SENTENCEPIECE)
        if not (prefix or normalization or (folder / TARGET_TOKENIZER).is_file()):
            return source
        target = SentencePiece(folder / TARGET_TOKENIZER) if (folder / TARGET_TOKENIZER).is_file() else source
        return Converted(source, target, prefix, normalization)
    except (OSError, RuntimeError, ValueError, IndexError) as error:
        raise DigestError(
            "the package's tokenizer cannot be loaded", str(folder), "the package is damaged: install it again"
        ) from error


def model_vocabulary(model: Path, side: str) -> frozenset[str]:
    """Return the pieces that a model knows on its `source` or `target` side; none when it does not say.

    Reads the form of CTranslate2 3 and later (JSON) and of 2 (text). Raises `DigestError` when it is damaged.
    """
    for name in ("shared_vocabulary", f"{side}_vocabulary"):
        try:
            if (model / f"{name}.json").is_file():
                return frozenset(json.loads((model / f"{name}.json").read_bytes()))
            if (model / f"{name}.txt").is_file():
                return frozenset((model / f"{name}.txt").read_text(encoding="utf-8").split("\n"))
        except (OSError, ValueError, TypeError) as error:
            raise DigestError(f"`model/{name}` is damaged", str(model)) from error
    return frozenset()
