"""Rows as a person sees them."""

from datetime import date, datetime, time

import pytest

from borgerpuls.dataset.importing.readers.sheet import make_sheet, written


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (4.0, "4"),
        (-1.25, "-1.25"),
        (float("nan"), ""),
        (7, "7"),
        (True, "1"),
        (date(2024, 3, 31), "2024-03-31"),
        (datetime(2024, 3, 31), "2024-03-31"),
        (datetime(2024, 3, 31, 12, 30), "2024-03-31 12:30:00"),
        (time(12, 30), "12:30:00"),
        ("0101", "0101"),
    ],
)
def test_a_cell_is_written_as_a_person_reads_it(value: object, text: str) -> None:
    assert written(value) == text


def test_columns_without_a_name_are_left_out() -> None:
    sheet = make_sheet("a.csv", ["q", ""], [["1", "x"]], [2])
    assert list(sheet.columns) == ["q"]


def test_a_header_alone_makes_empty_columns() -> None:
    sheet = make_sheet("a.csv", ["q"], [], [])
    assert len(sheet.columns["q"]) == len(sheet.rows) == 0
