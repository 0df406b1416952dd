"""One feed, written as a JSON Feed (version 1.1)."""

from typing import Any

import msgspec

from digest.render.feed_xml import Entry, Feed, Format


def _json(feed: Feed, kind: Format) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.page + kind.file,
        "description": feed.subtitle,
        "language": feed.lang or "",
        "authors": [{"name": feed.author}],
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
        "authors": [{"name": author.name, "url": author.address} for author in entry.authors],
        "tags": [*(each.label for each in entry.categories), *([entry.source_type.label] if entry.source_type else [])],
        "language": "" if entry.is_bilingual else entry.lang,
    }
    return {key: value for key, value in item.items() if value or key == "content_html"}


JSON = Format("JSON", "feed.json", "application/feed+json", _json)
