"""Dates as newsrooms write them: ISO, with slashes, and in words, Arabic or English."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from digest.model import DateOrigin

_MONTHS = """
1  يناير       كانون الثاني  جانفي     January   Jan
2  فبراير      شباط          فيفري     February  Feb
3  مارس        آذار|اذار     مارس      March     Mar
4  أبريل|ابريل|إبريل  نيسان  أفريل|افريل  April  Apr
5  مايو        أيار|ايار     ماي       May
6  يونيو|يونيه  حزيران       جوان      June      Jun
7  يوليو|يوليه  تموز         جويلية|يوليوز  July  Jul
8  أغسطس|اغسطس  آب|اب        أوت|اوت|غشت  August  Aug
9  سبتمبر      أيلول|ايلول   شتنبر     September Sept|Sep
10 أكتوبر|اكتوبر  تشرين الأول|تشرين الاول  أكتوبر  October  Oct
11 نوفمبر      تشرين الثاني  نونبر     November  Nov
12 ديسمبر      كانون الأول|كانون الاول  دجنبر  December  Dec
"""
"""The months as Egypt and the Gulf, the Levant, and the Maghreb name them, and in English; `|` parts spellings."""

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "الاثنين الإثنين Monday Mon",
            "الثلاثاء Tuesday Tue",
            "الأربعاء الاربعاء Wednesday Wed",
            "الخميس Thursday Thu",
            "الجمعة Friday Fri",
            "السبت Saturday Sat",
            "الأحد الاحد Sunday Sun",
        )
    )
    for name in names.casefold().split()
}


def _month_names() -> dict[str, int]:
    names = {}
    for line in _MONTHS.strip().splitlines():
        number, *columns = re.split(r"\s{2,}|(?<=\d)\s+|(?<=[A-Za-z])\s+", line)
        for column in columns:
            names.update(dict.fromkeys(column.casefold().split("|"), int(number)))
    return names


MONTHS = _month_names()

_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_WEEKDAY = "|".join(sorted(map(re.escape, WEEKDAYS), key=len, reverse=True))
_CLOCK = r"(?P<hour>\d{1,2})[:٫.](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
_HALF = r"(?:\s*(?P<half>a\.?m\.?|p\.?m\.?|صباحا|صباحاً|ص|مساء|مساءً|م)(?!\w))?"
_ZONE = r"(?:\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|بتوقيت غرينتش|بتوقيت غرينيتش))?"
_TIME = rf"(?:(?:[T,،\s-]|\s(?:at|الساعة|عند الساعة|-)\s)\s*{_CLOCK}{_HALF}{_ZONE})?"
_WRITTEN = rf"(?:(?:يوم\s+)?(?P<weekday>{_WEEKDAY})\s*[,،]?\s*)?"
_FORMS = tuple(
    re.compile(rf"{_WRITTEN}{form}{_TIME}", re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4})",
        rf"(?P<day>\d{{1,2}})\s+(?:من\s+)?(?P<name>{_MONTH})(?:\s*/\s*(?:{_MONTH}))?\s*[,،]?\s*(?:من\s+)?(?:عام\s+|سنة\s+)?(?P<year>\d{{4}})(?:\s*م\b)?",
        rf"(?P<name>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<year>\d{{4}})",
    )
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ODD = str.maketrans("", "", "\u200e\u200f\u061c\u0640")
_FILE_NAME = re.compile(r"(?P<year>\d{4})(?P<sep>[-_.]?)(?P<month>\d{2})(?P=sep)(?P<day>\d{2})(?:[-_ .]+|$)")
_LABEL = r"(?:(?:تاريخ النشر|نشر في|نُشر في|نشر بتاريخ|التاريخ|بتاريخ|published|posted|date)\s*[:：]?\s*(?:on\s+)?)?"
_PROSE = re.compile(
    rf"(?:اليوم|امس|أمس|today)\s*[,،]?\s*\(?\s*(?P<weekday>{_WEEKDAY})\s*[,،(]?\s*(?P<day>\d{{1,2}})\s+(?P<name>{_MONTH})"
    rf"(?:\s*/\s*(?:{_MONTH}))?\s*,?\s*(?P<year>\d{{4}})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date and where it came from.

    Attributes:
        value: aware.
        timed: whether it says a time of day.
        origin: where it was found.
    """

    value: datetime
    timed: bool
    origin: DateOrigin


class ImpossibleDateError(ValueError):
    """A text that looks like a date, but names a day, an hour or a weekday that is not."""


def parse(text: str, zone: tzinfo, origin: DateOrigin = "header") -> Date | None:
    """Read a date that is all of `text`. None when it does not look like one.

    Day before month (`3/4/2019` is 3 April), as everywhere but in the United States. Raises `ImpossibleDateError`.
    """
    if not text.isascii():
        text = text.translate(_DIGITS).translate(_ODD)
    text = " ".join(text.split())
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _date(match.groupdict(), zone, origin)
    return None


def in_line(line: str, zone: tzinfo) -> Date | None:
    """Read the date of a line that holds nothing else, but for a label (`نشر في: …`)."""
    if len(line) > 80 or not any(map(str.isdigit, line)):
        return None
    bare = re.sub(rf"^{_LABEL}", "", line.strip(" ()"), flags=re.IGNORECASE)
    try:
        return parse(bare, zone, "text")
    except ImpossibleDateError:
        return None


def in_prose(text: str, zone: tzinfo) -> Date | None:
    """Find the day a text calls today: `اليوم الثلاثاء 24 جانفي 2017`. Any other date is one it tells of.

    A day whose weekday is wrong is not believed; `أمس` is not today, but tells it.
    """
    match = _PROSE.search(text)
    if not match:
        return None
    try:
        date = _date(match.groupdict(), zone, "text")
    except ImpossibleDateError:
        return None
    if match[0].startswith(("امس", "أمس")):
        return Date(date.value + timedelta(days=1), timed=False, origin="text")
    return date


def in_name(stem: str, zone: tzinfo) -> tuple[Date | None, str]:
    """Part a file name into its date and the rest: `2019-11-14-summit` → 14 November, `summit`.

    Raises `ImpossibleDateError`.
    """
    match = _FILE_NAME.match(stem)
    if not match or not (match["sep"] or 1900 <= int(match["year"]) <= 2100):
        return None, stem
    return _date(match.groupdict(), zone, "file name"), stem[match.end() :]


def _date(found: dict[str, str | None], zone: tzinfo, origin: DateOrigin) -> Date:
    month = found.get("month")
    number = int(month) if month else MONTHS[(found["name"] or "").casefold()]
    hour, minute = found.get("hour"), found.get("minute")
    try:
        value = datetime(
            int(found["year"] or 0),
            number,
            int(found["day"] or 0),
            _hour(int(hour), found.get("half") or "") if hour else 0,
            int(minute) if minute else 0,
            int(found.get("second") or 0),
            tzinfo=_zone(found.get("zone") or "", zone),
        )
        value.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ImpossibleDateError(str(error)) from None
    weekday = (found.get("weekday") or "").casefold()
    if weekday and WEEKDAYS[weekday] != value.weekday():
        raise ImpossibleDateError(f"the day was not a `{found['weekday']}`")
    return Date(value, timed=bool(hour), origin=origin)


def _hour(hour: int, half: str) -> int:
    if not half:
        return hour
    if not 1 <= hour <= 12:
        if half[0] in "مp" and 12 < hour < 24:
            return hour
        raise ValueError("hour must be in 1..12")
    return hour % 12 + (12 if half[0].casefold() in ("م", "p") else 0)


def _zone(written: str, zone: tzinfo) -> tzinfo:
    if not written:
        return zone
    if written[0] not in "+-":
        return UTC
    hours, minutes = int(written[1:3]), int(written[-2:])
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if written[0] == "-" else offset)
