"""One feed, and how it is written as Atom and as RSS.

Sources: RFC 4287 (Atom), the RSS 2.0 specification with the content, dc and atom modules, Media RSS 1.5. All
addresses are absolute.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import NamedTuple
from xml.etree import ElementTree as ET

from digest import __version__
from digest.model import Lang
from digest.site.status import SOURCE_TYPES

EMPTY = datetime(2000, 1, 1, tzinfo=UTC)
"""When a feed without stories has changed: Atom wants a time, and validators want one that can be."""

_MEDIA = "http://search.yahoo.com/mrss/"
_NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": _MEDIA,
}
_NOT_XML = re.compile(
    r"[^\t\n\r\x20-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
    rf"|[{''.join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))}]"
)
"""What XML can't hold, and what Unicode promises never to be a character."""


class Text(NamedTuple):
    """Plain text in a language; one in two languages is in that of the source, which stands first."""

    text: str
    lang: Lang


class Place(NamedTuple):
    """A name and the web address that it leads to; either may be empty."""

    name: str
    address: str


class Category(NamedTuple):
    """What a story belongs to: a name for programs, one for people, and the address that says which kind it is."""

    term: str
    label: str
    scheme: str


class Picture(NamedTuple):
    """A picture: its address, its media type, its alternative text, and its size in pixels where that is known."""

    address: str
    media_type: str
    alt: str
    width: int | None
    height: int | None


class Translation(NamedTuple):
    """How the translation that an entry shows was made.

    Attributes:
        code: as of `Status`.
        source_type: of IPTC's, how much of the entry a machine wrote; None where no machine wrote any of it.
        contributors: the person who revised it last, and the machines.
        original: the address of the page of the original.
        record: the address of the record of the translation.
    """

    code: str
    source_type: Category | None
    contributors: tuple[str, ...]
    original: str
    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A story in a feed.

    Attributes:
        id: stays when its page has another address.
        address: of its page.
        title: in the parallel view both, each isolated.
        summary: may be empty.
        content: HTML.
        picture: that stands for it, or None.
        published: aware.
        updated: aware.
        authors: with their pages; none of a story that nobody has signed.
        origin: who first published it, and where; None where that was here.
        categories: its section and tags.
        translation: how the translation in it was made; None where it shows the original alone.
        lang: of the text; in the parallel view the source's, which stands first.
        is_bilingual: whether the text stands in both languages.
    """

    id: str
    address: str
    title: Text
    summary: Text
    content: str
    picture: Picture | None
    published: datetime
    updated: datetime
    authors: tuple[Place, ...]
    origin: Place | None
    categories: tuple[Category, ...]
    translation: Translation | None
    lang: Lang
    is_bilingual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed.

    Attributes:
        id: stays when the site has another address.
        page: the address of the page that it follows.
        folder: the address of the folder that its own files are in.
        current: of an archive, the address of the folder of the feed whose older stories it holds; else empty.
        previous: the address of the archive with the stories before its own; empty where there is none.
        title: its name.
        subtitle: what it holds; may be empty.
        author: who publishes it.
        rights: who holds the rights in it; may be empty.
        licence: the address of the licence that it is under; may be empty.
        icon: the address of a small picture for it.
        logo: the address of the publisher's logo; may be empty.
        hub: the address of the hub that tells of its changes; may be empty.
        lang: of all that is in it; None for the parallel view.
        entries: newest first.
    """

    id: str
    page: str
    folder: str
    current: str
    previous: str
    title: str
    subtitle: str
    author: str
    rights: str
    licence: str
    icon: str
    logo: str
    hub: str
    lang: Lang | None
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> datetime:
        """When the newest of its stories changed."""
        return max((entry.updated for entry in self.entries), default=EMPTY)


def _atom(feed: Feed, kind: "Format") -> bytes:
    namespaces = {"xmlns": "http://www.w3.org/2005/Atom", "xmlns:media": _MEDIA}
    if feed.current:
        namespaces["xmlns:fh"] = "http://purl.org/syndication/history/1.0"
    root = ET.Element("feed", namespaces | ({"xml:lang": feed.lang} if feed.lang else {}))
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "link", rel="self", type=kind.media_type, href=feed.folder + kind.file)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    if feed.current:
        ET.SubElement(root, "fh:archive")
        _add(root, "link", rel="current", type=kind.media_type, href=feed.current + kind.file)
    if feed.previous:
        _add(root, "link", rel="prev-archive", type=kind.media_type, href=feed.previous)
    for relation, address in _links(feed):
        _add(root, "link", rel=relation, href=address)
    _add(root, "updated", _rfc3339(feed.updated))
    _add(ET.SubElement(root, "author"), "name", feed.author)
    _add(root, "rights", feed.rights)
    _add(root, "icon", feed.icon)
    _add(root, "logo", feed.logo)
    _add(root, "generator", "digest", version=__version__)
    for item in feed.entries:
        entry = ET.SubElement(root, "entry", {"xml:lang": item.lang})
        _add(entry, "id", item.id)
        _add_text(entry, "title", item.title, item.lang)
        own = {} if item.is_bilingual else {"hreflang": item.lang}
        _add(entry, "link", rel="alternate", type="text/html", **own, href=item.address)
        if item.origin and item.origin.address:
            title = {"title": item.origin.name} if item.origin.name else {}
            _add(entry, "link", rel="via", **title, href=item.origin.address)
        _add(entry, "published", _rfc3339(item.published))
        _add(entry, "updated", _rfc3339(item.updated))
        for name, address in item.authors:
            author = ET.SubElement(entry, "author")
            _add(author, "name", name)
            if address:
                _add(author, "uri", address)
        for name in item.translation.contributors if item.translation else ():
            _add(ET.SubElement(entry, "contributor"), "name", name)
        for term, label, scheme in categories(item):
            _add(entry, "category", term=term, scheme=scheme, label=label)
        _add_text(entry, "summary", item.summary, item.lang)
        _add(entry, "content", item.content, type="html")
        _add_picture(entry, item.picture)
    return document(root)


def _links(feed: Feed) -> Iterator[tuple[str, str]]:
    """Yield what else a feed leads to: its hub (WebSub, 4) and its licence (RFC 4946)."""
    for relation, address in (("hub", feed.hub), ("license", feed.licence)):
        if address:
            yield relation, address


def categories(entry: Entry) -> Iterator[Category]:
    """Yield what a story belongs to, and how much of its entry a machine wrote, if it did."""
    yield from entry.categories
    if entry.translation and entry.translation.source_type:
        yield entry.translation.source_type


def _rss(feed: Feed, kind: "Format") -> bytes:
    from email.utils import format_datetime  # a build in which nothing changed writes no feed

    root = ET.Element("rss", {"version": "2.0"} | _NAMESPACES)
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.page)
    _add(channel, "description", feed.subtitle or feed.title)
    _add(channel, "language", feed.lang or "")
    _add(channel, "copyright", feed.rights)
    if feed.entries:
        _add(channel, "lastBuildDate", format_datetime(feed.updated))
    _add(channel, "generator", f"digest {__version__}")
    _add(channel, "atom:link", rel="self", type=kind.media_type, href=feed.folder + kind.file)
    for relation, address in _links(feed):
        _add(channel, "atom:link", rel=relation, href=address)
    if feed.logo.lower().endswith((".png", ".jpg", ".jpeg", ".gif")):
        image = ET.SubElement(channel, "image")
        for name, text in (("url", feed.logo), ("title", feed.title), ("link", feed.page)):
            _add(image, name, text)
    for entry in feed.entries:
        item = ET.SubElement(channel, "item")
        _add(item, "title", entry.title.text)
        _add(item, "link", entry.address)
        _add(item, "guid", entry.id, isPermaLink="true" if entry.id == entry.address else "false")
        _add(item, "pubDate", format_datetime(entry.published))
        _add(item, "atom:updated", _rfc3339(entry.updated))
        for author in entry.authors:
            _add(item, "dc:creator", author.name)
        for name in entry.translation.contributors if entry.translation else ():
            _add(item, "dc:contributor", name)
        for category in categories(entry):
            name = category.term if category.scheme == SOURCE_TYPES else category.label
            _add(item, "category", name, domain=category.scheme)
        if entry.origin:
            _add(item, "dc:source", entry.origin.address or entry.origin.name)
        _add(item, "dc:language", "" if entry.is_bilingual else entry.lang)
        _add(item, "description", escape(entry.summary.text, quote=False))  # it is HTML to most readers' programs
        _add(item, "content:encoded", entry.content)
        _add_picture(item, entry.picture)
    return document(root)


@dataclass(frozen=True, slots=True)
class Format:
    """A format of feeds.

    Attributes:
        name: what readers know it by.
        file: the name of its files.
        media_type: of its files.
        write: makes a file of it.
    """

    name: str
    file: str
    media_type: str
    write: Callable[[Feed, "Format"], bytes]

    @property
    def content_type(self) -> str:
        """What a server is to say of its files: XML without an encoding would be read as ASCII by some."""
        return self.media_type + ("; charset=utf-8" if self.file.endswith(".xml") else "")


ATOM = Format("Atom", "feed.xml", "application/atom+xml", _atom)
RSS = Format("RSS", "rss.xml", "application/rss+xml", _rss)


def _add_text(parent: ET.Element, name: str, text: Text, lang: Lang) -> None:
    """Add an element that says its language where it is not `lang`, which is said around it."""
    _add(parent, name, text.text, **({} if text.lang == lang or not text.text else {"xml:lang": text.lang}))


def _add_picture(parent: ET.Element, picture: Picture | None) -> None:
    """Add a picture, as the Media RSS module has it, with a thumbnail for readers that know no more than that."""
    if not picture:
        return
    size = {name: str(value) for name, value in (("width", picture.width), ("height", picture.height)) if value}
    kind = {"url": picture.address, "medium": "image", "type": picture.media_type}
    content = ET.SubElement(parent, "media:content", kind | size)
    if picture.alt:
        _add(content, "media:description", picture.alt, type="plain")
    _add(parent, "media:thumbnail", url=picture.address, **size)


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> None:
    """Add an element; one without text and attributes would say nothing and is left out."""
    if text or attributes:
        clean = {key: fit(value) for key, value in attributes.items()}
        ET.SubElement(parent, name, clean).text = fit(text) or None


def fit(text: str) -> str:
    """Return text without what no XML may hold; all of that is unprintable."""
    return text if text.replace("\n", "").isprintable() else _NOT_XML.sub("", text)


def document(root: ET.Element) -> bytes:
    """Return an XML file."""
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _rfc3339(time: datetime) -> str:
    return time.isoformat(timespec="seconds")
