"""The mail edition: the stories of the last day, or week, that had any."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from digest.config import Config
from digest.site.site import EDITION, Site
from digest.site.summary import Summary

_DAYS: Mapping[str, int] = {"day": 1, "week": 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The stories of some days.

    Attributes:
        first: the first of the days, in the time zone of the site.
        last: the last of them, which is that of the newest story.
        stories: the newest first.
    """

    first: date
    last: date
    stories: tuple[Summary, ...]


def edition_of(site: Site) -> Edition | None:
    """Return the edition of a site; None when it has no story that says itself when it was published, or makes none.

    It ends with the day of the newest story, not with today: the same content makes the same edition at any time.
    """
    zone = site.config.zone
    dated = [story for story in site.stories if story.article.date_origin != "file"]
    if not dated or site.config.mail_edition == "none":
        return None
    last = dated[0].article.date.astimezone(zone).date()
    first = last - timedelta(days=_DAYS[site.config.mail_edition] - 1)
    within = takewhile(lambda story: story.article.date.astimezone(zone).date() >= first, dated)
    return Edition(first=first, last=last, stories=tuple(within))


def edition_paths(config: Config) -> tuple[str, ...]:
    """Return the paths of an edition's files: a page and a text in each view."""
    return tuple(f"{config.prefix(view)}{EDITION}index.{kind}" for view in config.views for kind in ("html", "txt"))
