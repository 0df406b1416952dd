"""Dates of feeds: as feedparser reads them by the standards, with names of time zones that no standard has, and others.

Sources: RFC 822, 5.1 (the names of the United States); Python's `zoneinfo` for what newsrooms add to them.
"""

import calendar
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate
from typing import Any

from digest.content import dates
from digest.errors import Problem
from digest.importing.item import Note

_NAMED = re.compile(r"(?<=:\d\d)\s+\(?(?P<name>(?![AaPp]\.?[Mm]\b)[A-Za-z]{1,5})\)?\s*\Z")
"""The name of a zone after a time, at the end."""
_STANDARD = frozenset(("UT", "UTC", "GMT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"))
"""What feedparser reads as RFC 822 says."""
_HOURS = {
    "WET": 0,
    "WEST": 1,
    "BST": 1,
    "CET": 1,
    "CEST": 2,
    "MET": 1,
    "MEST": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "TRT": 3,
}
"""Names that mean one zone in the news of Europe, North Africa and the Levant. `AST` and `IST` mean several."""


def read_date(written: str, parsed: Any, zone: tzinfo, where: str) -> tuple[date | None, tuple[Problem, ...]]:
    """Return when something was published, a day or an aware moment, and what is wrong with the date.

    `parsed` is what feedparser made of it: in UTC, to the second, or None. A zone that nobody knows by its name alone
    is taken for the site's own, `zone`, as where a date names none.
    """
    named = _NAMED.search(written)
    name = named["name"].upper() if named else ""
    if named and name not in _STANDARD and (parts := parsedate(written[: named.start()])):
        known = _HOURS.get(name)
        at = zone if known is None else timezone(timedelta(hours=known))
        try:
            moment = datetime(*parts[:6], tzinfo=at)
        except ValueError:
            return None, tuple(unread_date(written, where))
        return moment, tuple(_unknown_zone(name, written, where)) if known is None else ()
    with suppress(ValueError, OverflowError, OSError):  # a year that no calendar has
        if parsed:
            return datetime.fromtimestamp(calendar.timegm(parsed), UTC), ()
    found = _as_newsrooms_write(written, zone)
    return found, () if found else tuple(unread_date(written, where))


def _as_newsrooms_write(text: str, zone: tzinfo) -> date | None:
    """Return a date that is written as no feed should, but as newsrooms do."""
    try:
        found = dates.parse(text, zone)
    except dates.ImpossibleDateError:
        return None
    return None if not found else found.value if found.timed else found.value.date()


def unread_date(written: str, where: str) -> Iterator[Problem]:
    """Yield the problem of a date that says something, but no day."""
    if written:
        yield Note(f"its date `{written[:60]}` can't be read", where, "it has none; write one into its file")


def _unknown_zone(name: str, written: str, where: str) -> Iterator[Problem]:
    hint = "it is read in the `time_zone` of the site; set it right in its file if that is wrong"
    yield Note(f"the time zone `{name}` of its date `{written[:60]}` means several, or none", where, hint)
