from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from digest.content import dates

ZONE = ZoneInfo("Asia/Damascus")


@pytest.mark.parametrize(
    "text",
    [
        "2019-11-14",
        "2019/11/14",
        "20191114",
        "في 14 نوفمبر 2019",
        "الخميس: 14-11-2019",
        "14 تشرين الثاني نوفمبر 2019",
        "14/11/2019",
        "14.11.2019",
        "٢٠١٩-١١-١٤",
        "14 تشرين الثاني 2019",
        "الخميس 14 نوفمبر 2019",
        "الخميس، ١٤ نونبر ٢٠١٩م",
        "14 نوفمبر/تشرين الثاني 2019",
        "يوم الخميس 14 نوفمبر 2019",
        "14 November 2019",
        "Thursday, November 14th, 2019",
        "Nov 14, 2019",
        "2019/11/14م",
        "14/11/2019 ميلادية",
        "14 / 11 / 2019",
        "14 نوفمبر (تشرين الثاني) 2019",
        "14 تشرين ثاني 2019",
        "14-نوفمبر-2019",
        "١٤ من نوفمبر عام ٢٠١٩",
        "الخميس الموافق 14/11/2019",
        "اليوم الخميس، 14 نوفمبر 2019.",
        "14th Nov. 2019",
        "2019-Nov-14",
        "14 November, 2019 A.D.",
        "Thursday, the 14th of November, 2019",
        "[14 نوفمبر 2019]",
        "الرابع عشر من نوفمبر 2019",
        "14 نوفمبر من العام 2019",
        "14 نوفمبر 2019 للميلاد",
        "14 – 11 – 2019",
        "2019‑11‑14",
        "2019−11−14",
        "14\\11\\2019",
        "14_11_2019",
        "«14/11/2019»",
        "اﻟﺨﻤﻴﺲ 14 ﻧﻮﻓﻤﺒﺮ 2019",
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    date = dates.parse(text, ZONE)
    assert date is not None
    assert (date.value.date().isoformat(), date.timed, date.value.tzinfo) == ("2019-11-14", False, ZONE)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2019-11-14 18:30", "2019-11-14T18:30:00+02:00"),
        ("2019-11-14T18:30:05Z", "2019-11-14T18:30:05+00:00"),
        ("2019-11-14 18:30 +0300", "2019-11-14T18:30:00+03:00"),
        ("14 نوفمبر 2019 الساعة 6:30 مساءً", "2019-11-14T18:30:00+02:00"),
        ("14 نوفمبر 2019، 12:05 ص", "2019-11-14T00:05:00+02:00"),
        ("November 14, 2019 at 6:30 p.m.", "2019-11-14T18:30:00+02:00"),
        ("2019-11-14 18:30:00 +03", "2019-11-14T18:30:00+03:00"),
        ("14/11/2019 - 18:30", "2019-11-14T18:30:00+02:00"),
        ("18:30 | 14 نوفمبر 2019", "2019-11-14T18:30:00+02:00"),
        ("الخميس 14 نوفمبر 2019 على الساعة 6 مساءً", "2019-11-14T18:00:00+02:00"),
        ("14 نوفمبر 2019 12:15 ظهرا", "2019-11-14T12:15:00+02:00"),
        ("14 نوفمبر 2019 11 ليلا", "2019-11-14T23:00:00+02:00"),
        ("14 جمادى الأولى 1441هـ الموافق 9 يناير 2020م 10:05", "2020-01-09T10:05:00+02:00"),
    ],
)
def test_a_time_of_day_is_read_with_its_zone(text: str, iso: str) -> None:
    date = dates.parse(text, ZONE)
    assert date is not None
    assert (date.value.isoformat(), date.timed) == (iso, True)


@pytest.mark.parametrize(
    ("month", "number"),
    [
        *(("جانفي", 1), ("فيفري", 2), ("آذار", 3), ("أفريل", 4), ("ماي", 5), ("حزيران", 6), ("جويلية", 7), ("غشت", 8)),
        *(("أوت", 8), ("أيلول", 9), ("شتنبر", 9), ("تشرين الأول", 10), ("كانون الأول", 12), ("كانون الثاني", 1)),
    ],
)
def test_months_are_known_by_their_names_from_east_to_west(month: str, number: int) -> None:
    date = dates.parse(f"5 {month} 2020", ZONE)
    assert date is not None
    assert date.value.month == number


@pytest.mark.parametrize(
    "text",
    ["2019-02-30", "2019-13-01", "2019-11-14 25:00", "الجمعة 14 نوفمبر 2019", "0000-01-01", "2019-11-14 10:00 +99:00"],
)
def test_an_impossible_date_is_told_from_no_date(text: str) -> None:
    with pytest.raises(dates.ImpossibleDateError):
        dates.parse(text, ZONE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "14 نوفمبر",
        "2019",
        "عام 2019",
        "14/11",
        "14/11/9",
        "14 نوفمبر 19:30",
        "14 نوفمبر 10 صباحا",
        "نوفمبر 2019",
        "14 نوفمبر 2019 وما بعده",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert dates.parse(text, ZONE) is None


@pytest.mark.parametrize(
    ("stem", "rest"),
    [
        ("2019-11-14-summit", "summit"),
        ("2019_11_14 قمة", "قمة"),
        ("20191114-x", "x"),
        ("2019-11-14", ""),
        ("14-11-2019-x", "x"),
        ("14.11.2019", ""),
    ],
)
def test_a_file_name_may_begin_with_a_date(stem: str, rest: str) -> None:
    date, left = dates.in_name(stem, ZONE)
    assert date is not None
    assert (date.value.date().isoformat(), left) == ("2019-11-14", rest)


@pytest.mark.parametrize(
    "stem",
    ["summit", "12345678", "2019-11", "000_2c2b", "14-11-19", "1-2-3000x", "2019-3-122-x", "4000-1-2-x", "2019-3-1st"],
)
def test_a_file_name_without_a_date_stays_whole(stem: str) -> None:
    assert dates.in_name(stem, ZONE) == (None, stem)


@pytest.mark.parametrize(
    "text",
    [
        "1441/3/17",
        "17-03-1441",
        "١٤٤١/٣/١٧",
        "17/3/1441هـ",
        "17 ربيع الأول 1441",
        "17 ربيع أول 1441 هـ",
        "الخميس 17 ربيع الأول 1441هـ",
        "17 Rabi al-Awwal 1441 AH",
        "17 ربيع الأول 1441هـ الموافق 14 نوفمبر 2019م",
        "14 نوفمبر 2019 (17 ربيع الأول 1441هـ)",
        "17/3/1441هـ - 14/11/2019م",
        "14 نوفمبر 2019م، الموافق لـ17 ربيع الأول 1441هـ",
        "السابع عشر من ربيع الأول 1441هـ",
        "17 ربيع الأول سنة 1441 من الهجرة",
        "17–03–1441",
    ],
)
def test_a_hijri_day_is_converted(text: str) -> None:
    date = dates.parse(text, ZONE)
    assert date is not None
    assert date.value.date().isoformat() == "2019-11-14"


def test_a_weekday_tells_how_the_moon_was_sighted() -> None:
    date = dates.parse("الجمعة 17 ربيع الأول 1441هـ", ZONE)
    assert date is not None
    assert date.value.date().isoformat() == "2019-11-15"


def test_two_calendars_that_agree_outvote_a_weekday() -> None:
    date = dates.parse("السبت 17 ربيع الأول 1441هـ الموافق 14 نوفمبر 2019م", ZONE)
    assert date is not None
    assert date.value.date().isoformat() == "2019-11-14"


@pytest.mark.parametrize(
    "text",
    [
        "الاثنين 17 ربيع الأول 1441هـ",
        "17 ربيع الأول 1441هـ الموافق 14 ديسمبر 2019م",
        "17 ربيع الأول 2019",
        "17 نوفمبر 1441",
        "17 نوفمبر 1441هـ",
        "1318/7/15",
        "15 رجب 1318هـ",
        "30 ذو الحجة 1600هـ",
        "1441/13/1",
        "1441/1/31",
        "14/11/2019 - 15/11/2019",
    ],
)
def test_a_hijri_date_that_is_not_certain_is_refused(text: str) -> None:
    with pytest.raises(dates.ImpossibleDateError):
        dates.parse(text, ZONE)


def test_a_year_marked_as_ad_is_ad() -> None:
    date = dates.parse("15/7/1445م", ZONE)
    assert date is not None
    assert date.value.year == 1445


@pytest.mark.parametrize("text", ["0001-12-31", "9999-01-01", "9999-12-31 23:30Z", "0001-01-01 00:30Z"])
def test_a_year_at_the_ends_of_time_is_refused(text: str) -> None:
    with pytest.raises(dates.ImpossibleDateError, match="the year must be in"):
        dates.parse(text, ZONE)


@pytest.mark.parametrize("text", ["0002-01-01 00:00 +14:00", "9998-12-31 23:59 -12:00"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles", "UTC"])
def test_a_date_that_is_accepted_can_be_shown_in_every_zone(text: str, zone: str) -> None:
    date = dates.parse(text, ZONE)
    assert date is not None
    assert dates.local(date.value, ZoneInfo(zone)).year in (1, 2, 9998, 9999)


@pytest.mark.parametrize(
    "zone", ["Africa/Cairo", "Asia/Damascus", "Africa/Tunis", "Africa/Algiers", "America/New_York"]
)
@pytest.mark.parametrize("text", ["1876-08-05", "1876-08-05 00:00", "1876-08-05 23:59"])
def test_a_day_before_legal_time_is_that_day_whoever_rounds_its_offset(text: str, zone: str) -> None:
    date = dates.parse(text, ZoneInfo(zone))
    assert date is not None
    offset = date.value.utcoffset()
    assert offset is not None
    assert offset.total_seconds() % 60 == 0
    assert date.value.astimezone(ZoneInfo(zone)).date().isoformat() == "1876-08-05"
    assert date.value.isoformat().startswith("1876-08-05")


@pytest.mark.parametrize("seconds", [-1e18, 1e18, float("-inf"), 253402300800.0])
def test_the_time_of_a_file_beyond_all_years_is_the_nearest_there_is(seconds: float) -> None:
    assert dates.of_file(seconds).year in (dates.FIRST_YEAR, dates.LAST_YEAR)


def test_the_time_of_a_file_is_aware() -> None:
    assert dates.of_file(0) == datetime(1970, 1, 1, tzinfo=UTC)


def test_a_file_name_may_begin_with_a_hijri_date() -> None:
    date, rest = dates.in_name("1441-03-17-summit", ZONE)
    assert date is not None
    assert (date.value.date().isoformat(), rest) == ("2019-11-14", "summit")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("القاهرة (رويترز) 12-3-2024", "2024-03-12"),
        ("LONDON, March 12, 2024 (AP)", "2024-03-12"),
        ("القاهرة 12 مارس", ""),
    ],
)
def test_a_dateline_may_hold_the_day(text: str, day: str) -> None:
    date = dates.in_dateline(text, ZONE)
    assert (date.value.date().isoformat() if date else "") == day


@pytest.mark.parametrize(
    ("stem", "day"),
    [
        ("2019-3-1-summit", "2019-03-01"),
        ("2019_11_4_summit", "2019-11-04"),
        ("2019 11 14 summit", "2019-11-14"),
        ("1.2.2019 summit", "2019-02-01"),
        ("1441-3-17-summit", "2019-11-14"),
    ],
)
def test_a_file_name_may_begin_with_a_date_without_noughts(stem: str, day: str) -> None:
    date, rest = dates.in_name(stem, ZONE)
    assert date is not None
    assert (date.value.date().isoformat(), rest) == (day, "summit")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("الحادي والثلاثين من مايو 2019", 31),
        ("الحادي والعشرون من مايو 2019", 21),
        ("الثاني عشر من مايو 2019", 12),
        ("العاشر من مايو 2019", 10),
        ("الثلاثين من مايو 2019", 30),
        ("غرة مايو 2019", 1),
    ],
)
def test_a_day_may_be_counted_in_words(text: str, day: int) -> None:
    date = dates.parse(text, ZONE)
    assert date is not None
    assert date.value.day == day


def test_the_first_of_a_month_may_be_a_word() -> None:
    assert [dates.parse(text, ZONE).value.day for text in ("الأول من مايو 2019", "أول مايو 2019")] == [1, 1]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14/11/19", "2019-11-14"),
        ("١٤-١١-١٩", "2019-11-14"),
        ("14.11.69", "1969-11-14"),
        ("14/11/68", "2068-11-14"),
        ("14 نوفمبر 19", "2019-11-14"),
        ("14 Nov '19", "2019-11-14"),
        ("14-Nov-19", "2019-11-14"),
        ("14/11/19 18:30", "2019-11-14"),
    ],
)
def test_a_year_of_two_digits_is_of_the_century_that_posix_takes(text: str, day: str) -> None:
    date = dates.parse(text, ZONE)
    assert date is not None
    assert date.value.date().isoformat() == day


@pytest.mark.parametrize("text", ["15/7/45هـ", "15 رجب 45"])
def test_a_hijri_year_has_four_digits(text: str) -> None:
    with pytest.raises(dates.ImpossibleDateError, match="four digits"):
        dates.parse(text, ZONE)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14 ت2 2019", "2019-11-14"),
        ("١٤ ت٢ ٢٠١٩", "2019-11-14"),
        ("14 ت 1 2019", "2019-10-14"),
        ("14 ك1 2019", "2019-12-14"),
        ("14 كانون 2 2019", "2019-01-14"),
        ("2 تشرين2 2019", "2019-11-02"),
    ],
)
def test_months_of_the_levant_may_be_shortened_to_a_letter_and_a_number(text: str, day: str) -> None:
    date = dates.parse(text, ZONE)
    assert date is not None
    assert date.value.date().isoformat() == day


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("14 نوفمبر 2019 18:30 بتوقيت القاهرة", "+02:00"),
        ("14 نوفمبر 2019 الساعة 18:30 (بتوقيت مكة المكرمة)", "+03:00"),
        ("14 نوفمبر 2019، 6:30 م بتوقيت الإمارات", "+04:00"),
        ("14 نوفمبر 2019 الساعة 18:30 توقيت غرينتش", "+00:00"),
        ("14 November 2019 18:30 Tunis time", "+01:00"),
        ("14 نوفمبر 2019 18:30 بالتوقيت المحلي", "+02:00"),
    ],
)
def test_a_time_may_be_by_the_clocks_of_a_place(text: str, offset: str) -> None:
    date = dates.parse(text, ZONE)
    assert date is not None
    assert date.value.isoformat() == f"2019-11-14T18:30:00{offset}"


def test_an_hour_may_be_by_the_clocks_of_a_place() -> None:
    date = dates.parse("14 نوفمبر 2019 الساعة 6 مساء بتوقيت بيروت", ZONE)
    assert date is not None
    assert date.value.isoformat() == "2019-11-14T18:00:00+02:00"


@pytest.mark.parametrize(
    "text",
    [
        "23 آبان 1398",
        "۲۳ آبان ۱۳۹۸",
        "23 Aban 1398",
        "1398/8/23 هـ.ش",
        "۱۳۹۸/۰۸/۲۳ ش",
        "الخميس 23 آبان 1398",
        "23 آبان 1398 الموافق 14 نوفمبر 2019",
    ],
)
def test_days_of_the_persian_calendar_are_converted(text: str) -> None:
    date = dates.parse(text, ZONE)
    assert date is not None
    assert date.value.date().isoformat() == "2019-11-14"


@pytest.mark.parametrize("text", ["30 اسفند 1402", "31 آبان 1398", "23 آبان 2019"])
def test_a_day_that_the_persian_calendar_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(dates.ImpossibleDateError, match="Persian"):
        dates.parse(text, ZONE)


@pytest.mark.parametrize("day", ["۱۳۹۸/۰۸/۲۳", "1398/08/23", "1403-01-15", "15/1/1403", "۱۴۴۱/۳/۱۷"])
def test_numbers_may_be_a_day_of_two_calendars(day: str) -> None:
    with pytest.raises(dates.ImpossibleDateError, match="or the Persian calendar"):
        dates.parse(day, ZONE)
    assert dates.in_line(day, ZONE) is None
    assert dates.in_dateline(f"طهران (إرنا) {day}", ZONE) is None


@pytest.mark.parametrize("stem", ["۱۳۹۸-۰۸-۲۳-summit", "1398-08-23-summit", "1398-8-23-summit"])
def test_a_file_name_may_begin_with_a_day_of_two_calendars(stem: str) -> None:
    with pytest.raises(dates.ImpossibleDateError, match="or the Persian calendar"):
        dates.in_name(stem, ZONE)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1398/08/23 ش", "2019-11-14"),
        ("1398/8/23 هـ.ش", "2019-11-14"),
        ("1403/01/15 هـ", "1982-11-01"),
        ("15 محرم 1403", "1982-11-01"),
        ("1403/01/15 - 1/11/1982", "1982-11-01"),
    ],
)
def test_an_era_a_month_or_a_second_date_tells_the_calendar(text: str, day: str) -> None:
    date = dates.parse(text, ZONE)
    assert date is not None
    assert date.value.date().isoformat() == day


@pytest.mark.parametrize("text", ["1510/1/1", "1/1/1599"])
def test_a_hijri_year_beyond_the_table_is_named_as_one(text: str) -> None:
    with pytest.raises(dates.ImpossibleDateError, match="Hijri year must be in 1343"):
        dates.parse(text, ZONE)


def test_a_file_name_may_begin_with_the_eight_digits_of_a_hijri_day() -> None:
    date, rest = dates.in_name("14410317-summit", ZONE)
    assert date is not None
    assert (date.value.date().isoformat(), rest) == ("2019-11-14", "summit")


@pytest.mark.parametrize("stem", ["14419917-summit", "13410317-summit", "14410331-summit"])
def test_eight_digits_of_a_file_name_that_are_no_hijri_day_are_a_number(stem: str) -> None:
    assert dates.in_name(stem, ZONE) == (None, stem)


@pytest.mark.parametrize("label", ["آخر تحديث: ", "تم النشر في ", "Last updated: "])
def test_a_line_may_say_what_its_date_is(label: str) -> None:
    date = dates.in_line(f"{label}14/11/2019 - 18:30", ZONE)
    assert date is not None
    assert date.value.isoformat() == "2019-11-14T18:30:00+02:00"


@pytest.mark.parametrize(
    "written",
    [
        "12 Mars 2024",
        "mardi 12 mars 2024",
        "Mardi, le 12 mars 2024",
        "le 12 mars 2024",
        "Le 12/03/2024",
        "الثلاثاء 12 Mars 2024",
        "12 mars 2024 à 00h00",
        "12 mars 2024 à 0 h",
        "12-03-2024 الساعة 0 و 00 دقيقة",
    ],
)
def test_dates_are_read_as_newsrooms_of_the_maghreb_write_them(written: str) -> None:
    found = dates.parse(written, ZONE)
    assert found
    assert found.value.date() == date(2024, 3, 12)


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("1er janvier 2024", 1), ("1 févr. 2024", 2), ("1 fevrier 2024", 2), ("1er avril 2024", 4), ("1 Mai 2024", 5),
        ("1 juin 2024", 6), ("1 juil. 2024", 7), ("1er août 2024", 8), ("1 aout 2024", 8), ("1 septembre 2024", 9),
        ("1 octobre 2024", 10), ("1 novembre 2024", 11), ("dim. 1 déc. 2024", 12), ("1 Décembre 2024", 12),
    ],
)  # fmt: skip
def test_months_are_read_in_french(written: str, month: int) -> None:
    found = dates.parse(written, ZONE)
    assert found
    assert found.value.date() == date(2024, month, 1)


@pytest.mark.parametrize("line", ["Publié le 12 mars 2024", "حرر بتونس في 12 مارس 2024"])
def test_a_line_may_say_in_french_or_arabic_when_it_was_written(line: str) -> None:
    found = dates.in_line(line, ZONE)
    assert found
    assert found.value.date() == date(2024, 3, 12)


def test_mar_is_a_month_before_a_day() -> None:
    found = dates.parse("Mar 12, 2024", ZONE)
    assert found
    assert found.value.month == 3
