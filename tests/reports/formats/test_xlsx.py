import zipfile
from dataclasses import astuple, replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.problems import Refused
from borgerpuls.reports import theme
from borgerpuls.reports.document import Cell, Chart, Column, Document, Section, Table
from borgerpuls.reports.formats import xlsx as module
from borgerpuls.reports.formats.xlsx import FORMS, figures_workbook, sheet_names, workbook
from borgerpuls.results.figures.figure import COLUMNS, Figure

FORMULAS = ("=1+1", "+45 12 34 56 78", "-5", "@SUM(A1)", '=HYPERLINK("x")', "{=1}", "\t=1")


def figure(**more: object) -> Figure:
    empty: dict[str, object] = dict.fromkeys(COLUMNS)
    texts = dict.fromkeys(("address", "wave", "place", "measure", "statistic", "group_by", "group"), "x")
    return Figure(**{**empty, **texts, "compared_with": "", "hidden": "", **more})  # type: ignore[arg-type]


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def tables(document: Document) -> list[Table]:
    blocks = [block for section in document.sections for block in section.blocks]
    return [b.table if isinstance(b, Chart) else b for b in blocks if isinstance(b, Table | Chart)]


def with_table(document: Document, *texts: str) -> Document:
    table = Table("t", "En tabel", (Column(texts[0]),), tuple((Cell(text),) for text in texts), notes=texts)
    return replace(document, title=texts[0], imprint=tuple((t, t) for t in texts), warning=texts[0],
                   sections=(Section("s", texts[0], (table,)),))  # fmt: skip


def test_there_is_a_front_a_sheet_a_table_and_the_figures(document: Document, dated: date) -> None:
    book = opened(workbook(document, [figure()], dated))
    assert len(book.sheetnames) == 1 + len(tables(document)) + 1
    assert book.sheetnames[0] == "Om tallene"
    assert book.sheetnames[-1] == "Tal for alle under ét"
    front = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert document.warning in front
    assert document.address in front
    assert "standard: forskel på mindst 0,1 og p under 5 pct." in front


def test_the_front_leads_to_every_sheet(document: Document, dated: date) -> None:
    book = opened(workbook(document, [], dated))
    targets = {cell.hyperlink.location for row in book.worksheets[0].iter_rows() for cell in row if cell.hyperlink}
    assert targets == {f"'{name}'!A1" for name in book.sheetnames[1:]}


def test_numbers_come_back_as_the_numbers_they_were(document: Document, dated: date) -> None:
    book = opened(workbook(document, [], dated))
    for sheet, table in zip(book.worksheets[1:-1], tables(document), strict=True):
        rows = list(sheet.iter_rows(min_row=len(table.notes) + 4))
        assert len(rows) == len(table.rows)
        shift = 1 if table.sections else 0
        for row, cells in zip(rows, table.rows, strict=True):
            for found, cell in zip(row[shift:], cells, strict=True):
                if cell.number is None:
                    assert found.value == (cell.text or None)
                else:
                    assert found.value == pytest.approx(cell.number, rel=1e-15)
                    arrow = {"above": '"↑ "', "below": '"↓ "'}.get(cell.mark)
                    plain = FORMS[cell.form]
                    assert found.number_format == (f"{arrow}{plain};{arrow}-{plain}" if arrow else plain)


@pytest.mark.parametrize(
    ("mark", "good", "form", "colour"),
    [
        ("above", True, '"↑ "0.00;"↑ "-0.00', theme.PRIMARY),
        ("above", False, '"↑ "0.00;"↑ "-0.00', theme.OWN),
        ("below", False, '"↓ "0.00;"↓ "-0.00', theme.OWN),
        ("", True, "0.00", ""),
    ],
)
def test_what_is_marked_on_the_page_has_its_arrow_and_colour_in_the_workbook(
    document: Document, dated: date, mark: str, good: bool, form: str, colour: str
) -> None:
    cell = Cell("−0,31", -0.31, "mean", mark=mark, good=good)  # type: ignore[arg-type]
    table = Table("t", "En tabel", (Column("A"),), ((cell,),))
    book = opened(workbook(replace(document, sections=(Section("s", "S", (table,)),)), [], dated))
    found = next(c for row in book.worksheets[1].iter_rows() for c in row if c.value == -0.31)
    assert (found.data_type, found.number_format) == ("n", form)
    colours = {one.lstrip("#").upper() for one in (theme.PRIMARY, theme.OWN)}
    drawn = str(found.font.color.rgb)[2:]
    assert drawn == colour.lstrip("#").upper() if mark else drawn not in colours


def test_headings_of_groups_of_rows_become_a_column(document: Document, dated: date) -> None:
    book = opened(workbook(document, [], dated))
    (sheet,) = [s for s in book.worksheets if s["A1"].value == "Overordnet tilfredshed i grupper af borgere"]
    found = [row[0].value for row in sheet.iter_rows(min_row=4)]
    assert found[0] == "Inddeling"
    assert found[1:5] == ["Alder", "Alder", "Alder", "Køn"]


def test_the_header_stays_in_sight(document: Document, dated: date) -> None:
    book = opened(workbook(document, [], dated))
    for sheet, table in zip(book.worksheets[1:-1], tables(document), strict=True):
        assert sheet.freeze_panes == f"{'C' if table.sections else 'B'}{len(table.notes) + 4}"


@pytest.mark.parametrize("text", FORMULAS)
def test_text_never_becomes_a_formula(text: str, document: Document, dated: date, tmp_path: Path) -> None:
    figures_workbook([figure(group=text, measure=text)], tmp_path / "f.xlsx")
    hostile = workbook(with_table(document, text, text), [figure(place=text)], dated)
    for content in (hostile, (tmp_path / "f.xlsx").read_bytes()):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            sheets = [archive.read(n).decode() for n in archive.namelist() if "worksheets/sheet" in n]
        assert sheets
        assert not any("<f>" in sheet or "<f " in sheet for sheet in sheets)


def test_the_same_report_gives_the_same_bytes(document: Document, dated: date) -> None:
    assert workbook(document, [figure()], dated) == workbook(document, [figure()], dated)


def test_its_date_is_the_waves(document: Document, dated: date) -> None:
    properties = opened(workbook(document, [], dated)).properties
    assert properties.created.date() == dated
    assert properties.modified.date() == dated


def test_figures_come_back_as_they_were(tmp_path: Path) -> None:
    figures = [
        figure(address="w/theme/a/0101", place="0101", estimate=3.3199999999999998, se=1e-9, n=870, p=0.0),
        figure(address="w/theme/a/0101/vs-dk", hidden="fewer than 5 answers", population=1234.5),
    ]
    path = tmp_path / "figures.xlsx"
    figures_workbook(figures, path)
    (sheet,) = openpyxl.load_workbook(path).worksheets
    header, *rows = sheet.iter_rows(values_only=True)
    assert header == COLUMNS
    assert [tuple(v if v is not None else "" for v in row) for row in rows] == [
        tuple(v if v is not None else "" for v in astuple(f)) for f in figures
    ]
    assert sheet.freeze_panes == "B2"
    figures_workbook(figures, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_no_figures_make_a_workbook_with_its_header(tmp_path: Path) -> None:
    figures_workbook([], tmp_path / "figures.xlsx")
    (sheet,) = openpyxl.load_workbook(tmp_path / "figures.xlsx").worksheets
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)


def test_more_figures_than_a_sheet_has_rows_are_refused_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SHEET_ROWS", 3)
    figures_workbook([figure()] * 2, tmp_path / "two.xlsx")
    with pytest.raises(Refused):
        figures_workbook([figure()] * 3, tmp_path / "three.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["two.xlsx"]


def test_a_municipality_code_keeps_its_zeros(tmp_path: Path) -> None:
    figures_workbook([figure(place="0101")], tmp_path / "figures.xlsx")
    assert openpyxl.load_workbook(tmp_path / "figures.xlsx").worksheets[0]["C2"].value == "0101"


@given(st.lists(st.text(max_size=60), max_size=12))
def test_excel_takes_every_sheet_name_and_no_two_are_alike(titles: list[str]) -> None:
    names = sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_sheet_names_break_between_words() -> None:
    assert sheet_names(["Overordnet tilfredshed i alle 44 kommuner"]) == ["Overordnet tilfredshed i alle…"]
