"""An article of another program as a file of ours: Markdown with front matter."""

import datetime
import re
from collections.abc import Sequence
from typing import Any

import yaml

from digest.content.addresses import file_slug
from digest.importing.item import Item
from digest.model import PAGES

_LONGEST = 120
"""Bytes of the part of a file's name that says what it is about: a sidecar's name has to fit, too."""


def slug_of(item: Item) -> str:
    """Return the last part of the address that an article gets: that which it had, else its title."""
    slug = file_slug(item.name) or file_slug(item.title.lower()) or "article"
    while len(slug.encode()) > _LONGEST:
        slug = slug[:-1]
    return slug.strip("-.")


def path_of(item: Item, slug: str, folder: str) -> str:
    """Return the path of an article's file below the content folder; a `folder` there is where articles are to lie."""
    if item.page:
        return f"{PAGES}{slug}.md"
    day = f"{item.date:%Y-%m-%d}-" if item.date else ""
    return f"{folder}/{day}{slug}.md" if folder else f"{day}{slug}.md"


def text_of(item: Item, body: str, aliases: Sequence[str] = (), image: str = "") -> str:
    """Return the text of an article's file, given its text as Markdown, its former addresses and its picture."""
    head: dict[str, Any] = {
        "title": " ".join(item.title.split()),
        "date": _moment(item.date) if not item.page else None,
    }
    head |= {"updated": _moment(item.updated) if _is_later(item.updated, item.date) else None}
    head |= {"lang": item.lang, "section": None if item.page else item.section}
    head |= {"tags": [] if item.page else list(item.tags), "author": list(item.authors)}
    head |= {"source": item.source, "url": item.url, "standfirst": item.standfirst}
    head |= {"image": image, "aliases": list(aliases), "draft": item.draft or None}
    given = {key: value for key, value in head.items() if value}
    front = yaml.safe_dump(given, allow_unicode=True, sort_keys=False, width=10_000)
    others = "".join(f"# {_comment(key)}: {_comment(value)}\n" for key, value in item.others.items())
    return f"---\n{front}{others}---\n\n{body}"


def _is_later(updated: datetime.date | None, date: datetime.date | None) -> bool:
    """Tell whether a day or moment is after another; of a day and a moment, whether the days differ."""
    if not updated or not date:
        return False
    if isinstance(updated, datetime.datetime) and isinstance(date, datetime.datetime):
        return updated > date
    return updated.isoformat()[:10] > date.isoformat()[:10]


def _moment(moment: datetime.date | None) -> str:
    if isinstance(moment, datetime.datetime):
        return moment.isoformat(sep=" ", timespec="minutes")
    return moment.isoformat() if moment else ""


def _comment(text: str) -> str:
    return re.sub(r"\s+", " ", text)[:500]


def unused(slug: str, taken: Sequence[str] | set[str]) -> str:
    """Return a slug, with a number where others have it already."""
    if slug not in taken:
        return slug
    return next(f"{slug}-{number}" for number in range(2, len(taken) + 3) if f"{slug}-{number}" not in taken)
