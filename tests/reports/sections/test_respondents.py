"""Who answered: a bar a group beside everybody, and for the whole a bar a unit."""

from borgerpuls.reports.charts.specification import RateChart
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Chart
from borgerpuls.reports.sections.respondents import respondents


def charts(context: ReportContext, *, every_unit: bool) -> list[Chart]:
    return [block for block in respondents(context, every_unit).blocks if isinstance(block, Chart)]


def test_bars_stand_beside_the_rate_of_everybody(of_unit: ReportContext) -> None:
    (chart,) = charts(of_unit, every_unit=False)
    assert isinstance(chart.specification, RateChart)
    assert chart.specification.line.label.startswith("Place 0101 ")
    assert [rate.label for rate in chart.specification.rows] == [row[0].text for row in chart.table.rows]


def test_the_report_of_the_whole_has_a_bar_for_each_unit(of_whole: ReportContext) -> None:
    by_unit = charts(of_whole, every_unit=True)[-1]
    assert [row[0].text for row in by_unit.table.rows] == [f"Place {code}" for code in of_whole.places.units]
