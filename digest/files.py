"""Files: reading them, telling whether one has changed, and replacing one as a whole."""

import os
import stat
import unicodedata
from contextlib import suppress
from itertools import count
from pathlib import Path

from digest.errors import DigestError
from digest.messages import reason

PROGRAM = Path(__file__).parent
"""The folder of the program's own files."""

Signature = tuple[int, int, int, int]
"""By which a file counts as unchanged: size, time of change (mtime) and of change in its status (ctime), in
nanoseconds, and inode. All four together, never a time alone."""

NEVER_MATCHES: Signature = (-1, -1, -1, -1)
"""A signature that no file has: for one that may have changed unseen."""

RACY_WINDOW = 2_000_000_000
"""Nanoseconds: a file changed that shortly before it was looked at may change again under the same signature, for file
systems count time in steps (git's "racy" rule)."""


def signature(status: os.stat_result) -> Signature:
    """Return the signature of a file."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def signature_of(file: str | Path) -> Signature | None:
    """Return the signature of a file, or None when there is none."""
    try:
        return signature(os.stat(file))  # noqa: PTH116 (a string, many thousand times)
    except (OSError, ValueError):
        return None


def is_settled(signature: Signature | None, now: int) -> bool:
    """Tell whether a file that had a signature at `now` (nanoseconds since 1970) is unchanged as long as it has it."""
    return signature is None or max(signature[1:3]) < now - RACY_WINDOW


def read_bytes(file: str | Path, path: str, *, limit: int = 0) -> bytes:
    """Return the bytes of a file; `path` is what an error calls it.

    Raises `DigestError` when it can't be read, or has more bytes than `limit` (0: any number), which is told before
    they are read.
    """
    try:
        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123 (many thousand times)
            if limit and (size := os.fstat(opened.fileno()).st_size) > limit:
                raise DigestError(
                    f"it is too large: {size / 2**20:,.1f} MB", path, f"the limit is {limit / 2**20:,.0f} MB"
                )
            return opened.readall()
    except FileNotFoundError:
        raise DigestError("there is no such file", path) from None
    except OSError as error:
        raise DigestError(f"cannot read it: {reason(error)}", path, "check its permissions") from None


def forms(path: str) -> tuple[str, ...]:
    """Return a path as it is, then in the Unicode forms in which systems write names, composed and decomposed."""
    if path.isascii():
        return (path,)
    return tuple(dict.fromkeys((path, unicodedata.normalize("NFC", path), unicodedata.normalize("NFD", path))))


def check_file(file: Path, path: str) -> None:
    """Refuse what stands where a file may and is none: to read a pipe is to wait for ever.

    `path` is what the `DigestError` calls it. What can't be looked at is passed over: reading it tells why.
    """
    with suppress(OSError):
        if file.exists() and not file.is_file():
            raise DigestError("it is not a file", path, "put a file in its place, or move it away")


def replace_file(file: Path, body: bytes) -> None:
    """Put new bytes in the place of a file, all of them or none, by way of a file beside it that nobody else writes.

    Raises `OSError`; the file is then as it was.
    """
    temporary = _new_file_beside(file)
    try:
        with suppress(OSError):
            temporary.chmod(stat.S_IMODE(file.stat().st_mode))
        temporary.write_bytes(body)
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_file(file: Path, body: bytes, path: str) -> None:
    """Replace a file, as `replace_file` does; `path` is what the `DigestError` calls it when it can't be written."""
    try:
        replace_file(file, body)
    except OSError as error:
        raise DigestError(f"cannot write it: {reason(error)}", path) from None


def _new_file_beside(file: Path) -> Path:
    """Return an empty file that this process has just made, in the same folder."""
    for number in count():
        temporary = file.with_name(f".{file.name[:100]}.{os.getpid()}-{number}.new")
        with suppress(FileExistsError):
            temporary.touch(exist_ok=False)
            return temporary
    raise AssertionError("numbers do not end")
