"""Who answered, in sentences."""

from borgerpuls.reports.blocks.turnout_sentences import answered, group_rates, uneven
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.context.turnout import turnout


def test_the_sentence_holds_the_counts_and_the_rate(of_unit: ReportContext) -> None:
    everybody = turnout(of_unit)
    assert everybody is not None
    assert answered(of_unit).startswith(f"{everybody.answered} of {everybody.invited} invited citizens answered (")


def test_the_groups_that_answered_least_and_most_are_named(of_unit: ReportContext) -> None:
    rates = [(group.turnout.rate, group.label) for group in group_rates(of_unit) if group.turnout]
    assert f"“{min(rates)[1]}”" in uneven(of_unit)
    assert f"“{max(rates)[1]}”" in uneven(of_unit)


def test_the_first_group_of_a_variable_carries_its_heading(of_unit: ReportContext) -> None:
    headings = [group.heading for group in group_rates(of_unit) if group.heading]
    assert len(headings) == len(set(headings)) == len(of_unit.spec.groups)
