"""The only module that touches the output folder: whole files, only changed ones, and no file that it did not make.

A run stages every changed file under a temporary name, then renames them into place, then removes what is no longer
made. What fails while it stages (a template, a full disk) leaves the old site as it was; what kills it while it
renames leaves whole files only, and the next run heals it: the manifest in the output folder names every file that
an interrupted run may have left.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EISDIR, ENAMETOOLONG, ENOENT, ENOTDIR
from pathlib import Path, PurePosixPath

from digest.errors import DigestError, Problem
from digest.model import Output

STATE = ".digest"
"""The folder inside the output folder that holds the manifest, the lock and the staged files."""

LONGEST_NAME = 255
"""Bytes of a file's or folder's name, on the file systems in use."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did to the output folder: the paths of the files it changed or made, left as they were, removed."""

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def write(outputs: Iterable[Output], folder: Path) -> Written:
    """Make `folder` hold exactly the outputs, beside files that `write` never made. Files appear in the order given.

    Raises `DigestError` when two outputs have one path, when a file that another program made is in the way, when
    another build is at work there, or when the folder can't be written.
    """
    try:
        with _locked(folder):
            return _write(outputs, folder)
    except OSError as error:
        raise DigestError(
            f"cannot write it: {(error.strerror or str(error)).lower()}",
            error.filename or str(folder),
            "the published files are as they were, or whole; put it right and build again",
        ) from None


def _write(outputs: Iterable[Output], folder: Path) -> Written:
    state = folder / STATE
    before = _read_manifest(state)
    staged: list[tuple[Path, str]] = []
    paths: dict[str, None] = {}
    problems: list[Problem] = []
    for output in outputs:
        if not _is_inside(output.path):
            raise DigestError("this path can't be published", output.path, "rename the file it comes from")
        if output.path in paths:
            problems.append(Problem("two files of the site have this path", output.path, "rename one of them"))
            continue
        paths[output.path] = None
        present = _read(folder / output.path)
        if present == output.body:
            continue
        if present is not None and output.path not in before:
            problems.append(
                Problem(
                    "a file that `digest` did not make is in the way",
                    str(folder / output.path),
                    "move it away, or choose another output folder",
                )
            )
            continue
        temporary = state / f"new-{len(staged)}"
        temporary.write_bytes(output.body)
        staged.append((temporary, output.path))
    problems += _obstacles(folder, [path for _, path in staged])
    if problems:
        raise DigestError.of(problems)
    removed = [path for path in before if path not in paths]
    if staged or removed or before != paths:
        _write_manifest(state, before | paths)
        for temporary, path in staged:
            _move(temporary, folder / path)
        for path in removed:
            _remove(folder / path, folder)
        _write_manifest(state, paths)
    changed = dict.fromkeys(path for _, path in staged)
    return Written(tuple(changed), tuple(path for path in paths if path not in changed), tuple(removed))


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


def _clear(state: Path) -> None:
    for leftover in state.glob("new-*"):
        leftover.unlink()


def _is_inside(path: str) -> bool:
    """Tell whether a path stays in the output folder, and out of the state inside it."""
    parts = PurePosixPath(path).parts
    outside = not parts or path.startswith("/") or ".." in parts or parts[0] == STATE
    return not (outside or "\\" in path or "\0" in path)


def _obstacles(folder: Path, paths: Sequence[str]) -> Iterator[Problem]:
    """Yield what would stop a file from being moved to its place, so that it is met before the first one is moved."""
    top = folder.resolve()
    for parent in dict.fromkeys(PurePosixPath(path).parent for path in paths):
        place = folder / parent
        if long := next((part for part in parent.parts if len(part.encode()) > LONGEST_NAME), None):
            hint = "shorten the section, tag, author or file name that it comes from"
            yield Problem(f"`{long[:40]}…` is too long for the name of a folder", "", hint)
        elif blocked := next((step for step in (place, *place.parents) if step.exists() and not step.is_dir()), None):
            yield Problem("a file stands where a folder is needed", str(blocked), "move it away")
        elif not place.resolve().is_relative_to(top):
            yield Problem("a link in the output folder leads out of it", str(place), "remove the link")
    for path in paths:
        if len(PurePosixPath(path).name) < LONGEST_NAME and (folder / path).is_dir():
            yield Problem("a folder stands where a file is needed", str(folder / path), "move it away")


def _read(path: Path) -> bytes | None:
    """Return the bytes of a file, or None when there is none: what else may be in its place, `_obstacles` finds."""
    try:
        return path.read_bytes()
    except OSError as error:
        if error.errno in (ENOENT, ENOTDIR, EISDIR, ENAMETOOLONG):
            return None
        raise


def _move(temporary: Path, target: Path) -> None:
    try:
        temporary.replace(target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.replace(target)


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
