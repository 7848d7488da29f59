"""The least differences that a rule set lets a report mark."""

from dataclasses import replace

from borgerpuls.reports.context.report_context import ReportContext


def following(context: ReportContext, rules: str) -> ReportContext:
    return replace(context, wave=replace(context.wave, spec=replace(context.spec, rules=rules)))


def test_the_default_marks_by_the_waves_own_difference_everywhere(of_unit: ReportContext) -> None:
    figure = of_unit.theme(of_unit.overall)
    assert of_unit.relevance.between_units == of_unit.relevance.inside(figure) == of_unit.spec.relevant
    assert of_unit.relevance.one_for_all
    assert of_unit.relevance.inside_words == "0.10"


def test_btu_asks_for_more_inside_a_place_the_fewer_have_answered(of_unit: ReportContext) -> None:
    btu, figure = following(of_unit, "btu"), of_unit.theme(of_unit.overall)
    assert figure is not None
    found = [btu.relevance.inside(replace(figure, n=n)) for n in (79, 80, 150, 1000)]
    assert found == [float("inf"), 0.65, 0.5, 0.2]
    assert btu.relevance.inside(None) == float("inf")
    assert btu.relevance.inside_words == "0.65 from 80 answers, 0.50 from 150 answers, 0.20 from 1,000 answers"


def test_a_rule_set_that_is_not_known_is_the_default(of_unit: ReportContext) -> None:
    assert following(of_unit, "unheard of").relevance.one_for_all
