"""Waves in order, joined only where the same was asked."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borgerpuls.reports.charts.specification import Series, TrendChart, WavePoint
from borgerpuls.reports.svg.drawing import Caption
from borgerpuls.reports.svg.trend import trend
from borgerpuls.reports.theme import OWN, PRIMARY

CAPTION = Caption("t", "Rating of SFO", "Nine waves", "en")


def series(label: str, values: list[float | None], joined: list[bool], own: bool = False) -> Series:
    points = (
        WavePoint(None, None, None) if v is None else WavePoint(v, v - 0.1, v + 0.1, 12345, j)
        for v, j in zip(values, joined, strict=True)
    )
    return Series(label, tuple(points), own)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(own=st.lists(st.none() | st.floats(1, 5), min_size=9, max_size=9), all=st.floats(1, 5))
def test_nine_waves_are_drawn_with_their_intervals(
    read: Callable[[str], Any], own: list[float | None], all: float
) -> None:
    lines = [series("Boarding area A", own, [True] * 9, True), series("The whole airport", [all] * 9, [True] * 9)]
    picture = read(trend(CAPTION, TrendChart(tuple(f"Spring of {year}" for year in range(2010, 2019)), tuple(lines))))
    shown = sum(v is not None for v in own)
    assert len(picture.marks("polygon", fill=OWN)) == shown
    uprights = [line for line in picture.marks("line", stroke=OWN) if line.get("x1") == line.get("x2")]
    assert len(uprights) == shown
    assert picture.texts.count("12,345") == shown
    assert ("Boarding area A" in picture.texts) == (shown > 0)


@pytest.mark.parametrize("broken", range(1, 5))
def test_no_line_crosses_a_change_of_wording(read: Callable[[str], Any], broken: int) -> None:
    joined = [k != broken for k in range(5)]
    picture = read(trend(CAPTION, TrendChart(tuple("abcde"), (series("All", [3.0] * 5, joined),))))
    across = [line for line in picture.marks("line", stroke=PRIMARY) if line.get("x1") != line.get("x2")]
    assert len(across) == 3
