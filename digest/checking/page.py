"""What a check has to know of a page: its title, its anchors, and everything that it points at, each with its line."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal

ReferenceKind = Literal["link", "asset", "alternate"]

_ASSETS = {
    "img": ("src",),
    "script": ("src",),
    "source": ("src",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "track": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
}
"""Element → its attributes that name a file which the page needs."""

_ASSET_LINKS = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"})
"""What a `<link>` to such a file is called (`rel`)."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An address that a page points at.

    Attributes:
        kind: `link` leads a reader there, `asset` is loaded with the page, `alternate` is the page in a language.
        address: as it is written in the page.
        line: of the page, from 1.
    """

    kind: ReferenceKind
    address: str
    line: int


@dataclass(slots=True)
class Page:
    """A page.

    Attributes:
        title: the text of its `<title>`.
        classes: of its body.
        anchors: what a `#fragment` can lead to.
        references: in their order.
        pictures: address and line of each picture that says nothing to who can't see it.
        untranslated: how many sentences, and blocks of which none has, have no counterpart.
    """

    title: str = ""
    classes: frozenset[str] = frozenset()
    anchors: set[str] = field(default_factory=set)
    references: list[Reference] = field(default_factory=list)
    pictures: list[tuple[str, int]] = field(default_factory=list)
    untranslated: int = 0


def read_page(text: str) -> Page:
    """Return what the HTML of a page points at."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    return parser.page


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        page = self.page
        if anchor := values.get("id"):
            page.anchors.add(anchor)
        if values.get("data-origin") == "untranslated" or "pending" in values.get("class", "").split():
            page.untranslated += 1
        for name in _ASSETS.get(tag, ()):
            self._refer("asset", values.get(name))
        for candidate in values.get("srcset", "").split(","):
            self._refer("asset", candidate.split()[0] if candidate.strip() else "")
        if tag == "a":
            self._refer("link", values.get("href"))
            if values.get("name"):
                page.anchors.add(values["name"])
        elif tag == "link":
            relations = frozenset(values.get("rel", "").lower().split())
            kind: ReferenceKind = "asset" if relations & _ASSET_LINKS else "link"
            self._refer("alternate" if "hreflang" in values else kind, values.get("href"))
        elif tag == "img" and not values.get("alt", "").strip() and "aria-hidden" not in values:
            page.pictures.append((values.get("src", ""), self.getpos()[0]))
        elif tag == "body":
            page.classes = frozenset(values.get("class", "").split())
        elif tag == "title" and not page.title:
            self._in_title = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.page.title += data

    def _refer(self, kind: ReferenceKind, address: str | None) -> None:
        if address:
            self.page.references.append(Reference(kind, address.strip(), self.getpos()[0]))
