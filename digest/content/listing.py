"""The files of `content/`: articles, the sidecars beside them, and files that only look like articles."""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from digest.errors import DigestError, Problem
from digest.files import Signature, is_below, signature, signature_of
from digest.messages import reason
from digest.model import Lang

SUFFIXES = (".txt", ".md")
"""The suffixes of article files, in lower case."""

SIDECAR = ".po"

_OFFICE = {".docx", ".doc", ".odt", ".rtf", ".pdf", ".html", ".htm", ".pages"}


@dataclass(frozen=True, slots=True)
class Source:
    """An article file.

    Attributes:
        path: relative to the content folder, with `/`.
        signature: of the file.
    """

    path: str
    signature: Signature

    @property
    def modified(self) -> datetime:
        """When the file was last changed; aware, UTC."""
        return datetime.fromtimestamp(self.signature[1] / 1e9, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The files of a content folder.

    Attributes:
        articles: in the order of their paths.
        sidecars: paths of the `.po` files, relative to the content folder, with `/`, to their signatures.
        warnings: files that look like articles but can't be read as one.
        linked: whether any file there is a symbolic link. What it leads to may lie elsewhere and change unseen.
    """

    articles: tuple[Source, ...]
    sidecars: Mapping[str, Signature]
    warnings: tuple[Problem, ...]
    linked: bool = False


def find(content: Path) -> Sources:
    """Return the files of a content folder and of all folders in it, but for those whose names begin with a dot.

    Raises `DigestError` when the folder is missing, when a folder can't be listed, or for each article or sidecar that
    is a link to somewhere outside.
    """
    if not content.is_dir():
        raise DigestError("there is no content folder", str(content), "make it, and put an article into it")
    articles: list[Source] = []
    sidecars: dict[str, Signature] = {}
    problems: list[Problem] = []
    warnings: list[Problem] = []
    linked = False
    for path, entry in _walk(content, "", problems):
        suffix = _suffix(path)
        linked |= entry.is_symlink()
        if suffix in _OFFICE:
            warnings.append(Problem(f"a `{suffix}` file is not read", path, "save it as plain text (`.txt`) in UTF-8"))
        if suffix not in SUFFIXES and suffix != SIDECAR:
            continue
        if not _is_unicode(path):
            shown = os.fsencode(path).decode("utf-8", "backslashreplace")
            problems.append(Problem("the name of the file is not UTF-8", shown, "rename it"))
            continue
        if entry.is_symlink() and not is_below(entry.path, content):
            problems.append(Problem("it is a link that leads out of the content folder", path, "copy the file here"))
            continue
        try:
            status = entry.stat()
        except OSError as error:
            problems.append(Problem(f"cannot read it: {reason(error)}", path, "mend or remove it"))
            continue
        if not stat.S_ISREG(status.st_mode):  # to read a pipe is to wait for ever
            problems.append(Problem("it is not a file", path, "move it away"))
            continue
        seen = signature(status)
        if suffix == SIDECAR:
            sidecars[path] = seen
        else:
            articles.append(Source(path, seen))
    if problems:
        raise DigestError.of(problems)
    articles.sort(key=lambda source: source.path)
    return Sources(articles=tuple(articles), sidecars=sidecars, warnings=tuple(warnings), linked=linked)


def refresh(known: Sources, content: Path, changed: Iterable[Path]) -> Sources:
    """Return the files of a content folder, given those it held before some paths changed. Raises as `find` does.

    Only the changed paths are looked at, where each is an article, a sidecar or a file of another kind that was saved,
    made or removed. After any other change, as that of a folder or a link, the whole folder is looked through.
    """
    changed = list(changed)
    if known.linked or any(path.is_symlink() or content.is_relative_to(path) for path in changed):
        return find(content)
    articles = {source.path: source for source in known.articles}
    sidecars = dict(known.sidecars)
    below = [path.relative_to(content).as_posix() for path in changed if path.is_relative_to(content)]
    paths = [path for path in below if not any(part.startswith(".") for part in path.split("/"))]
    unlisted = [path for path in paths if path not in articles and path not in sidecars]
    if unlisted and not _folders((*articles, *sidecars)).isdisjoint(unlisted):
        return find(content)  # one of them is or was a folder
    for path in paths:
        file, suffix = content / path, _suffix(path)
        if file.is_file() and suffix not in (*SUFFIXES, SIDECAR, *_OFFICE):
            continue
        if suffix not in (*SUFFIXES, SIDECAR) or not _is_unicode(path) or (file.exists() and not file.is_file()):
            return find(content)
        seen = signature_of(file)
        if suffix == SIDECAR:
            sidecars.pop(path, None)
            sidecars |= {path: seen} if seen else {}
        else:
            articles.pop(path, None)
            articles |= {path: Source(path, seen)} if seen else {}
    ordered = sorted(articles.values(), key=lambda source: source.path)
    return replace(known, articles=tuple(ordered), sidecars=sidecars)


def named(changed: Iterable[Path], content: Path) -> frozenset[str] | None:
    """Return the paths, below the content folder, of the articles and sidecars among some changed paths.

    Returns None when anything else changed in the content folder, so that any article may have to be read again: a
    picture, a folder, a file that was removed. Changed paths outside the content folder are left out.
    """
    own = [path for path in changed if path.is_relative_to(content) or content.is_relative_to(path)]
    if not all(_suffix(path.name) in (*SUFFIXES, SIDECAR) and path.is_file() for path in own):
        return None
    return frozenset(path.relative_to(content).as_posix() for path in own)


def sidecar_path(article_path: str, target: Lang) -> str:
    """Return where the counterparts of an article are kept: `politics/x.txt` → `politics/x.en.po`."""
    return f"{article_path.rpartition('.')[0]}.{target}.po"


def _folders(paths: Iterable[str]) -> set[str]:
    """Return every folder that some paths lie in, at any depth."""
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


def _is_unicode(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _suffix(path: str) -> str:
    return os.path.splitext(path)[1].lower()  # noqa: PTH122 (many thousand times)


def _walk(folder: str | Path, prefix: str, problems: list[Problem]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield every file below a folder with its path below the first one. Linked folders are not entered."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        problems.append(Problem(f"cannot list it: {reason(error)}", str(folder), "check its permissions"))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, f"{prefix}{entry.name}/", problems)
        else:
            yield prefix + entry.name, entry
