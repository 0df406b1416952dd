"""A secret of this user, which tells state that their own builds kept from state that came with somebody's site."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from digest.errors import DigestError
from digest.files import read_bytes
from digest.messages import reason

SIZE = 32
"""Bytes."""

_OF_THIS_PROCESS = os.urandom(SIZE)


def user_secret(cache: Path | None) -> bytes:
    """Return the secret that is kept in a user's cache folder, made when there is none.

    Without a folder it is one that ends with this process. Raises `DigestError` where it can't be kept.
    """
    if cache is None:
        return _OF_THIS_PROCESS
    file = cache / "secret"
    return _read(file) or _make(file)


def _read(file: Path) -> bytes | None:
    with suppress(DigestError):
        secret = read_bytes(file, str(file), limit=SIZE)
        return secret if len(secret) == SIZE else None
    return None


def _make(file: Path) -> bytes:
    """Make a secret; of two processes that do so at once, the later one's stays, and the other's state says nothing."""
    secret = os.urandom(SIZE)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        opened, new = tempfile.mkstemp(dir=file.parent)  # that only this user can read
        with os.fdopen(opened, "wb") as writing:
            writing.write(secret)
        Path(new).replace(file)
    except OSError as error:
        what = f"cannot keep the secret that seals the state of builds: {reason(error)}"
        raise DigestError(what, str(file), "the next build takes as long as this one") from None
    return secret
