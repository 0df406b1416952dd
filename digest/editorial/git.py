"""Sidecars under git: merged entry by entry, by the merge driver that `set_up` tells git of (gitattributes(5))."""

import subprocess
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from digest.errors import DigestError
from digest.files import read_bytes, write_file
from digest.memory import MAX_BYTES, parse, write
from digest.memory.merge import merge
from digest.memory.po import Sidecar

DRIVER = "digest merge %O %A %B %P"
"""What git runs to merge a sidecar: the version that both began with, ours (and the outcome), theirs, and its path."""

_ATTRIBUTES = "*.po merge=digest"
_IGNORED = ("*.mo", ".digest/")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """What was done to let git merge sidecars.

    Attributes:
        written: the files that were made or added to.
        is_known: whether git knows the driver; False where there is no git, or the folder is in no repository.
    """

    written: tuple[Path, ...]
    is_known: bool


def set_up(root: Path) -> SetUp:
    """Let git merge the sidecars of a site entry by entry. Each clone has to be told once: git shares no such setting.

    Raises `DigestError` when a file can't be written.
    """
    files = {root / ".gitattributes": (_ATTRIBUTES,), root / ".gitignore": _IGNORED}
    written = tuple(file for file, lines in files.items() if _added(file, lines, root))
    settings = {
        "merge.digest.name": "merge sidecars entry by entry",
        "merge.digest.driver": DRIVER,
    }
    return SetUp(written=written, is_known=all(_git(root, "config", *setting) for setting in settings.items()))


def merge_files(base: Path, ours: Path, theirs: Path, path: str) -> tuple[str, ...]:
    """Merge a sidecar into the file of our version; return the source texts for which two people wrote different words.

    `path` is what errors call it. Where a version is no sidecar that can be read, git's own merge of lines is left in
    the file, and `DigestError` is raised.
    """
    try:
        mine, other = (parse(read_bytes(file, path, limit=MAX_BYTES), path) for file in (ours, theirs))
    except DigestError:
        _git(ours.parent, "merge-file", *map(str, (ours.absolute(), base.absolute(), theirs.absolute())))
        raise
    try:
        before = parse(read_bytes(base, path, limit=MAX_BYTES), path)
    except DigestError:  # it need not be right any more
        before = Sidecar()
    merged = merge(before, mine, other)
    write_file(ours, write(merged.sidecar), path)
    return merged.conflicts


def user_name(root: Path) -> str:
    """Return the name that git writes into commits here; empty where there is none."""
    done = _run(root, "config", "user.name")
    return done.stdout.strip() if done else ""


def commit(root: Path, files: Collection[Path], message: str) -> None:
    """Commit some files and nothing else, in the name of git's user. Raises `DigestError` with what git says."""
    paths = [str(file) for file in files]
    for arguments in (["add", "--", *paths], ["commit", "--quiet", "--message", message, "--", *paths]):
        done = _run(root, *arguments)
        if done is None or done.returncode:
            said = (done.stderr.strip() or done.stdout.strip()).split("\n") if done else ["git is not installed"]
            hint = "commit the sidecars yourself: they are saved"
            raise DigestError(f"git did not commit: {said[-1]}", str(root), hint)


def _added(file: Path, lines: tuple[str, ...], root: Path) -> bool:
    """Add lines to a text file of a site that has them not; tell whether there were any."""
    try:
        text = read_bytes(file, str(file), within=root).decode() if file.exists() else ""
    except ValueError:
        raise DigestError("cannot read it: it is not UTF-8", str(file), f"add the line `{lines[0]}` by hand") from None
    new = [line for line in lines if line not in map(str.strip, text.split("\n"))]
    if new:
        gap = "" if not text or text.endswith("\n") else "\n"
        write_file(file, (text + gap + "".join(f"{line}\n" for line in new)).encode(), str(file), within=root)
    return bool(new)


def _git(folder: Path, *arguments: str) -> bool:
    """Run git in a folder; tell whether it did what it was told."""
    done = _run(folder, *arguments)
    return done is not None and done.returncode == 0


def _run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str] | None":
    """Run git in a folder; return how that went, or None where there is no git."""
    try:
        return subprocess.run(  # noqa: S603
            ["git", *arguments],  # noqa: S607 (the user's own git)
            cwd=folder,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
        )
    except OSError:
        return None
