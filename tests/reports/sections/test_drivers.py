"""What goes together with the overall theme: shares told only with their evidence, and never as a cause."""

import re
from dataclasses import replace
from typing import Any

import pytest

from borgerpuls.reports.charts.specification import PriorityMap
from borgerpuls.reports.context.figure_index import FigureIndex
from borgerpuls.reports.context.report_context import ReportContext, gather
from borgerpuls.reports.document import Chart
from borgerpuls.reports.sections import drivers


@pytest.fixture(scope="module")
def context(demo: Any) -> ReportContext:
    return gather(demo.shelf, demo.wave, "0101", "da")


def told(context: ReportContext, change: Any) -> ReportContext:
    return replace(context, figures=FigureIndex(tuple(change(f) for f in context.figures.figures)))


def shares(context: ReportContext, p: float, difference: float = 0.1) -> ReportContext:
    """Every share has this p and difference from an even one, but for one theme that hardly differs."""

    def change(f: Any) -> Any:
        if f.statistic != "lmg":
            return f
        return replace(f, p=0.9 if f.measure == "goals" else p, difference=difference)

    return told(context, change)


def said(context: ReportContext) -> str:
    section = drivers.drivers(context)
    assert section is not None
    return str(section.blocks[1].text)  # type: ignore[union-attr]


def test_a_theme_has_more_than_an_even_share_only_when_that_is_sure_among_all_themes(context: ReportContext) -> None:
    assert said(shares(context, 0.049)).endswith(
        "Sikkert mere end en ligelig del, 20\u00a0pct., har Mødet med jobcentret, Samarbejde på tværs, Samtalen og "
        "Progression."
    )
    assert said(shares(context, 0.05)).endswith("fra en ligelig del på 20\u00a0pct.")
    assert said(shares(context, 0.001, difference=-0.1)).endswith("fra en ligelig del på 20\u00a0pct.")


def test_the_map_has_its_table_with_every_share_and_mean(context: ReportContext) -> None:
    section = drivers.drivers(context)
    assert section is not None
    table = section.blocks[-1].table  # type: ignore[union-attr]
    assert [row[0].text for row in table.rows] == [t.name["da"] for t in context.themes[1:]]
    assert sum(row[1].number for row in table.rows) == pytest.approx(1.0)
    assert all("pct. (" in row[1].text for row in table.rows)


def test_a_unit_with_too_few_answers_gets_the_shares_of_the_whole_and_is_told_so(context: ReportContext) -> None:
    def hide(f: Any) -> Any:
        hidden = f.place == "0101" and f.statistic in ("lmg", "r2")
        return replace(f, estimate=None, low=None, high=None, n=None, hidden="fewer than 100 answers") if hidden else f

    section = drivers.drivers(told(context, hide))
    assert section is not None
    assert "København har for få svar til sit eget regnestykke" in section.blocks[0].text  # type: ignore[union-attr]
    assert "(n\u00a0=\u00a02" in said(told(context, hide))


def test_nothing_is_said_to_cause_anything(demo: Any) -> None:
    for language, cause in (
        ("da", r"\b(skyldes|påvirker|forårsager|fører til|betyder mest)\b"),
        ("en", r"\b(causes|drives|leads to)\b"),
    ):
        section = drivers.drivers(gather(demo.shelf, demo.wave, "dk", language))
        assert section is not None
        assert not re.search(cause, str(section))


def test_without_shares_there_is_no_section(context: ReportContext) -> None:
    nothing = replace(context, figures=FigureIndex(tuple(f for f in context.figures.figures if f.statistic != "lmg")))
    assert drivers.drivers(nothing) is None


def test_the_whole_tells_how_far_the_items_of_a_theme_hold_together(demo: Any) -> None:
    country = gather(demo.shelf, demo.wave, "dk", "en")
    alphas = [f.estimate for f in country.figures.figures if f.statistic == "alpha" and f.estimate is not None]
    said = drivers.reliability_sentence(country)
    assert f"{min(alphas):.2f} (" in said
    assert f"{max(alphas):.2f} (" in said
    assert (
        drivers.reliability_sentence(
            told(country, lambda f: replace(f, estimate=None) if f.statistic == "alpha" else f)
        )
        == ""
    )


def test_room_to_improve_is_measured_to_each_scale_s_own_best(context: ReportContext) -> None:
    theme = context.themes[1]
    scale = replace(context.scale(theme), better="low")
    asked = context.questionnaire
    items = tuple(replace(i, scale=scale) if i.theme == theme.id else i for i in asked.items)
    turned = replace(context, wave=replace(context.wave, questionnaire=replace(asked, items=items)))
    assert drivers._best(turned, theme) == 1
    assert drivers._best(turned, context.themes[2]) == 5
    section = drivers.drivers(turned)
    assert section is not None
    (priorities,) = [block.specification for block in section.blocks if isinstance(block, Chart)]
    assert isinstance(priorities, PriorityMap)
    assert "point til det bedste svar" in priorities.room
