"""Background variables in a sentence, and the groups that have figures."""

from borgerpuls.reports.blocks.backgrounds import groups_with_figures, listed_backgrounds
from borgerpuls.reports.context.report_context import ReportContext


def test_variables_are_called_by_their_label_and_unknown_ones_by_their_code(of_unit: ReportContext) -> None:
    labels = [b.label["en"].lower() for b in of_unit.questionnaire.backgrounds if b.id == "age"]
    assert listed_backgrounds(of_unit, ["age", "shoe"]) == f"{labels[0]} and shoe"


def test_only_groups_with_a_figure_are_shown_in_the_order_of_the_code_list(of_unit: ReportContext) -> None:
    shown = [code.id for code in groups_with_figures(of_unit, "age")]
    assert shown == [code.id for code in of_unit.groups("age") if code.id in shown]
    assert len(shown) >= 2
