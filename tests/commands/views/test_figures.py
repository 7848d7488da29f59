"""A place in the terminal: the numbers are those of the report's own table, and nothing is markup."""

import re
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from borgerpuls.commands.views.figures import show, show_place
from borgerpuls.reports.blocks.theme_table import theme_table
from borgerpuls.reports.context.figure_index import FigureIndex
from borgerpuls.reports.context.report_context import ReportContext, gather
from borgerpuls.reports.document import Cell, Column, Table
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.text import Text

BOLD = "\x1b[1m"
TABLE = Table(
    "t",
    "Means [of] all",
    (Column("Theme"), Column("Place [0101]", "right")),
    (
        (Cell("Overall"), Cell("3.25", strong=True)),
        (Cell("[bold]Meeting[/bold]"), Cell("↓ −0.32", mark="below")),
        (Cell("Letters"), Cell("2.75")),
    ),
    notes=("n is the number of answers [sic].",),
)


def said(of: ReportContext | Table, **options: Any) -> str:
    """What stands on a wide terminal."""
    console = Console(file=StringIO(), width=200, highlight=False, **options)
    show(of, console) if isinstance(of, Table) else show_place(of, console)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def contexts(kept: Any) -> dict[str, ReportContext]:
    with FigureStore.open(kept.store) as store:
        return {language: gather(store, kept.wave, "0101", language) for language in ("da", "en")}


def test_a_table_has_its_title_above_every_row_and_its_notes_below() -> None:
    lines = [line.strip() for line in said(TABLE).splitlines() if line.strip()]
    assert lines[0] == "Means [of] all"
    assert lines[1].split() == ["Theme", "Place", "[0101]"]
    assert [line.split() for line in lines[3:6]] == [
        ["Overall", "3.25"],
        ["[bold]Meeting[/bold]", "↓", "−0.32"],
        ["Letters", "2.75"],
    ]
    assert lines[6:] == ["n is the number of answers [sic]."]


def test_what_is_strong_or_marked_is_bold_and_nothing_else() -> None:
    rows = said(TABLE, force_terminal=True, color_system="standard").splitlines()[4:]
    bold = [re.findall(rf"{re.escape(BOLD)} *(.*?)\x1b", row) for row in rows]
    assert bold == [["3.25"], ["↓ −0.32"], [], [], []]


def test_a_table_without_rows_has_its_headings() -> None:
    shown = said(replace(TABLE, rows=()))
    assert "Theme" in shown
    assert "Overall" not in shown


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_place_has_the_cells_and_notes_of_the_report(contexts: dict[str, ReportContext], language: str) -> None:
    context = contexts[language]
    shown, table = said(context), theme_table(context)
    assert all(cell.text in shown for row in table.rows for cell in row)
    assert all(" ".join(note.split()) in " ".join(shown.split()) for note in table.notes)
    first = shown.splitlines()[0]
    assert first == {"da": "Sted 0101 · Foråret 2024", "en": "Place 0101 · Spring 2024"}[language]


def test_above_the_table_stands_who_answered_and_the_favourable_share(
    contexts: dict[str, ReportContext], kept: Any
) -> None:
    with FigureStore.open(kept.store) as store:
        rate = store.figure("2024-spring/response/rate/0101")
        own, whole = (store.figure(f"2024-spring/theme/overall/{place}/top2") for place in ("0101", "dk"))
    assert rate.n is not None
    lines = said(contexts["en"]).replace("\u00a0", " ").splitlines()
    assert lines[1] == f"{rate.estimate * rate.n:.0f} answers from {rate.n} invited ({rate.estimate:.1%})"
    assert lines[2].startswith(
        f"Overall, favourable answers: {own.estimate:.1%} for Place 0101, {whole.estimate:.1%} for"
    )


def test_what_is_hidden_or_was_never_made_is_left_out(contexts: dict[str, ReportContext]) -> None:
    context = contexts["en"]
    shown = said(replace(context, figures=FigureIndex((), context.figures.places)))
    assert "answers from" not in shown
    assert "favourable answers" not in shown
    assert "Overall" in shown


def test_an_invented_wave_says_so_before_any_number(contexts: dict[str, ReportContext]) -> None:
    context = contexts["da"]
    spec = replace(context.spec, invented=Text(da="Opdigtede data [alle]", en="Invented data"))
    lines = said(replace(context, wave=replace(context.wave, spec=spec))).splitlines()
    assert lines[1] == "Opdigtede data [alle]"
    assert "Opdigtede data" not in said(context)
