from zoneinfo import ZoneInfo

import pytest

from digest.content import dates

ZONE = ZoneInfo("Asia/Damascus")


@pytest.mark.parametrize(
    "text",
    [
        "2019-11-14",
        "2019/11/14",
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
    "text", ["2019-02-30", "2019-13-01", "2019-11-14 25:00", "الجمعة 14 نوفمبر 2019", "0000-01-01"]
)
def test_an_impossible_date_is_told_from_no_date(text: str) -> None:
    with pytest.raises(dates.ImpossibleDateError):
        dates.parse(text, ZONE)


@pytest.mark.parametrize("text", ["", "soon", "14 نوفمبر", "2019", "عام 2019"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert dates.parse(text, ZONE) is None


@pytest.mark.parametrize(
    ("stem", "rest"),
    [("2019-11-14-summit", "summit"), ("2019_11_14 قمة", "قمة"), ("20191114-x", "x"), ("2019-11-14", "")],
)
def test_a_file_name_may_begin_with_a_date(stem: str, rest: str) -> None:
    date, left = dates.in_name(stem, ZONE)
    assert date is not None
    assert (date.value.date().isoformat(), left) == ("2019-11-14", rest)


@pytest.mark.parametrize("stem", ["summit", "12345678", "2019-11", "000_2c2b"])
def test_a_file_name_without_a_date_stays_whole(stem: str) -> None:
    assert dates.in_name(stem, ZONE) == (None, stem)
