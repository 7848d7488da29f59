"""Answers as diverging bars: shares that sum to one, and the favourable answers by name."""

from borgerpuls.reports.blocks.distributions import distribution_charts, favourable
from borgerpuls.reports.charts.specification import BarChart
from borgerpuls.reports.context.report_context import ReportContext


def test_items_in_a_row_that_share_a_scale_share_a_chart(of_unit: ReportContext) -> None:
    items = (*of_unit.items(of_unit.themes[0]), *of_unit.items(of_unit.themes[1]))
    charts = list(distribution_charts(of_unit, "all", "All", items))
    assert [chart.id for chart in charts] == ["items-all", "items-all-1"]
    for chart in charts:
        assert isinstance(chart.specification, BarChart)
        for bar in chart.specification.rows:
            assert abs(sum(bar.shares) - 1) < 1e-9
            assert len(bar.shares) == len(chart.specification.categories)


def test_the_favourable_answers_are_named(of_unit: ReportContext) -> None:
    assert favourable(of_unit, of_unit.questionnaire.item("help")) == "Agree or Strongly agree"
