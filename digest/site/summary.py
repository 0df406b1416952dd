"""The summary of a story: what lists, neighbours, menus and the sitemap show of it.

A site holds the summaries of all its stories in memory; the text of a story is read only to make its own pages.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from functools import cache

from msgspec import Struct
from msgspec.structs import fields, replace

from digest.content.images import is_elsewhere
from digest.fingerprint import fingerprint, fingerprint_values
from digest.model import Article, Image, Lang, Story
from digest.site.brief import Brief, briefs_of
from digest.site.status import Status, status_of


class Summary(Struct, frozen=True, kw_only=True):
    """A story without its text.

    Attributes:
        article: the article as `without_text` leaves it.
        briefs: title and teaser in both languages.
        status: how its translation was made.
        breaking: whether its headline is a ticker line, or one stands with it.
        pictures: its pictures by path, without their alternative texts; none of other sites.
        lead_picture: the one that stands for it in lists, or None.
        attachments: the paths of the files there that it links, sorted; none that are pictures of it.
        text_fingerprint: changes when its text does, as its author wrote it.
        page_fingerprint: changes when what its own pages show of it does.
        list_fingerprint: changes when what other pages show of it does.
        sitemap_fingerprint: changes when its address, its times, its pictures, its lists or the views for search
            engines do, which decide where and how it is listed.
    """

    article: Article
    briefs: Mapping[Lang, Brief]
    status: Status
    breaking: bool
    pictures: tuple[Image, ...]
    lead_picture: Image | None
    attachments: tuple[str, ...]
    text_fingerprint: str
    page_fingerprint: str
    list_fingerprint: str
    sitemap_fingerprint: str


def summarize(story: Story, page_fingerprint: str = "") -> Summary:
    """Return the summary of a story; `page_fingerprint` is of the files that the story was read from."""
    article, briefs, status = without_text(story.article), briefs_of(story), status_of(story)
    breaking = story.article.breaking or bool(story.article.ticker)
    pictures = {image.path: replace(image, alt=None) for image in pictures_of(story.article)}
    listed = tuple(pictures[path] for path in sorted(pictures))
    lead = lead_picture(story.article)
    attachments = {link.path for link in story.article.file_links.values() if link.kind == "attachment"}
    return Summary(
        article=article,
        briefs=briefs,
        status=status,
        breaking=breaking,
        pictures=listed,
        lead_picture=pictures[lead.path] if lead else None,
        attachments=tuple(sorted(attachments - pictures.keys())),
        text_fingerprint=fingerprint(*_texts(story.article)),
        page_fingerprint=page_fingerprint,
        list_fingerprint=fingerprint_values(replace(article, file_links={}), briefs, status, breaking, listed),
        sitemap_fingerprint=fingerprint_values(
            *(article.slug, article.id, article.aliases, article.lang, article.date, article.updated),
            *(article.section, article.tags, article.authors, article.withdrawn),
            *sorted(pictures),
            *(status.code == "untranslated", status.has_machine, status.revision),
        ),
    )


def media_of(article: Article) -> Iterator[Image]:
    """Yield the picture of an article's header, then pictures, films and sounds of its text; none of other sites."""
    if article.image:
        yield article.image
    for block in article.blocks:
        if block.image and not is_elsewhere(block.image.path):
            yield block.image


def pictures_of(article: Article) -> Iterator[Image]:
    """Yield the pictures among the media of an article."""
    return (image for image in media_of(article) if image.is_picture)


def lead_picture(article: Article) -> Image | None:
    """Return the picture that stands for an article elsewhere: what its header says, else the first of its text."""
    return next(pictures_of(article), None)


def _texts(article: Article) -> Iterator[str]:
    """Yield the sentences of an article, and its code."""
    yield from (unit.text for unit in article.units())
    yield from (block.code for block in article.blocks if block.code)


def without_text(article: Article) -> Article:
    """Return an article of whose text only the title and its links are left; its times have fixed offsets."""
    defaults = _defaults(type(article))
    empty = {name: defaults[name] for name, _ in article.parts() if name in defaults}
    return replace(with_fixed_offsets(article), **empty, blocks=(), references={}, warnings=())


@cache
def _defaults(kind: type[Article]) -> Mapping[str, object]:
    """Return the fields that a struct may be made without, with their values then."""
    return {field.name: field.default for field in fields(kind) if not field.required}


def with_fixed_offsets(article: Article) -> Article:
    """Return an article whose times have an offset from UTC in place of a time zone: all that JSON keeps of one."""
    return replace(
        article,
        date=_with_offset(article.date),
        updated=article.updated and _with_offset(article.updated),
        expires=article.expires and _with_offset(article.expires),
        corrected=tuple(map(_with_offset, article.corrected)),
    )


def _with_offset(moment: datetime) -> datetime:
    """Return a moment with an offset in whole minutes (RFC 3339) in place of a time zone."""
    offset = moment.utcoffset() or timedelta()
    return moment.astimezone(timezone(timedelta(minutes=round(offset / timedelta(minutes=1)))))
