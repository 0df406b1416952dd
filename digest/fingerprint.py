"""Fingerprints: short texts that are equal when what they were taken of is."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from digest.files import read_bytes

SHORT = 24
"""Hexadecimal digits of a fingerprint that only has to tell versions of one thing apart: 96 bits."""


def fingerprint(*parts: str, length: int = SHORT) -> str:
    """Return the first `length` hexadecimal digits of the SHA-256 of texts (64 are all of it).

    A text that holds NUL may give the fingerprint of two others.
    """
    return fingerprint_bytes("\0".join(parts).encode("utf-8", "surrogatepass"))[:length]


def fingerprint_bytes(body: bytes) -> str:
    """Return the SHA-256 of some bytes, in 64 hexadecimal digits."""
    return hashlib.sha256(body).hexdigest()


def fingerprint_values(*values: object) -> str:
    """Return a fingerprint of values that `msgspec` can write as JSON."""
    return fingerprint_bytes(msgspec.json.encode(values))[:SHORT]


def fingerprint_files(files: Iterable[tuple[str, Path]]) -> str:
    """Return a fingerprint of files' names and bytes, whatever their order.

    Raises `DigestError` for one that can't be read.
    """
    hashes = {name: fingerprint_bytes(read_bytes(path, str(path))) for name, path in sorted(files)}
    return fingerprint(*hashes.keys(), *hashes.values())
