"""SPSS files: labels, user-missing codes, and a file that is not one."""

from datetime import date
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from borgerpuls.dataset.importing.readers.sav_file import read_sav
from borgerpuls.dataset.importing.readers.sheet import Sheet
from borgerpuls.problems import Problems


def read(path: Path) -> tuple[Sheet | None, list[str]]:
    problems = Problems()
    return read_sav(path, problems), [p.say("en") for p in problems.found]


@pytest.fixture(params=[False, True], ids=["sav", "zsav"])
def spss(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "svar.sav"
    pyreadstat.write_sav(
        pd.DataFrame(
            {
                "kom": ["0101", "0751", "0101"],
                "q1": [1.0, 9.0, None],
                "w": [0.5, 1.25, 2.0],
                "born": [date(1972, 2, 13)] * 3,
            }
        ),
        path,
        column_labels=["Kommune", "Er du glad?", "", ""],
        variable_value_labels={"q1": {1: "Uenig", 9: "Vil ikke sige"}},
        missing_ranges={"q1": [9]},
        compress=request.param,
    )
    return path


def test_codes_labels_and_declared_missing_all_come_along(spss: Path) -> None:
    sheet, problems = read(spss)
    assert problems == []
    assert sheet is not None
    assert {n: c.to_pylist() for n, c in sheet.columns.items()} == {
        "kom": ["0101", "0751", "0101"],
        "q1": ["1", "9", ""],
        "w": ["0.5", "1.25", "2"],
        "born": ["1972-02-13"] * 3,
    }
    assert sheet.rows.tolist() == [1, 2, 3]
    assert sheet.labels == {"kom": "Kommune", "q1": "Er du glad?"}
    assert sheet.value_labels == {"q1": {"1": "Uenig", "9": "Vil ikke sige"}}
    assert sheet.missing == {"q1": {"9"}}


@pytest.mark.parametrize("content", [b"", b"not SPSS at all" * 50, b"$FL2" + bytes(40)])
def test_a_sav_that_is_not_one_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.sav"
    path.write_bytes(content)
    sheet, problems = read(path)
    assert sheet is None
    assert problems[0].startswith("x.sav: The file is not a whole SPSS file")


def test_half_a_sav_is_told(spss: Path) -> None:
    content = spss.read_bytes()
    spss.write_bytes(content[:-30])
    sheet, problems = read(spss)
    assert sheet is None
    assert len(problems) == 1
