"""The only module that touches the output folder: whole files, only changed ones, and no file that it did not make.

A run stages every changed file under a temporary name, then renames them into place, then removes what is no longer
made. What fails while it stages (a template, a full disk) leaves the old site as it was; what kills it while it
renames leaves whole files only, and the next run heals it: the manifest in the output folder names every file that
an interrupted run may have left.
"""

import json
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EISDIR, ENAMETOOLONG, ENOENT, ENOTDIR
from pathlib import Path

from digest.errors import DigestError, Problem
from digest.files import Signature, signature, signature_of
from digest.model import Output

STATE = ".digest"
"""The folder inside the output folder that holds the manifest, the lock and the staged files."""

_TREE = "new/"
"""The folder inside `STATE` that holds new folders on their way."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
"""How a file that is put aside is opened."""

LONGEST_NAME = 255
"""Bytes of a file's or folder's name, on the file systems in use."""

Staged = Mapping[str, str]
"""Path of an output to the name of its new file below `STATE`, in the order in which they are to appear."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did to the output folder.

    Attributes:
        changed: paths of the files that it changed or made.
        unchanged: how many it left as they were.
        removed: paths of those that it removed.
    """

    changed: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]


def write(outputs: Iterable[Output], folder: Path) -> Written:
    """Make `folder` hold exactly the outputs, beside files that `write` never made. Files appear in the order given.

    Raises `DigestError` when two outputs have one path, when a file that another program made is in the way, when
    another build is at work there, or when the folder can't be written.
    """
    with publishing(folder) as before:
        stage = Stage(folder, before)
        paths: dict[str, None] = {}
        for output in outputs:
            if output.path in paths:
                stage.problems.append(collision(output.path))
                continue
            paths[output.path] = None
            stage.add(output)
        if stage.problems:
            raise DigestError.of(stage.problems)
        staged = stage.take()
        return publish(folder, before, paths, staged, lambda: move(folder, staged))


@contextmanager
def publishing(folder: Path, known: Mapping[str, None] | None = None) -> Iterator[Mapping[str, None]]:
    """Hold the output folder against a second build; give the paths of the files that earlier ones made.

    They are read from the manifest there, unless they are `known`. What was staged and not published is cleared before
    and after. Raises `DigestError` when another build is at work there; it is also what an `OSError` inside becomes.
    """
    try:
        with _locked(folder):
            yield _read_manifest(folder / STATE) if known is None else known
    except OSError as error:
        raise DigestError(
            f"cannot write it: {(error.strerror or str(error)).lower()}",
            error.filename2 or error.filename or str(folder),
            "the published files are as they were, or whole; put it right and build again",
        ) from None


class Stage:
    """Puts new files aside, where the output folder is on the same disk; nobody sees them before `publish`.

    Several processes may stage at once, each under a `name` of its own. `known` is what `publishing` gave.

    Attributes:
        problems: of what can't be published.
    """

    def __init__(self, folder: Path, known: Mapping[str, None], name: str = "0") -> None:
        self.problems: list[Problem] = []
        self._folder = folder
        self._known = known
        self._name = name
        self._count = 0
        self._staged: dict[str, str] = {}
        self._there: dict[str, bool] = {}
        """Folder with folders in it, to whether it is there."""

    def add(self, output: Output) -> None:
        """Put a file aside, unless the published one has the same bytes."""
        if not _is_inside(output.path):
            raise DigestError("this path can't be published", output.path, "rename the file it comes from")
        folder = output.path.rpartition("/")[0]
        is_there = self._is_there(folder)
        present = _read(f"{self._folder}/{output.path}") if is_there else None
        if present == output.body:
            return
        if present is not None and output.path not in self._known:
            self.problems.append(
                Problem(
                    "a file that `digest` did not make is in the way",
                    str(self._folder / output.path),
                    "move it away, or choose another output folder",
                )
            )
            return
        self._staged[output.path] = temporary = self._temporary(output.path, folder, is_there)
        file = os.open(f"{self._folder}/{STATE}/{temporary}", _NEW, 0o666)
        try:
            rest = output.body
            while rest:
                rest = rest[os.write(file, rest) :]
        finally:
            os.close(file)

    def take(self) -> Staged:
        """Return what was put aside since the last time."""
        staged, self._staged = self._staged, {}
        return staged

    def _is_there(self, folder: str) -> bool:
        """Tell whether a folder was there before anything is published; what lies below a missing one is missing."""
        if not folder:
            return True
        above = folder.rpartition("/")[0]
        if above not in self._there:
            self._there[above] = self._is_there(above)
        return self._there[above] and os.path.isdir(f"{self._folder}/{folder}")  # noqa: PTH112 (many thousand times)

    def _temporary(self, path: str, folder: str, is_there: bool) -> str:
        """Return where to put a file aside: what goes into a new folder in that folder, which then moves as a whole."""
        if not is_there:
            with suppress(OSError):  # its name may be too long, which `_obstacles` tells
                _make_folder(f"{self._folder}/{STATE}/{_TREE}{folder}")
                return _TREE + path
        self._count += 1
        return f"new-{self._name}-{self._count}"


def collision(path: str) -> Problem:
    """Return the problem of two outputs with one path."""
    return Problem("two files of the site have this path", path, "rename one of them")


def publish(
    folder: Path, before: Mapping[str, None], paths: Mapping[str, None], staged: Staged, move_all: Callable[[], object]
) -> Written:
    """Make the output folder hold exactly the files with these paths: those staged, and those that are there already.

    `before` is what `publishing` gave; `move_all` moves everything staged into place, with `move`. Raises `DigestError`
    for what is in the way, before the first file is moved.
    """
    if problems := list(_obstacles(folder, staged)):
        raise DigestError.of(problems)
    state = folder / STATE
    removed = [path for path in before if path not in paths]
    if not paths.keys() <= before.keys():
        _write_manifest(state, {**before, **paths})
    if staged:
        move_all()
    for path in removed:
        _remove(folder / path, folder)
    if removed:
        _write_manifest(state, paths)
    return Written(tuple(staged), len(paths) - len(staged), tuple(removed))


def move(folder: Path, staged: Staged) -> dict[str, Signature]:
    """Move staged files into place, in their order; return the signatures that they then have."""
    state = f"{folder}/{STATE}/"
    moved = {}
    for path, temporary in staged.items():
        target = f"{folder}/{path}"
        if not temporary.startswith(_TREE):
            os.replace(state + temporary, target)  # noqa: PTH105 (many thousand times)
        if not (found := signature_of(target)):  # nor did it come along with another file of its folder
            _move_folder(f"{state}{_TREE}", f"{folder}/", path)
            found = signature(os.stat(target))  # noqa: PTH116
        moved[path] = found
    return moved


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
    state.mkdir(parents=True, exist_ok=True)
    lock = FileLock(state / "lock", blocking=False)
    try:
        with lock:
            _clear(state)
            try:
                yield
            finally:
                _clear(state)
    except Timeout:
        raise DigestError("another build is writing this folder", str(folder), "wait until it has ended") from None


def filesystem_now(folder: Path) -> int:
    """Return the present time of the disk that holds a locked output folder, in nanoseconds since 1970."""
    lock = folder / STATE / "lock"
    os.utime(lock)
    return lock.stat().st_mtime_ns


def _clear(state: Path) -> None:
    for leftover in state.glob("new*"):
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()


def _is_inside(path: str) -> bool:
    """Tell whether a path stays in the output folder, and out of the state inside it."""
    if not path or path[0] == "/" or "\\" in path or "\0" in path:
        return False
    parts = path.split("/")
    return ".." not in parts and parts[0] != STATE


def _obstacles(folder: Path, paths: Iterable[str]) -> Iterator[Problem]:
    """Yield what would stop a file from being moved to its place, so that it is met before the first one is moved."""
    top = folder.resolve()
    fit = {"": True}  # folder below the output folder, to whether it is there
    in_the_way: list[Problem] = []
    if problem := _is_fit(str(folder), top)[1]:
        yield problem
    for path in paths:
        parent, _, name = path.rpartition("/")
        if parent not in fit:
            steps = parent.split("/")
            for step in ("/".join(steps[: count + 1]) for count in range(len(steps))):
                if step not in fit:
                    above = step.rpartition("/")[0]
                    fit[step], problem = _is_fit(f"{folder}/{step}", top) if fit[above] else (False, None)
                    if problem:
                        yield problem
                    elif len(os.path.basename(step).encode()) > LONGEST_NAME:  # noqa: PTH119
                        yield _too_long(os.path.basename(step))  # noqa: PTH119
        if fit[parent] and len(name.encode()) < LONGEST_NAME and (what := _no_file(f"{folder}/{path}")):
            in_the_way.append(Problem(f"{what} stands where a file is needed", str(folder / path), "move it away"))
    yield from in_the_way


def _is_fit(place: str, top: Path) -> tuple[bool, Problem | None]:
    """Tell whether there is a folder, and what is wrong with a place where one is needed."""
    try:
        kind = os.lstat(place).st_mode
    except OSError as error:
        if error.errno in (ENOENT, ENAMETOOLONG):
            return False, None
        raise
    if stat.S_ISDIR(kind):
        if not os.access(place, os.W_OK | os.X_OK):
            return False, Problem("cannot write it: permission denied", place, "change its permissions")
        return True, None
    if not os.path.isdir(place):  # noqa: PTH112 (many thousand times)
        return False, Problem("a file stands where a folder is needed", place, "move it away")
    if not Path(place).resolve().is_relative_to(top):
        return False, Problem("a link in the output folder leads out of it", place, "remove the link")
    return True, None


def _no_file(place: str) -> str:
    """Return what stands in a place instead of a file, or an empty text."""
    try:
        kind = os.stat(place).st_mode  # noqa: PTH116 (many thousand times)
    except OSError:
        return ""
    return "" if stat.S_ISREG(kind) else "a folder" if stat.S_ISDIR(kind) else "a pipe or device"


def _too_long(name: str) -> Problem:
    hint = "shorten the section, tag, author or file name that it comes from"
    return Problem(f"`{name[:40]}…` is too long for the name of a folder", "", hint)


def _read(path: str) -> bytes | None:
    """Return the bytes of a file, or None when there is none: what else may be in its place, `_obstacles` finds."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 (many thousand times)
            return None  # to read a pipe is to wait for ever
        with open(path, "rb") as file:  # noqa: PTH123 (many thousand times)
            return file.read()
    except OSError as error:
        if error.errno in (ENOENT, ENOTDIR, EISDIR, ENAMETOOLONG):
            return None
        raise


def _remove(path: Path, folder: Path) -> None:
    """Remove a file, and the folders that are empty without it."""
    if not path.parent.resolve().is_relative_to(folder.resolve()):
        return
    path.unlink(missing_ok=True)
    for parent in path.relative_to(folder).parents:
        if parent == Path() or not (folder / parent).is_dir() or any((folder / parent).iterdir()):
            return
        (folder / parent).rmdir()


def _read_manifest(state: Path) -> dict[str, None]:
    """Return the paths of the files made by earlier runs; a manifest that is gone or broken names none."""
    try:
        paths = json.loads((state / "manifest.json").read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    if not isinstance(paths, list):
        return {}
    return dict.fromkeys(path for path in paths if isinstance(path, str) and _is_inside(path))


def _write_manifest(state: Path, paths: Iterable[str]) -> None:
    temporary = state / "new-manifest"
    temporary.write_text(json.dumps(list(paths), ensure_ascii=False, indent=0), encoding="utf-8")
    temporary.replace(state / "manifest.json")
