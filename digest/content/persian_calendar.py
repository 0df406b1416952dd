"""The solar calendar of Iran: its days in the Gregorian calendar."""

from bisect import bisect_right
from datetime import date, timedelta

YEARS = range(1178, 1634)
"""Those for which leap years come by a rule (1799 to 2255); the calendar itself goes by the equinox."""
_LEAP = (1, 5, 9, 13, 17, 22, 26, 30)
"""The leap years among 33."""
_NEW_YEAR = (1403, date(2024, 3, 20))
"""A year, and the day on which it began."""


class NoSuchDayError(ValueError):
    """A day that the calendar does not have, or one of a year that can't be converted."""


def to_gregorian(year: int, month: int, day: int) -> date:
    """Return the day in the Gregorian calendar. Raises `NoSuchDayError`."""
    if year not in YEARS:
        raise NoSuchDayError(f"the year must be in {YEARS[0]}..{YEARS[-1]} to be converted")
    if not 1 <= month <= 12:
        raise NoSuchDayError("month must be in 1..12")
    if not 1 <= day <= _length(year, month):
        raise NoSuchDayError(f"day must be in 1..{_length(year, month)}")
    known, began = _NEW_YEAR
    since = 365 * (year - known) + _leap_years_before(year) - _leap_years_before(known)
    return began + timedelta(days=since + sum(_length(year, earlier) for earlier in range(1, month)) + day - 1)


def _length(year: int, month: int) -> int:
    if month < 12:
        return 31 if month < 7 else 30
    return 30 if year % 33 in _LEAP else 29


def _leap_years_before(year: int) -> int:
    cycles, rest = divmod(year - 1, 33)
    return len(_LEAP) * cycles + bisect_right(_LEAP, rest)
