"""The files of a report as tables and texts: web page, workbook and PDF."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import openpyxl
from lxml import etree, html

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Grid:
    """A table as it is read: its heading, and rows of (arrow, text)."""

    title: str
    header: list[str]
    rows: list[list[tuple[str, str]]]


@dataclass
class Page:
    """The web page of a report: its tables, findings and drawings."""

    text: str
    grids: dict[str, Grid] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root = html.fromstring(self.text)
        for table in self.root.iter("table"):
            caption = table.find("caption")
            header = [plain(cell) for cell in table.iterfind("thead/tr/th")]
            rows = [
                [_cell(cell) for cell in row] for row in table.iterfind("tbody/tr") if row.get("class") != "heading"
            ]
            self.grids[caption.get("id")] = Grid(plain(caption), header, rows)

    @property
    def findings(self) -> list[str]:
        return [plain(found) for found in self.root.iterfind(".//p[@class='finding']")]

    def drawing(self, chart: str) -> etree._Element | None:
        found = re.search(rf'<figure id="chart-{chart}">.*?(<svg.*?</svg>)', self.text, re.S)
        return etree.fromstring(found[1].encode()) if found else None


def plain(element: Any) -> str:
    """The words of an element, in one line."""
    return squeezed(element.text_content())


def squeezed(words: str) -> str:
    """In one line, with no more than one space between words, and none around a sign that a PDF sets close."""
    return re.sub(r"\s*±\s*", "±", " ".join(words.split()))


def _cell(cell: Any) -> tuple[str, str]:
    arrow = "".join(span.text for span in cell.iterfind(".//span[@aria-hidden='true']"))
    for span in list(cell.iterfind("span")):
        span.drop_tree()
    return arrow, plain(cell)


def workbook_grids(content: bytes) -> Iterator[Grid]:
    """The sheets of the report's tables, without the column that holds the headings of groups of rows."""
    for sheet in openpyxl.load_workbook(BytesIO(content)).worksheets[1:-1]:
        column, top = sheet.freeze_panes[0], int(sheet.freeze_panes[1:])
        header, *rows = [row["BC".index(column) :] for row in sheet.iter_rows(min_row=top - 1)]
        yield Grid(
            squeezed(str(sheet["A1"].value)),
            [squeezed(str(cell.value)) for cell in header],
            [[(_arrow(cell), squeezed(str("" if cell.value is None else cell.value))) for cell in row] for row in rows],
        )


def _arrow(cell: Any) -> str:
    return "".join(dict.fromkeys(sign for sign in "↑↓" if sign in cell.number_format))


def pdf_grid(text: str, grid: Grid) -> Grid:
    """The same table in the text of a PDF: the words are looked for, the arrows are the PDF's own."""
    rows = []
    for row in grid.rows:
        cells = [rf"(?:([↑↓]) )?{re.escape(words)}" if words else "()" for _arrow, words in row]
        found = re.search(" ?".join(cells), text)
        assert found, f"{grid.title}: not in the PDF: {row}"
        rows.append([(arrow or "", words) for arrow, (_unused, words) in zip(found.groups(), row, strict=True)])
    return Grid(grid.title, grid.header, rows)
