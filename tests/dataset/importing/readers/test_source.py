"""A file finds its reader by its name, or by what the mapping says."""

from pathlib import Path

import pytest

from borgerpuls.dataset.importing.readers.source import DataFile, read_file
from borgerpuls.problems import Problems


@pytest.mark.parametrize("name", ["a.csv", "a.CSV", "a.txt", "a.tsv"])
def test_text_files_are_read_as_csv(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("q\n1\n")
    sheet = read_file(DataFile(tmp_path / name), Problems())
    assert sheet is not None
    assert list(sheet.columns) == ["q"]


@pytest.mark.parametrize(
    ("name", "format", "problem"),
    [
        ("a.pdf", None, 'a.pdf: Files that end in ".pdf" are not known.'),
        ("a.csv", "xlsx", "a.csv: The file is not a workbook."),
        ("a.csv", "sav", "a.csv: The file is not a whole SPSS file"),
    ],
)
def test_a_file_of_another_kind_is_told(name: str, format: str | None, problem: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("q\n1\n")
    problems = Problems()
    assert read_file(DataFile(tmp_path / name, format), problems) is None
    assert [p.say("en").startswith(problem) for p in problems.found] == [True]


@pytest.mark.parametrize("name", ["no.csv", "no.csv.gz", "no.xlsx", "no.sav"])
def test_a_file_that_is_not_there_is_told(name: str, tmp_path: Path) -> None:
    problems = Problems()
    assert read_file(DataFile(tmp_path / name), problems) is None
    assert [p.what["en"] for p in problems.found] == ["The file is not there."]


def test_a_folder_is_no_file_of_answers(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").mkdir()
    problems = Problems()
    assert read_file(DataFile(tmp_path / "answers.csv"), problems) is None
    assert len(problems.found) == 1
