"""Dates as newsrooms write them: ISO, with slashes, in words; Arabic or English; A.D., Hijri, or both."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from digest.content.folding import folded
from digest.model import DateOrigin

FIRST_YEAR, LAST_YEAR = 2, 9998
"""The years that an article may be of: those whose every moment can be told in every time zone."""
HIJRI_YEARS = range(1343, 1501)
"""Those that can be converted: the calendar of Umm al-Qura is on record for them (1924 to 2077)."""
MAYBE_HIJRI_YEARS = range(1243, 1501)
"""Those that are Hijri in any article (1827 to 2077): of the same A.D. years there are no news."""

_MONTHS = """
1  يناير | كانون الثاني | كانون ثاني | كانون ثان | جانفي | January | Jan
2  فبراير | شباط | فيفري | February | Feb
3  مارس | آذار | March | Mar
4  أبريل | نيسان | أفريل | April | Apr
5  مايو | أيار | مايس | ماي | May
6  يونيو | يونيه | حزيران | جوان | June | Jun
7  يوليو | يوليه | تموز | جويلية | يوليوز | July | Jul
8  أغسطس | آب | أوت | غشت | August | Aug
9  سبتمبر | أيلول | شتنبر | September | Sept | Sep
10 أكتوبر | تشرين الأول | تشرين أول | October | Oct
11 نوفمبر | تشرين الثاني | تشرين ثاني | تشرين ثان | نونبر | November | Nov
12 ديسمبر | كانون الأول | كانون أول | دجنبر | December | Dec
"""
"""The months as Egypt and the Gulf, the Levant, Iraq and the Maghreb name them, and in English."""

_HIJRI_MONTHS = """
1  محرم | المحرم | محرم الحرام | Muharram
2  صفر | صفر الخير | Safar
3  ربيع الأول | ربيع أول | Rabi al-Awwal | Rabi I
4  ربيع الآخر | ربيع الثاني | ربيع آخر | ربيع ثاني | ربيع ثان | Rabi al-Thani | Rabi al-Akhir | Rabi II
5  جمادى الأولى | جمادى الأول | جمادى أولى | جمادى أول | Jumada al-Ula | Jumada al-Awwal | Jumada I
6  جمادى الآخرة | جمادى الآخر | جمادى الثانية | جمادى الثاني | Jumada al-Akhirah | Jumada al-Thani | Jumada II
7  رجب | رجب الفرد | Rajab
8  شعبان | شعبان المعظم | Shaban | Shaaban | Sha'ban
9  رمضان | رمضان المبارك | رمضان المعظم | Ramadan | Ramadhan
10 شوال | Shawwal
11 ذو القعدة | ذي القعدة | ذوالقعدة | ذو قعدة | ذي قعدة | Dhu al-Qadah | Dhu al-Qi'dah | Dhul Qadah
12 ذو الحجة | ذي الحجة | ذوالحجة | ذو حجة | ذي حجة | ذي الحجة الحرام | Dhu al-Hijjah | Dhul Hijjah
"""

_WEEKDAYS = (
    "الاثنين Monday Mon",
    "الثلاثاء Tuesday Tues Tue الثلثاء",
    "الأربعاء Wednesday Wed",
    "الخميس Thursday Thurs Thur Thu",
    "الجمعة Friday Fri",
    "السبت Saturday Sat",
    "الأحد Sunday Sun",
)
"""From Monday on, as Python counts them."""


def _month_numbers(table: str) -> dict[str, int]:
    """Return the number of each month by its folded names."""
    lines = (line.split(None, 1) for line in table.strip().splitlines())
    return {folded(name): int(number) for number, names in lines for name in names.split("|")}


MONTHS = _month_numbers(_MONTHS)
HIJRI_MONTHS = _month_numbers(_HIJRI_MONTHS)
WEEKDAYS = {folded(name): number for number, names in enumerate(_WEEKDAYS) for name in names.split()}


def _one_of(names: dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


# Patterns are matched against folded text: small letters, ASCII digits, no hamza on alef, no marks.
_NAME = _one_of(MONTHS | HIJRI_MONTHS)
_WEEKDAY = _one_of(WEEKDAYS)
_AD = r"م(?:يلادي(?:ه)?)?|a\.?d\.?|c\.?e\.?"
_AH = r"ه(?:جري(?:ه)?)?|a\.?h\.?"
_ERA = rf"(?:\s?(?P<era>{_AD}|{_AH})(?!\w))?"
_ORDINAL = r"(?:st|nd|rd|th)?"
_OF = r"(?:(?:من|of)\s+)?(?:شهر\s+)?"
_YEAR = r"(?:من\s+)?(?:لعام\s+|عام\s+|لسنه\s+|سنه\s+)?(?P<year>\d{4})"
_MONTH = rf"(?P<name>{_NAME})\.?(?:\s*[/(-]\s*(?:{_NAME})\s*\)?|\s+(?:{_NAME}))?"
_DAY_FORMS = (
    r"(?P<year>\d{4})\s?(?P<sep>[-/.])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<day>\d{1,2})(?!\d)",
    r"(?P<day>\d{1,2})\s?(?P<sep>[-/.])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<year>\d{4})(?!\d)",
    rf"(?P<day>\d{{1,2}}|(?:ال)?اول|فاتح){_ORDINAL}\s*[-/.]?\s*{_OF}{_MONTH}\s*[-/,،]?\s*{_YEAR}(?!\d)",
    rf"{_MONTH}\s*[-/]?\s*(?P<day>\d{{1,2}}){_ORDINAL}\s*[,،]?\s*{_YEAR}(?!\d)",
    rf"(?P<year>\d{{4}})\s*[-/]?\s*{_MONTH}\s*[-/]?\s*(?P<day>\d{{1,2}})(?!\d)",
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
)
_DAYS = tuple(re.compile(rf"{form}{_ERA}") for form in _DAY_FORMS)
_FIRST_WORDS = re.compile(
    rf"(?:(?:في|on)\s+)?(?:(?:ال)?يوم\s+)?(?:(?P<weekday>{_WEEKDAY})\.?\s*[,،:/-]?\s*)?(?:the\s+)?(?:(?:ال)?موافق\s*[:ل]?\s*)?"
)
_BETWEEN = re.compile(r"\s*(?:[-–—/|(،,=]?\s*(?:ال|ي)?موافق\s*[:ل]?|[-–—/|(،,=])\s*")

_HALF = r"صباحا|ص|فجرا|قبل الظهر|a\.?m\.?|مساءا?|م|ظهرا|بعد الظهر|عصرا|p\.?m\.?|ليلا"
_ZONE = r"z|(?:utc|gmt)?\s?[+-]\d{1,2}(?::?\d{2})?|utc|gmt|بتوقيت [غج]ريني?تش"
_CLOCK = (
    rf"(?P<hour>\d{{1,2}})[:٫.h](?P<minute>\d{{2}})(?::(?P<second>\d{{2}})(?:\.\d+)?)?(?:\s?(?P<half>{_HALF})(?!\w))?"
    rf"(?:\s?\(?(?P<zone>{_ZONE})\)?)?"
)
_AT = r"(?:(?:at|في|علي|عند|تمام)\s+)*(?P<hourly>الساعه\s*:?\s*)?"
_TIME = re.compile(rf"{_AT}{_CLOCK}")
_HOUR = re.compile(rf"{_AT}(?P<hour>\d{{1,2}})(?:\s?(?P<half>{_HALF})(?!\w))?")
_BEFORE_TIME = re.compile(r"\s*[t,،|/–—-]\s*|\s+")
_AFTER_TIME = re.compile(r"\s*[,،|/–—-]\s*|\s+")

_FILE_NAMES = (
    re.compile(r"(?P<year>\d{4})(?P<sep>[-_.]?)(?P<month>\d{2})(?P=sep)(?P<day>\d{2})(?:[-_ .]+|$)"),
    re.compile(r"(?P<day>\d{1,2})(?P<sep>[-_.])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4})(?:[-_ .]+|$)"),
)
_LABEL = re.compile(
    r"(?:تاريخ النشر|تاريخ الاصدار|نشر في|نشر بتاريخ|نشر يوم|نشر|صدر في|التاريخ|تاريخ|بتاريخ|في"
    r"|published|posted|date|on)\s*[:：]?\s*(?:on\s+)?"
)
_TODAY_WORD = re.compile(r"اليوم|[أا]مس|[Tt]oday|TODAY")
_TODAY = re.compile(
    rf"(?P<when>اليوم|امس|today)\s*[,،]?\s*\(?\s*(?P<weekday>{_WEEKDAY})\s*[,،(]?\s*(?P<day>\d{{1,2}})\s+{_MONTH}"
    r"\s*,?\s*(?P<year>\d{4})"
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
    """A text that looks like a date, but names a day, hour or weekday that is not, or no certain day."""


def parse(text: str, zone: tzinfo, origin: DateOrigin = "header") -> Date | None:
    """Read a date that is all of `text`. None when it does not look like one.

    Day before month (`3/4/2019` is 3 April), as everywhere but in the United States. A Hijri date is converted by the
    calendar of Umm al-Qura; where its weekday is that of the day before or after, as the moon was sighted, it is that
    day. Beside an A.D. date both must agree. Raises `ImpossibleDateError`.
    """
    rest = folded(text).strip(" .()[]")
    time = _TIME.match(rest)
    if time and (gap := _AFTER_TIME.match(rest, time.end())):  # `10:00 - 22/11/2024`
        rest = rest[gap.end() :]
    else:
        time = None
    words = _FIRST_WORDS.match(rest)
    rest = rest[words.end() :] if words else rest
    first = _match_day(rest, 0)
    if not first:
        return None
    end = first.end()
    between = _BETWEEN.match(rest, end)
    second = _match_day(rest, between.end()) if between else None
    end = second.end() if second else end
    after = rest[end:].removeprefix(")")
    if after:
        time = None if time else _match_time(after)
        if not time:
            return None
    day = _day(first, second, words["weekday"] if words else None)
    return _date(day, time.groupdict() if time else {}, zone, origin)


def in_line(line: str, zone: tzinfo) -> Date | None:
    """Read the date of a line that holds nothing else, but for a label (`نشر في: …`)."""
    if len(line) > 100 or not any(map(str.isdigit, line)):
        return None
    text = folded(line).strip(" ()")
    label = _LABEL.match(text)
    try:
        return parse(text[label.end() :] if label else text, zone, "text")
    except ImpossibleDateError:
        return None


def in_dateline(text: str, zone: tzinfo) -> Date | None:
    """Find the day that stands in a dateline with its year: `القاهرة (ا ف ب) 12-3-2024`."""
    text = folded(text)
    try:
        match = next((match for form in _DAYS if (match := form.search(text))), None)
        return _date(_day(match, None, None), {}, zone, "text") if match else None
    except ImpossibleDateError:
        return None


def in_prose(text: str, zone: tzinfo) -> Date | None:
    """Find the day a text calls today: `اليوم الثلاثاء 24 جانفي 2017`. Any other date is one it tells of.

    A date whose weekday is wrong is not believed. `أمس` (yesterday) with a date tells the day after it.
    """
    nearby = (folded(text[word.start() : word.start() + 100]) for word in _TODAY_WORD.finditer(text))
    match = next((match for words in nearby if (match := _TODAY.match(words))), None)
    if not match:
        return None
    try:
        date = _date(_day(match, None, match["weekday"]), {}, zone, "text")
    except ImpossibleDateError:
        return None
    if match["when"] == "امس":
        return Date(date.value + timedelta(days=1), timed=False, origin="text")
    return date


def in_name(stem: str, zone: tzinfo) -> tuple[Date | None, str]:
    """Part a file name into its date and the rest: `2019-11-14-summit` → 14 November, `summit`.

    Raises `ImpossibleDateError`.
    """
    match = next((match for form in _FILE_NAMES if (match := form.match(stem))), None)
    if not match or not (match["sep"] or 1900 <= int(match["year"]) <= 2100):
        return None, stem
    return _date(_day(match, None, None), {}, zone, "file name"), stem[match.end() :]


def of_file(seconds: float) -> datetime:
    """Return the time of a file (seconds since 1970), aware, in UTC; the nearest there is to one beyond all years."""
    first, last = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in (FIRST_YEAR, LAST_YEAR))
    return datetime.fromtimestamp(min(max(seconds, first), last), UTC)


def day_of_file(modified: datetime, zone: tzinfo) -> Date:
    """Return the day of a file's time: when an article was saved tells the day at most, never the time of day."""
    return Date(local(modified, zone).replace(hour=0, minute=0, second=0, microsecond=0), timed=False, origin="file")


def local(moment: datetime, zone: tzinfo) -> datetime:
    """Return a moment in a time zone, its offset in whole minutes: feeds and pages know no other.

    Before a zone had a legal time its clocks went by the sun, and were off by seconds too (Cairo: 2:05:09).
    """
    found = moment.astimezone(zone)
    return found.astimezone(_in_whole_minutes(found))


def _in_whole_minutes(moment: datetime) -> tzinfo | None:
    """Return the zone of a moment; one of a fixed offset instead, where the zone's own is off by seconds."""
    minute = timedelta(minutes=1)
    offset = moment.utcoffset() or timedelta()
    return timezone(offset // minute * minute) if offset % minute else moment.tzinfo


def _match_day(text: str, start: int) -> re.Match[str] | None:
    return next((match for form in _DAYS if (match := form.match(text, start))), None)


def _match_time(text: str) -> re.Match[str] | None:
    """Return the time of day that is all of what follows a date."""
    gap = _BEFORE_TIME.match(text)
    if not gap:
        return None
    if time := _TIME.fullmatch(text, gap.end()):
        return time
    hour = _HOUR.fullmatch(text, gap.end())
    return hour if hour and (hour["half"] or hour["hourly"]) else None


def _day(first: re.Match[str], second: re.Match[str] | None, weekday: str | None) -> date:
    """Return the day that is meant, where it is written in one calendar or in both, with a weekday or without."""
    written = [(_is_hijri(match), match) for match in (first, second) if match]
    found = [_hijri_day(match) if is_hijri else _ad_day(match) for is_hijri, match in written]
    if second:
        if written[0][0] == written[1][0]:
            raise ImpossibleDateError("it holds two dates")
        if abs(found[0] - found[1]) > timedelta(days=2):
            hijri, ad = found if written[0][0] else found[::-1]
            raise ImpossibleDateError(f"its Hijri day is {hijri}, not {ad}")
        return found[1] if written[0][0] else found[0]
    day = found[0]
    if weekday is None or WEEKDAYS[weekday] == day.weekday():
        return day
    if written[0][0]:
        for near in (day - timedelta(days=1), day + timedelta(days=1)):
            if near.weekday() == WEEKDAYS[weekday]:
                return near
    raise ImpossibleDateError(f"the day was not a `{_WEEKDAYS[WEEKDAYS[weekday]].split()[weekday.isascii()]}`")


def _is_hijri(match: re.Match[str]) -> bool:
    """Tell the calendar of a day by what is beside its year, its month, or the year alone."""
    groups = match.groupdict()
    year, name, era = int(groups["year"]), groups.get("name"), groups.get("era")
    if era:
        is_hijri = re.fullmatch(_AH, era) is not None
        if name and (name in HIJRI_MONTHS) != is_hijri:
            raise ImpossibleDateError(f"`{name}` is no month of that calendar")
        return is_hijri
    if name in HIJRI_MONTHS:
        return True
    if year not in MAYBE_HIJRI_YEARS:
        return False
    if name:
        raise ImpossibleDateError(f"`{year}` is a Hijri year, and `{name}` no Hijri month")
    return True


def _hijri_day(match: re.Match[str]) -> date:
    from hijridate import Hijri

    year = int(match["year"])
    if year not in HIJRI_YEARS:
        raise ImpossibleDateError(
            f"a Hijri year must be in {HIJRI_YEARS[0]}..{HIJRI_YEARS[-1]} to be converted; write the A.D. date"
        )
    groups = match.groupdict()
    number = HIJRI_MONTHS[groups["name"]] if groups.get("name") else int(groups["month"])
    try:
        day = Hijri(year, number, _day_number(match)).to_gregorian()
    except (ValueError, OverflowError) as error:
        raise ImpossibleDateError(f"{error} (Hijri)") from None
    return date(day.year, day.month, day.day)


def _ad_day(match: re.Match[str]) -> date:
    groups = match.groupdict()
    number = MONTHS[groups["name"]] if groups.get("name") else int(groups["month"])
    year = int(match["year"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ImpossibleDateError(f"the year must be in {FIRST_YEAR}..{LAST_YEAR}")
    try:
        return date(year, number, _day_number(match))
    except ValueError as error:
        raise ImpossibleDateError(str(error)) from None


def _day_number(match: re.Match[str]) -> int:
    return int(match["day"]) if match["day"].isdigit() else 1


def _date(day: date, time: dict[str, str | None], zone: tzinfo, origin: DateOrigin) -> Date:
    """Return the moment at which a day begins, or of its `time`: the groups of `_TIME`."""
    hour, half, written_zone = time.get("hour"), time.get("half") or "", time.get("zone")
    try:
        value = datetime(
            day.year,
            day.month,
            day.day,
            _hour(int(hour), half) if hour else 0,
            int(time.get("minute") or 0),
            int(time.get("second") or 0),
            tzinfo=_zone(written_zone) if written_zone else zone,
        )
    except ValueError as error:
        raise ImpossibleDateError(str(error)) from None
    return Date(value.replace(tzinfo=_in_whole_minutes(value)), timed=bool(hour), origin=origin)


def _hour(hour: int, half: str) -> int:
    """Return an hour of the day, given one of half a day. Raises `ValueError`."""
    if not half:
        return hour
    is_late = half[0] in "مpظعب" or (half == "ليلا" and 6 <= hour < 12)
    if not 1 <= hour <= 12:
        if is_late and 12 < hour < 24:
            return hour
        raise ValueError("hour must be in 1..12")
    return hour % 12 + (12 if is_late else 0)


def _zone(written: str) -> tzinfo:
    """Return a zone as written beside a time. Raises `ValueError`."""
    match = re.search(r"([+-])(\d{1,2}):?(\d{2})?", written)
    if not match:
        return UTC
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    if offset > timedelta(hours=14):
        raise ValueError("no time zone is more than 14 hours from UTC")
    return timezone(-offset if match[1] == "-" else offset)
