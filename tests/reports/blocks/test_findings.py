"""The sentences of the first page, one evidence at a time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from borgerpuls.reports.blocks import findings
from borgerpuls.reports.context.figure_index import FigureIndex, kind
from borgerpuls.reports.context.history import HistoryWave
from borgerpuls.reports.context.report_context import ReportContext, gather


@pytest.fixture(scope="module")
def context(small: Any) -> ReportContext:
    return gather(small.shelf, small.wave, "0101", "da")


def told(context: ReportContext, change: Callable[[Any], Any]) -> ReportContext:
    """The same report with every figure of its place changed."""
    figures = (change(f) if f.place == context.place else f for f in context.figures.figures)
    return replace(context, figures=FigureIndex(tuple(figures)))


def apart(difference: float, half: float) -> Callable[[Any], Any]:
    """Makes every difference this large."""
    p = 0.01 if abs(difference) > half else 0.5
    ends = {"difference_low": difference - half, "difference_high": difference + half, "p": p}
    return lambda f: f if f.difference is None else replace(f, difference=difference, **ends)


def test_the_middle_of_the_scale_is_passed_only_when_the_interval_has_passed_it(context: ReportContext) -> None:
    for low, high, words in (
        (3.1, 3.5, "over skalaens midte, som er 3"),
        (2.5, 2.9, "under skalaens midte, som er 3"),
        (2.9, 3.1, "kan ikke skelnes fra skalaens midte, som er 3"),
        (3.0, 3.2, "kan ikke skelnes fra skalaens midte"),
    ):
        found = told(context, lambda f, ends=(low, high): replace(f, low=ends[0], high=ends[1]))
        assert words in findings.level(found)


def test_all_themes_alike_are_said_in_one_breath(context: ReportContext) -> None:
    assert findings.by_theme(told(context, apart(-0.5, 0.1))) == (
        "Sted 0101 ligger under gennemsnittet for hele landet på alle 2 temaer."
    )
    assert "ligger over" in findings.by_theme(told(context, apart(0.5, 0.1)))


def test_themes_that_cannot_be_told_apart_are_listed_as_such(context: ReportContext) -> None:
    assert findings.by_theme(told(context, apart(-0.5, 0.6))) == (
        "Ingen forskel kan markeres på 2 af 2 temaer: Samlet og Mødet."
    )


def test_groups_are_named_only_when_marked_and_never_more_than_three(context: ReportContext) -> None:
    said = findings.by_group(told(context, apart(0.5, 0.1)))
    assert said.startswith("Samlet: 5 af 5 grupper over samme gruppe for hele landet. Størst forskel: ")
    assert said.count("(+0,50)") == findings.NAMED
    assert "ingen af de 5 grupper" in findings.by_group(told(context, apart(0.5, 0.6)))


def test_a_change_is_a_finding_only_with_its_evidence(small: Any, context: ReportContext) -> None:
    def since(difference: float, half: float) -> str:
        figures = small.shelf.figures(wave="2024-spring", place="0101", kind="theme", statistic="change", group_by="")
        changes = {(f.measure, f.place): apart(difference, half)(f) for f in figures}
        return findings.since(
            context, [HistoryWave("a", "Foråret 2023", {}, {}), HistoryWave("b", "Foråret 2024", {}, changes)]
        )

    assert since(0.5, 0.1) == "Steget siden Foråret 2023: Samlet (+0,50) og Mødet (+0,50)."
    assert since(-0.5, 0.1).startswith("Faldet siden Foråret 2023")
    assert since(0.5, 0.6).startswith("Ingen af de 2 temaer")


def test_without_a_wave_before_nothing_is_said_of_change(context: ReportContext) -> None:
    assert findings.since(context, []) == ""


def ranked(sets: dict[str, tuple[int, int]]) -> Callable[[Any], Any]:
    """Changes the places that questions may have."""

    def change(f: Any) -> Any:
        if f.statistic != "question-rank" or f.measure not in sets:
            return f
        low, high = sets[f.measure]
        return replace(f, low=float(low), high=float(high))

    return change


def test_a_question_that_is_surely_first_and_one_that_is_surely_last_are_told_with_interval_and_n(
    context: ReportContext,
) -> None:
    items = [item.id for item in context.questionnaire.items]
    sets = dict.fromkeys(items, (2, len(items) - 1)) | {items[0]: (1, 1), items[1]: (len(items), len(items))}
    said = findings.by_item(told(context, ranked(sets)))
    assert said.count("n\u00a0=\u00a0") == 2
    assert said.count("pct. (") == 2
    assert context.questionnaire.item(items[0]).short["da"] in said


def test_two_questions_that_may_both_be_first_are_told_as_two(context: ReportContext) -> None:
    items = [item.id for item in context.questionnaire.items]
    sets = dict.fromkeys(items, (3, len(items) - 1)) | {items[0]: (1, 2), items[1]: (1, 2)}
    said = findings.by_item(told(context, ranked(sets)))
    assert "kan ikke afgøres" in said
    assert said.count("n\u00a0=\u00a0") == 2


def test_where_no_question_can_be_told_from_the_others_none_is_named(context: ReportContext) -> None:
    items = [item.id for item in context.questionnaire.items]
    assert findings.by_item(told(context, ranked(dict.fromkeys(items, (1, len(items)))))) == ""


def test_a_place_with_everything_hidden_has_no_findings_about_it(context: ReportContext) -> None:
    nothing = ("estimate", "low", "high", "n", "difference", "difference_low", "difference_high")
    hidden = told(context, lambda f: replace(f, hidden="fewer than 5 answers", **dict.fromkeys(nothing)))
    assert all(kind(f) for f in hidden.figures.figures)
    for finding in (findings.level, findings.by_theme, findings.by_item, findings.by_group):
        assert finding(hidden) == ""
