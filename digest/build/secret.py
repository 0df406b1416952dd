"""A secret of this user, which tells state that their own builds kept from state that came with somebody's site."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from digest.errors import DigestError
from digest.files import read_bytes

SIZE = 32
"""Bytes."""

_OF_THIS_PROCESS = os.urandom(SIZE)


def user_secret(cache: Path | None) -> bytes:
    """Return the secret that is kept in a user's cache folder, made when there is none.

    Without a folder, or where it can't be kept, it is one that ends with this process.
    """
    if cache is None:
        return _OF_THIS_PROCESS
    file = cache / "secret"
    with suppress(OSError):
        secret = _read(file)
        if secret is None:
            _make(file)
            secret = _read(file)  # of two processes that make one at once, the later one's stays
        return secret or _OF_THIS_PROCESS
    return _OF_THIS_PROCESS


def _read(file: Path) -> bytes | None:
    with suppress(DigestError):
        secret = read_bytes(file, str(file), limit=SIZE)
        return secret if len(secret) == SIZE else None
    return None


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    opened, new = tempfile.mkstemp(dir=file.parent)  # that only this user can read
    with os.fdopen(opened, "wb") as writing:
        writing.write(os.urandom(SIZE))
    Path(new).replace(file)
