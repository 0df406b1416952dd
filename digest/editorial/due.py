"""When articles appear and expire by themselves: the times at which a site has to be published again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from digest.model import Article


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Due:
    """A time at which the site changes without an edit.

    Attributes:
        time: when (aware).
        path: of the article.
        appears: whether it is published then; else it expires.
    """

    time: datetime
    path: str
    appears: bool


def due(articles: Iterable[Article], now: datetime) -> list[Due]:
    """Return the times after `now` (aware) at which articles appear or expire, the nearest first; none of drafts."""
    times = []
    for article in articles:
        if article.draft:
            continue
        if article.date > now and not article.is_published(now):
            times.append(Due(time=article.date, path=article.path, appears=True))
        if article.expires and article.expires > now:
            times.append(Due(time=article.expires, path=article.path, appears=False))
    return sorted(times)
