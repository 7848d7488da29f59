from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.questionnaire.toml.dates import holds, seam

DAY = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("ends", "begins", "expected"),
    [
        (DAY, DAY, "whole"),
        (DAY, DAY - timedelta(1), "overlap"),
        (DAY, DAY + timedelta(1), "hole"),
        (None, DAY, "overlap"),
        (DAY, None, "overlap"),
        (None, None, "overlap"),
    ],
)
def test_a_seam_is_whole_only_where_one_ends_as_the_next_begins(
    ends: date | None, begins: date | None, expected: str
) -> None:
    assert seam(ends, begins) == expected


def test_the_first_day_is_inside_and_the_last_is_not() -> None:
    assert holds(DAY, DAY, None)
    assert not holds(DAY, None, DAY)
    assert holds(DAY, None, None)


@given(st.dates(), st.dates())
def test_a_whole_seam_gives_every_day_exactly_one(day: date, change: date) -> None:
    assert holds(day, None, change) + holds(day, change, None) == 1
