"""Files: reading them, telling whether one has changed, and replacing one as a whole."""

import io
import os
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import ELOOP
from pathlib import Path

from digest.errors import DigestError
from digest.messages import megabytes, reason

PROGRAM = Path(__file__).parent
"""The folder of the program's own files."""

BINARY = getattr(os, "O_BINARY", 0)
"""What `os.open` is told on Windows, where it would change line ends."""

MAX_BYTES = 64 * 2**20
"""Of a file, where nothing else is said: a picture, a template, a file of the theme."""

LONGEST_NAME = 255
"""Bytes of a file's or folder's name, on the file systems in use."""

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


def read_bytes(file: str | Path, path: str, *, within: Path | None = None, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file; `path` is what an error calls it.

    With `within`, a folder, a link is followed only to a file below that folder. A file of more bytes than the
    `limit` is refused before it is read. A pipe or device is always refused: to read one is to wait for ever.

    Raises `DigestError` when it can't be read.
    """
    if within is not None:
        check_inside(file, path, within)
    try:
        with io.FileIO(file, opener=_open_at_once) as opened:
            status = os.fstat(opened.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise DigestError("it is not a file", path, "put a file in its place, or move it away")
            body = b"" if status.st_size > limit else _first_bytes(opened, limit + 1, status.st_size)
    except FileNotFoundError:
        raise DigestError("there is no such file", path) from None
    except OSError as error:
        if error.errno == ELOOP:
            raise DigestError("it is a link that leads to itself", path, "remove the link") from None
        raise DigestError(f"cannot read it: {reason(error)}", path, "check its permissions") from None
    if max(status.st_size, len(body)) > limit:
        raise DigestError(f"it is too large: {megabytes(status.st_size)}", path, f"the limit is {megabytes(limit)}")
    return body


def real_path(file: str | Path) -> Path:
    """Return the absolute path of a file when all links are followed; it need not exist, and may lead to itself."""
    return Path(os.path.realpath(file))  # `Path.resolve` of Python 3.11 and 3.12 raises where a link leads to itself


def check_inside(file: str | Path, path: str, folder: Path) -> None:
    """Refuse a link that leads out of a folder; `path` is what the `DigestError` calls it."""
    if not is_below(file, folder):
        raise DigestError(f"it is a link that leads out of the {folder.name} folder", path, "copy the file here")


def is_below(file: str | Path, folder: Path) -> bool:
    """Tell whether a file lies below a folder when all links are followed; it need not exist."""
    if _is_plainly_below(str(file), str(folder)):
        return True
    return real_path(file).is_relative_to(real_path(folder))


def _is_plainly_below(file: str, folder: str) -> bool:
    """Tell whether a path leads down from a folder without a link: so nearly all do, and this is five times as fast.

    Not told on Windows, whose junctions are no links to Python.
    """
    if os.name == "nt" or ".." in file:
        return False
    while len(file) > len(folder) and not os.path.islink(file):  # noqa: PTH114 (many thousand times)
        file = os.path.dirname(file)  # noqa: PTH120
    return file == folder


def _open_at_once(file: str, flags: int) -> int:
    """Open a file, never waiting for the other end of a pipe."""
    return os.open(file, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))


def _first_bytes(opened: io.FileIO, count: int, size: int) -> bytes:
    """Return at most `count` bytes of a file: it may have grown since its `size` was looked at.

    So much is asked for as it then had: what is asked for is set aside before it is read.
    """
    parts = []
    while count and (part := opened.read(min(count, size + 1))):
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


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
    """Put new bytes in the place of a file, all of them or none, and keep its permissions. A link is replaced, too.

    Raises `OSError`; the file is then as it was.
    """
    with _written_beside(file, body) as new:
        new.replace(file)


def replace_unchanged(file: Path, body: bytes, seen: Signature | None) -> bool:
    """Replace a file as `replace_file` does if it still has this signature (None: if it is still missing).

    Return whether it had. That is looked at directly before: only a save in the microseconds between would be lost.
    """
    with _written_beside(file, body) as new:
        if signature_of(file) != seen:
            return False
        new.replace(file)
        return True


def make_file(file: Path, body: bytes, path: str, *, within: Path, hint: str = "") -> None:
    """Make a file below a folder, and the folders it lies in; `path` is what an error calls it.

    Raises `DigestError` when a link on its way leads out of the folder, there is something of its name already (with
    the `hint`), which stays as it is, or it can't be written: then there is none.
    """
    check_inside(file, path, within)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DigestError(f"cannot make its folder: {reason(error)}", path) from None
    try:
        with file.open("xb") as opened:
            try:
                opened.write(body)
                opened.flush()
            except BaseException:
                file.unlink()
                raise
    except FileExistsError:
        raise DigestError("there is a file of this name already", path, hint) from None
    except OSError as error:
        refused = "check the permissions of its folder" if isinstance(error, PermissionError) else ""
        raise DigestError(f"cannot write it: {reason(error)}", path, refused) from None


def write_file(file: Path, body: bytes, path: str, *, within: Path | None = None) -> None:
    """Replace a file, as `replace_file` does; `path` is what the `DigestError` calls it when it can't be written.

    A link stays, and what it leads to is replaced: with `within`, a folder, only a file below that. What is no file, as
    `/dev/stdout` or a pipe, is written to.
    """
    if within is not None:
        check_inside(file, path, within)
    try:
        if file.exists() and not file.is_file():
            file.write_bytes(body)
        else:
            replace_file(real_path(file), body)
    except OSError as error:
        raise DigestError(f"cannot write it: {reason(error)}", path) from None


@contextmanager
def _written_beside(file: Path, body: bytes) -> Iterator[Path]:
    """Give a file with these bytes and the permissions of another, in its folder; it is gone afterwards."""
    new = _new_file_beside(file)
    try:
        with suppress(OSError):
            new.chmod(stat.S_IMODE(file.stat().st_mode))
        new.write_bytes(body)
        yield new
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def _new_file_beside(file: Path) -> Path:
    """Return an empty file that was just made, in the same folder, under a name that nobody else will take."""
    while True:
        new = file.with_name(f".{file.name[:50]}.{os.urandom(8).hex()}.new")
        with suppress(FileExistsError):
            new.touch(exist_ok=False)
            return new
