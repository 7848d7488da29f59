"""The theme table: the published numbers, and the scale in words."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from borgerpuls.reports.blocks.theme_table import scale_words, theme_table
from borgerpuls.reports.context.figure_index import FigureIndex
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Document

NB = "\u00a0"


@pytest.fixture(scope="module")
def copenhagen(demo: Any) -> Document:
    document: Document = demo.document("0101")
    return document


def section(document: Document, id: str) -> Any:
    return next(s for s in document.sections if s.id == id)


def test_the_theme_table_holds_the_published_numbers(
    copenhagen: Document, tables: Callable[[Document], dict[str, Any]]
) -> None:
    rows = tables(copenhagen)["themes-table"].rows
    assert [row[1].text[:4] for row in rows] == ["3,32", "3,41", "3,07", "2,72", "3,53", "2,65"]
    assert [row[3].text for row in rows] == ["3,64", "3,69", "3,41", "3,02", "3,75", "2,97"]
    assert {row[4].mark for row in rows} == {"below"}


def test_each_scale_is_told_with_its_ends_where_themes_have_several(of_unit: ReportContext) -> None:
    words = scale_words(of_unit)
    assert "The scale of Overall runs from 1 to 5, and 5 is best." in words
    assert "The scale of The meeting runs from 0 to 2, and 2 is best." in words


def test_a_difference_that_no_family_judges_is_not_told_and_the_reason_stands_instead(of_unit: ReportContext) -> None:
    judged = theme_table(of_unit).rows[0]
    figures = (
        replace(f, difference=None, difference_low=None, difference_high=None, p=None, hidden="fewer than 63 answers")
        if f.statistic == "stands-out" and f.place == of_unit.place
        else f
        for f in of_unit.figures.figures
    )
    row = theme_table(replace(of_unit, figures=FigureIndex(tuple(figures)))).rows[0]
    assert row[:4] == judged[:4]
    assert (row[4].text, row[4].mark, row[5].text, row[5].hidden) == ("–", "", "too few", "fewer than 63 answers")
