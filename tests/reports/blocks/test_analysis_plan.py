"""The method page says when the plan was fixed, its digest, and what was found afterwards, in words for readers."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from borgerpuls.dataset.analysis_plan import Addition, AnalysisPlan, UnitPlan
from borgerpuls.dataset.plan_additions import plan_of
from borgerpuls.reports.blocks.analysis_plan import plan_words
from borgerpuls.reports.context.report_context import ReportContext


def told(context: ReportContext, plan: AnalysisPlan | None, *added: Addition) -> str:
    return plan_words(replace(context, wave=replace(context.wave, plan=plan, added=added))).replace("\u00a0", " ")


def plan(context: ReportContext, **changes: Any) -> AnalysisPlan:
    made = plan_of(context.spec, context.questionnaire, context.spec.opened)
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("day", "unanswered", "words"),
    [
        (date(2024, 2, 20), False, "fixed on 20 February 2024, before anybody had answered."),
        (date(2024, 3, 1), False, "before anybody had answered."),
        (date(2024, 3, 2), False, "fixed on 2 March 2024, while answers were coming in."),
        (date(2024, 3, 2), True, "before anybody had answered."),
        (date(2024, 4, 30), False, "while answers were coming in."),
        (date(2024, 5, 1), False, "after the answers were in, so the plan does not show"),
        (None, False, "No plan was fixed before the answers were in."),
    ],
)
def test_it_is_said_whether_answers_could_have_been_seen(
    day: date | None, unanswered: bool, words: str, of_unit: ReportContext
) -> None:
    fixed = plan(of_unit, fixed=day, unanswered=unanswered)
    assert words in told(of_unit, fixed)
    assert fixed.digest[:16] in told(of_unit, fixed)
    assert told(of_unit, fixed).endswith("Nothing was added.")


def test_a_wave_of_an_earlier_version_has_no_plan(of_unit: ReportContext) -> None:
    assert told(of_unit, None) == "The wave was frozen without one, by an earlier version."


def test_everything_that_was_added_is_named_and_every_rule_that_was_changed(of_whole: ReportContext) -> None:
    theme, item = of_whole.overall.id, of_whole.questionnaire.items[0]
    group = of_whole.questionnaire.backgrounds[0]
    words = told(
        of_whole, plan(of_whole), Addition("rule", "relevant", planned="0.1", now="0.05"),
        Addition("rule", "weighting by", planned="age", now="age × sex"), Addition("theme", theme),
        Addition("item", item.id), Addition("group", group.id), Addition("case_mix", group.id),
        Addition("previous", "2023-pilot"), Addition("statistic", "median"), Addition("family", "question-rank"),
    )  # fmt: skip
    assert "Changed afterwards: the least difference that matters: 0.05 (planned 0.1); " in words
    assert "what is weighted by: Age × Sex (planned Age)." in words
    for name in (of_whole.overall.name["en"], item.short["en"], group.label["en"], "the change since 2023-pilot"):
        assert name in words.split("Found afterwards, and marked †: ")[1]
    assert "Nothing was added." not in words


def test_settings_are_told_in_the_words_and_numbers_of_the_reader(of_whole: ReportContext) -> None:
    danish = replace(of_whole, language="da")
    words = told(
        danish, plan(danish), Addition("rule", "relevant", planned="0.1", now="0.05"),
        Addition("rule", "bounds", planned="–", now="0.3 × 3.0"), Addition("rule", "fpc", planned="False", now="True"),
        Addition("rule", "weighting", planned="none", now="poststratify"),
    )  # fmt: skip
    assert "den mindste forskel, der betyder noget: 0,05 (planlagt 0,1)" in words
    assert "vægtenes grænser: 0,3 × 3 (planlagt –)" in words
    assert "korrektionen for endelig population: ja (planlagt nej)" in words
    assert "vægtningen: efterstratificering (planlagt ingen)" in words


def test_what_one_unit_added_is_told_in_its_own_report_alone(of_unit: ReportContext, of_whole: ReportContext) -> None:
    own = of_unit.questionnaire.local_of("0101")[0]
    added = Addition("local", own.id, "0101")
    assert f"marked †: {own.short['en']}." in told(of_unit, plan(of_unit), added)
    assert told(of_whole, plan(of_whole), added).endswith("Nothing was added.")


def test_a_unit_that_came_later_says_when_its_own_part_was_fixed(of_unit: ReportContext) -> None:
    late = UnitPlan(date(2024, 3, 9), {"questions": {"local_0101_1": "1:1"}, "comparison": None})
    words = told(of_unit, plan(of_unit, units={"0101": late}))
    assert f"of its own was fixed on 9 March 2024 (digest {late.digest[:16]})." in words
    nothing = UnitPlan(date(2024, 3, 9), {"questions": {}, "comparison": None})
    assert "of its own" not in told(of_unit, plan(of_unit, units={"0101": nothing}))
    same = UnitPlan(of_unit.spec.opened, {"questions": {"local_0101_1": "1:1"}, "comparison": None})
    assert "of its own" not in told(of_unit, plan(of_unit, units={"0101": same}))
