"""Axes: round numbers, and room for every value."""

from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.reports.svg.axis import axis_for

values = st.lists(st.floats(-100, 100), min_size=1, max_size=20)


@given(values, st.floats(0, 5))
def test_every_value_lies_on_the_axis(numbers: list[float], least: float) -> None:
    axis = axis_for(numbers, 10, 210, least)
    assert all(10 <= axis(v) <= 210 for v in numbers)
    assert axis.high - axis.low >= least - 1e-9


@given(values)
def test_ticks_are_round_and_lie_on_the_axis(numbers: list[float]) -> None:
    axis = axis_for(numbers, 10, 210, 0.5)
    assert 1 <= len(axis.ticks) <= 11
    for tick in axis.ticks:
        assert axis.low - 1e-6 <= tick <= axis.high + 1e-6
        assert abs(round(tick, axis.decimals) - tick) < 1e-9


def test_an_axis_may_run_upwards() -> None:
    axis = axis_for([3.0, 4.0], 100, 0)
    assert axis(4.0) < axis(3.0)
