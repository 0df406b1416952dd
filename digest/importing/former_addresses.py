"""Where the articles of an archive were: which of these addresses lead to them, and where links between them lead."""

import os.path
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from digest.config import Config
from digest.content.addresses import file_slug, former_path
from digest.errors import Problem
from digest.importing.item import Item, Note
from digest.importing.lenient_urls import parts_of
from digest.model import PAGES
from digest.site.site import collisions, path_of_file

_DAY = re.compile(r"\d{4}-\d\d-\d\d-")
_SUFFIX = re.compile(r"\.(?:md|markdown|mdown|mkd|html?|xhtml|php)\Z", re.IGNORECASE)


@dataclass(slots=True)
class Destinations:
    """The new files of articles, by what links to them say.

    Attributes:
        addresses: by their former addresses.
        files: by the files that they were read from.
        names: by the last parts of their addresses; empty for a name that several have.
    """

    addresses: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, item: Item, path: str) -> None:
        """Take note that an item is the file `path` below the content folder now."""
        for address in filter(None, (item.address, *item.aliases)):
            self.addresses[_key(address)] = path
        if item.file:
            self.files[os.path.normpath(item.file)] = path
            name = file_slug(item.name)
            self.names[name] = path if self.names.get(name, path) == path else ""

    def of_address(self, address: str) -> str:
        """Return the file that a whole address leads to; empty for none of them."""
        return self.addresses.get(_key(address.partition("#")[0]), "") if "://" in address else ""

    def of_file(self, link: str, folder: Path) -> str:
        """Return the file that a link of a text in a folder leads to: by its path, its address or its name alone."""
        written = unquote(link.partition("#")[0].partition("?")[0])
        if not written or ":" in written:
            return ""
        file = os.path.normpath(folder / written.lstrip("/"))
        known = next((self.files[each] for each in (file, file + ".md") if each in self.files), "")
        name = _SUFFIX.sub("", PurePosixPath(written).name)
        by_name = self.names.get(file_slug(_DAY.sub("", name)), "") if _leads_to_a_text(written) else ""
        return known or self.addresses.get(_key(written), "") or by_name


def _leads_to_a_text(written: str) -> bool:
    return _SUFFIX.search(written) is not None or "." not in PurePosixPath(written).name


def _key(address: str) -> str:
    """Return what two ways to write one address have in common."""
    parts = parts_of(address)
    return f"{parts.netloc.lower().removeprefix('www.')}{unquote(parts.path).rstrip('/')}?{parts.query}"


def is_reserved(path: str, slug: str) -> bool:
    """Tell whether the address of a file is one that every site has."""
    return next(collisions({path: slug}), None) is not None


def kept(items: Iterable[Item], path: str, slug: str, taken: dict[str, str], config: Config) -> Iterator[str | Problem]:
    """Yield the former addresses of an article and its translation that lead to it, and why others do not.

    `taken` is path → file that has, or had, that address; those that are kept are added.
    """
    for item in items:
        for written in dict.fromkeys(filter(None, (item.address, *item.aliases))):
            former = former_path(written, config.base_path)
            if not former or former in ("/", path_of_file(path, slug)):
                continue
            name = former.rstrip("/")
            if "/" not in name and former.endswith("/") and is_reserved(f"{PAGES}{name}.md", name):
                hint = f"the page is at `/{path_of_file(path, slug)}`"
                yield Note(f"its address `/{former}` is one that every site has", item.where, hint)
            elif taken.setdefault(former, path) != path:
                yield Note(f"its address `/{former}` is that of `{taken[former]}`", item.where, "it keeps the new one")
            else:
                yield written
