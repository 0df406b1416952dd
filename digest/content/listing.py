"""The files of `content/`: articles, what lies beside them in the other language, and what only looks like an article.

That is a sidecar, `x.en.po` beside `x.txt`, or a version written apart, `x.en.txt`; without such a neighbour that is an
article itself.
"""

import os
import stat
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from pathlib import Path

from digest.content import dates
from digest.content.images import SUFFIXES as IMAGES
from digest.errors import DigestError, Problem
from digest.files import LONGEST_NAME, Signature, forms, is_below, signature, signature_of
from digest.messages import counted, reason
from digest.model import LANGS, Article, Lang, other

SUFFIXES = (".txt", ".md")
"""The suffixes of article files, in lower case."""

SIDECAR = ".po"

_LANGUAGES = tuple(f".{lang}" for lang in LANGS)
"""How the name of a version ends before its suffix."""

_RENAMED = {
    **dict.fromkeys((".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn", ".mdx"), ".md"),
    **dict.fromkeys((".text", ".asc", ".utf8", ""), ".txt"),
}
"""Suffixes of what is surely an article, and the one to give it."""
_PASSED_OVER = frozenset(
    (*IMAGES, ".svg", ".csv", ".toml", ".tmp", ".temp", ".bak", ".swp", ".swo", ".lock", ".part", ".new")
)
"""Suffixes of what belongs to articles, or comes and goes."""
_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "makefile", "readme", "license", "cname"})


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
        return dates.of_file(self.signature[1] / 1e9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The files of a content folder.

    Attributes:
        articles: in the order of their paths.
        sidecars: paths of the `.po` files, relative to the content folder, with `/`, to their signatures.
        warnings: folders that are not entered.
        unread: the paths of the files that are not read and may be meant as articles, by suffix (`.` for hidden ones).
        versions: path of an article → the files beside it, sorted, that hold a version written apart, of which the one
            in the other language is used (`version_path`).
        linked: whether any file there is a symbolic link. What it leads to may lie elsewhere and change unseen.
    """

    articles: tuple[Source, ...]
    sidecars: Mapping[str, Signature]
    warnings: tuple[Problem, ...]
    unread: Mapping[str, Sequence[str]] = field(default_factory=dict)
    versions: Mapping[str, Sequence[Source]] = field(default_factory=dict)
    linked: bool = False

    def all_warnings(self, linked: Collection[str] = ()) -> tuple[Problem, ...]:
        """Return the warnings, and one for each kind of file that is not read, without those that articles link."""
        unread = {suffix: [path for path in paths if path not in linked] for suffix, paths in self.unread.items()}
        return *self.warnings, *(_not_read(suffix, paths) for suffix, paths in unread.items() if paths)


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
    unread: dict[str, list[str]] = {}
    linked = False
    for path, entry in _walk(content, "", problems):
        suffix = _suffix(path)
        linked |= entry.is_symlink()
        if entry.is_symlink() and _is_folder(entry):
            warnings.append(Problem("a linked folder is not entered", path, "copy its articles here"))
            continue
        if (suffix not in SUFFIXES and suffix != SIDECAR) or entry.name.startswith("."):
            if not _is_passed_over(path):
                unread.setdefault("." if entry.name.startswith(".") else suffix, []).append(path)
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
        if suffix != SIDECAR and (size := len(os.fsencode(f"{_stem(entry.name)}.en{SIDECAR}"))) > LONGEST_NAME:
            hint = f"make it {counted(size - LONGEST_NAME, 'byte')} shorter: an Arabic letter has two"
            problems.append(Problem("its name is too long for a sidecar beside it", path, hint))
            continue
        seen = signature(status)
        if suffix == SIDECAR:
            sidecars[path] = seen
        else:
            articles.append(Source(path, seen))
    if problems:
        raise DigestError.of(problems)
    articles.sort(key=lambda source: source.path)
    own, versions = _parted(articles)
    return Sources(
        articles=own,
        sidecars=sidecars,
        warnings=tuple(warnings),
        unread=unread,
        versions=versions,
        linked=linked,
    )


def refresh(known: Sources, content: Path, changed: Iterable[Path]) -> Sources:
    """Return the files of a content folder, given those it held before some paths changed. Raises as `find` does.

    Only the changed paths are looked at, where each is an article, a sidecar or a file of another kind that was saved,
    made or removed. After any other change, as that of a folder or a link, the whole folder is looked through.
    """
    changed = list(changed)
    if known.linked or any(path.is_symlink() or content.is_relative_to(path) for path in changed):
        return find(content)
    articles = {source.path: source for source in chain(known.articles, *known.versions.values())}
    sidecars = dict(known.sidecars)
    below = [path.relative_to(content).as_posix() for path in changed if path.is_relative_to(content)]
    paths = [path for path in below if not any(part.startswith(".") for part in path.split("/")[:-1])]
    unlisted = [path for path in paths if path not in articles and path not in sidecars]
    if unlisted and not _folders((*articles, *sidecars, *chain(*known.unread.values()))).isdisjoint(unlisted):
        return find(content)  # one of them is or was a folder
    for path in paths:
        file, suffix = content / path, _suffix(path)
        if file.is_file() and _is_passed_over(file.name):
            continue
        is_read = suffix in (*SUFFIXES, SIDECAR) and _is_unicode(path) and not file.name.startswith(".")
        if not is_read or (file.exists() and not file.is_file()):
            return find(content)
        seen = signature_of(file)
        if suffix == SIDECAR:
            sidecars.pop(path, None)
            sidecars |= {path: seen} if seen else {}
        else:
            articles.pop(path, None)
            articles |= {path: Source(path, seen)} if seen else {}
    if not paths:
        return known
    own, versions = _parted(sorted(articles.values(), key=lambda source: source.path))
    return replace(known, articles=own, sidecars=sidecars, versions=versions)


def _parted(found: Sequence[Source]) -> tuple[tuple[Source, ...], dict[str, list[Source]]]:
    """Return the articles among text files in the order of their paths, and `Sources.versions`."""
    named = [source for source in found if _stem(source.path).endswith(_LANGUAGES)]
    if not named:
        return tuple(found), {}
    stems = {unicodedata.normalize("NFC", _stem(source.path)): source.path for source in reversed(found)}
    versions: dict[str, list[Source]] = {}
    taken: set[str] = set()
    for source in sorted(named, key=lambda source: len(source.path)):  # what `x.en.ar.txt` lies beside comes first
        neighbour = stems.get(unicodedata.normalize("NFC", _stem(_stem(source.path))))
        if neighbour and neighbour not in taken:
            versions.setdefault(neighbour, []).append(source)
            taken.add(source.path)
    for beside in versions.values():
        beside.sort(key=lambda source: source.path)
    return tuple(source for source in found if source.path not in taken), versions


def version_path(lang: Lang, beside: Collection[str]) -> str | None:
    """Return the file, of those that lie beside an article, that holds its version in a language; None without one."""
    versions = (path for path in sorted(beside) if _suffix(path) in SUFFIXES and _stem(path).endswith(f".{lang}"))
    return next(versions, None)


def have_same_names(one: Sources, other: Sources) -> bool:
    """Tell whether the articles and sidecars of two content folders are called the same, whatever they say."""
    return one is other or (
        one.sidecars.keys() == other.sidecars.keys()
        and [source.path for source in one.articles] == [source.path for source in other.articles]
    )


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


def version_of(article: Article, found: Sources) -> str | None:
    """Return the path of the version of an article that a person wrote apart; None where there is none in use."""
    beside = [source.path for source in found.versions.get(article.path, ())]
    return None if article.withdrawn else version_path(other(article.lang), beside)


def _folders(paths: Iterable[str]) -> set[str]:
    """Return every folder that some paths lie in, at any depth."""
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


def sidecar_paths(article_path: str, target: Lang) -> tuple[str, ...]:
    """Return where the counterparts of an article may lie: `sidecar_path`, and the same name in other Unicode forms."""
    folder, slash, name = sidecar_path(article_path, target).rpartition("/")
    return tuple(folder + slash + form for form in forms(name))


def _not_read(suffix: str, paths: Sequence[str]) -> Problem:
    """Return a warning of all files of a suffix, as in `Sources.unread`, at the first of them."""
    if suffix == ".":
        problem, hint = "a hidden file is not read", "take the dot at the beginning of its name away to publish it"
    else:
        problem = f"a `{suffix}` file is not read" if suffix else "a file whose name has no ending is not read"
        hint = "save it as plain text (`.txt`) in UTF-8"
        hint = f"end its name with `{_RENAMED[suffix]}`" if suffix in _RENAMED else hint
    more = len(paths) - 1
    others = f", nor {'is' if more == 1 else 'are'} {more:,} more" if more else ""
    return Problem(problem + others, paths[0], hint)


def _is_passed_over(path: str) -> bool:
    """Tell whether a file is no article, surely enough to say nothing of it."""
    name = path.rpartition("/")[2].lower()
    suffix = _suffix(name)
    if name.startswith("."):
        return suffix not in SUFFIXES or name.startswith(("._", ".#"))
    return suffix in _PASSED_OVER or name in _SYSTEM or name.startswith("~") or name.endswith("~") or name.isdecimal()


def _stem(name: str) -> str:
    """Return a name, or a path, without its suffix."""
    return name.rpartition(".")[0]


def _is_unicode(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _suffix(path: str) -> str:
    return os.path.splitext(path)[1].lower()  # noqa: PTH122 (many thousand times)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a folder or leads to one; a link that leads to itself does not."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _walk(folder: str | Path, prefix: str, problems: list[Problem]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield every file below a folder with its path below the first one. Linked folders are not entered."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        problems.append(Problem(f"cannot list it: {reason(error)}", str(folder), "check its permissions"))
        return
    for entry in entries:
        if entry.name.startswith(".") and _is_folder(entry):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, f"{prefix}{entry.name}/", problems)
        else:
            yield prefix + entry.name, entry
