"""Days as lists have them, and how long it is since."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.fieldwork.population.reading.days import TwoWays, looks_like_day, months, read_day, years

days = st.dates(date(1890, 1, 1), date(2060, 12, 31))


@given(days)
def test_a_day_is_read_in_each_way_that_people_write_it(day: date) -> None:
    for written in (f"{day:%d-%m-%Y}", f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}", f"{day:%Y-%m-%d} 00:00:00",
                    f"{day.day}-{day.month}-{day.year}", f"{day.day}. {day.month}. {day.year}"):  # fmt: skip
        assert looks_like_day(written)
        assert read_day(written) == day


def test_slashes_are_read_only_where_they_cannot_be_mistaken() -> None:
    assert read_day("31/12/1990") == date(1990, 12, 31)
    with pytest.raises(TwoWays):
        read_day("03/04/1990")


@pytest.mark.parametrize("written", ["", "1990", "31-12-90", "i går", "1990-12", "12 5", "31-12-1990x"])
def test_what_is_no_day_is_none(written: str) -> None:
    assert read_day(written) is None
    assert not looks_like_day(written)


@pytest.mark.parametrize("written", ["31-02-1990", "1990-13-01", "0-1-1990", "32/13/1990"])
def test_a_day_that_the_calendar_lacks_is_an_error(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_day(written)


@given(days, st.integers(0, 40_000))
def test_age_grows_by_one_on_each_birthday_and_never_else(born: date, later: int) -> None:
    day = born + timedelta(later)
    if day.year < 2100:
        grown = years(born, day) - years(born, day - timedelta(1)) if later else 0
        birthday = (day.month, day.day) == (born.month, born.day) or (
            (born.month, born.day) == (2, 29) and (day.month, day.day) == (3, 1) and day.year % 4 != 0
        )
        assert grown in (0, 1)
        assert not grown or birthday or day.year in (1900, 2100)


def test_months_are_whole_months() -> None:
    assert months(date(2026, 8, 2), date(2026, 9, 1)) == 0
    assert months(date(2026, 8, 1), date(2026, 9, 1)) == 1
    assert months(date(2024, 9, 1), date(2026, 9, 1)) == 24
