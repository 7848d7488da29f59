"""A unit's report: the demo's numbers where a reader looks for them, and sections that follow the wave."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from borgerpuls.reports.document import Chart, Document, KeyFigures, Paragraph

NB = "\u00a0"


@pytest.fixture(scope="module")
def copenhagen(demo: Any) -> Document:
    document: Document = demo.document("0101")
    return document


def section(document: Document, id: str) -> Any:
    return next(s for s in document.sections if s.id == id)


def test_the_first_page_says_it_all(copenhagen: Document) -> None:
    blocks = section(copenhagen, "short").blocks
    figures = next(b for b in blocks if isinstance(b, KeyFigures)).figures
    assert [f.value for f in figures] == ["3,32", f"52,3{NB}pct.", f"30,0{NB}pct."]
    assert figures[0].beside == "Alle kommuner: 3,64"
    assert figures[0].n == f"n{NB}=\u00a0832"
    assert 4 <= sum(isinstance(b, Paragraph) and b.style == "finding" for b in blocks) <= 6
    assert isinstance(blocks[-1], Chart)


def test_the_first_finding_is_the_whole_matter_in_a_sentence(copenhagen: Document) -> None:
    said = [b.text for b in section(copenhagen, "short").blocks if isinstance(b, Paragraph)]
    assert said[0].startswith(
        "Overordnet tilfredshed: København ligger under gennemsnittet for alle kommuner, 3,32 mod 3,64. "
        "Forskellen er −0,32 ("
    )
    assert said[0].endswith("Tallet er over skalaens midte, som er 3.")
    assert said[1] == "København ligger under gennemsnittet for alle kommuner på alle 6 temaer."


def test_the_theme_table_holds_the_published_numbers(
    copenhagen: Document, tables: Callable[[Document], dict[str, Any]]
) -> None:
    rows = tables(copenhagen)["themes-table"].rows
    assert [row[1].text[:4] for row in rows] == ["3,32", "3,41", "3,07", "2,72", "3,53", "2,65"]
    assert [row[3].text for row in rows] == ["3,64", "3,69", "3,41", "3,02", "3,75", "2,97"]
    assert {row[4].mark for row in rows} == {"below"}


def test_the_theme_across_all_units_marks_ones_own(
    copenhagen: Document, tables: Callable[[Document], dict[str, Any]]
) -> None:
    rows = tables(copenhagen)["places-overall-table"].rows
    assert len(rows) == 44
    assert [row[0].text for row in rows if row[0].strong] == ["København"]
    assert rows[-1][0].text == "København"


def test_a_table_by_name_follows_the_danish_alphabet(
    copenhagen: Document, tables: Callable[[Document], dict[str, Any]]
) -> None:
    names = [row[0].text for row in tables(copenhagen)["places-meeting-table"].rows]
    assert names[0] == "Albertslund"
    assert names[-2:] == ["Aalborg", "Aarhus"]


def test_the_local_question_is_told_with_its_share_and_n(copenhagen: Document) -> None:
    said = [b.text for b in section(copenhagen, "local").blocks if isinstance(b, Paragraph)]
    assert f"65,1{NB}pct. (" in said[0]
    assert f"n{NB}=\u00a0746" in said[0]


def test_two_groups_of_citizens_stand_side_by_side_where_a_unit_compares(demo: Any) -> None:
    ids = [getattr(b, "id", "") for b in section(demo.document("0707"), "local").blocks]
    assert "local-comparison-table" in ids
    assert "local-comparison-chart" in ids
    others = [getattr(b, "id", "") for s in demo.document("0751").sections for b in s.blocks]
    assert not any(other.startswith("local-comparison") for other in others)


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


def test_a_few_units_stand_by_name_on_every_theme(small: Any) -> None:
    blocks = section(small.document("0101"), "places").blocks
    assert [b.id for b in blocks if isinstance(b, Chart)] == ["places-overall", "places-meeting"]


def test_a_unit_alone_has_nothing_to_stand_beside(made: Any, tell: Callable[..., Any]) -> None:
    document = tell(made.make(sizes=(80,), compare={}, compare_groups={})).document("0101")
    assert "places" not in {s.id for s in document.sections}
    assert not any(isinstance(b, Chart) for b in section(document, "themes").blocks)
    said = [b.text for b in section(document, "short").blocks if isinstance(b, Paragraph)]
    assert said[0].startswith("Samlet: ")
    assert "Sted 0101" in said[0]
