"""A local comparison: what it can see comes first, and what it cannot answer is said so."""

from dataclasses import replace
from typing import Any

import pytest

from borgerpuls.reports.context.figure_index import FigureIndex
from borgerpuls.reports.context.report_context import ReportContext, gather
from borgerpuls.reports.document import Chart, Paragraph, Table
from borgerpuls.reports.sections.local.comparison import comparison


@pytest.fixture(scope="module")
def context(demo: Any) -> ReportContext:
    return gather(demo.shelf, demo.wave, "0707", "da")


def told(context: ReportContext, statistic: str, **numbers: Any) -> ReportContext:
    figures = (
        replace(f, **numbers) if f.statistic == statistic and f.group_by == "compare" else f
        for f in context.figures.figures
    )
    return replace(context, figures=FigureIndex(tuple(figures)))


def words(context: ReportContext) -> list[str]:
    return [b.text for b in comparison(context) if isinstance(b, Paragraph)]


def test_the_smallest_difference_that_can_be_seen_stands_before_the_result(context: ReportContext) -> None:
    said = words(told(context, "detectable", estimate=0.21))
    assert "mindst 0,21" in said[0]
    assert "fire ud af fem" in said[0]
    table = next(b for b in comparison(context) if isinstance(b, Table))
    assert [c.title for c in table.columns][-2:] == ["Kan ses fra", "Forskel"]


def test_groups_are_called_different_only_on_the_themes_that_are_marked(context: ReportContext) -> None:
    apart = {"difference": 0.5, "difference_low": 0.3, "difference_high": 0.7, "p": 0.001}
    assert words(told(context, "overlap", **apart))[1].startswith(
        "Helhedsorienteret indsats adskiller sig fra Sædvanlig"
    )
    alike = {"difference": 0.05, "difference_low": -0.2, "difference_high": 0.3, "p": 0.7}
    assert words(told(context, "overlap", **alike))[1].startswith("På ingen af de 6 temaer kan")


def test_a_question_that_cannot_be_answered_here_gets_no_number_and_no_chart(context: ReportContext) -> None:
    nothing = dict.fromkeys(
        ("estimate", "difference", "difference_se", "difference_low", "difference_high", "p", "n"), None
    )
    small = told(told(context, "detectable", estimate=0.41), "overlap", hidden="cannot be answered here", **nothing)
    assert words(small)[0].endswith("Det er for lidt: spørgsmålet kan ikke besvares her.")
    blocks = comparison(small)
    table = next(b for b in blocks if isinstance(b, Table))
    assert {row[-1].text for row in table.rows} == {"kan ikke besvares her"}
    assert not any(isinstance(b, Chart) for b in blocks)


def test_groups_that_were_not_drawn_by_lot_are_said_to_be_made_alike(context: ReportContext) -> None:
    assert "gjort ens på alder, køn, varighed og målgruppe" in words(context)[-1]
    assert "ikke valgt ved lodtrækning" in words(context)[-1]


def test_a_unit_without_a_comparison_has_none(demo: Any) -> None:
    assert comparison(gather(demo.shelf, demo.wave, "0751", "da")) == []


def test_groups_that_were_drawn_by_lot_are_said_to_be(context: ReportContext) -> None:
    spec = replace(context.wave.spec, randomised=("0707",))
    figures = [replace(f, statistic="randomised") if f.statistic == "overlap" else f for f in context.figures.figures]
    drawn = replace(context, wave=replace(context.wave, spec=spec), figures=FigureIndex(tuple(figures)))
    last = words(drawn)[-1]
    assert "lod om, hvem der er i hvilken gruppe" in last
    assert "Lin 2013" in last
    assert "gjort ens" not in last
