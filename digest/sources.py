"""What lies in `content/`: article files, the sidecars beside them, and what is in neither role."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from digest.errors import DigestError, Problem

SUFFIXES = (".txt", ".md")
"""Of article files."""

_OFFICE = {".docx", ".doc", ".odt", ".rtf", ".pdf", ".html", ".htm", ".pages"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article file.

    Attributes:
        path: relative to the content folder, with `/`.
        file: the same, absolute.
        modified: when the file was last changed; aware, UTC.
    """

    path: str
    file: Path
    modified: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a content folder holds.

    Attributes:
        articles: in the order of their paths.
        sidecars: paths of the `.po` files, relative to the content folder, with `/`.
        warnings: files that look like articles but can't be read as one.
    """

    articles: tuple[Source, ...]
    sidecars: frozenset[str]
    warnings: tuple[Problem, ...]


def find(content: Path) -> Sources:
    """Look through the content folder and all below it. What begins with a dot or leads out of it is not content.

    Raises `DigestError` when the folder is missing, when a folder can't be listed, or for each article that is a
    link to somewhere outside.
    """
    if not content.is_dir():
        raise DigestError("there is no content folder", str(content), "make it, and put an article into it")
    articles, sidecars = [], set()
    problems: list[Problem] = []
    warnings: list[Problem] = []
    top = content.resolve()
    for entry in _walk(content, problems):
        path = Path(entry.path).relative_to(content).as_posix()
        suffix = Path(entry.name).suffix.lower()
        if suffix in _OFFICE:
            warnings.append(Problem(f"a `{suffix}` file is not read", path, "save it as plain text (`.txt`) in UTF-8"))
        if suffix == ".po":
            sidecars.add(path)
        if suffix not in SUFFIXES:
            continue
        if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(top):
            problems.append(Problem("it is a link that leads out of the content folder", path, "copy the file here"))
            continue
        try:
            modified = datetime.fromtimestamp(entry.stat().st_mtime, UTC)
        except OSError as error:
            problems.append(Problem(f"cannot read it: {(error.strerror or '').lower()}", path, "mend or remove it"))
            continue
        articles.append(Source(path=path, file=Path(entry.path), modified=modified))
    if problems:
        raise DigestError.of(problems)
    return Sources(
        articles=tuple(sorted(articles, key=lambda source: source.path)),
        sidecars=frozenset(sidecars),
        warnings=tuple(warnings),
    )


def _walk(folder: Path, problems: list[Problem]) -> Iterator[os.DirEntry[str]]:
    """Yield every file below a folder. Linked folders are not entered."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        problems.append(
            Problem(f"cannot list it: {(error.strerror or '').lower()}", str(folder), "check its permissions")
        )
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), problems)
        else:
            yield entry
