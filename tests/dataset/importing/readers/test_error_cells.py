"""Errors of a workbook, found in the file itself."""

from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter

from borgerpuls.dataset.importing.readers.error_cells import error_cells


def test_an_error_is_found_where_it_stands_and_a_text_like_one_is_none(tmp_path: Path) -> None:
    path = tmp_path / "svar.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Svar")
        sheet.write_string(0, 0, "#N/A")
        sheet.write_number(1, 1, 4)
        sheet.write_blank(2, 26, None, book.add_format({"bold": True}))
        sheet.write_formula(2, 27, "=1/0", None, "#DIV/0!")
    assert list(error_cells(path, "Svar")) == [(2, 27, "#DIV/0!")]
    assert list(error_cells(path, "Andet")) == []


def test_another_maker_of_workbooks_is_understood_too(tmp_path: Path) -> None:
    path = tmp_path / "svar.xlsx"
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Svar"
    book.active.append(["a", "#N/A", None])
    book.active["C1"] = 4
    book.save(path)
    assert list(error_cells(path, "Svar")) == [(0, 1, "#N/A")]


def test_a_broken_archive_is_a_value_error_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "svar.xlsx"
    with ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook>")
        archive.writestr("xl/_rels/workbook.xml.rels", "")
    with pytest.raises(ValueError, match="no element found"):
        list(error_cells(path, "Svar"))


def test_an_archive_without_a_list_of_sheets_has_none(tmp_path: Path) -> None:
    path = tmp_path / "svar.xlsx"
    with ZipFile(path, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", '<c r="A1" t="e"><v>#N/A</v></c>')
    assert list(error_cells(path, "Svar")) == []
