"""The report of the whole."""

from collections.abc import Callable
from typing import Any

import pytest

from borgerpuls.reports.document import Document, KeyFigures, Paragraph

NB = "\u00a0"


@pytest.fixture(scope="module")
def country(demo: Any) -> Document:
    document: Document = demo.document("dk")
    return document


def test_the_country_leads_with_the_published_numbers(country: Document) -> None:
    figures = next(b for b in country.sections[0].blocks if isinstance(b, KeyFigures)).figures
    assert [f.value for f in figures] == ["3,64", f"62,9{NB}pct.", f"38,8{NB}pct."]
    assert figures[2].interval == "33.000 af 85.000 inviterede"


def test_both_national_means_are_named_and_given(
    country: Document, tables: Callable[[Document], dict[str, Any]]
) -> None:
    table = tables(country)["national-themes"]
    assert [c.title for c in table.columns][1:3] == ["Alle kommuner", "Gennemsnit af kommuner"]
    assert [row[1].text[:4] for row in table.rows] == ["3,64", "3,69", "3,41", "3,02", "3,75", "2,97"]
    assert all(row[2].number is not None for row in table.rows)


def test_every_unit_stands_in_the_table_and_in_every_chart(
    country: Document, tables: Callable[[Document], dict[str, Any]]
) -> None:
    found = tables(country)
    assert len(found["units-table"].rows) == 45
    for theme in ("overall", "meeting", "goals", "collaboration", "conversation", "progression"):
        assert len(found[f"places-{theme}-table"].rows) == 44
    assert len(found["who-units-1-table"].rows) == 44


def test_the_units_that_stand_out_are_counted_by_the_rule(
    country: Document, tables: Callable[[Document], dict[str, Any]]
) -> None:
    marks = [row[1].mark for row in tables(country)["units-table"].rows]
    counted = tables(country)["national-themes"].rows[0][-1].text
    assert counted == f"{marks.count('above')} / {marks.count('below')}"
    said = [b.text for b in country.sections[0].blocks if isinstance(b, Paragraph)]
    assert f"{marks.count('above')} af 44 kommuner har et højere tal" in said[1]


def test_a_wave_that_compares_with_the_mean_over_units_says_so(
    made: Any, tell: Callable[..., Any], words: Callable[[Document], list[str]]
) -> None:
    told = tell(made.make(national="municipalities"))
    text = " ".join(words(told.document("0101", "en")))
    assert "the mean over municipalities" in text
    assert "every municipality counts alike, large or small" in text
