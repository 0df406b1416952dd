"""Atom and RSS feeds with the whole text: of the site and of each section, in each of the three views.

Sources: RFC 4287 (Atom), the RSS 2.0 specification with the content, dc and atom modules. What a feed says is decided
by the stories alone, never by the clock; an entry's id is the address of its page, which a new headline leaves alone.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from digest import __version__
from digest.config import Names
from digest.locale import words
from digest.model import LANGS, Lang, Output, Story
from digest.render.bilingual import joined, plain_name
from digest.render.destinations import Destinations
from digest.render.story_html import ATTRIBUTES, StoryHtml
from digest.site.site import VIEWS, Site, Term, View, article_path, prefix, view_langs
from digest.site.status import Status, status_of
from digest.site.summary import Summary

_NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}
_TRANSLATION = "urn:digest:translation"
"""The scheme of the category that says how an entry's translation was made: `machine`, `edited`, `mixed` …"""

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SEPARATOR = " — "


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed, before it is written as Atom or RSS.

    Attributes:
        view: whose pages it links to.
        path: of its files and of the page that it follows.
        title: its name.
        subtitle: the description of the site.
        updated: when the newest of its stories changed; None without stories.
        entries: newest first.
    """

    view: View
    path: str
    title: str
    subtitle: str
    updated: datetime | None
    entries: tuple["Entry", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A story in a feed.

    Attributes:
        address: of its page.
        title: plain text; in the parallel view both, each isolated.
        summary: plain text, may be empty.
        content: HTML.
        published: aware.
        updated: aware.
        authors: plain names.
        terms: slug and name of its section and tags.
        translation: how the translation of a view was made: `machine`, `edited`, `mixed`, `stale` or `untranslated`;
            empty where the view shows the original only.
        langs: of the text, the source first.
    """

    address: str
    title: str
    summary: str
    content: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]
    translation: str
    langs: tuple[Lang, ...]


def channels(site: Site) -> Iterator[tuple[Term | None, tuple[Summary, ...]]]:
    """Yield the subject of each feed, the whole site (None) or a section, and its stories, newest first."""
    for section, stories in ((None, site.stories), *((section, site.members[section]) for section in site.sections)):
        yield section, stories[: site.config.feed_items]


def feed_paths(section: Term | None) -> tuple[str, ...]:
    """Return the paths of the feeds of a section, or of the whole site (None)."""
    return tuple(_path(section, view) + kind.file for view in VIEWS for kind in FORMATS)


def render_feeds(site: Site, section: Term | None, entries: Sequence[Mapping[View, "Entry"]]) -> Iterator[Output]:
    """Yield the feeds of a section, or of the whole site (None), in each view and format."""
    for view in VIEWS:
        feed = _feed(site, view, section, tuple(entry[view] for entry in entries))
        for kind in FORMATS:
            yield Output(feed.path + kind.file, kind.write(site, feed, kind))


def entries_of(site: Site, story: Story) -> Mapping[View, "Entry"]:
    """Return a story as feeds show it, in each view."""
    both = {lang: words(lang) for lang in LANGS}
    to = Destinations(site, story.article, absolute=True)
    html = StoryHtml(story, both, to.file, resolve=to.link, spelled_out=True)
    status = status_of(story)
    return {view: _entry(site, story, view, status, _content(html, status, view)) for view in VIEWS}


def _path(section: Term | None, view: View) -> str:
    return prefix(view) + (section.path if section else "")


def _feed(site: Site, view: View, section: Term | None, entries: tuple[Entry, ...]) -> Feed:
    title = _named(site.config.title, view) or site.config.base_url
    if section:
        title += _SEPARATOR + _named(section.names, view)
    return Feed(
        view=view,
        path=_path(section, view),
        title=title,
        subtitle=_named(site.config.description, view),
        updated=max((entry.updated for entry in entries), default=None),
        entries=entries,
    )


def _entry(site: Site, story: Story, view: View, status: Status, content: str) -> Entry:
    article = story.article
    langs = view_langs(view, article.lang)
    terms = [term for term in (site.section(article), *site.tags_of(article)) if term]
    return Entry(
        address=site.url(article_path(article.slug, view)),
        title=joined((story.text(article.title, lang) for lang in langs), _SEPARATOR),
        summary=joined(
            (" ".join(story.text(sentence, lang) for sentence in article.standfirst) for lang in langs), _SEPARATOR
        ),
        content=content,
        published=article.date,
        updated=article.updated or article.date,
        authors=tuple(_named(author.names, view) for author in site.authors_of(article)),
        terms=tuple((term.slug, _named(term.names, view)) for term in terms),
        translation="" if langs == (article.lang,) else status.code,
        langs=langs,
    )


def _content(html: StoryHtml, status: Status, view: View) -> str:
    """Return the text of a story as HTML: first how it was translated, then the blocks."""
    article = html.story.article
    langs = view_langs(view, article.lang)
    text = html.parallel() if view == "both" else html.single(view)
    notes = [
        f"<p {ATTRIBUTES[lang]}><em>{' '.join(status.notes(words(lang), marked=False))}</em></p>"
        for lang in langs
        if langs != (article.lang,)
    ]
    above = [element for name, elements in text.head.items() if name != "title" for element in elements]
    return "\n".join([*notes, *above, *text.rows])


def _named(names: Names, view: View) -> str:
    """Return a name in the language of a view, in the other one where it is missing, or both."""
    if view == "both":
        return joined(dict.fromkeys(names.values()), _SEPARATOR)
    return plain_name(names, view)[0]


def _atom(site: Site, feed: Feed, kind: "Format") -> bytes:
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"} | _xml_lang(feed.view))
    _add(root, "id", site.url(feed.path))
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "link", rel="self", type=kind.media_type, href=site.url(feed.path + kind.file))
    _add(root, "link", rel="alternate", type="text/html", href=site.url(feed.path))
    _add(root, "updated", _rfc3339(feed.updated))
    _add(root, "generator", "digest", version=__version__)
    for item in feed.entries:
        entry = ET.SubElement(root, "entry", {"xml:lang": item.langs[0]})
        _add(entry, "id", item.address)
        _add(entry, "title", item.title)
        _add(entry, "link", rel="alternate", type="text/html", href=item.address)
        _add(entry, "published", _rfc3339(item.published))
        _add(entry, "updated", _rfc3339(item.updated))
        for name in item.authors or (feed.title,):
            _add(ET.SubElement(entry, "author"), "name", name)
        for slug, name in item.terms:
            _add(entry, "category", term=slug, label=name)
        if item.translation:
            _add(entry, "category", term=item.translation, scheme=_TRANSLATION)
        _add(entry, "summary", item.summary)
        _add(entry, "content", item.content, type="html")
    return _document(root)


def _rss(site: Site, feed: Feed, kind: "Format") -> bytes:
    root = ET.Element("rss", {"version": "2.0"} | _NAMESPACES)
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", site.url(feed.path))
    _add(channel, "description", feed.subtitle or feed.title)
    if feed.view != "both":
        _add(channel, "language", feed.view)
    if feed.updated:
        _add(channel, "lastBuildDate", _rfc822(feed.updated))
    _add(channel, "generator", f"digest {__version__}")
    _add(channel, "atom:link", rel="self", type=kind.media_type, href=site.url(feed.path + kind.file))
    for entry in feed.entries:
        item = ET.SubElement(channel, "item")
        _add(item, "title", entry.title)
        _add(item, "link", entry.address)
        _add(item, "guid", entry.address, isPermaLink="true")
        _add(item, "pubDate", _rfc822(entry.published))
        for name in entry.authors:
            _add(item, "dc:creator", name)
        for _, name in entry.terms:
            _add(item, "category", name)
        if entry.translation:
            _add(item, "category", entry.translation, domain=_TRANSLATION)
        for lang in entry.langs:
            _add(item, "dc:language", lang)
        _add(item, "description", entry.summary)
        _add(item, "content:encoded", entry.content)
    return _document(root)


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
    write: Callable[[Site, Feed, "Format"], bytes]


FORMATS = (
    Format("Atom", "feed.xml", "application/atom+xml", _atom),
    Format("RSS", "rss.xml", "application/rss+xml", _rss),
)
"""The formats in which every feed is published, the best first: of other views, pages announce only that one."""


def _xml_lang(view: View) -> dict[str, str]:
    return {} if view == "both" else {"xml:lang": view}


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> None:
    """Add an element; one without text and attributes would say nothing and is left out."""
    if text or attributes:
        clean = {key: _fit(value) for key, value in attributes.items()}
        ET.SubElement(parent, name, clean).text = _fit(text) or None


def _fit(text: str) -> str:
    """Return text without what XML can't hold; nothing of that is printable."""
    return text if text.replace("\n", "").isprintable() else _NOT_XML.sub("", text)


def _document(root: ET.Element) -> bytes:
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _rfc3339(time: datetime | None) -> str:
    """Return a time as Atom wants it; a feed without stories has not changed since 1970."""
    return (time or datetime(1970, 1, 1, tzinfo=UTC)).isoformat(timespec="seconds")


def _rfc822(time: datetime) -> str:
    return format_datetime(time)
