"""One feed, written as a JSON Feed (version 1.1)."""

from typing import Any

import msgspec

from digest.render.feed_xml import Entry, Feed, Format, Place, Translation, categories


def _json(feed: Feed, kind: Format) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.folder + kind.file,
        "description": feed.subtitle,
        "icon": feed.logo,
        "favicon": feed.icon,
        "language": feed.lang or "",
        "authors": [{"name": feed.author}],
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        "items": [_item(entry) for entry in feed.entries],
    }
    kept = {key: value for key, value in document.items() if value or key == "items"}
    return msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n"


def _item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.address,
        "external_url": entry.origin.address if entry.origin else "",
        "title": entry.title.text,
        "content_html": entry.content,
        "summary": entry.summary.text,
        "image": entry.picture.address if entry.picture else "",
        "date_published": entry.published.isoformat(timespec="seconds"),
        "date_modified": entry.updated.isoformat(timespec="seconds"),
        "authors": [_person(author) for author in entry.authors],
        "tags": [category.label for category in categories(entry)],
        "language": "" if entry.is_bilingual else entry.lang,
        "_digest": _translation(entry.translation) if entry.translation else {},
    }
    return {key: value for key, value in item.items() if value or key == "content_html"}


def _person(author: Place) -> dict[str, str]:
    return {"name": author.name, **({"url": author.address} if author.address else {})}


def _translation(translation: Translation) -> dict[str, Any]:
    """Return how a translation was made, as an extension of the format."""
    kind = translation.source_type
    told = {
        "translation": translation.code,
        "digital_source_type": kind.scheme + kind.term if kind else "",
        "contributors": translation.contributors,
        "original": translation.original,
        "record": translation.record,
    }
    return {key: value for key, value in told.items() if value}


JSON = Format("JSON", "feed.json", "application/feed+json", _json)
