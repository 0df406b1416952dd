"""A story in short: what lists, neighbours, menus and the sitemap are made from, so that none of them needs its text.

A site keeps the summaries of all its stories at hand, and the text of those only whose own pages are made.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from msgspec import Struct
from msgspec.structs import replace

from digest.content.images import is_elsewhere
from digest.fingerprint import fingerprint_values
from digest.model import Article, Lang, Story
from digest.site.brief import Brief, briefs_of
from digest.site.status import Status, status_of


class Summary(Struct, frozen=True, kw_only=True):
    """A story in short.

    Attributes:
        article: its facts: an article without text, apart from its title.
        briefs: title and teaser in both languages.
        status: how its translation was made.
        pictures: paths of those that lie below the content folder, sorted.
        page_fingerprint: of all that its own pages say of it.
        list_fingerprint: of all that other pages say of it.
        sitemap_fingerprint: of its address, its times, and the lists that it is on: all that decides its places.
    """

    article: Article
    briefs: Mapping[Lang, Brief]
    status: Status
    pictures: tuple[str, ...]
    page_fingerprint: str
    list_fingerprint: str
    sitemap_fingerprint: str


def summarize(story: Story, page_fingerprint: str = "") -> Summary:
    """Return a story in short; `page_fingerprint` is that of all that it was made from."""
    article, briefs, status = without_text(story.article), briefs_of(story), status_of(story)
    blocks = story.article.blocks
    pictures = {block.image.path for block in blocks if block.image and not is_elsewhere(block.image.path)}
    return Summary(
        article=article,
        briefs=briefs,
        status=status,
        pictures=tuple(sorted(pictures)),
        page_fingerprint=page_fingerprint,
        list_fingerprint=fingerprint_values(article, briefs, status, sorted(pictures)),
        sitemap_fingerprint=fingerprint_values(
            article.slug, article.lang, article.date, article.updated, article.section, article.tags, article.authors
        ),
    )


def without_text(article: Article) -> Article:
    """Return an article without its text."""
    return replace(
        with_fixed_offsets(article),
        ticker=(),
        standfirst=(),
        dateline=None,
        blocks=(),
        references={},
        warnings=(),
    )


def with_fixed_offsets(article: Article) -> Article:
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
