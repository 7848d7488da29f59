"""XLSX made by Excel's likes and by others, and files that only look like it."""

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from borgerpuls.dataset.importing.readers import xlsx_file
from borgerpuls.dataset.importing.readers.sheet import Sheet
from borgerpuls.dataset.importing.readers.xlsx_file import read_xlsx
from borgerpuls.problems import Problems


def read(path: Path, sheet: str | None = None) -> tuple[Sheet | None, list[str]]:
    problems = Problems()
    return read_xlsx(path, problems, sheet=sheet), [p.say("en") for p in problems.found]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "svar.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Svar")
        sheet.write_row(2, 0, ["Kommune", "Svar ", "Født", "Vægt"])
        sheet.write_string(3, 0, "0101")
        sheet.write_number(3, 1, 4)
        sheet.write_datetime(3, 2, date(1972, 2, 13), book.add_format({"num_format": "dd-mm-yyyy"}))  # type: ignore[arg-type]
        sheet.write_number(3, 3, 0.87)
        sheet.write_string(5, 0, "0751")
        sheet.write_string(5, 1, "5")
        book.add_worksheet("Tomt")
    return path


def test_numbers_dates_and_text_come_as_a_person_sees_them(workbook: Path) -> None:
    sheet, problems = read(workbook)
    assert problems == []
    assert sheet is not None
    assert {n: c.to_pylist() for n, c in sheet.columns.items()} == {
        "Kommune": ["0101", "0751"],
        "Svar": ["4", "5"],
        "Født": ["1972-02-13", ""],
        "Vægt": ["0.87", ""],
    }
    assert sheet.rows.tolist() == [4, 6]


def test_what_excel_could_not_compute_is_told_and_no_empty_field(tmp_path: Path) -> None:
    path = tmp_path / "fejl.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Andet").write_formula(0, 0, "=NA()", None, "#N/A")
        sheet = book.add_worksheet("Svar & mere")
        sheet.write_row(1, 1, ["Kommune", "Svar"])
        for row in range(2, 9):
            sheet.write_row(row, 1, ["0101", "#N/A"])
            sheet.write_formula(row, 2, "=VLOOKUP(1,A1,2)", None, "#N/A" if row < 8 else "#REF!")
    assert read(path, "Svar & mere")[1] == [
        'fejl.xlsx, row 3, Svar: "#N/A" is an error in the workbook (6 in all; row 3, 4, 5, 6, 7 …). '
        "Mend the formula, or empty the fields.",
        'fejl.xlsx, row 9, Svar: "#REF!" is an error in the workbook (1 in all; row 9). '
        "Mend the formula, or empty the fields.",
    ]


def test_one_of_several_sheets_must_be_named(tmp_path: Path) -> None:
    path = tmp_path / "to.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["a"])  # type: ignore[union-attr]
    book.create_sheet("Andet").append(["b"])
    book.save(path)
    assert read(path)[1] == ["to.xlsx: 2 sheets have content. Write sheet = one of: Sheet, Andet."]
    assert read(path, "Tredje")[1] == [
        'to.xlsx: The sheet "Tredje" is missing or empty. Write sheet = one of: Sheet, Andet.'
    ]
    sheet, _ = read(path, "Andet")
    assert sheet is not None
    assert list(sheet.columns) == ["b"]


def test_a_file_that_is_no_workbook_is_told_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"a;b\n1;2\n")
    assert "not a workbook" in read(path)[1][0]
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    assert "has a password" in read(path)[1][0]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.txt", "hello")
    assert "an archive, not a workbook" in read(path)[1][0]


def test_half_a_workbook_is_told(workbook: Path) -> None:
    content = workbook.read_bytes()
    workbook.write_bytes(content[: len(content) // 2])
    sheet, problems = read(workbook)
    assert sheet is None
    assert len(problems) == 1


def test_a_workbook_with_a_broken_sheet_is_told(workbook: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<xml" if "sheet1" in name else old.read(name))
    sheet, problems = read(broken)
    assert sheet is None
    assert "cannot be read" in problems[0]


def test_a_workbook_that_grows_too_large_is_never_unpacked(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "LIMIT", 1000)
    assert "unpacks to more" in read(workbook)[1][0]
