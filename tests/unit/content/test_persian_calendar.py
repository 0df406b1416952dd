from datetime import date

import pytest

from digest.content.persian_calendar import YEARS, NoSuchDayError, to_gregorian


@pytest.mark.parametrize(
    ("day", "gregorian"),
    [
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1400, 1, 1), date(2021, 3, 21)),
        ((1402, 12, 29), date(2024, 3, 19)),
        ((1403, 1, 1), date(2024, 3, 20)),
        ((1403, 7, 1), date(2024, 9, 22)),
        ((1404, 1, 1), date(2025, 3, 21)),
    ],
)
def test_a_day_is_converted(day: tuple[int, int, int], gregorian: date) -> None:
    assert to_gregorian(*day) == gregorian


def test_every_year_begins_on_the_day_after_the_last_one_ended() -> None:
    for year in YEARS[1:]:
        length = (to_gregorian(year, 1, 1) - to_gregorian(year - 1, 1, 1)).days
        assert length in (365, 366)
        assert (to_gregorian(year, 1, 1) - to_gregorian(year - 1, 12, length - 336)).days == 1


@pytest.mark.parametrize("day", [(1402, 12, 30), (1403, 13, 1), (1403, 7, 31), (1403, 1, 0), (2024, 1, 1)])
def test_a_day_that_is_not_is_refused(day: tuple[int, int, int]) -> None:
    with pytest.raises(NoSuchDayError):
        to_gregorian(*day)
