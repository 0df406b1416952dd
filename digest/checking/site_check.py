"""The check of a built site: links, anchors, files, language versions, and what readers would miss."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from digest.checking.external import answers
from digest.checking.page import Page, Reference, read_page
from digest.checking.sources import article_files, place_of
from digest.config import Config
from digest.errors import DigestError, Problem
from digest.files import read_bytes
from digest.messages import counted, megabytes

HEAVY = 3 * 2**20
"""Bytes of a page and all that is loaded with it at once, beyond which a phone on a slow network waits long."""

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong with a built site.

    Attributes:
        level: of an `error` readers meet a dead end; of a `warning` they miss something.
        problem: what is wrong.
        where: file and line of the article that says so, else of the first page.
        pages: the paths of the pages on which it was found, the first first.
        hint: what to do; empty when there is nothing to say.
    """

    level: Level
    problem: str
    where: str
    pages: tuple[str, ...]
    hint: str = ""

    def as_problem(self) -> Problem:
        """Return it as it is printed: with the number of pages where they are more than one."""
        many = f" (on {counted(len(self.pages), 'page')})" if len(self.pages) > 1 else ""
        return Problem(f"{self.problem}{many}", self.where, self.hint)


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong at one place of one page; `address` is what its article is searched for."""

    level: Level
    problem: str
    page: str
    line: int = 1
    address: str = ""
    hint: str = ""


def check(config: Config, *, external: bool = False) -> list[Finding]:
    """Return what is wrong with the site in the output folder, errors first.

    With `external`, other sites are asked whether what the pages lead to is still there.
    The same fault on several pages of an article, or on pages of no article, is one finding. Raises `DigestError` where
    there is no site.
    """
    pages = _Pages(config.output)
    if not any(True for _ in pages):
        raise DigestError("there is no site in this folder", str(config.output), "build it with `digest build`")
    site = _BuiltSite(config, pages)
    faults = [fault for faults in (*map(site.faults, pages), site.twins()) for fault in faults]
    if external:
        faults += site.dead_ends(config.root / ".digest" / "links.json")
    return sorted(_findings(faults, config), key=lambda finding: finding.level)


def dead_links(config: Config, path: str, article: str) -> list[Problem]:
    """Return where one page of the output folder leads nowhere within the site: the errors that `check` finds on it.

    `path` is that of the page, `article` that of the article which it shows, or empty. Only the page is read, and those
    whose places it names. One that is not there leads nowhere.
    """
    pages = _Pages(config.output)
    if path not in pages:
        return []
    faults = [fault for fault in _BuiltSite(config, pages).faults(path) if fault.level == "error"]
    return [
        Problem(fault.problem, place_of(fault.address, article, config) if article else "", fault.hint)
        for fault in {fault.problem: fault for fault in reversed(faults)}.values()
    ][::-1]


class _Pages(Mapping[str, Page]):
    """The pages of an output folder by their paths, each read when it is asked for first."""

    def __init__(self, output: Path) -> None:
        self._output = output
        self._read: dict[str, Page] = {}

    def __getitem__(self, path: str) -> Page:
        if path not in self:
            raise KeyError(path)
        if path not in self._read:
            file = self._output / path
            self._read[path] = read_page(read_bytes(file, str(file)).decode("utf-8", "replace"))
        return self._read[path]

    def __contains__(self, path: object) -> bool:
        if path in self._read:
            return True
        if not isinstance(path, str) or not path.endswith(".html") or any(p[:1] == "." for p in path.split("/")):
            return False
        return self._is_file(path)

    def __iter__(self) -> Iterator[str]:
        paths = (file.relative_to(self._output) for file in sorted(self._output.rglob("*.html")))
        return (path.as_posix() for path in paths if not any(part.startswith(".") for part in path.parts))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _is_file(self, path: str) -> bool:
        try:
            return (self._output / path).is_file()
        except (OSError, ValueError):  # a name that is too long, or has a zero in it
            return False


class _BuiltSite:
    """The pages of a site by their paths, and the files beside them."""

    def __init__(self, config: Config, pages: Mapping[str, Page]) -> None:
        self.pages = pages
        self._base = config.base_address
        self._output = config.output
        self._size = cache(self._size_of)

    def faults(self, path: str) -> Iterator[_Fault]:
        """Yield what is wrong with a page."""
        page = self.pages[path]
        for reference in page.references:
            if fault := self._fault_of(reference, path):
                yield fault
        if page.classes & {"page-article", "page-page"}:
            for address, line in page.pictures:
                hint = "say what it shows: `![what it shows](file)`"
                yield _Fault("warning", "a picture has no alternative text", path, line, address, hint)
            if page.untranslated and "view-both" in page.classes:
                many = f"{counted(page.untranslated, 'passage')} without a counterpart"
                yield _Fault("warning", many, path, hint="`digest translate` writes them down for a translator")
        yield from self._weight(path)

    def dead_ends(self, cache: Path) -> Iterator[_Fault]:
        """Yield the addresses of other sites that pages lead to and that don't answer; answers are kept in a file."""
        places: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for path, page in self.pages.items():
            for reference in page.references:
                if reference.address.startswith(("http://", "https://")) and not self._target(reference.address, path):
                    places[reference.address].append((path, reference.line))
        found = answers(places, cache)
        for address, where in places.items():
            answer = found[urldefrag(address)[0]]
            for path, line in where if answer.problem else ():
                problem = f"a link leads to `{address}`: {answer.problem}"
                hint = "mend the link, or take it out" if answer.is_dead else "look at it in a browser"
                yield _Fault("error" if answer.is_dead else "warning", problem, path, line, address, hint)

    def twins(self) -> Iterator[_Fault]:
        """Yield the pages that have the title of another, its language versions left out."""
        by_title = defaultdict(list)
        for path, page in self.pages.items():
            if views := page.classes & {"view-ar", "view-en", "view-both"}:  # a redirect has none
                by_title[page.title.strip(), views].append(path)
        for (title, _), (first, *others) in by_title.items():
            for path in others:
                hint = "tell them apart: readers see it in tabs and search results"
                yield _Fault("warning", f"it has the title of /{_shown(first)}: `{title}`", path, hint=hint)

    def _fault_of(self, reference: Reference, path: str) -> _Fault | None:
        """Return what is wrong with what a page points at; None where it leads out of the site."""
        target = self._target(reference.address, path)
        if target is None:
            return None
        file, fragment = target
        address = reference.address
        if self._size(file) is None:
            what = {"link": "a link leads", "asset": "a file that it needs is named", "alternate": "its version is"}
            problem = f"{what[reference.kind]} where nothing is: `{address}`"
            return _Fault("error", problem, path, reference.line, address, "mend the address, or put the file there")
        if reference.kind == "alternate" and file in self.pages and not self._refers_back(file, path):
            problem = f"the page `{address}` does not name this one as its version in the other language"
            return _Fault("error", problem, path, reference.line, address, "build the site anew")
        if fragment and file in self.pages and fragment not in self.pages[file].anchors:
            problem = f"a link leads to a place that its page does not have: `{address}`"
            return _Fault("error", problem, path, reference.line, address, "mend what stands after `#`")
        return None

    def _target(self, address: str, path: str) -> tuple[str, str] | None:
        """Return the file below the output folder that an address on a page means, and the fragment in it.

        None for one of another site, or of none.
        """
        try:
            parts = urlsplit(urljoin(self._base + _url_path(path), address))
        except ValueError:
            return "", ""
        base = urlsplit(self._base)
        if (parts.scheme, parts.netloc) != (base.scheme, base.netloc) or not parts.path.startswith(base.path):
            return None
        file = unquote(parts.path.removeprefix(base.path))
        if not file or file.endswith("/"):
            file += "index.html"
        elif f"{file}/index.html" in self.pages:  # hosts lead on to the address with a slash
            file += "/index.html"
        fragment = "" if parts.fragment.startswith(":~:") or parts.fragment == "top" else unquote(parts.fragment)
        return file, fragment

    def _refers_back(self, path: str, other: str) -> bool:
        references = (each for each in self.pages[path].references if each.kind == "alternate")
        return any((self._target(each.address, path) or ("",))[0] == other for each in references)

    def _weight(self, path: str) -> Iterator[_Fault]:
        targets = (self._target(each.address, path) for each in self.pages[path].references if each.kind == "asset")
        sizes = {target[0]: self._size(target[0]) or 0 for target in targets if target}
        total = sum(sizes.values()) + (self._size(path) or 0)
        if total > HEAVY:
            heaviest = max(sizes, key=lambda file: sizes[file], default=path)
            problem = f"it weighs {megabytes(total)}, most of it `{heaviest}`"
            yield _Fault("warning", problem, path, address=heaviest, hint=f"stay below {megabytes(HEAVY)}")

    def _size_of(self, file: str) -> int | None:
        """Return the bytes of a file; None when there is none."""
        try:
            found = self._output / file
            return found.stat().st_size if found.is_file() else None
        except (OSError, ValueError):
            return None


def _findings(faults: Iterable[_Fault], config: Config) -> Iterator[Finding]:
    """Yield findings: faults of the same words in the same article, or on pages of none, are one."""
    articles = article_files(config)
    alike: dict[tuple[str, str], list[_Fault]] = defaultdict(list)
    for fault in faults:
        alike[fault.problem, articles.get(fault.page, "")].append(fault)
    for (problem, article), (first, *others) in alike.items():
        where = place_of(first.address, article, config) if article else f"{first.page}:{first.line}"
        pages = tuple(dict.fromkeys(fault.page for fault in (first, *others)))
        yield Finding(level=first.level, problem=problem, where=where, pages=pages, hint=first.hint)


def _url_path(path: str) -> str:
    return "".join(f"%{byte:02X}" if byte > 126 or chr(byte) in ' %?#"' else chr(byte) for byte in path.encode())


def _shown(path: str) -> str:
    return path.removesuffix("index.html")
