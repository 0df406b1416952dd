"""The only module that touches the output folder: whole files, only changed ones, and no file that it did not make.

A run stages every changed file under a temporary name, then renames them into place, then removes what is no longer
made. What fails while it stages (a template, a full disk) leaves the old site as it was; what kills it while it
renames leaves whole files only, and the next run heals it: the manifest in the output folder names every file that
an interrupted run may have left.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from digest.errors import DigestError, Problem
from digest.model import Output

STATE = ".digest"
"""The folder inside the output folder that holds the manifest, the lock and the staged files."""


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
        _check_path(output.path)
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


def _check_path(path: str) -> None:
    """Refuse a path that could leave the output folder or name the state inside it."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or parts[0] == STATE or "\\" in path or "\0" in path:
        raise DigestError("this path can't be published", path, "rename the file it comes from")


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _move(temporary: Path, target: Path) -> None:
    try:
        temporary.replace(target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.replace(target)


def _remove(path: Path, folder: Path) -> None:
    """Remove a file, and the folders that are empty without it."""
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
    return dict.fromkeys(path for path in paths if isinstance(path, str)) if isinstance(paths, list) else {}


def _write_manifest(state: Path, paths: Iterable[str]) -> None:
    temporary = state / "new-manifest"
    temporary.write_text(json.dumps(list(paths), ensure_ascii=False, indent=0), encoding="utf-8")
    temporary.replace(state / "manifest.json")
