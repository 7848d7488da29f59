"""Files from strangers: what ends the process that reads them never ends ours, and what is whole comes through."""

import io
import zipfile
from collections.abc import Iterable

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borgerpuls.dataset.importing.readers.sandbox import packed, read_in_sandbox, unpacked
from borgerpuls.dataset.importing.readers.sheet import make_sheet
from borgerpuls.problems import Refused

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FRAME = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def workbook(rows: Iterable[str], told: int | None = None) -> bytes:
    """A workbook whose sheet is written by hand, as no program would; ``told`` is the size that it says it has."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in FRAME.items():
            archive.writestr(name, f'<?xml version="1.0"?>{content}')
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for part in (
                f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>',
                *rows,
                "</sheetData></worksheet>",
            ):
                sheet.write(part.encode())
        if told is not None:
            archive.filelist[-1].file_size = told
    return held.getvalue()


def cell(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_in_sandbox(name, content)
    return str(refused.value)


def test_a_workbook_written_by_hand_is_read_so_that_the_hostile_ones_are_hostile() -> None:
    sheet, problems = read_in_sandbox(
        "a.xlsx", workbook([f"<row>{cell('A1', 'cpr')}</row><row>{cell('A2', '0101')}</row>"])
    )
    assert sheet.columns["cpr"].to_pylist() == ["0101"]
    assert problems == []


def test_a_cell_in_the_last_corner_of_a_sheet_does_not_take_the_server_down() -> None:
    rows = [f"<row>{cell('A1', 'cpr')}</row><row>{cell('XFD1048576', '1')}</row>"]
    assert refusal("a.xlsx", workbook(rows)).startswith(
        "a.xlsx: The file is damaged, or too large once it is unpacked."
    )


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked() -> None:
    bomb = workbook(["<row/>"], told=3 * 2**30)
    assert "unpacks to more than 2 GB" in refusal("a.xlsx", bomb)


def test_a_cell_of_two_hundred_megabytes_is_told_with_its_row() -> None:
    huge = workbook([f"<row>{cell('A1', 'cpr')}</row>", "<row>", cell("A2", "x" * 200_000_000), "</row>"])
    assert refusal("a.xlsx", huge) == "a.xlsx, row 2, cpr: The cell has more than 32767 characters. Mend the cell."


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "The file is empty."),
        ("a.csv", b"\n" * 2_000_001, "The file has more than 2000000 rows."),
        ("a.csv", b";".join(b"c%d" % n for n in range(501)), "The file has 501 columns."),
        ("a.csv", bytes(range(256)), "The characters are not cp1252."),
        ("a.xlsx", bytes(range(256)), "The file is not a workbook."),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 'Files that end in ".xls" are not known.'),
        ("a.sav", b"$FL2" + bytes(range(256)) * 9, "The file is not a whole SPSS file"),
        ("a", b"x", 'Files that end in "" are not known.'),
    ],
)
def test_what_is_no_list_is_refused_in_words(name: str, content: bytes, said: str) -> None:
    assert said in refusal(name, content)


def test_a_reader_that_needs_more_memory_than_it_may_use_is_ended() -> None:
    with pytest.raises(Refused, match="too large once it is unpacked"):
        read_in_sandbox("a.csv", b"a;b\n" + b"1;2\n" * 100_000, memory=200 * 2**20)


def test_a_file_name_cannot_lead_elsewhere() -> None:
    sheet, _ = read_in_sandbox("../../somewhere/a.csv", b"a;b\n1;2\n")
    assert sheet.file == "a.csv"


def test_broken_rows_are_told_and_the_others_are_read() -> None:
    content = 'navn;by\nAnne;Grenaa\nBo;"Aar"hus\nCarl;Ry;for meget\nDorte;"Ørum\nEva;Anholt\n'.encode("cp1252")
    sheet, problems = read_in_sandbox("a.csv", content)
    assert dict(zip(sheet.columns["navn"].to_pylist(), sheet.rows.tolist(), strict=True)) == {"Anne": 2, "Eva": 6}
    assert sorted(problem.where["en"] for problem in problems) == ["a.csv, row 3", "a.csv, row 4", "a.csv, row 5"]


def test_the_first_of_several_sheets_is_read_and_the_others_are_told() -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        for name in ("Liste", "Noter"):
            book.add_worksheet(name).write_column(0, 0, ["navn", name])
    sheet, problems = read_in_sandbox("a.xlsx", held.getvalue())
    assert sheet.columns["navn"].to_pylist() == ["Liste"]
    assert [(p.severity, p.what["en"]) for p in problems] == [
        ("warning", 'Only the sheet "Liste" was read, not "Noter".')
    ]


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(rows=st.lists(st.lists(cells, min_size=3, max_size=3), max_size=6))
def test_a_packed_sheet_is_the_same_again(rows: list[list[str]]) -> None:
    sheet = make_sheet("liste.csv", ["a", "b", "b "], rows, range(2, len(rows) + 2))
    again = unpacked(packed(sheet))
    assert (again.file, again.doubled, again.rows.tolist()) == (sheet.file, sheet.doubled, sheet.rows.tolist())
    assert {n: c.to_pylist() for n, c in again.columns.items()} == {n: c.to_pylist() for n, c in sheet.columns.items()}
