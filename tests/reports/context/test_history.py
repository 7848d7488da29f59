"""A place's themes wave by wave."""

from typing import Any

from borgerpuls.reports.context.history import change, history
from borgerpuls.reports.context.report_context import ReportContext


def test_waves_stand_oldest_first_and_a_change_is_from_the_wave_before(small: Any, of_unit: ReportContext) -> None:
    waves = history(small.shelf, of_unit)
    assert [wave.wave for wave in waves] == ["2023-spring", "2024-spring"]
    figure = change(waves, of_unit.overall, "0101")
    assert figure is not None
    assert figure.compared_with == "2023-spring"
    assert ("overall", "dk") in waves[0].means


def test_a_place_without_a_past_has_no_change(of_unit: ReportContext) -> None:
    assert change((), of_unit.overall, "0101") is None
