"""The themes by group: one chart for the overall theme, one table for all."""

from dataclasses import replace

from borgerpuls.reports.blocks.backgrounds import groups_with_figures
from borgerpuls.reports.charts.specification import DotChart
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.sections.overview import groups


def test_every_group_with_figures_has_a_row_in_chart_and_table(of_unit: ReportContext) -> None:
    wanted = [code.label["en"] for by in of_unit.spec.groups for code in groups_with_figures(of_unit, by)]
    chart, table = groups.chart(of_unit), groups.table(of_unit)
    assert isinstance(chart.specification, DotChart)
    assert [dot.label for dot in chart.specification.rows] == wanted
    assert [row[0].text for row in table.rows] == wanted
    assert len(table.sections) == len(of_unit.spec.groups)


def test_a_wave_without_groups_has_no_section(of_unit: ReportContext) -> None:
    bare = replace(of_unit, wave=replace(of_unit.wave, spec=replace(of_unit.spec, groups=())))
    assert groups.groups(bare) is None
