"""Every question has its bar, theme by theme, those without a theme last."""

from borgerpuls.reports.charts.specification import BarChart
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Chart
from borgerpuls.reports.sections.overview import items


def test_every_question_is_drawn_once(of_unit: ReportContext) -> None:
    charts = [block for block in items.items(of_unit).blocks if isinstance(block, Chart)]
    drawn = [bar.question for c in charts if isinstance(c.specification, BarChart) for bar in c.specification.rows]
    assert sorted(drawn) == sorted(item.wording["en"] for item in of_unit.questionnaire.items)
    assert charts[-1].id == "items-alone"
