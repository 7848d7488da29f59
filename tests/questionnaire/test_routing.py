"""A questionnaire page by page: themes, routes, a unit's own questions, the open question."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.questionnaire.read import read
from borgerpuls.questionnaire.routing import answers_on_route, items_asked, pages, route

ROUTED = """
[[items]]
id = "second"
theme = "whole"
scale = "degree"
wording = { da = "Og nu?", en = "And now?" }
short = { da = "Nu", en = "Now" }
asked_when = { item = "noise", codes = [4] }

[[items]]
id = "older"
theme = "whole"
scale = "degree"
wording = { da = "Hvor længe?", en = "For how long?" }
short = { da = "Længe", en = "Long" }
asked_when = { background = "age", codes = ["30plus"] }

[[backgrounds]]
id = "age"
"""


@pytest.fixture(scope="module")
def shipped(repository: Path) -> Questionnaire:
    return read(repository / "survey" / "2026.toml")


@pytest.fixture
def routed(changed: Callable[..., str]) -> Questionnaire:
    """help (everybody) -> noise (help 1 or 2) -> second (noise 4); older (30 and above)."""
    return read(changed(('\n[[backgrounds]]\nid = "age"\n', ROUTED)))


def test_there_is_a_page_a_theme_then_local_questions_then_the_open_question(shipped: Questionnaire) -> None:
    found = pages(shipped, "0707")
    assert [page.title for page in found[:6]] == [theme.name for theme in shipped.themes]
    assert [tuple(i.id for i in page.items) for page in found[:6]] == [theme.items for theme in shipped.themes]
    assert [i.column for i in found[6].items] == ["local_1", "local_2"]
    assert [page.local for page in found] == [False] * 6 + [True, False]
    assert (found[7].comment, found[7].items, len(found)) == (shipped.comment, (), 8)


def test_a_unit_without_own_questions_has_no_page_for_them(shipped: Questionnaire) -> None:
    assert [page.local for page in pages(shipped, "0147")] == [False] * 7


def test_everything_is_asked_once_and_in_its_order(shipped: Questionnaire, routed: Questionnaire) -> None:
    for found in (shipped, routed):
        laid = [item for page in pages(found, "0101") for item in page.items]
        assert laid == [*found.items, *found.local_of("0101")]


def test_a_question_that_depends_on_an_answer_stands_on_a_later_page(routed: Questionnaire) -> None:
    for page in pages(routed, "0101"):
        here = {item.id for item in page.items}
        assert not [i.id for i in page.items if i.asked_when and i.asked_when.id in here]


def test_items_without_a_theme_have_a_page_without_a_title(routed: Questionnaire) -> None:
    alone = next(page for page in pages(routed, "0101") if page.items[0].id == "noise")
    assert alone.title is None


def test_only_those_who_are_concerned_are_asked(routed: Questionnaire) -> None:
    laid = pages(routed, "0101")

    def way(answers: dict[str, int], age: str | None) -> list[str]:
        return [item.id for step in route(laid, answers, {"age": age}) for item in step.items if not item.local]

    assert way({}, None) == ["help"]
    assert way({"help": 3}, "30plus") == ["help", "older"]
    assert way({"help": 1}, "18-29") == ["help", "noise"]
    assert way({"help": 1, "noise": 4}, "30plus") == ["help", "noise", "second", "older"]
    assert way({"help": 1, "noise": 0}, "18-29") == ["help", "noise"]


def test_an_answer_that_is_no_longer_asked_for_leads_nowhere_and_does_not_count(routed: Questionnaire) -> None:
    answers = {"help": 3, "noise": 4, "second": 2}
    steps = route(pages(routed, "0101"), answers, {})
    assert [item.id for step in steps for item in step.items if not item.local] == ["help"]
    assert answers_on_route(steps, answers) == {"help": 3}


def test_a_step_keeps_the_number_of_its_page(routed: Questionnaire) -> None:
    laid = pages(routed, "0101")
    steps = route(laid, {}, {"age": "30plus"})
    assert all(laid[step.number - 1] == step.page for step in steps)
    assert [step.number for step in steps] != list(range(1, len(steps) + 1))


@given(st.dictionaries(st.sampled_from(["help", "noise", "second", "older", "local_1"]), st.integers(0, 9)))
def test_what_counts_is_what_was_asked_and_answered(shipped_routed: Questionnaire, answers: dict[str, int]) -> None:
    laid = pages(shipped_routed, "0101")
    steps = route(laid, answers, {"age": "18-29"})
    kept = answers_on_route(steps, answers)
    assert kept.items() <= answers.items()
    assert set(kept) == {item.column for step in steps for item in step.items} & set(answers)
    assert route(laid, kept, {"age": "18-29"}) == steps
    assert all(items_asked(step.page, kept, {"age": "18-29"}) == step.items for step in steps)


@pytest.fixture(scope="module")
def shipped_routed(tiny: str) -> Questionnaire:
    return read(tiny.replace('\n[[backgrounds]]\nid = "age"\n', ROUTED, 1))
