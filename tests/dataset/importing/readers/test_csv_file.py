"""CSV from the world: character sets, delimiters, quoted newlines, files cut in the middle."""

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borgerpuls.dataset.importing.readers.csv_file import read_csv
from borgerpuls.dataset.importing.readers.sheet import Sheet
from borgerpuls.problems import Problems


def read(folder: Path, content: bytes, name: str = "svar.csv", **options: str) -> tuple[Sheet | None, list[str]]:
    path = folder / name
    path.write_bytes(content)
    problems = Problems()
    sheet = read_csv(path, problems, **options)
    return sheet, [p.say("en") for p in problems.found]


def columns(sheet: Sheet | None) -> dict[str, list[str]]:
    assert sheet is not None
    return {name: column.to_pylist() for name, column in sheet.columns.items()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_usual_dialect_is_found_by_looking(encoding: str, delimiter: str, tmp_path: Path) -> None:
    text = "kommune;køn\r\n0101;mand\r\n0751;å\r\n".replace(";", delimiter)
    sheet, problems = read(tmp_path, text.encode(encoding))
    assert problems == []
    assert columns(sheet) == {"kommune": ["0101", "0751"], "køn": ["mand", "å"]}


def test_danish_excel_with_a_sep_line_starts_counting_after_it(tmp_path: Path) -> None:
    sheet, _ = read(tmp_path, "sep=;\r\nKommune;Vægt\r\n0101;0,87\r\n".encode("cp1252"))
    assert columns(sheet) == {"Kommune": ["0101"], "Vægt": ["0,87"]}
    assert sheet is not None
    assert sheet.rows.tolist() == [2]


def test_commas_in_semicolon_headers_do_not_mislead(tmp_path: Path) -> None:
    sheet, _ = read(tmp_path, b"Alder, aar;Koen, m/k\n1,5;m\n2,5;k\n")
    assert columns(sheet) == {"Alder, aar": ["1,5", "2,5"], "Koen, m/k": ["m", "k"]}


def test_a_quoted_newline_stays_in_its_cell_and_counts_as_one_row(tmp_path: Path) -> None:
    sheet, _ = read(tmp_path, b'a,b\n"one\ntwo",1\nx,2\n')
    assert columns(sheet) == {"a": ["one\ntwo", "x"], "b": ["1", "2"]}
    assert sheet is not None
    assert sheet.rows.tolist() == [2, 3]


def test_names_lose_their_blanks_and_empty_rows_keep_their_number(tmp_path: Path) -> None:
    sheet, _ = read(tmp_path, b"NETPRO  , b\n1,2\n,\n\n3,4\n")
    assert columns(sheet) == {"NETPRO": ["1", "3"], "b": ["2", "4"]}
    assert sheet is not None
    assert sheet.rows.tolist() == [2, 5]


def test_a_name_over_two_columns_is_remembered(tmp_path: Path) -> None:
    sheet, _ = read(tmp_path, b"q1,q1 ,x\n1,2,3\n")
    assert sheet is not None
    assert sheet.doubled == {"q1"}


def test_a_packed_file_is_read(tmp_path: Path) -> None:
    sheet, _ = read(tmp_path, gzip.compress(b"a,b\n1,2\n"), "svar.csv.gz")
    assert columns(sheet) == {"a": ["1"], "b": ["2"]}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'a,b\n1,2\n3,"and then', 'svar.csv, row 3: A text begins with " and never ends. The file may be cut'),
        (b"a,b,c\n1,2,3\n4,5", "svar.csv, row 3: The row has 2 fields, not 3. It is the file's last"),
        (b"a,b\n1,2\n1,2,3\n4,5\n", "svar.csv, row 3: The row has 3 fields, not 2. Mend the row"),
        (b"a,b\n1,\x002\n", "svar.csv: The file has empty bytes (NUL) in it."),
        (b"", "svar.csv: The file is empty."),
        (b"a,b\n1,\x81\n", "svar.csv, row 2: The characters are not cp1252."),
        ("a,b\n1,æ".encode()[:-1], "svar.csv, row 2: The file ends in the middle of a character."),
        (b'a,b\n1,x"y"z\n"p"q,2\n', 'svar.csv, row 3: A " stands inside a text'),
    ],
)
def test_a_file_that_is_not_whole_is_told_with_its_row(content: bytes, problem: str, tmp_path: Path) -> None:
    sheet, problems = read(tmp_path, content)
    assert sheet is None
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_every_ragged_row_is_told(tmp_path: Path) -> None:
    _, problems = read(tmp_path, b"a,b\n1\n1,2\n1,2,3\n")
    assert [p.split(":")[0] for p in problems] == ["svar.csv, row 2", "svar.csv, row 4"]


def test_half_a_packed_file_is_told(tmp_path: Path) -> None:
    packed = gzip.compress(b"a,b\n1,2\n" * 1000)
    sheet, problems = read(tmp_path, packed[: len(packed) // 2], "svar.csv.gz")
    assert sheet is None
    assert problems == ["svar.csv.gz: The packed file is damaged or not whole. Fetch it again."]


def test_a_named_character_set_is_obeyed_and_an_unknown_one_refused(tmp_path: Path) -> None:
    sheet, _ = read(tmp_path, "a\nø\n".encode("latin-1"), encoding="latin-1")
    assert columns(sheet) == {"a": ["ø"]}
    _, problems = read(tmp_path, b"a\n1\n", encoding="klingon")
    assert problems == ['svar.csv: The encoding "klingon" is not known. Write "utf-8" or "cp1252".']


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(content=st.binary(max_size=60) | st.text('a1,;"\n\r\t', max_size=40).map(str.encode))
def test_no_bytes_whatever_break_the_reader(content: bytes, tmp_path: Path) -> None:
    sheet, problems = read(tmp_path, content)
    assert (sheet is None) == bool(problems)
