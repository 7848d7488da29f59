"""Response rates as bars from zero."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borgerpuls.reports.charts.specification import Rate, RateChart, ReferenceLine
from borgerpuls.reports.svg.drawing import Caption
from borgerpuls.reports.svg.response import response
from borgerpuls.reports.theme import OTHERS

CAPTION = Caption("r", "Svarprocent", "Grupper", "da")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(rates=st.lists(st.floats(0.001, 1), min_size=1, max_size=30), everybody=st.floats(0.01, 1))
def test_a_bar_is_as_long_as_its_rate(read: Callable[[str], Any], rates: list[float], everybody: float) -> None:
    rows = [Rate(f"Gruppe {k}", rate, "870 af 2.242", "Alder" if k == 0 else "") for k, rate in enumerate(rates)]
    picture = read(response(CAPTION, RateChart(tuple(rows), ReferenceLine(everybody, "København 38,8 pct."))))
    longs = [float(bar.get("width")) for bar in picture.marks("rect", fill=OTHERS)]
    assert [long / max(longs) for long in longs] == pytest.approx([r / max(rates) for r in rates], abs=0.01)


def test_a_hidden_rate_has_a_reason_and_no_bar(read: Callable[[str], Any]) -> None:
    rates = RateChart((Rate("Uoplyst", None, "", hidden="færre end 5 svar"),), ReferenceLine(0.4, "Alle 40 pct."))
    picture = read(response(CAPTION, rates))
    assert "færre end 5 svar" in picture.texts
    assert not picture.marks("rect")
