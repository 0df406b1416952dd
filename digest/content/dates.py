"""Dates as newsrooms write them: ISO, with slashes, in words; Arabic or English; A.D., Hijri, Persian, or two."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from digest.content import persian_calendar
from digest.content.folding import folded
from digest.model import DateOrigin

FIRST_YEAR, LAST_YEAR = 2, 9998
"""The years that an article may be of: those whose every moment can be told in every time zone."""
HIJRI_YEARS = range(1343, 1501)
"""Those that can be converted: the calendar of Umm al-Qura is on record for them (1924 to 2077)."""
MAYBE_HIJRI_YEARS = range(1243, 1600)
"""Those that are Hijri in any article (from 1827 on): of the same A.D. years there are no news."""
UNSURE_YEARS = range(1343, 1421)
"""Hijri ones of 1924 to 2000, and Persian ones of 1964 to 2042: a date in numbers alone does not tell which."""
NAMED_HIJRI_YEARS = range(1400, 1451)
"""Those that eight digits at the beginning of a file name may be of (1979 to 2029); others are rather a number."""
FIRST_SHORT_YEAR = 69
"""The first year of two digits that is of the last century: `68` is 2068, `69` is 1969, as POSIX has it."""

_MONTHS = """
1  يناير | كانون الثاني | كانون ثاني | كانون ثان | ك2 | ك 2 | كانون2 | كانون 2 | جانفي | January | Jan | janvier | janv
2  فبراير | شباط | فيفري | February | Feb | février | fevrier | févr | fév
3  مارس | آذار | March | Mar | mars
4  أبريل | نيسان | أفريل | April | Apr | avril | avr
5  مايو | أيار | مايس | ماي | May | mai
6  يونيو | يونيه | حزيران | جوان | June | Jun | juin
7  يوليو | يوليه | تموز | جويلية | يوليوز | July | Jul | juillet | juil
8  أغسطس | آب | أوت | غشت | August | Aug | août | aout
9  سبتمبر | أيلول | شتنبر | September | Sept | Sep | septembre
10 أكتوبر | أوكتوبر | تشرين الأول | تشرين أول | ت1 | ت 1 | تشرين1 | تشرين 1 | October | Oct | octobre
11 نوفمبر | تشرين الثاني | تشرين ثاني | تشرين ثان | ت2 | ت 2 | تشرين2 | تشرين 2 | نونبر | November | Nov | novembre
12 ديسمبر | كانون الأول | كانون أول | ك1 | ك 1 | كانون1 | كانون 1 | دجنبر | December | Dec | décembre | decembre | déc
"""
"""The months as Egypt and the Gulf, the Levant, Iraq and the Maghreb name them, in English and in French."""

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

_PERSIAN_MONTHS = """
1  فروردین | Farvardin
2  اردیبهشت | Ordibehesht
3  خرداد | Khordad
4  تیر | Tir
5  مرداد | أمرداد | Mordad
6  شهریور | Shahrivar
7  مهر | Mehr
8  آبان | Aban
9  آذر | Azar
10 دی | Dey
11 بهمن | Bahman
12 اسفند | Esfand
"""

_ZONES = """
Africa/Cairo      القاهرة | مصر | Cairo | Egypt
Africa/Khartoum   الخرطوم | السودان | Khartoum
Africa/Tripoli    طرابلس الغرب | ليبيا | بنغازي
Africa/Tunis      تونس | Tunis
Africa/Algiers    الجزائر | Algiers
Africa/Casablanca المغرب | الرباط | الدار البيضاء | Rabat | Casablanca
Africa/Nouakchott نواكشوط | موريتانيا
Asia/Aden         صنعاء | عدن | اليمن
Asia/Amman        الأردن | Amman
Asia/Baghdad      بغداد | العراق | Baghdad
Asia/Bahrain      المنامة | البحرين
Asia/Beirut       بيروت | لبنان | Beirut
Asia/Damascus     دمشق | سوريا | سورية | Damascus
Asia/Dubai        الإمارات | أبوظبي | أبو ظبي | دبي | Dubai | Abu Dhabi
Asia/Gaza         غزة | رام الله | فلسطين
Asia/Jerusalem    القدس | القدس المحتلة | Jerusalem
Asia/Kuwait       الكويت | Kuwait
Asia/Muscat       مسقط | سلطنة عمان
Asia/Qatar        الدوحة | قطر | Doha
Asia/Riyadh       الرياض | مكة | مكة المكرمة | السعودية | Riyadh | Mecca | Makkah
Asia/Tehran       طهران | إيران | Tehran
Europe/Istanbul   إسطنبول | اسطنبول | أنقرة | تركيا | Istanbul
Europe/London     لندن | London
Europe/Moscow     موسكو | Moscow
Europe/Paris      باريس | Paris
America/New_York  نيويورك | واشنطن | شرق الولايات المتحدة | New York | Washington
"""
"""Places by whose clocks newsrooms give a time of day. One word names Amman and Oman: it is not here."""

_WEEKDAYS = (
    "الاثنين Monday Mon lundi lun",
    "الثلاثاء Tuesday Tues Tue الثلثاء mardi",
    "الأربعاء Wednesday Wed mercredi mer",
    "الخميس Thursday Thurs Thur Thu jeudi jeu",
    "الجمعة Friday Fri vendredi ven",
    "السبت Saturday Sat samedi sam",
    "الأحد Sunday Sun dimanche dim",
)
"""From Monday on, as Python counts them."""


def _by_name(table: str) -> dict[str, str]:
    """Return what each line of a table begins with by the folded names in it."""
    lines = (line.split(None, 1) for line in table.strip().splitlines())
    return {folded(name): first for first, names in lines for name in names.split("|")}


def _month_numbers(table: str) -> dict[str, int]:
    return {name: int(number) for name, number in _by_name(table).items()}


Calendar = Literal["A.D.", "Persian", "Hijri"]

MONTHS: dict[Calendar, dict[str, int]] = {
    "A.D.": _month_numbers(_MONTHS),
    "Persian": _month_numbers(_PERSIAN_MONTHS),
    "Hijri": _month_numbers(_HIJRI_MONTHS),
}
"""The number of each month by its folded names; the calendars in the order of how surely they tell the day."""
ZONES = _by_name(_ZONES)
WEEKDAYS = {folded(name): number for number, names in enumerate(_WEEKDAYS) for name in names.split()}


def _ordinals() -> dict[str, int]:
    """Return the days of a month as they are counted in words, folded: `الثاني عشر`, `الحادي والعشرين`, `غرة`."""
    units = ["الحادي", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع"]
    found = {"الاول": 1, "اول": 1, "غره": 1, "فاتح": 1, "العاشر": 10}
    for number, unit in enumerate(units, 1):
        found |= {unit: number, f"{unit} عشر": 10 + number} if number > 1 else {f"{unit} عشر": 11}
    for tens, names in ((20, ("العشرين", "العشرون")), (30, ("الثلاثين", "الثلاثون"))):
        for name in names:
            found[name] = tens
            found |= {f"{unit} و{name}": tens + number for number, unit in enumerate(units, 1) if tens + number < 32}
    return found


ORDINALS = _ordinals()


def _one_of(names: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


# Patterns are matched against folded text: small letters, ASCII digits, no hamza on alef, no marks.
_NAME = _one_of(name for names in MONTHS.values() for name in names)
_WEEKDAY = _one_of(WEEKDAYS)
_AD = r"م(?:يلادي(?:ه)?)?|(?:لل|من ال)ميلاد|a\.?d\.?|c\.?e\.?"
_SOLAR = r"(?:ه(?:جري(?:ه)?)?\.?\s?)?(?:شمسي(?:ه)?|ش)"
_AH = r"ه(?:جري(?:ه)?)?(?:\.?\s?(?:قمري(?:ه)?|ق))?|(?:لل|من ال)هجره|a\.?h\.?"
_ERA = rf"(?:\s?(?P<era>{_AD}|{_SOLAR}|{_AH})(?!\w))?"
_ORDINAL = r"(?:st|nd|rd|th|er)?"
_OF = r"(?:(?:من|of)\s+)?(?:شهر\s+)?"
_BEFORE_YEAR = r"(?:من\s+)?(?:لعام\s+|(?:ال|لل)?عام\s+|لسنه\s+|سنه\s+)?"
_YEAR = rf"{_BEFORE_YEAR}(?P<year>\d{{4}}|['’]?\d{{2}}(?![\d:.٫,/h]))"
_FULL_YEAR = rf"{_BEFORE_YEAR}(?P<year>\d{{4}})"
_MONTH = rf"(?P<name>{_NAME})\.?(?:\s*[/(-]\s*(?:{_NAME})\s*\)?|\s+(?:{_NAME}))?"
_DAY_FORMS = (
    r"(?P<year>\d{4})\s?(?P<sep>[-/.])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<day>\d{1,2})(?!\d)",
    r"(?P<day>\d{1,2})\s?(?P<sep>[-/.])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<year>\d{4}|\d{2}(?![:٫]))(?!\d)",
    rf"(?P<day>\d{{1,2}}|{_one_of(ORDINALS)}){_ORDINAL}\s*[-/.]?\s*{_OF}{_MONTH}\s*[-/,،]?\s*{_YEAR}(?!\d)",
    rf"{_MONTH}\s*[-/]?\s*(?P<day>\d{{1,2}}){_ORDINAL}\s*[,،]?\s*{_FULL_YEAR}(?!\d)",
    rf"(?P<year>\d{{4}})\s*[-/]?\s*{_MONTH}\s*[-/]?\s*(?P<day>\d{{1,2}})(?!\d)",
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
)
_DAYS = tuple(re.compile(rf"{form}{_ERA}") for form in _DAY_FORMS)
_FIRST_WORDS = re.compile(
    rf"(?:(?:في|on|le)\s+)?(?:(?:ال)?يوم\s+)?(?:(?P<weekday>{_WEEKDAY})\.?\s*[,،:/-]?\s*)?(?:(?:the|le)\s+)?(?:(?:ال)?موافق\s*[:ل]?\s*)?"
)
_BETWEEN = re.compile(r"\s*(?:[-–—/|(،,=]?\s*(?:ال|ي)?موافق\s*[:ل]?|[-–—/|(،,=])\s*")

_HALF = r"صباحا|ص|فجرا|قبل الظهر|a\.?m\.?|مساءا?|م|ظهرا|بعد الظهر|عصرا|p\.?m\.?|ليلا"
_PLACE = _one_of(ZONES)
_ZONE = (
    r"z|(?:utc|gmt)?\s?[+-]\d{1,2}(?::?\d{2})?|utc|gmt|(?:ب?توقيت )?[غج]ريني?تش|ت\.?\s?غ|بالتوقيت المحلي"
    rf"|(?:the )?local time|(?:ب|حسب )?توقيت (?:مدينه )?(?:{_PLACE})(?: المحلي)?|(?:{_PLACE}) time"
)
_CLOCK = (
    rf"(?P<hour>\d{{1,2}})(?:(?:[:٫.h]|\s?و\s?)(?P<minute>\d{{2}})(?:\s?دقيقه)?|\s?h(?![\w\d]))(?::(?P<second>\d{{2}})(?:\.\d+)?)?(?:\s?(?P<half>{_HALF})(?!\w))?"
    rf"(?:\s?\(?(?P<zone>{_ZONE})\)?)?"
)
_AT = r"(?:(?:at|à|a|في|علي|عند|تمام)\s+)*(?P<hourly>الساعه\s*:?\s*)?"
_TIME = re.compile(rf"{_AT}{_CLOCK}")
_HOUR = re.compile(rf"{_AT}(?P<hour>\d{{1,2}})(?:\s?(?P<half>{_HALF})(?!\w))?(?:\s?\(?(?P<zone>{_ZONE})\)?)?")
_BEFORE_TIME = re.compile(r"\s*[t,،|/–—-]\s*|\s+")
_AFTER_TIME = re.compile(r"\s*[,،|/–—-]\s*|\s+")

_AROUND = ' .()[]«»"'
"""What a date may stand between."""
_KEYBOARD = str.maketrans(dict.fromkeys("‐‑‒–—−_", "-") | {"\\": "/"})
_IRANIAN_DIGIT = re.compile("[۰-۹]")
_FILE_NAMES = (
    re.compile(r"(?P<year>\d{4})(?P<sep>[-_. ]?)(?P<month>\d{2})(?P=sep)(?P<day>\d{2})(?:[-_ .]+|$)"),
    re.compile(r"(?P<year>(?:1[34]|19|20)\d\d)(?P<sep>[-_. ])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?:[-_ .]+|$)"),
    re.compile(r"(?P<day>\d{1,2})(?P<sep>[-_. ])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4})(?:[-_ .]+|$)"),
)
_LABEL = re.compile(
    r"(?:تاريخ النشر|تاريخ الاصدار|نشر في|نشر بتاريخ|نشر يوم|نشر|تم النشر في|تم النشر|صدر في|اخر تحديث|التاريخ|تاريخ"
    r"|بتاريخ|في|حرر (?:في|ب\w{3,12} في)|publié(?: le)?|publie(?: le)?|mis à jour(?: le)?"
    r"|published|posted|last updated|date|on)\s*[:：]?\s*(?:on\s+)?"
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

    Day before month (`3/4/2019` is 3 April), as everywhere but in the United States; a year of two digits lies in 1969
    to 2068. A Hijri date is converted by the
    calendar of Umm al-Qura; where its weekday is that of the day before or after, as the moon was sighted, it is that
    day. Beside an A.D. date both must agree. Raises `ImpossibleDateError`.
    """
    return _parsed(_comparable(text), zone, origin, iranian=_is_iranian(text))


def _parsed(text: str, zone: tzinfo, origin: DateOrigin, *, iranian: bool) -> Date | None:
    rest = text.strip(_AROUND)
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
    day = _day(first, second, words["weekday"] if words else None, iranian=iranian)
    return _date(day, time.groupdict() if time else {}, zone, origin)


def _comparable(text: str) -> str:
    """Return a text folded, its dashes and slashes those of keyboards, its letters those of no presentation form."""
    return folded(text if text.isascii() else unicodedata.normalize("NFKC", text)).translate(_KEYBOARD)


def _is_iranian(text: str) -> bool:
    return _IRANIAN_DIGIT.search(text) is not None


def in_line(line: str, zone: tzinfo) -> Date | None:
    """Read the date of a line that holds nothing else, but for a label (`نشر في: …`)."""
    if len(line) > 100 or not any(map(str.isdigit, line)):
        return None
    text = _comparable(line).strip(_AROUND)
    label = _LABEL.match(text)
    try:
        return _parsed(text[label.end() :] if label else text, zone, "text", iranian=_is_iranian(line))
    except ImpossibleDateError:
        return None


def in_dateline(text: str, zone: tzinfo) -> Date | None:
    """Find the day that stands in a dateline with its year: `القاهرة (ا ف ب) 12-3-2024`."""
    folded_text = _comparable(text)
    try:
        match = next((match for form in _DAYS if (match := form.search(folded_text))), None)
        return _date(_day(match, iranian=_is_iranian(text)), {}, zone, "text") if match else None
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
        date = _date(_day(match, weekday=match["weekday"]), {}, zone, "text")
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
    if not match or not (match["sep"] or _is_day_of_digits(match)):
        return None, stem
    return _date(_day(match, iranian=_is_iranian(stem)), {}, zone, "file name"), stem[match.end() :]


def _is_day_of_digits(match: re.Match[str]) -> bool:
    """Tell whether eight digits are rather a day than a number."""
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    return 1900 <= year <= 2100 or (year in NAMED_HIJRI_YEARS and 1 <= month <= 12 and 1 <= day <= 30)


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


def _day(
    first: re.Match[str], second: re.Match[str] | None = None, weekday: str | None = None, *, iranian: bool = False
) -> date:
    """Return the day that is meant, where it is written in one calendar or in both, with a weekday or without.

    `iranian` tells whether it is written in the digits of Iran. Raises `ImpossibleDateError`.
    """
    if not second and _is_unsure(first, iranian=iranian):
        raise ImpossibleDateError("it may be of the Hijri or the Persian calendar; write `هـ` or `ش` after it")
    written = [(_calendar(match), match) for match in (first, second) if match]
    found = [_DAY_OF[calendar](match) for calendar, match in written]
    if second:
        days = {calendar: day for (calendar, _), day in zip(written, found, strict=True)}
        if len(days) == 1:
            raise ImpossibleDateError("it holds two dates")
        surest, less_sure = sorted(days, key=list(MONTHS).index)
        if abs(days[surest] - days[less_sure]) > timedelta(days=2):
            raise ImpossibleDateError(f"its {less_sure} day is {days[less_sure]}, not {days[surest]}")
        return days[surest]
    day = found[0]
    if weekday is None or WEEKDAYS[weekday] == day.weekday():
        return day
    if written[0][0] == "Hijri":
        for near in (day - timedelta(days=1), day + timedelta(days=1)):
            if near.weekday() == WEEKDAYS[weekday]:
                return near
    raise ImpossibleDateError(f"the day was not a `{_WEEKDAYS[WEEKDAYS[weekday]].split()[weekday.isascii()]}`")


def _calendar(match: re.Match[str]) -> Calendar:
    """Tell the calendar of a day by what is beside its year, its month, or the year alone."""
    groups = match.groupdict()
    name, era = groups.get("name"), groups.get("era")
    by_month = next((calendar for calendar, names in MONTHS.items() if name in names), None)
    if era:
        by_era: Calendar = "Persian" if re.fullmatch(_SOLAR, era) else "Hijri" if re.fullmatch(_AH, era) else "A.D."
        if by_month and by_month != by_era:
            raise ImpossibleDateError(f"`{name}` is no month of that calendar")
        return by_era
    if by_month in ("Hijri", "Persian"):
        return by_month
    if int(_digits(match)) not in MAYBE_HIJRI_YEARS:
        return "A.D."
    if name:
        raise ImpossibleDateError(f"`{groups['year']}` is a Hijri year, and `{name}` no Hijri month")
    return "Hijri"


def _is_unsure(match: re.Match[str], *, iranian: bool) -> bool:
    """Tell whether a date in numbers, with no era beside it, may be of either Hijri calendar: the Persian one, too."""
    groups = match.groupdict()
    if groups.get("name") or groups.get("era") or _calendar(match) != "Hijri":
        return False
    return iranian or int(_digits(match)) in UNSURE_YEARS


def _digits(match: re.Match[str]) -> str:
    """Return the digits of a year."""
    return match["year"].lstrip("'’")


def _full_year(match: re.Match[str]) -> int:
    """Return a year that has its four digits. Raises `ImpossibleDateError`."""
    if len(_digits(match)) != 4:
        raise ImpossibleDateError("its year must have four digits")
    return int(match["year"])


def _hijri_day(match: re.Match[str]) -> date:
    from hijridate import Hijri

    year = _full_year(match)
    if year not in HIJRI_YEARS:
        raise ImpossibleDateError(
            f"a Hijri year must be in {HIJRI_YEARS[0]}..{HIJRI_YEARS[-1]} to be converted; write the A.D. date"
        )
    groups = match.groupdict()
    number = MONTHS["Hijri"][groups["name"]] if groups.get("name") else int(groups["month"])
    try:
        day = Hijri(year, number, _day_number(match)).to_gregorian()
    except (ValueError, OverflowError) as error:
        raise ImpossibleDateError(f"{error} (Hijri)") from None
    return date(day.year, day.month, day.day)


def _persian_day(match: re.Match[str]) -> date:
    groups = match.groupdict()
    number = MONTHS["Persian"][groups["name"]] if groups.get("name") else int(groups["month"])
    try:
        return persian_calendar.to_gregorian(_full_year(match), number, _day_number(match))
    except persian_calendar.NoSuchDayError as error:
        raise ImpossibleDateError(f"{error} (Persian)") from None


def _ad_day(match: re.Match[str]) -> date:
    groups = match.groupdict()
    number = MONTHS["A.D."][groups["name"]] if groups.get("name") else int(groups["month"])
    digits = _digits(match)
    year = int(digits)
    if len(digits) == 2:
        year += 1900 if year >= FIRST_SHORT_YEAR else 2000
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ImpossibleDateError(f"the year must be in {FIRST_YEAR}..{LAST_YEAR}")
    try:
        return date(year, number, _day_number(match))
    except ValueError as error:
        raise ImpossibleDateError(str(error)) from None


_DAY_OF = {"A.D.": _ad_day, "Persian": _persian_day, "Hijri": _hijri_day}


def _day_number(match: re.Match[str]) -> int:
    return int(match["day"]) if match["day"].isdigit() else ORDINALS[match["day"]]


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
            tzinfo=_zone(written_zone, zone) if written_zone else zone,
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


def _zone(written: str, site: tzinfo) -> tzinfo:
    """Return a zone as written beside a time; that of the site for local time. Raises `ValueError`."""
    if place := re.search(_PLACE, written):
        return ZoneInfo(ZONES[place[0]])
    if "محلي" in written or "local" in written:
        return site
    match = re.search(r"([+-])(\d{1,2}):?(\d{2})?", written)
    if not match:
        return UTC
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    if offset > timedelta(hours=14):
        raise ValueError("no time zone is more than 14 hours from UTC")
    return timezone(-offset if match[1] == "-" else offset)
