"""What a wave tells beyond its plan is found, part by part; what it leaves out is no addition."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from made.questionnaires import SURVEY
from made.waves import SPEC

from borgerpuls.dataset.analysis_plan import FAMILIES, Addition, AnalysisPlan
from borgerpuls.dataset.plan_additions import additions, plan_of, with_later_units
from borgerpuls.dataset.wave import WaveSpec, Weighting
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.questionnaire.read import read
from borgerpuls.text import Text

DAY = date(2024, 2, 20)
ASKED = read(SURVEY)


def plan(**spec: Any) -> AnalysisPlan:
    return plan_of(replace(SPEC, **spec), ASKED, DAY)


def found(after: WaveSpec = SPEC, asked: Questionnaire = ASKED, **before: Any) -> list[tuple[str, str, str]]:
    return [(one.what, one.name, one.unit) for one in additions(plan(**before), after, asked)]


def test_a_wave_that_follows_its_plan_adds_nothing() -> None:
    assert found() == []


def test_everything_that_is_told_stands_in_the_plan() -> None:
    shared = plan(statistics=("median",), previous="2023-pilot", case_mix=("age",)).shared
    assert set(shared["themes"]) == {theme.id for theme in ASKED.themes}
    assert shared["items"]["help"] == "1:1 2:2 3:3 4:4* 5:5* 8:- 9:-"
    assert shared["groups"]["age"] == ["18-29", "30-49", "50-"]
    assert (shared["statistics"], shared["previous"], shared["case_mix"]) == (["median"], "2023-pilot", ["age"])
    assert shared["rules"]["relevant"] == 0.1
    assert shared["rules"]["weighting by"] == ["age"]
    assert shared["families"] == FAMILIES
    assert plan().units["0147"].own == {"questions": {}, "comparison": {"randomised": False}}
    assert set(plan().units["0101"].own["questions"]) == {"local_0101_1"}


@pytest.mark.parametrize(
    ("before", "what"),
    [
        ({"groups": ("age",)}, ("group", "sex", "")),
        ({"compare": {}}, ("comparison", "compare", "0147")),
        ({"randomised": ("0147",)}, ("comparison", "compare", "0147")),
        ({"relevant": 0.2}, ("rule", "relevant", "")),
        ({"hide_below": 10}, ("rule", "hide_below", "")),
        ({"weighting": Weighting("none")}, ("rule", "weighting", "")),
        ({"weighting": Weighting("poststratify", ("sex",))}, ("rule", "weighting by", "")),
        ({"national": "municipalities"}, ("rule", "national", "")),
        ({"rules": "btu"}, ("rule", "rules", "")),
        ({"fpc": True}, ("rule", "fpc", "")),
    ],
)
def test_what_was_added_or_changed_is_found(before: dict[str, Any], what: tuple[str, str, str]) -> None:
    assert what in found(**before)


@pytest.mark.parametrize(
    ("after", "what"),
    [
        ({"case_mix": ("age",)}, ("case_mix", "age", "")),
        ({"statistics": ("median",)}, ("statistic", "median", "")),
        ({"previous": "2023-pilot"}, ("previous", "2023-pilot", "")),
    ],
)
def test_what_is_asked_for_later_is_found(after: dict[str, Any], what: tuple[str, str, str]) -> None:
    assert found(replace(SPEC, **after)) == [what]
    assert found(**after) == []  # planned, and not told: no addition


def test_another_rule_says_what_was_planned_and_what_is_done() -> None:
    (one,) = additions(plan(), replace(SPEC, relevant=0.05), ASKED)
    assert one == Addition("rule", "relevant", planned="0.1", now="0.05")


def test_answers_that_count_otherwise_are_another_question_and_better_words_are_not() -> None:
    scale = ASKED.item("help").scale
    scale = replace(scale, categories=tuple(replace(c, favourable=False) for c in scale.categories))
    asked = replace(ASKED, items=tuple(replace(i, scale=scale) if i.id == "help" else i for i in ASKED.items))
    assert found(asked=asked) == [("item", "help", "")]
    reworded = replace(ASKED, items=tuple(replace(i, wording=Text(da="Ny", en="New")) for i in ASKED.items))
    assert found(asked=reworded) == []


def test_a_theme_of_other_items_and_a_local_question_are_found() -> None:
    theme = ASKED.themes[0]
    fewer = replace(ASKED, themes=(replace(theme, items=theme.items[:-1]), *ASKED.themes[1:]))
    assert found(asked=fewer) == [("theme", theme.id, "")]
    before = plan_of(SPEC, replace(ASKED, local_items=()), DAY)
    assert [(a.what, a.name, a.unit) for a in additions(before, SPEC, ASKED)] == [
        ("local", item.id, str(item.unit)) for item in ASKED.local_items
    ]


def test_a_family_that_a_later_version_picks_from_is_found() -> None:
    before = plan()
    shared = {**before.shared, "families": {k: v for k, v in FAMILIES.items() if k != "question-rank"}}
    (one,) = additions(replace(before, shared=shared), SPEC, ASKED)
    assert (one.what, one.name) == ("family", "question-rank")


def test_units_that_come_later_keep_their_own_day_and_change_nothing_of_the_others() -> None:
    late = ("0101", "0147")
    early = plan_of(replace(SPEC, units=tuple(u for u in SPEC.units if u.code not in late)), ASKED, DAY)
    later = plan_of(SPEC, ASKED, date(2024, 3, 20))
    joined = with_later_units(early, later)
    assert joined.shared == early.shared
    assert {code for code, unit in joined.units.items() if unit.fixed != DAY} == set(late)
    assert additions(joined, SPEC, ASKED) == ()


def test_a_unit_that_was_there_from_the_start_adds_nothing_unseen_when_another_comes_later() -> None:
    start = plan_of(replace(SPEC, compare={}), replace(ASKED, local_items=()), DAY)
    joined = with_later_units(start, plan_of(SPEC, ASKED, date(2024, 3, 20)))
    assert joined == start
    assert {(one.what, one.unit) for one in additions(joined, SPEC, ASKED)} == {
        ("local", "0101"),
        ("comparison", "0147"),
    }


def test_a_plan_that_has_units_keeps_them() -> None:
    later = plan_of(SPEC, ASKED, date(2024, 3, 20))
    assert with_later_units(later, plan_of(replace(SPEC, randomised=("0147",)), ASKED, DAY)) == later


def test_clusters_that_come_or_go_after_the_plan_are_another_rule() -> None:
    drawn = replace(SPEC, clusters=True)
    assert found(drawn, clusters=True) == []
    assert found(drawn) == [("rule", "clusters", "")]
    assert found(clusters=True) == [("rule", "clusters", "")]
