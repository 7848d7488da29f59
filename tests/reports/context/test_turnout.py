"""How many of those invited answered."""

from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.context.turnout import answers, turnout


def test_answers_are_the_rate_of_those_invited_and_groups_add_up(of_unit: ReportContext) -> None:
    everybody = turnout(of_unit)
    assert everybody is not None
    assert everybody.answered == round(everybody.rate * everybody.invited)
    assert everybody.address.startswith("2024-spring/response/rate/0101")
    groups = [turnout(of_unit, by=("sex", code.id)) for code in of_unit.groups("sex")]
    assert sum(group.answered for group in groups if group) == everybody.answered
    assert answers(of_unit) == everybody.answered


def test_where_a_figure_was_never_made_there_is_no_turnout(of_unit: ReportContext) -> None:
    assert turnout(of_unit, "nowhere") is None
