"""Texts that changed long after they were published, though their articles do not say so."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from digest.errors import Problem
from digest.messages import counted
from digest.model import Lang
from digest.site.site import Site
from digest.site.summary import Summary

_FRESH = timedelta(days=1)
"""How long an article may change without a word: until then it is still being written."""
_HEADER: Mapping[Lang, str] = {"ar": "محدث", "en": "Updated"}


def silent_changes(before: Iterable[Summary], site: Site, now: datetime) -> Iterator[Problem]:
    """Yield a warning for the articles of which the text is another one than `before`, and `Updated` is not.

    Readers who have the old text from a feed are told of a new one by that alone. Many at once, as after a change of
    spelling on the whole site, are one warning.
    """
    known = {story.article.path: story for story in before}
    changed = [
        story
        for story in site.stories
        if (old := known.get(story.article.path))
        and old.text_fingerprint != story.text_fingerprint
        and old.article.updated == story.article.updated
        and old.article.date == story.article.date
        and (story.article.updated or story.article.date) < now - _FRESH
    ]
    for story in changed[:1]:
        others = f", as did that of {counted(len(changed) - 1, 'other')}," if len(changed) > 1 else ""
        line = f"{_HEADER[story.article.lang]}: {now.astimezone(site.config.zone):%Y-%m-%d %H:%M}"
        yield Problem(
            f"its text changed{others} since it was published, and its readers are not told",
            story.article.path,
            f"write `{line}` into the header; where only a slip of the pen was mended, nothing is to be done",
        )
