"""What stands in the output folder where a page is to go: files and links of others, folders that can't be written."""

import os
import stat
from collections.abc import Iterable, Iterator
from errno import ENAMETOOLONG, ENOENT
from pathlib import Path

from digest.errors import DigestError, Problem
from digest.files import LONGEST_NAME, is_below


def check(folder: Path, paths: Iterable[str]) -> None:
    """Raise `DigestError` with everything that would stop a file from being moved to one of these paths.

    They are relative to the output folder. So it is met before the first file is moved.
    """
    if problems := list(_obstacles(folder, paths)):
        raise DigestError.of(problems)


def clear_state(folder: Path) -> list[Problem]:
    """Remove the pipes and devices from a folder in which the program keeps its own files, and return warnings of them.

    It never makes any, and whoever opens one waits for ever. A folder that is a link is left alone.
    """
    if folder.is_symlink() or not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        odd = [entry.path for entry in entries if _is_odd_entry(entry)]
    for path in odd:
        os.unlink(path)  # noqa: PTH108
    what = "a pipe or device stood where this program keeps its own files; it was removed"
    return [Problem(what, path, "what was kept there is made again") for path in sorted(odd)]


def _is_odd_entry(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a pipe or device; one that is gone by now, as a journal of SQLite may be, is none."""
    try:
        return _is_odd(entry.stat(follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return False


def _is_odd(mode: int) -> bool:
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode))


def _obstacles(folder: Path, paths: Iterable[str]) -> Iterator[Problem]:
    exists = {"": True}  # folder below the output folder, to whether there is one
    in_the_way: list[Problem] = []
    if problem := _folder_at(str(folder), folder)[1]:
        yield problem
    for path in paths:
        parent, _, name = path.rpartition("/")
        if parent not in exists:
            steps = parent.split("/")
            for step in ("/".join(steps[: count + 1]) for count in range(len(steps))):
                if step not in exists:
                    above = step.rpartition("/")[0]
                    exists[step], problem = _folder_at(f"{folder}/{step}", folder) if exists[above] else (False, None)
                    if problem:
                        yield problem
                    elif len(os.path.basename(step).encode()) > LONGEST_NAME:  # noqa: PTH119
                        yield _too_long(os.path.basename(step), f"{folder}/{above}")  # noqa: PTH119
        if exists[parent] and len(name.encode()) < LONGEST_NAME and (what := _kind_of_no_file(f"{folder}/{path}")):
            in_the_way.append(Problem(f"{what} stands where a file is needed", str(folder / path), "move it away"))
    yield from in_the_way


def _folder_at(place: str, top: Path) -> tuple[bool, Problem | None]:
    """Return whether there is a folder in a place where one is needed, and what is wrong with the place."""
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
    if not is_below(place, top):
        return False, Problem("a link in the output folder leads out of it", place, "remove the link")
    return True, None


def _kind_of_no_file(place: str) -> str:
    """Return what stands in a place instead of a file, or an empty text."""
    try:
        kind = os.stat(place).st_mode  # noqa: PTH116 (many thousand times)
    except OSError:
        return ""
    return "" if stat.S_ISREG(kind) else "a folder" if stat.S_ISDIR(kind) else "a pipe or device"


def _too_long(name: str, where: str) -> Problem:
    hint = "shorten the section, tag, author or file name that it comes from"
    return Problem(f"`{name[:40]}…` is too long for the name of a folder", where, hint)
