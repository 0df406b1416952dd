"""The entries of a feed: RSS, Atom or JSON Feed."""

import calendar
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from digest.errors import DigestError, Problem
from digest.importing.html_to_markdown import plain
from digest.importing.item import Found, Item, language, library


def read_feed(data: bytes, where: str, address: str = "") -> Found:
    """Yield the entries of a feed. Raises `DigestError` for what is none.

    `where` is what the feed is called in reports, `address` where it was got from, if from the web.
    """
    if data.lstrip()[:1] == b"{":
        yield from _json_entries(data, where, address)
        return
    read = library("feedparser").parse(data, sanitize_html=False, resolve_relative_uris=False)
    if not read.get("version"):
        raise DigestError("it is no feed", where, "RSS, Atom and JSON Feed are read")
    home = read.feed.get("link") or address
    licence = _text(read.feed, "rights")
    for number, entry in enumerate(read.entries, 1):
        contents = [each.get("value", "") for each in entry.get("content", ())]
        summary = entry.get("summary", "")
        html = max(contents, key=len, default="") or summary
        link = urljoin(home, entry.get("link", ""))
        title = plain(entry.get("title", ""))
        if not title or not html.strip():
            lacking = "no text" if title else "no title"
            yield Problem(f"entry {number} has {lacking}", link or where, "it is left out")
            continue
        pictures = [each.get("href", "") for each in entry.get("enclosures", ()) if "image" in each.get("type", "")]
        missing = "".join(f'<p><img src="{each}"></p>' for each in pictures if each and '"' not in each)
        tags = tuple(dict.fromkeys(plain(tag.get("term") or "") for tag in entry.get("tags", ())))
        published, updated = (dict.get(entry, key) for key in ("published_parsed", "updated_parsed"))
        authors = dict.fromkeys(plain(each.get("name", "")) for each in entry.get("authors", ()))
        yield Item(
            where=link or f"{where}, entry {number}",
            title=title,
            html=(missing if "<img" not in html else "") + html,
            name=_last_part(link),
            date=_moment(published or updated),
            updated=_moment(updated) if published else None,
            tags=tuple(filter(None, tags)),
            authors=tuple(filter(None, authors)),
            standfirst=plain(summary) if contents and summary and plain(summary) not in plain(html) else "",
            source=plain(_text(entry.get("source", {}), "title") or _text(read.feed, "title")),
            url=link if link.startswith(("http://", "https://")) else "",
            address=link,
            others={"licence": plain(_text(entry, "rights") or licence)} if _text(entry, "rights") or licence else {},
        )


def _json_entries(data: bytes, where: str, address: str) -> Found:
    """Yield the items of a JSON Feed (jsonfeed.org, version 1.1)."""
    try:
        feed = json.loads(data)
        items = feed["items"] if "jsonfeed.org" in str(feed.get("version")) else None
    except (ValueError, KeyError, AttributeError, RecursionError):
        items = None
    if not isinstance(items, list):
        raise DigestError("it is no feed", where, "RSS, Atom and JSON Feed are read")
    home = feed.get("home_page_url") or address
    for number, entry in enumerate(items, 1):
        if not isinstance(entry, dict):
            yield Problem(f"item {number} is no object", where, "it is left out")
            continue
        text = str(entry.get("content_text") or "")
        paragraphs = "".join(f"<p>{_as_html(part)}</p>" for part in text.split("\n\n"))
        html = str(entry.get("content_html") or "") or paragraphs
        title, link = plain(str(entry.get("title") or "")), urljoin(str(home), str(entry.get("url") or ""))
        if not title or not plain(html):
            lacking = "no text" if title else "no title"
            yield Problem(f"item {number} has {lacking}", link or where, "it is left out")
            continue
        authors = entry.get("authors") or [entry.get("author") or {}]
        picture = str(entry.get("image") or "")
        missing = f'<p><img src="{picture}"></p>' if picture and '"' not in picture and "<img" not in html else ""
        yield Item(
            where=link or f"{where}, item {number}",
            title=title,
            html=missing + html,
            name=_last_part(link),
            date=_iso(entry.get("date_published")),
            updated=_iso(entry.get("date_modified")),
            lang=language(str(entry.get("language") or "")),
            tags=tuple(str(tag) for tag in entry.get("tags") or ()),
            authors=tuple(str(each["name"]) for each in authors if isinstance(each, dict) and each.get("name")),
            standfirst=plain(str(entry.get("summary") or "")),
            source=plain(str(feed.get("title") or "")),
            url=link if link.startswith(("http://", "https://")) else "",
            address=link,
        )


def _text(values: Mapping[str, Any], key: str) -> str:
    return str(values.get(key) or "")


def _moment(parts: Any) -> datetime | None:
    """Return the moment that feedparser read: in UTC, to the second."""
    return datetime.fromtimestamp(calendar.timegm(parts), UTC) if parts else None


def _iso(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _as_html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")


def _last_part(address: str) -> str:
    """Return the last part of an address's path, without a suffix."""
    last = unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2]
    return last.removesuffix(".html").removesuffix(".htm").removesuffix(".php")
