"""A story in short: what lists, neighbours, menus and the sitemap are made from, so that none of them needs its text.

A site keeps the summaries of all its stories at hand, and the text of those only whose own pages are made.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from digest.model import Article, Lang, Sentence, Story
from digest.summary.brief import Brief, briefs_of
from digest.summary.status import Status, status_of

__all__ = ["Brief", "Status", "Summary", "facts", "pack_facts", "summarize", "unpack_facts"]

_TEXT = {"ticker", "standfirst", "dateline", "blocks", "references", "warnings"}
"""What an article is without, once only its facts count."""
_DATES = ("date", "updated", "expires")
_LISTS = ("tags", "authors")
_FACTS = tuple(field.name for field in fields(Article) if field.name not in _TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A story in short.

    Attributes:
        article: its facts: an article without text, apart from its title.
        briefs: title and teaser in both languages.
        status: how its translation was made.
        pictures: paths of those that lie below the content folder, sorted.
        key: a digest of all that its own pages say of it.
        face: a digest of all that other pages say of it.
    """

    article: Article
    briefs: Mapping[Lang, Brief]
    status: Status
    pictures: tuple[str, ...]
    key: str
    face: str

    def pack(self) -> list[Any]:
        """Return it as plain values, for JSON."""
        return [
            pack_facts(self.article),
            *([brief.title, brief.title_lang, brief.excerpt, brief.excerpt_lang] for brief in self.briefs.values()),
            [getattr(self.status, field.name) for field in fields(Status)],
            list(self.pictures),
            self.key,
            self.face,
        ]

    @classmethod
    def unpack(cls, packed: list[Any]) -> "Summary":
        """Return what was packed. Raises `ValueError`, `TypeError` or `LookupError` for something else."""
        article, arabic, english, status, pictures, key, face = packed
        *counts, engines = status
        return cls(
            article=unpack_facts(article),
            briefs={"ar": _brief(*arabic), "en": _brief(*english)},
            status=_status(*counts, tuple(engines)),
            pictures=tuple(pictures),
            key=key,
            face=face,
        )


def summarize(story: Story, key: str = "") -> Summary:
    """Return a story in short; `key` is a digest of all that it was made from."""
    blocks = story.article.blocks
    pictures = {block.image.path for block in blocks if block.image and ":" not in block.image.path}
    summary = Summary(
        article=facts(story.article),
        briefs=briefs_of(story),
        status=status_of(story),
        pictures=tuple(sorted(pictures)),
        key=key,
        face="",
    )
    return replace(summary, face=digest_of(summary.pack()[:-3]))


def facts(article: Article) -> Article:
    """Return an article without its text, with times that compare and pack alike however they were written."""
    return unpack_facts(pack_facts(article))


def pack_facts(article: Article) -> list[Any]:
    """Return the facts of an article as plain values, for JSON."""
    values = {name: getattr(article, name) for name in _FACTS}
    title = article.title
    values |= {name: _time(values[name]) for name in _DATES} | {name: list(values[name]) for name in _LISTS}
    return list((values | {"title": [title.text, title.shown, title.start, title.end]}).values())


def unpack_facts(packed: list[Any]) -> Article:
    """Return the facts that were packed. Raises `ValueError`, `TypeError` or `LookupError` for something else."""
    values = dict(zip(_FACTS, packed, strict=True))
    text, shown, start, end = values["title"]
    values["title"] = Sentence(text=text, shown=shown, start=start, end=end)
    for name in _DATES:
        values[name] = values[name] and _moment(values[name])
    for name in _LISTS:
        values[name] = tuple(values[name])
    return Article(**values)


def digest_of(value: Any) -> str:
    """Return a short digest of plain values."""
    return hashlib.blake2b(json.dumps(value).encode(), digest_size=12).hexdigest()


def _brief(title: str, title_lang: Lang, excerpt: str, excerpt_lang: Lang) -> Brief:
    return Brief(title=title, title_lang=title_lang, excerpt=excerpt, excerpt_lang=excerpt_lang)


def _status(*values: Any) -> Status:
    return Status(**dict(zip((field.name for field in fields(Status)), values, strict=True)))


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)
