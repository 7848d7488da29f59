import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from borgerpuls.reports.document import Cell, Chart, Column, Document, Paragraph, Section, Table
from borgerpuls.reports.formats.pdf import pdf


@pytest.fixture(scope="module")
def read(pdf_file: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(pdf_file) as opened:
        yield opened


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """All structure elements below a node of the tag tree, in reading order."""
    for child in node.get("/K", pikepdf.Array()) if isinstance(node.get("/K"), pikepdf.Array) else [node.get("/K")]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


def tags(read: pikepdf.Pdf) -> list[str]:
    return [str(element.S) for element in elements(read.Root.StructTreeRoot)]


def pages(document: Document, dated: date, tmp_path: Path) -> list[str]:
    """The text of each page as pdftotext lays it out."""
    path = tmp_path / "pages.pdf"
    path.write_bytes(pdf(document, dated))
    return text(path).split("\f")[:-1]


def text(path: Path, *options: str) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("SKIPPED LOUDLY: pdftotext (poppler-utils) is missing")
    command = ["pdftotext", "-layout", *options, str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


def test_it_calls_itself_pdf_ua_and_is_tagged(read: pikepdf.Pdf) -> None:
    with read.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert bool(read.Root.MarkInfo.Marked)
    assert "/StructTreeRoot" in read.Root


def test_language_and_title_are_set_and_the_window_shows_the_title(read: pikepdf.Pdf) -> None:
    assert str(read.Root.Lang) == "da"
    assert str(read.docinfo.Title) == "København – Borgernes oplevelse af beskæftigelsesindsatsen"
    assert bool(read.Root.ViewerPreferences.DisplayDocTitle)


def test_every_picture_has_words_for_those_who_cannot_see_it(read: pikepdf.Pdf, document: Document) -> None:
    pictures = [element for element in elements(read.Root.StructTreeRoot) if element.S == "/Figure"]
    said = [str(picture.Alt) for picture in pictures]
    assert said == [
        block.description for section in document.sections for block in section.blocks if isinstance(block, Chart)
    ]


def test_tables_tell_their_headings_from_their_cells(read: pikepdf.Pdf) -> None:
    found = tags(read)
    assert found.count("/Table") == 3
    assert found.count("/TH") >= 7 + 4 + 4
    assert found.count("/TD") > 6 * 7


def test_sections_are_headings_and_stand_in_the_outline(read: pikepdf.Pdf, document: Document) -> None:
    with read.open_outline() as outline:
        assert [entry.title for entry in outline.root] == [section.title for section in document.sections]
    assert tags(read).count("/H1") == len(document.sections)


def test_the_same_report_gives_the_same_bytes(pdf_file: Path, document: Document, dated: date) -> None:
    assert pdf(document, dated) == pdf_file.read_bytes()


def test_its_date_is_the_waves_and_not_todays(read: pikepdf.Pdf) -> None:
    assert str(read.docinfo.CreationDate).startswith("D:20240412")


def test_every_page_says_whose_it_is_that_it_is_invented_and_where_its_figures_are(pdf_file: Path) -> None:
    sheets = text(pdf_file).split("\f")[:-1]
    for number, sheet in enumerate(sheets, start=1):
        assert "København" in sheet
        assert "Opdigtede data: ingen borger har givet disse svar." in sheet
        assert "2024-spring/0101" in sheet
        assert f"Side {number} af {len(sheets)}" in sheet


def test_the_figures_can_be_read_and_searched(pdf_file: Path) -> None:
    read = " ".join(text(pdf_file).split())
    for words in ("3,32", "3,24–3,40", "860 svar", "↓ −0,32", "38,8 pct.", "Aktivitetsparate modtagere"):
        assert words in read


def test_words_in_the_charts_are_text_in_the_family_of_the_report(read: pikepdf.Pdf, pdf_file: Path) -> None:
    assert "Lyngby-Taarbæk" in text(pdf_file, "-f", "3", "-l", "3")
    families = {
        str(font.BaseFont).split("+")[1] for page in read.pages for font in (*page.Resources.get("/Font", {}).values(),)
    }
    assert families <= {"IBMPlexSans", "IBMPlexSans-SmBld", "IBMPlexSans-Italic"}


def margins(path: Path) -> bool:
    """Whether every word of a file lies inside the text block."""
    boxes = re.findall(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"', text(path, "-bbox"))
    assert len(boxes) > 20
    return all(float(left) > 56 and float(right) < 595.3 - 56 for left, right in boxes)


def test_nothing_stands_outside_the_margins(pdf_file: Path) -> None:
    assert margins(pdf_file)


def test_no_word_is_broken(pdf_file: Path) -> None:
    assert not re.search(r"\w-\n", text(pdf_file))


def rows(number: int) -> Table:
    columns = (Column("Sted"), Column("Svar", "right"))
    return Table("t", "En tabel", columns, tuple((Cell(f"Sted {i}"), Cell(str(i), i, "count")) for i in range(number)))


def one_section(document: Document, *blocks: Paragraph | Table) -> Document:
    return replace(document, sections=(Section("s", "Afsnit", blocks, new_page=True),))


def test_a_table_that_a_page_can_hold_is_never_split(document: Document, dated: date, tmp_path: Path) -> None:
    filler = tuple(Paragraph("Et afsnit på en enkelt linje.") for _ in range(18))
    sheets = pages(one_section(document, *filler, rows(30)), dated, tmp_path)
    assert ["Sted 0" in sheet for sheet in sheets] == ["Sted 29" in sheet for sheet in sheets]
    assert ["En tabel" in sheet for sheet in sheets] == ["Sted 29" in sheet for sheet in sheets]


def test_a_long_table_of_two_columns_stands_in_two_halves(document: Document, dated: date, tmp_path: Path) -> None:
    sheets = pages(one_section(document, rows(98)), dated, tmp_path)
    (sheet,) = (sheet for sheet in sheets if "Sted 0" in sheet)
    assert "Sted 97" in sheet
    assert len(re.findall(r"Sted\s+Svar", sheet)) == 2


def test_a_table_longer_than_a_page_repeats_its_heading(document: Document, dated: date, tmp_path: Path) -> None:
    sheets = pages(one_section(document, rows(400)), dated, tmp_path)
    with_rows = [sheet for sheet in sheets if re.search(r"Sted \d", sheet)]
    assert len(with_rows) >= 3
    assert all(re.search(r"Sted\s+Svar", sheet) for sheet in with_rows)


def test_a_heading_is_never_left_alone_at_the_foot_of_a_page(document: Document, dated: date, tmp_path: Path) -> None:
    for lines in range(24, 34):
        filler = tuple(Paragraph("Et afsnit på en enkelt linje.") for _ in range(lines))
        two = (Section("a", "Først", filler), Section("b", "Andet afsnit", (rows(3),), new_page=False))
        sheets = pages(replace(document, sections=two), dated, tmp_path)
        assert ["Andet afsnit" in sheet for sheet in sheets] == ["Sted 2" in sheet for sheet in sheets]


@pytest.mark.parametrize(
    "words", ["#eval(1)", "$x^2$ *fed* _kursiv_", "@ref <label> //", "c:\\mappe \"et\" 'to' `tre`", "[a] {b} ~ --"]
)
def test_what_a_person_wrote_is_printed_as_it_is(words: str, document: Document, dated: date, tmp_path: Path) -> None:
    sheets = pages(one_section(document, Paragraph(words)), dated, tmp_path)
    assert words in "\n".join(sheets)


@pytest.mark.parametrize("wide", [1, 7, 12, 24])
def test_a_table_of_any_width_keeps_inside_the_margins(
    wide: int, document: Document, dated: date, tmp_path: Path
) -> None:
    columns = tuple(Column(f"Overordnet tilfredshed {i}", "right" if i else "left") for i in range(wide))
    row = (Cell("Ressourceforløbsydelse i jobafklaringsforløb"), *(Cell("3,32", 3.32, "mean") for _ in range(wide - 1)))
    (tmp_path / "wide.pdf").write_bytes(pdf(one_section(document, Table("t", "Bred", columns, (row,))), dated))
    assert margins(tmp_path / "wide.pdf")


def test_a_number_is_never_broken_over_two_lines(document: Document, dated: date, tmp_path: Path) -> None:
    columns = tuple(Column("Forskel", "right") for _ in range(6))
    row = tuple(Cell("−0,32 (−0,38 til −0,26)", -0.32, "mean", mark="below") for _ in range(5))
    table = Table("t", "Smal", (Column("Tema"), *columns[1:]), ((Cell("Et langt navn på et tema " * 3), *row),))
    assert "\n".join(pages(one_section(document, table), dated, tmp_path)).count("−0,32 (−0,38 til −0,26)") == 5


def test_a_table_without_rows_is_still_a_table(document: Document, dated: date, tmp_path: Path) -> None:
    assert "En tabel" in "\n".join(pages(one_section(document, rows(0)), dated, tmp_path))


def test_a_report_with_nothing_in_it_is_still_a_report(document: Document, dated: date) -> None:
    empty = replace(document, sections=(), imprint=(), warning="", address="")
    assert pdf(empty, dated).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("count", [3, 9, 14])
def test_the_first_page_holds_the_first_findings_however_many_there_are(
    count: int, document: Document, dated: date, tmp_path: Path
) -> None:
    first = document.sections[0]
    chart = next(block for section in document.sections for block in section.blocks if isinstance(block, Chart))
    told = [Paragraph(f"Fund {k}: " + "ord " * 60, "finding") for k in range(count)]
    sections = (replace(first, blocks=[*first.blocks[:1], *told, chart]), *document.sections[1:])
    sheets = pages(replace(document, sections=sections), dated, tmp_path)
    assert "Fund 0:" in sheets[0]
    assert "Fund 2:" in sheets[0]
