"""Page, PDF, workbook, drawing, sentence, terminal and CSV say the same of what is marked, measure by measure."""

import csv
import subprocess
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from click.testing import CliRunner
from made import waves
from reports.exits.drawings import in_drawings
from reports.exits.readers import Grid, Page, pdf_grid, squeezed, workbook_grids
from reports.exits.sentences import in_descriptions, in_sentences
from reports.exits.tables import in_tables
from reports.exits.truth import Claim, Truth, disagreements
from rich.console import Console

from borgerpuls.cli import main
from borgerpuls.commands.views import figures as figures_view
from borgerpuls.dataset.folder import open_wave
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.reports import cells, marks
from borgerpuls.reports.blocks import findings, theme_table
from borgerpuls.reports.context import report_context
from borgerpuls.reports.context.report_context import ReportContext, gather
from borgerpuls.reports.document import Document
from borgerpuls.reports.formats import data_package, html, pdf, xlsx
from borgerpuls.reports.formats.format import About, Links
from borgerpuls.reports.report import report
from borgerpuls.reports.sections.benchmark import case_mix, unit_table
from borgerpuls.reports.sections.change import change
from borgerpuls.reports.sections.local import comparison
from borgerpuls.reports.sections.overview import groups
from borgerpuls.reports.svg import dots
from borgerpuls.reports.wording.sentence import Verdict
from borgerpuls.results.figures.export import write_csv
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.text import Text

DATED = date(2024, 4, 30)
LINKS = Links("index.html", {}, (), "assets")


@dataclass(frozen=True)
class Told:
    """A wave, the file of its figures, and the text of ``borgerpuls figures --csv -``."""

    wave: FrozenWave
    shelf: Path
    csv: str

    def context(self, place: str, language: str) -> ReportContext:
        with FigureStore.open(self.shelf) as shelf:
            return gather(shelf, self.wave, place, language)

    def document(self, context: ReportContext) -> Document:
        with FigureStore.open(self.shelf) as shelf:
            return report(shelf, context)

    def said(self, context: ReportContext, *, printed: bool = True) -> list[tuple[str, Claim, str]]:
        """What every exit says; ``printed``: the PDF too."""
        document = self.document(context)
        page = Page(html.page(document, LINKS))
        told = [
            *in_tables(context, "page", page.grids),
            *in_drawings(context, page),
            *in_descriptions(context, page),
            *in_sentences(context, "page", page.findings),
            *in_tables(context, "workbook", _sheets(document, page)),
            *in_tables(context, "terminal", _terminal(context, page)),
        ]
        if printed:
            text = _pdf_text(document)
            standing = {name: grid for name, grid in page.grids.items() if name.startswith("table-")}
            told += in_tables(context, "PDF", {n: pdf_grid(text, grid) for n, grid in standing.items()})
            read = [words for words in page.findings if words in text]
            assert read == page.findings
            told += in_sentences(context, "PDF", read)
        return told

    def disagreements(self, place: str, language: str, *, printed: bool = True) -> list[str]:
        context = self.context(place, language)
        truth = Truth.of_csv(context, self.csv)
        return disagreements(context, truth, self.said(context, printed=printed))


def _sheets(document: Document, page: Page) -> dict[str, Grid]:
    """The tables of the workbook by their ids on the page, where they stand in the same order."""
    found = list(workbook_grids(xlsx.workbook(document, [], DATED)))
    assert [grid.title for grid in found] == [grid.title for grid in page.grids.values()]
    return dict(zip(page.grids, found, strict=True))


def _terminal(context: ReportContext, page: Page) -> dict[str, Grid]:
    """The table of ``borgerpuls look``: what is marked is bold there, and which way stands in its words."""
    console = Console(file=StringIO(), force_terminal=True, width=300, color_system="standard")
    figures_view.show_place(context, console)
    lines = [squeezed(line) for line in console.file.getvalue().splitlines()]  # type: ignore[attr-defined]
    grid = page.grids["chart-overview-table"]
    at = grid.header.index(squeezed(context.say(theme_table.DIFFERENCE)))
    rows = []
    for row in grid.rows:
        (line,) = (one for one in lines if row[0][1] in one and row[1][1] in one)
        bold = f"\x1b[1m{row[at][1]}\x1b[0m" in line
        assert row[-1][1] in line
        above = row[at][1].startswith("+")
        rows.append([(("↑" if above else "↓") if bold and k == at else "", words) for k, (_a, words) in enumerate(row)])
    return {"chart-overview-table": Grid(grid.title, grid.header, rows)}


def _pdf_text(document: Document) -> str:
    written = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf.pdf(document, DATED), check=True, capture_output=True
    )
    return squeezed(written.stdout.decode())


def _wave(seed: int, name: str, lift: int, **spec: Any) -> waves.Made:
    """A unit that answers low, where the two groups differ; one that answers high; a theme where most say the same."""
    made = waves.make(seed=seed, sizes=(400, 300, 200, 32), name=name, case_mix=("sex",), **spec)
    random, persons = np.random.default_rng(seed), dict(made.persons)

    def answer(code: int | None, unit: str, lot: str | None) -> int | None:
        if code is None or code > 5:
            return code
        if unit == "0147":
            return int(random.integers(1, 3)) + 2 * (lot == "1")
        return min(5, code + lift) if unit == "0230" else code

    for item in ("help", "speed", "gain"):
        persons[item] = list(map(answer, persons[item], persons["unit"], persons["compare"]))
    alike = [None if code is None else 2 * int(random.random() < 0.985) for code in persons["listened"]]
    thin = [row for row, unit in enumerate(persons["unit"]) if unit == "0360" and alike[row] is not None]
    alike[thin[0]], persons["listened"] = 0, alike
    return replace(made, persons=persons)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("exits")
    frozen = [
        wave.freeze(folder / wave.spec.name)
        for wave in (_wave(2, "2023-spring", 0), _wave(1, "2024-spring", 2, previous="2023-spring"))
    ]
    said = CliRunner().invoke(main, ["figures", *(str(wave.folder) for wave in frozen), "--csv", "-"])
    assert said.exit_code == 0
    return Told(frozen[-1], folder / "figures.sqlite", said.stdout)


@pytest.fixture(scope="module")
def demo(demo_waves: Path, demo_figures: Path) -> Told:
    text = StringIO()
    with FigureStore.open(demo_figures) as shelf:
        write_csv(shelf.figures(wave="2024-spring"), text)
    return Told(open_wave(demo_waves / "2024-spring"), demo_figures, text.getvalue())


PLACES = ("0101", "0147", "0230", "0360", "dk")


def test_the_made_wave_has_something_marked_unmarked_and_hidden_of_every_kind(made: Told) -> None:
    found: dict[str, set[str]] = {}
    for place in PLACES:
        for (what, _measure, _place), value in Truth.of_csv(made.context(place, "en"), made.csv).claims().items():
            found.setdefault(what, set()).add(value)
    assert found["theme"] >= {"above", "below", "none", "hidden"}
    assert found["group"] >= {"above", "below", "none", "hidden"}
    assert found["change"] >= {"above", "none", "hidden"}
    assert found["adjusted"] >= {"above", "below", "none", "hidden"}
    assert found["comparison"] >= {"above", "hidden"}
    assert found["most"] >= {"Heard", ""}
    assert found["fewest"] >= {"Alone", ""}


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("place", PLACES)
def test_every_exit_says_of_a_made_wave_what_its_figures_allow(made: Told, place: str, language: str) -> None:
    assert made.disagreements(place, language) == []


@pytest.mark.parametrize(("place", "language"), [("0101", "da"), ("0482", "en"), ("dk", "da")])
def test_every_exit_says_of_the_demo_what_its_figures_allow(demo: Told, place: str, language: str) -> None:
    assert demo.disagreements(place, language) == []


def test_data_package_and_workbook_hold_the_rows_of_the_command(made: Told) -> None:
    context = made.context("0147", "en")
    with FigureStore.open(made.shelf) as shelf:
        figures = list(shelf.figures(wave=made.wave.spec.name, place="0147"))
    name, title = made.wave.spec.units[1].name, made.wave.spec.title
    packed = data_package.package(About(name, title, Text(en=""), DATED, ("en",)), figures)
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        rows = archive.read("figures.csv").decode().splitlines()[1:]
    command = made.csv.splitlines()
    assert len(rows) > 100
    assert set(rows) <= set(command)
    book = openpyxl.load_workbook(BytesIO(xlsx.workbook(made.document(context), figures, DATED)))
    header, *cells_read = book.worksheets[-1].iter_rows(values_only=True)
    by_address = {row["address"]: row for row in csv.DictReader(StringIO(made.csv))}
    for cells_of_row in cells_read:
        row = dict(zip(header, cells_of_row, strict=True))
        told = by_address[str(row["address"])]
        assert told["hidden"] == (row["hidden"] or "")
        for column in ("difference", "difference_low", "difference_high", "p", "low", "high"):
            value = row[column]
            assert told[column] == "" if value is None else float(told[column]) == pytest.approx(value, rel=1e-15)


def _everything(figure: Any, _relevant: float) -> Verdict:
    """A rule that marks whatever differs."""
    if figure is None or figure.difference is None:
        return Verdict.UNKNOWN
    return Verdict.ABOVE if figure.difference > 0 else Verdict.BELOW


def _nothing(figure: Any, _relevant: float) -> Verdict:
    """A rule that marks nothing."""
    return Verdict.UNKNOWN if figure is None or figure.difference is None else Verdict.UNCLEAR


def _plain_table(table: Any, console: Console) -> None:
    rows = tuple(tuple(replace(cell, mark="", strong=False) for cell in row) for row in table.rows)
    SHOW(replace(table, rows=rows), console)


SHOW, DIFFERENCE = figures_view.show, marks.difference
TEMPLATE = pdf.TEMPLATE.read_text("utf-8")


class _WithoutArrows:
    """The template of the PDF, with a mark that nobody sees."""

    def read_bytes(self) -> bytes:
        return TEMPLATE.replace('"↑"', '""').replace('"↓"', '""').encode()


def _filled(label: str, figure: Any, language: str, *, marked: bool) -> Any:
    return DIFFERENCE(label, figure, language, marked=True)


MUTANTS: dict[str, tuple[object, str, object, str, str]] = {
    "the table of themes marks everything": (theme_table, "judge", _everything, "0101", "page: table-themes-table"),
    "the table of themes marks nothing": (theme_table, "judge", _nothing, "0230", "workbook: chart-overview-table"),
    "the groups mark everything": (groups, "judge", _everything, "0101", "drawing: groups-chart"),
    "the groups mark nothing": (groups, "judge", _nothing, "0230", "page: table-groups-table"),
    "the changes mark everything": (change, "judge", _everything, "0101", "page: table-change-table"),
    "the changes mark nothing": (change, "judge", _nothing, "0230", "drawing: change-chart"),
    "two groups are never marked": (comparison, "judge", _nothing, "0147", "page, comparison"),
    "adjusted means mark everything": (case_mix, "judge", _everything, "0101", "page: table-casemix-table"),
    "the table of units marks everything": (unit_table, "judge", _everything, "dk", "page: table-units-table"),
    "the units that stand out are all": (report_context, "judge", _everything, "dk", "page: table-spread-out"),
    "the sentence of themes marks nothing": (report_context, "judge", _nothing, "0147", "page, themes"),
    "the sentence of groups marks nothing": (findings, "judge", _nothing, "0230", "page, groups"),
    "the sentence of changes marks everything": (findings, "judge", _everything, "0101", "page, changes"),
    "no question is named": (findings, "FEW_QUESTIONS", 0, "0230", "page, questions"),
    "what nobody judged is judged": (
        report_context,
        "_not_compared",
        lambda figure: figure,
        "0360",
        "page: table-themes",
    ),
    "every mark of a chart is filled": (marks, "difference", _filled, "0101", "drawing: themes-chart"),
    "a hollow mark is drawn filled": (dots, "PAPER", "#123456", "0101", "drawing: groups-chart"),
    "no cell has an arrow": (cells, "MARKS", {}, "0230", "page: table-themes-table"),
    "the workbook has no arrows": (xlsx, "ARROWS", dict.fromkeys(xlsx.ARROWS, ""), "0147", "workbook: table-local"),
    "the PDF has no arrows": (pdf, "TEMPLATE", _WithoutArrows(), "0230", "PDF: table-groups-table"),
    "the terminal has no bold": (figures_view, "show", _plain_table, "0230", "terminal: chart-overview-table"),
}
"""A rule changed in one exit: the module and name that change, into what, the place that shows it, and where."""


@pytest.mark.parametrize("name", MUTANTS)
def test_a_rule_that_is_changed_in_one_exit_is_seen(made: Told, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    module, symbol, other, place, where = MUTANTS[name]
    assert hasattr(module, symbol)
    monkeypatch.setattr(module, symbol, other)
    found = made.disagreements(place, "en", printed=where.startswith("PDF"))
    assert any(one.startswith(f"{place}, {where}") for one in found), found


def test_figures_that_say_otherwise_than_the_reports_are_seen(made: Told) -> None:
    rows = list(csv.DictReader(StringIO(made.csv)))
    text = StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "p": "0.06"} if row["statistic"] == "stands-out" else row for row in rows)
    found = replace(made, csv=text.getvalue()).disagreements("0230", "en", printed=False)
    assert {one.split(":")[0] for one in found} >= {"0230, page", "0230, workbook", "0230, terminal", "0230, drawing"}
