"""Who answered, in sentences."""

from dataclasses import replace

from borgerpuls.reports.blocks.turnout_sentences import answered, group_rates, uneven
from borgerpuls.reports.context.figure_index import FigureIndex
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.context.turnout import turnout
from borgerpuls.reports.wording import number
from borgerpuls.results.figures.figure import Figure


def test_the_sentence_holds_the_counts_and_the_rate(of_unit: ReportContext) -> None:
    everybody = turnout(of_unit)
    assert everybody is not None
    assert answered(of_unit).startswith(f"{everybody.answered} of {everybody.invited} invited citizens answered (")


def judged(context: ReportContext, **marked: float) -> ReportContext:
    """The same report where the named groups alone surely differ from the others, by so much."""

    def one(figure: Figure) -> Figure:
        if figure.measure != "rate-stands-out" or figure.hidden:
            return figure
        difference = marked.get(f"{figure.group_by}_{figure.group}".replace("-", "_"))
        return replace(figure, p=0.01) if difference is None else replace(figure, p=0.0099, difference=difference)

    return replace(context, figures=FigureIndex(tuple(map(one, context.figures.figures))))


def test_only_groups_that_surely_differ_are_named_the_least_and_the_most(of_unit: ReportContext) -> None:
    rates = {g.label: number.share(g.turnout.rate, "en") for g in group_rates(of_unit) if g.turnout}
    assert uneven(judged(of_unit)) == ""
    both = uneven(judged(of_unit, sex_m=-0.2, sex_f=0.2))
    men, women = (of_unit.groups("sex")[k].label["en"] for k in (0, 1))
    if of_unit.groups("sex")[0].id != "m":
        men, women = women, men
    least, most = (f"{rates[label]} of the group “{label}”" for label in (men, women))
    assert both == f"The groups did not answer equally: {least} and {most}."
    assert uneven(judged(of_unit, sex_m=-0.2)) == (
        f"Fewer answered in the group “{men}” than among the others: {rates[men]}."
    )
    assert uneven(judged(of_unit, sex_f=0.2)) == (
        f"More answered in the group “{women}” than among the others: {rates[women]}."
    )


def test_of_several_that_differ_the_furthest_are_named(of_unit: ReportContext) -> None:
    marked = {"age_18_29": -0.1, "age_30_49": -0.1, "age_50_": 0.1, "sex_m": 0.1}
    found = judged(of_unit, **marked)
    fewer = [
        (g.turnout.rate, g.label) for g in group_rates(found) if g.turnout and g.judged and g.judged.difference == -0.1
    ]
    more = [
        (g.turnout.rate, g.label) for g in group_rates(found) if g.turnout and g.judged and g.judged.difference == 0.1
    ]
    assert len(fewer) == 2
    assert len(more) == 2
    assert f"“{min(fewer)[1]}” and " in uneven(found)
    assert uneven(found).endswith(f"“{max(more)[1]}”.")


def test_the_first_group_of_a_variable_carries_its_heading(of_unit: ReportContext) -> None:
    headings = [group.heading for group in group_rates(of_unit) if group.heading]
    assert len(headings) == len(set(headings)) == len(of_unit.spec.groups)
