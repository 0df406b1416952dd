"""The entries of a feed: RSS, Atom or JSON Feed."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any
from urllib.parse import unquote

from digest.content.text_input import decode_any
from digest.errors import DigestError, Problem
from digest.importing.feed_dates import read_date, unread_date
from digest.importing.html_to_markdown import plain
from digest.importing.item import Found, Item, language, library
from digest.importing.lenient_urls import joined, parts_of

_DECLARED = re.compile(rb"\A\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']([\w-]+)[\"']")
_ENCODING = re.compile(r"(\A\s*<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"'>]*[\"']")
_SENTENCE = re.compile(r".+?[.!?؟…](?=\s|$)")
_LONGEST_TITLE = 100


def read_feed(data: bytes, where: str, address: str = "", zone: tzinfo = UTC) -> Found:
    """Yield the entries of a feed. Raises `DigestError` for what is none.

    `where` is what the feed is called in reports, `address` where it was got from, if from the web, `zone` that of
    dates that name none.
    """
    data = _in_utf8(data, where)
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
        link = joined(home, entry.get("link", ""))
        title = plain(entry.get("title", "")) or _first_words(plain(html))
        if not title or not html.strip():
            lacking = "no text" if title else "no text and no title"
            yield Problem(f"entry {number} has {lacking}", link or where, "it is left out")
            continue
        picture, media = _media(entry, html)
        tags = tuple(dict.fromkeys(plain(tag.get("term") or "") for tag in entry.get("tags", ())))
        published, updated = (dict.get(entry, key) for key in ("published_parsed", "updated_parsed"))
        authors = dict.fromkeys(plain(each.get("name", "")) for each in entry.get("authors", ()))
        place = link or f"{where}, entry {number}"
        written, changed = (str(dict.get(entry, key) or "") for key in ("published", "updated"))
        day, problems = read_date(written or changed, published or updated, zone, place)
        yield from problems
        yield Item(
            where=place,
            title=title,
            html=picture + html + media,
            name=_last_part(link),
            date=day,
            updated=read_date(changed, updated, zone, place)[0] if published and updated else None,
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
        title = plain(str(entry.get("title") or "")) or _first_words(plain(html))
        link = joined(str(home), str(entry.get("url") or ""))
        if not title or not plain(html):
            lacking = "no text" if title else "no text and no title"
            yield Problem(f"item {number} has {lacking}", link or where, "it is left out")
            continue
        authors = _list(entry, "authors") or [entry.get("author")]
        picture = str(entry.get("image") or "")
        missing = f'<p><img src="{picture}"></p>' if picture and '"' not in picture and "<img" not in html else ""
        media = "".join(
            _media_link(str(each.get("url") or ""), str(each.get("title") or ""))
            for each in _list(entry, "attachments")
            if isinstance(each, dict)
        )
        day = _iso(entry.get("date_published"))
        if not day:
            yield from unread_date(str(entry.get("date_published") or ""), link or f"{where}, item {number}")
        yield Item(
            where=link or f"{where}, item {number}",
            title=title,
            html=missing + html + media,
            name=_last_part(link),
            date=day,
            updated=_iso(entry.get("date_modified")),
            lang=language(str(entry.get("language") or "")),
            tags=tuple(tag for tag in _list(entry, "tags") if isinstance(tag, str)),
            authors=tuple(str(each["name"]) for each in authors if isinstance(each, dict) and each.get("name")),
            standfirst=plain(str(entry.get("summary") or "")),
            source=plain(str(feed.get("title") or "")),
            url=link if link.startswith(("http://", "https://")) else "",
            address=link,
        )


def _list(entry: Mapping[str, Any], key: str) -> list[Any]:
    """Return the list that an object has under a key; an empty one where that is no list."""
    value = entry.get(key)
    return value if isinstance(value, list) else []


def _in_utf8(data: bytes, where: str) -> bytes:
    """Return a feed in UTF-8, unless it says rightly in which other encoding it is: some say none, or a wrong one."""
    declared = _DECLARED.match(data)
    if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return data
    return _ENCODING.sub(r"\1", decode_any(data, where).text, count=1).encode("utf-8", "replace")


def _first_words(text: str) -> str:
    """Return the first sentence of a text, or as much of it as a headline may have."""
    found = _SENTENCE.match(text)
    first = found[0] if found else text
    if len(first) > _LONGEST_TITLE:
        begin = first[:_LONGEST_TITLE]
        return (begin.rpartition(" ")[0] or begin) + "…"
    return first.removesuffix(".")


def _media(entry: Any, html: str) -> tuple[str, str]:
    """Return the HTML of an entry's picture, where its text has none, and of the links to its sound and film.

    Sources: RSS 2.0, *enclosure*; Media RSS 1.5 (`media:content`, `media:thumbnail`).
    """
    files = [(each.get("href", ""), each.get("type", "")) for each in entry.get("enclosures", ())]
    contents = entry.get("media_content", ())
    files += [(each.get("url", ""), f"{each.get('type', '')} {each.get('medium', '')}") for each in contents]
    pictures = [address for address, kind in files if "image" in kind]
    pictures += [each.get("url", "") for each in entry.get("media_thumbnail", ())]
    heard = dict.fromkeys(address for address, kind in files if "audio" in kind or "video" in kind)
    picture = next((each for each in pictures if each and '"' not in each), "")
    shown = f'<p><img src="{picture}"></p>' if picture and "<img" not in html else ""
    return shown, "".join(_media_link(each) for each in heard if each not in html)


def _media_link(address: str, title: str = "") -> str:
    if not address.startswith(("http://", "https://")) or '"' in address:
        return ""
    return f'<p><a href="{_as_html(address)}">{_as_html(title or address)}</a></p>'


def _text(values: Mapping[str, Any], key: str) -> str:
    return str(values.get(key) or "")


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
    last = unquote(parts_of(address).path).rstrip("/").rpartition("/")[2]
    return last.removesuffix(".html").removesuffix(".htm").removesuffix(".php")
