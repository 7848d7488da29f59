"""A unit's report: the demo's numbers where a reader looks for them, and sections that follow the wave."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from borgerpuls.reports.document import Chart, Document, Paragraph

NB = "\u00a0"


@pytest.fixture(scope="module")
def copenhagen(demo: Any) -> Document:
    document: Document = demo.document("0101")
    return document


def section(document: Document, id: str) -> Any:
    return next(s for s in document.sections if s.id == id)


def test_a_theme_that_was_worded_otherwise_says_so_instead_of_a_change(
    copenhagen: Document, tables: Callable[[Document], dict[str, Any]]
) -> None:
    table = tables(copenhagen)["change-table"]
    rows = {row[0].text: row for row in table.rows}
    assert rows["Samtalen"][-1].text == "Nyt spørgsmål"
    assert "»Nyt spørgsmål«: spørgsmålet er ændret siden sidst." in table.notes
    assert rows["Samtalen"][-2].number is None
    assert rows["Progression"][-2].number is not None


def test_invented_answers_are_called_so(copenhagen: Document) -> None:
    assert copenhagen.warning == "Opdigtede data: ingen borger har givet disse svar."


def test_the_way_back_to_the_figures_stands_on_every_page(copenhagen: Document) -> None:
    assert copenhagen.address == "2024-spring/theme/overall/0101"


def test_a_bare_wave_has_no_sections_that_it_knows_nothing_of(made: Any, tell: Callable[..., Any]) -> None:
    told = tell(made.make(groups=(), compare={}, compare_groups={}))
    ids = {s.id for s in told.document("0147").sections}
    assert not ids & {"groups", "local", "change"}


@pytest.fixture(scope="module")
def airport(made: Any, tell: Callable[..., Any]) -> Any:
    """A survey in English only, of guests in areas of an airport."""
    source = re.sub(r'da = "[^"]*", ', "", made.SURVEY).replace('["da", "en"]', '["en"]')
    for old, new in (
        ("municipality", "area"), ("municipalities", "areas"), ("citizen", "guest"), ("citizens", "guests"),
        ("the whole country", "the airport"),
    ):  # fmt: skip
        source = source.replace(f'en = "{old}"', f'en = "{new}"')
    english = {name: made.Text(en=name) for name in ("place", "title")}
    units = tuple(made.replace(unit, name=made.Text(en=unit.code)) for unit in made.SPEC.units)
    wave = made.make(compare={}, compare_groups={}, **english)
    return tell(made.replace(wave.change(units=units), source=source))


def test_a_survey_in_one_language_is_told_in_that_language(airport: Any) -> None:
    assert {document.language for document in airport.documents()} == {"en"}


def test_no_word_of_the_code_is_about_municipalities_or_citizens(
    airport: Any, words: Callable[[Document], list[str]]
) -> None:
    text = " ".join(text for document in airport.documents() for text in words(document)).lower()
    assert "area" in text
    assert "guest" in text
    assert not any(word in text for word in ("municipal", "citizen", "country"))


def test_a_unit_alone_has_nothing_to_stand_beside(made: Any, tell: Callable[..., Any]) -> None:
    document = tell(made.make(sizes=(80,), compare={}, compare_groups={})).document("0101")
    assert "places" not in {s.id for s in document.sections}
    assert not any(isinstance(b, Chart) for b in section(document, "themes").blocks)
    said = [b.text for b in section(document, "short").blocks if isinstance(b, Paragraph)]
    assert said[0].startswith("Samlet: ")
    assert "Sted 0101" in said[0]
