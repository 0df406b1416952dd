"""The record of a story's translation: how every sentence of it came about, as JSON for programs and for who asks."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import msgspec

from digest.model import Article, Output, Sentence, Story
from digest.site.site import Site, path_of
from digest.site.status import SOURCE_TYPES, Status


def record_path(article: Article, status: Status) -> str:
    """Return the path of a story's record, beside its first page; empty for one without a translation.

    A version that was written apart is none.
    """
    is_translated = status.code not in ("untranslated", "written")
    return path_of(article) + "translation.json" if is_translated and not article.withdrawn else ""


def render_record(site: Site, story: Story, status: Status) -> Iterator[Output]:
    """Yield the record of a story, if it is translated."""
    article = story.article
    if path := record_path(article, status):
        yield Output(path, msgspec.json.encode(_record(site, story, status)) + b"\n")


def _record(site: Site, story: Story, status: Status) -> dict[str, Any]:
    article = story.article
    source_type = status.source_type(alone=True)
    made: dict[str, Any] = {
        "language": status.lang,
        "url": site.url(site.config.prefix(status.lang) + path_of(article)),
        "status": status.code,
        "digital_source_type": SOURCE_TYPES + source_type if source_type else "",
        "engines": status.engines,
    }
    if status.revision:
        made |= {"revised": status.revision.time.isoformat(), "revised_by": status.revision.by}
    original: dict[str, str] = {"language": article.lang}
    if article.lang in site.config.views:
        original["url"] = site.url(site.config.prefix(article.lang) + path_of(article))
    return {
        "article": site.url(path_of(article)),
        "about": site.url("about/") + f"#how-{status.lang}",
        "original": original,
        "translation": _given(made),
        "sentences": [_sentence(story, number, unit) for number, unit in _numbered(article)],
    }


def _numbered(article: Article) -> Iterator[tuple[int, Sentence]]:
    """Yield all that has a counterpart, each with its number on the pages (`data-s`); 0 for an alternative text."""
    number = count(1)
    for _, sentences in article.parts():
        yield from ((next(number), sentence) for sentence in sentences)
    for block in article.blocks:
        if block.image and block.image.alt:
            yield 0, block.image.alt
        yield from ((next(number), sentence) for sentence in block.sentences)


def _sentence(story: Story, number: int, unit: Sentence) -> dict[str, Any]:
    counterpart = story.counterparts[unit.text]
    is_translated = counterpart.origin != "untranslated"
    return _given(
        {
            "number": number,
            "source": unit.shown,
            "translation": counterpart.text if is_translated else "",
            "origin": counterpart.origin,
            "engine": counterpart.made_by,
            "flags": counterpart.flags,
        }
    )


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values that are not empty."""
    return {key: value for key, value in values.items() if value}
