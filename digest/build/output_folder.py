"""The output folder: whole files, only changed ones, and no file that a build did not make.

A build locks it (`locked_output`), stages every changed file below it (`Stage`), and when all are there it

1. looks for what is in the way of one (`obstacles.check`),
2. names them all in the manifest (`declare`),
3. renames each into its place (`move`),
4. removes what is no longer made, and then names what is left (`remove_outdated`).

What fails before 3 (a template, a full disk) leaves the old site as it was. A build that is killed later leaves whole
files only, and the next one heals it: the manifest names every file that may have been left.
"""

import json
import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import EISDIR, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR, ENXIO
from pathlib import Path
from typing import Literal

import msgspec

from digest.errors import DigestError, Problem
from digest.files import BINARY, Signature, is_below, read_bytes, signature, signature_of
from digest.messages import reason
from digest.model import Output

STATE = ".digest"
"""The folder inside the output folder that holds the manifest, the lock and the staged files."""

HIDDEN = frozenset({".well-known", ".nojekyll", ".htaccess", ".domains"})
"""Hidden files and folders that a site may have: they mean something to browsers, crawlers and hosts. No other is
published or removed."""

_TREE = "new/"
"""The folder inside `STATE` in which the files of new folders are staged."""

_STAGED = re.compile(r"new|new-manifest|new-[\d-]+|new-stories-[\d-]+")
"""Names of what a build puts into `STATE` for a while: what an interrupted one left of them is deleted."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY
"""How a staged file is opened."""

_MANIFEST_LIMIT = 256 << 20
"""Bytes of a manifest: more than a million articles need."""

Staged = Mapping[str, str]
"""Path of an output to the name of its staged file below `STATE`, in the order in which they are to appear."""


@contextmanager
def locked_output(folder: Path, made_before: Mapping[str, None] | None = None) -> Iterator[Mapping[str, None]]:
    """Give the paths of the files that earlier builds made, and keep other builds out of the output folder meanwhile.

    They are read from the manifest there, unless the caller knows what was `made_before`. Files that were staged and
    not moved are deleted before and after. Raises `DigestError` when another build is at work there, and for every
    `OSError` inside.
    """
    try:
        with _locked(folder):
            yield _read_manifest(folder / STATE) if made_before is None else made_before
    except OSError as error:
        raise DigestError(
            f"cannot write it: {reason(error)}",
            error.filename2 or error.filename or str(folder),
            "the published files are as they were, or whole; put it right and build again",
        ) from None


class Stage:
    """New files of the output, below its state folder: on the disk of their places, seen by nobody until `move`.

    Attributes:
        problems: of files that can't be published.
    """

    def __init__(self, folder: Path, made_before: Mapping[str, None], name: str = "0") -> None:
        """Stage for an output folder with files `made_before`; of processes that stage at once each needs a `name`."""
        self.problems: list[Problem] = []
        self._folder = folder
        self._made_before = made_before
        self._name = name
        self._count = 0
        self._staged: dict[str, str] = {}
        self._exists: dict[str, bool] = {}
        """Folder that has folders in it, to whether it exists."""

    def add(self, output: Output) -> None:
        """Stage a file, unless the published one has the same bytes."""
        if not _is_inside(output.path):
            raise DigestError("this path can't be published", output.path, "rename the file it comes from")
        folder = output.path.rpartition("/")[0]
        folder_exists = self._folder_exists(folder)
        present = _present(f"{self._folder}/{output.path}", output.body) if folder_exists else "missing"
        if present == "same":
            return
        if present == "other" and output.path not in self._made_before:
            self.problems.append(
                Problem(
                    "a file that `digest` did not make is in the way",
                    str(self._folder / output.path),
                    "move it away, or choose another output folder",
                )
            )
            return
        self._staged[output.path] = temporary = self._temporary(output.path, folder, folder_exists)
        file = os.open(f"{self._folder}/{STATE}/{temporary}", _NEW, 0o666)
        try:
            rest = output.body
            while rest:
                rest = rest[os.write(file, rest) :]
        finally:
            os.close(file)
        if output.modified is not None:
            os.utime(f"{self._folder}/{STATE}/{temporary}", (output.modified, output.modified))

    def take(self) -> Staged:
        """Return the files that were staged since this was asked the last time."""
        staged, self._staged = self._staged, {}
        return staged

    def _folder_exists(self, folder: str) -> bool:
        """Tell whether a folder exists; below a missing one nothing is looked for."""
        if not folder:
            return True
        above = folder.rpartition("/")[0]
        if above not in self._exists:
            self._exists[above] = self._folder_exists(above)
        return self._exists[above] and os.path.isdir(f"{self._folder}/{folder}")  # noqa: PTH112 (many thousand times)

    def _temporary(self, path: str, folder: str, folder_exists: bool) -> str:
        """Return where to stage a file, below the state folder.

        Files of a folder that does not exist yet are staged in a copy of it, which is then renamed in one step.
        """
        if not folder_exists:
            with suppress(OSError):  # its name may be too long, of which `obstacles` tells
                _make_folder(f"{self._folder}/{STATE}/{_TREE}{folder}")
                return _TREE + path
        self._count += 1
        return f"new-{self._name}-{self._count}"


def collision(path: str) -> Problem:
    """Return the problem of two outputs with one path."""
    return Problem("two files of the site have this path", path, "rename one of them")


def declare(folder: Path, made_before: Mapping[str, None], paths: Mapping[str, None]) -> None:
    """Name in the manifest every file that may be there while files are moved: those made before, and those to come."""
    if not paths.keys() <= made_before.keys():
        _write_manifest(folder / STATE, {**made_before, **paths})


def move(folder: Path, staged: Staged) -> dict[str, Signature]:
    """Move staged files into place, in their order; return the signatures that they then have."""
    state = f"{folder}/{STATE}/"
    moved = {}
    for path, temporary in staged.items():
        target = f"{folder}/{path}"
        if not temporary.startswith(_TREE):
            os.replace(state + temporary, target)  # noqa: PTH105 (many thousand times)
        if not (published := signature_of(target)):  # not moved yet with its folder
            _move_folder(f"{state}{_TREE}", f"{folder}/", path)
            published = signature(os.stat(target))  # noqa: PTH116
        moved[path] = published
    return moved


def remove_outdated(folder: Path, made_before: Mapping[str, None], paths: Mapping[str, None]) -> tuple[str, ...]:
    """Remove the files that earlier builds made and this one did not, and then name only these `paths` in the manifest.

    Return the paths of the removed files.
    """
    outdated = tuple(path for path in made_before if path not in paths)
    for path in outdated:
        _remove(folder / path, folder)
    if outdated:
        _write_manifest(folder / STATE, paths)
    return outdated


def _move_folder(source: str, target: str, path: str) -> None:
    """Move the first folder on the way to a path that is missing in the target, with all that is in it.

    Another process may be at the same.
    """
    slashes = [place for place, letter in enumerate(path) if letter == "/"]
    missing = (path[:end] for end in slashes if not os.path.isdir(target + path[:end]))  # noqa: PTH112
    first = next(missing, path)
    with suppress(FileNotFoundError):
        os.rename(source + first, target + first)  # noqa: PTH104


def _make_folder(folder: str) -> None:
    """Make a folder, and those above it that are missing: another process may be at the same."""
    try:
        os.mkdir(folder)  # noqa: PTH102 (many thousand times)
    except FileNotFoundError:
        _make_folder(os.path.dirname(folder))  # noqa: PTH120
        _make_folder(folder)
    except FileExistsError:
        if not os.path.isdir(folder):  # noqa: PTH112
            raise


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the output folder against a second build, and clear what an interrupted one left staged."""
    from filelock import FileLock, Timeout

    state = folder / STATE
    if state.is_symlink():
        raise DigestError("it is a link, and what lies there is the program's to delete", str(state), "remove the link")
    if (state / "lock").is_symlink():
        raise DigestError("it is a link, and a lock is the program's own file", str(state / "lock"), "remove the link")
    state.mkdir(parents=True, exist_ok=True)
    lock = FileLock(state / "lock", blocking=False)
    try:
        with lock:
            _clear(folder)
            try:
                yield
            finally:
                _clear(folder)
    except Timeout:
        raise DigestError("another build is writing this folder", str(folder), "wait until it has ended") from None


def filesystem_now(folder: Path) -> int:
    """Return the present time of the disk that holds a locked output folder, in nanoseconds since 1970."""
    lock = folder / STATE / "lock"
    os.utime(lock)
    return lock.stat().st_mtime_ns


def leftovers(folder: Path) -> list[Path]:
    """Return what an interrupted build put aside and did not move, or one that is still at work."""
    state = folder / STATE
    return [path for path in state.iterdir() if _STAGED.fullmatch(path.name)] if state.is_dir() else []


def _clear(folder: Path) -> None:
    """Delete what a build has put aside and not moved; files of other names are not a build's."""
    for leftover in leftovers(folder):
        if leftover.is_dir() and not leftover.is_symlink():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()


def _is_inside(path: str) -> bool:
    """Tell whether a path stays in the output folder, and out of what is hidden there: `STATE`, `.git`."""
    if not path or path[0] == "/" or "\\" in path or "\0" in path:
        return False
    return (path[0] != "." and "/." not in path) or all(
        part in HIDDEN for part in path.split("/") if part.startswith(".")
    )


def _present(path: str, body: bytes) -> Literal["same", "other", "missing"]:
    """Tell whether a file holds these bytes. A link is another file; a folder or pipe is left to `obstacles`."""
    try:
        with open(path, "rb", opener=_open_as_it_is) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return "missing"
            return "same" if status.st_size == len(body) and file.read() == body else "other"
    except OSError as error:
        if error.errno == ELOOP:
            return "other"
        if error.errno in (ENOENT, ENOTDIR, EISDIR, ENAMETOOLONG, ENXIO):
            return "missing"
        raise


def _open_as_it_is(path: str, flags: int) -> int:
    """Open a file; follow no link, and never wait for the other end of a pipe."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _remove(path: Path, folder: Path) -> None:
    """Remove a file, and the folders that are empty without it. What is no file is not ours, and stays."""
    if not is_below(path.parent, folder) or (path.is_dir() and not path.is_symlink()):
        return
    path.unlink(missing_ok=True)
    for parent in path.relative_to(folder).parents:
        if parent == Path() or not (folder / parent).is_dir() or any((folder / parent).iterdir()):
            return
        (folder / parent).rmdir()


def _read_manifest(state: Path) -> dict[str, None]:
    """Return the paths of the files made by earlier builds; a manifest that is gone or broken names none.

    Raises `DigestError` for one that can't be read.
    """
    manifest = state / "manifest.json"
    if not manifest.exists():
        return {}
    try:
        paths = msgspec.json.decode(read_bytes(manifest, str(manifest), within=state, limit=_MANIFEST_LIMIT), type=list)
    except (msgspec.MsgspecError, RecursionError):
        return {}
    return dict.fromkeys(path for path in paths if isinstance(path, str) and _is_inside(path))


def _write_manifest(state: Path, paths: Iterable[str]) -> None:
    temporary = state / "new-manifest"
    temporary.write_text(json.dumps(list(paths), ensure_ascii=False, indent=0), encoding="utf-8")
    temporary.replace(state / "manifest.json")
