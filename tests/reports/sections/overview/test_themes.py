"""The themes beside the benchmark: table, chart, places among the units."""

from borgerpuls.reports.charts.specification import DotChart
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Chart
from borgerpuls.reports.sections.overview import themes


def test_the_chart_marks_a_difference_just_where_the_rule_does(of_unit: ReportContext) -> None:
    (chart,) = [block for block in themes.themes(of_unit).blocks if isinstance(block, Chart)]
    assert isinstance(chart.specification, DotChart)
    filled = [not dot.hollow for dot in chart.specification.rows]
    assert filled == [of_unit.verdict(theme).marked for theme in of_unit.themes]
    assert chart.specification.line is not None
    assert chart.specification.line.value == 0.0


def test_the_whole_has_nothing_to_stand_beside(of_whole: ReportContext) -> None:
    assert not [block for block in themes.themes(of_whole).blocks if isinstance(block, Chart)]
