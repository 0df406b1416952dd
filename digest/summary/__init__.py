"""A story in short: what lists, neighbours, menus and the sitemap are made from, so that none of them needs its text.

A site keeps the summaries of all its stories at hand, and the text of those only whose own pages are made.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from digest.model import Article, Lang, Story
from digest.summary.brief import Brief, briefs_of
from digest.summary.status import Status, status_of

__all__ = ["Brief", "Status", "Summary", "exact", "facts", "summarize"]


class Summary(Struct, frozen=True, kw_only=True):
    """A story in short.

    Attributes:
        article: its facts: an article without text, apart from its title.
        briefs: title and teaser in both languages.
        status: how its translation was made.
        pictures: paths of those that lie below the content folder, sorted.
        key: a digest of all that its own pages say of it.
        face: a digest of all that other pages say of it.
        entry: a digest of all that the sitemap says of it: its address, its times, and which lists it is on.
    """

    article: Article
    briefs: Mapping[Lang, Brief]
    status: Status
    pictures: tuple[str, ...]
    key: str
    face: str
    entry: str


def summarize(story: Story, key: str = "") -> Summary:
    """Return a story in short; `key` is a digest of all that it was made from."""
    article, briefs, status = facts(story.article), briefs_of(story), status_of(story)
    blocks = story.article.blocks
    pictures = {block.image.path for block in blocks if block.image and ":" not in block.image.path}
    return Summary(
        article=article,
        briefs=briefs,
        status=status,
        pictures=tuple(sorted(pictures)),
        key=key,
        face=_digest(article, briefs, status, sorted(pictures)),
        entry=_digest(
            article.slug, article.lang, article.date, article.updated, article.section, article.tags, article.authors
        ),
    )


def facts(article: Article) -> Article:
    """Return an article without its text."""
    return replace(
        exact(article),
        ticker=(),
        standfirst=(),
        dateline=None,
        blocks=(),
        references={},
        warnings=(),
    )


def exact(article: Article) -> Article:
    """Return an article with its times as they are after they were written down and read again."""
    return replace(
        article,
        date=_written(article.date),
        updated=article.updated and _written(article.updated),
        expires=article.expires and _written(article.expires),
    )


def _written(moment: datetime) -> datetime:
    """Return a moment with an offset in whole minutes (RFC 3339) in place of a zone."""
    offset = moment.utcoffset() or timedelta()
    return moment.astimezone(timezone(timedelta(minutes=round(offset / timedelta(minutes=1)))))


def _digest(*what: object) -> str:
    return hashlib.blake2b(msgspec.json.encode(what), digest_size=12).hexdigest()
