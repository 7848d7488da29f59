"""Alarms from the sixth wave on: told by their limits, with how often chance raises one."""

from dataclasses import replace
from typing import Any

import pytest

from borgerpuls.reports.context.figure_index import FigureIndex
from borgerpuls.reports.context.report_context import ReportContext, gather
from borgerpuls.reports.sections.change.control_charts import alerts


@pytest.fixture(scope="module")
def context(small: Any) -> ReportContext:
    return gather(small.shelf, small.wave, "0101", "da")


def series(context: ReportContext, estimate: float) -> ReportContext:
    """The themes' means as if they were moving averages since 2010, with limits at −1 and 1."""
    own = [f for f in context.figures.figures if f.place == context.place and f.statistic == "mean" and not f.group_by]
    made = [replace(f, statistic="ewma", estimate=estimate, low=-1.0, high=1.0, compared_with="2010") for f in own]
    return replace(context, figures=FigureIndex((*context.figures.figures, *made)))


def test_before_the_sixth_wave_nothing_is_said(context: ReportContext) -> None:
    assert alerts(context) == []


@pytest.mark.parametrize(
    ("estimate", "said"),
    [
        (1.1, "Over sit tidligere niveau, mere end tilfældet laver: Samlet og Mødet."),
        (-1.1, "Under sit tidligere niveau, mere end tilfældet laver: Samlet og Mødet."),
        (1.0, "Ingen af de 2 temaer har forladt det niveau, de havde, mere end tilfældet laver."),
    ],
)
def test_a_theme_has_left_its_level_only_outside_the_limits(context: ReportContext, estimate: float, said: str) -> None:
    first, how = alerts(series(context, estimate))
    assert first.text == said
    assert "siden 2010" in how.text
    assert "1 ud af 500 målinger; for et eller flere af de 2 temaer højst i omkring 1 ud af 250." in how.text
