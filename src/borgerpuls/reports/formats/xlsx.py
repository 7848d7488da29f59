"""Figures and tables as workbooks with real numbers: one sheet a table, the header frozen, nothing calculated."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import BytesIO
from operator import attrgetter
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from borgerpuls.files import write_file
from borgerpuls.messages import _
from borgerpuls.problems import Problem, Refused
from borgerpuls.reports import theme
from borgerpuls.reports.document import Cell, Chart, Document, Table, Terms
from borgerpuls.reports.formats.fields import FIELDS
from borgerpuls.reports.formats.format import Edition, Format
from borgerpuls.reports.wording import labels
from borgerpuls.results.figures.figure import COLUMNS, Figure
from borgerpuls.rounding import cleaned

FORMS = {"text": "General", "mean": "0.00", "share": "0.0%", "count": "#,##0"}
ARROWS = {"": "", "above": '"↑ "', "below": '"↓ "'}
"""A mark is part of how a number is written: the number stays a number, and no column is added."""
SHEET_ROWS = 1_048_576
"""All the rows that Excel has."""
UNDATED = date(1980, 1, 1)
"""The day of making where no wave gives one: the same figures give the same bytes."""


def workbook(document: Document, figures: Sequence[Figure], dated: date) -> bytes:
    """The report's tables as a workbook: what it is, a sheet a table (those of the charts too), then the figures."""
    tables = [
        block.table if isinstance(block, Chart) else block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table | Chart)
    ]
    words = labels.words(document.language)
    titles = [*(table.title for table in tables), words["figures"]]
    names = sheet_names([words["about"], *titles])
    book = _Book(f"{document.place} – {document.title}", dated)
    book.front(names[0], document, list(zip(names[1:], titles, strict=True)))
    for name, table in zip(names[1:], tables, strict=False):
        book.table(name, table, words["grouping"])
    book.figures(names[-1], figures, document.language)
    return book.bytes()


def figures_workbook(figures: Iterable[Figure], path: Path) -> None:
    """Figures as a workbook of one sheet, with the columns of ``figure.COLUMNS``; it appears when it is whole.

    ``Refused`` when there are more of them than a sheet has rows.
    """
    book = _Book("Figures", UNDATED, row_by_row=True)
    try:
        book.figures("figures", figures, None)
    finally:
        content = book.bytes()  # also when refused: its temporary files are let go
    write_file(path, content)


def sheet_names(titles: Sequence[str]) -> list[str]:
    """A name a sheet that Excel takes: at most 31 characters, none of ``[]:*?/\\``, no two alike in any case."""
    names: list[str] = []
    for title in titles:
        plain = " ".join(re.sub(r"[\[\]:*?/\\]", " ", title).split()).strip("'") or "–"
        tries = (plain, *(f"{number} {plain}" for number in range(2, len(titles) + 2)))
        taken = {name.casefold() for name in names}
        names.append(next(short for short in map(_short, tries) if short.casefold() not in taken))
    return names


def _short(name: str, most: int = 31) -> str:
    if len(name) <= most:
        return name
    cut = name[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip(" ,.;–'") + "…"


class _Kept(BytesIO):
    """Never closed before it is let go: a zip file that was given up still writes its end then."""

    def close(self) -> None:
        pass


class _Book:
    """A workbook under way: text is always written as text, so that nothing a person wrote becomes a formula."""

    def __init__(self, title: str, dated: date, row_by_row: bool = False) -> None:
        self._to = _Kept()
        how = {"constant_memory": True} if row_by_row else {"in_memory": True}
        self._book: Any = xlsxwriter.Workbook(self._to, how)
        self._book.set_properties({"title": title, "created": datetime.combine(dated, time(12))})
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def bytes(self) -> bytes:
        try:
            self._book.close()
        except FileCreateError as error:  # what the system said of its temporary files
            raise error.args[0] from error
        return self._to.getvalue()

    def front(self, name: str, document: Document, sheets: Sequence[tuple[str, str]]) -> None:
        """What the workbook is, what its numbers rest on, and the way to every sheet."""
        words = labels.words(document.language)
        sheet = self._sheet(name, [34, 90])
        line = 0

        def put(left: str, right: str = "", **how: object) -> None:
            nonlocal line
            sheet.write_string(line, 0, left, self._format(**how))
            if right:
                sheet.write_string(line, 1, right, self._format(text_wrap=True, valign="top"))
            line += 1

        put(f"{document.place}: {document.title}", bold=True, font_size=16, font_color=theme.PRIMARY)
        put(document.subtitle)
        if document.warning:
            put(document.warning, bold=True, font_color=theme.OWN)
        for heading, pairs in (
            (words["source"], [*document.imprint, (words["address"], document.address)]),
            (words["method"], [pair for s in document.sections for b in s.blocks if isinstance(b, Terms)
                               for pair in b.pairs]),
        ):  # fmt: skip
            line += 1
            put(heading, bold=True)
            for left, right in pairs:
                put(left, right, valign="top", text_wrap=True)
        line += 1
        put(words["sheets"], bold=True)
        for target, title in sheets:
            quoted = target.replace("'", "''")
            link = self._format(font_color=theme.PRIMARY, underline=1)
            sheet.write_url(line, 0, f"internal:'{quoted}'!A1", link, title)
            line += 1

    def table(self, name: str, table: Table, grouping: str) -> None:
        """Title, notes, a frozen header, and the rows; headings of groups of rows become a column of their own."""
        titles = [*([grouping] if table.sections else []), *(column.title for column in table.columns)]
        right = [*([False] if table.sections else []), *(column.align == "right" for column in table.columns)]
        rows = [
            (*([Cell(_heading(table, number))] if table.sections else []), *cells)
            for number, cells in enumerate(table.rows)
        ]
        sheet = self._sheet(name, [_width(column) for column in zip(titles, *_texts(rows), strict=True)])
        sheet.write_string(0, 0, table.title, self._format(bold=True, font_size=14, font_color=theme.PRIMARY))
        for number, note in enumerate(table.notes, start=1):
            sheet.write_string(number, 0, note, self._format(font_color=theme.MUTED))
        top = len(table.notes) + 2
        self._header(sheet, top, titles, right)
        for number, cells in enumerate(rows, start=top + 1):
            for column, cell in enumerate(cells):
                how = {"bold": cell.strong, "align": "right" if right[column] else "left"}
                if cell.number is not None:
                    # A spreadsheet rounds what it shows: the last digits, which could tip a half, are left out.
                    shown = float(cleaned(cell.number, 14))
                    sheet.write_number(number, column, shown, self._format(**how, **_form(cell)))
                elif cell.text:
                    sheet.write_string(number, column, cell.text, self._format(**how))
        sheet.freeze_panes(top + 1, 2 if table.sections else 1)

    def figures(self, name: str, figures: Iterable[Figure], language: str | None) -> None:
        """All figures in full precision; with a language, what each column holds stands in its heading's comment."""
        sheet = self._sheet(name, [44, 14, 9, 16, 12, 14, 18, *[11] * (len(COLUMNS) - 7)])
        kinds = [field.type for field in FIELDS]
        self._header(sheet, 0, COLUMNS, [kind != "string" for kind in kinds])
        if language:
            for column, field in enumerate(FIELDS):
                sheet.write_comment(0, column, field.description[language], {"author": "Borgerpuls", "x_scale": 2})
        values_of = attrgetter(*COLUMNS)
        count = 0
        for count, figure in enumerate(figures, start=1):
            if count >= SHEET_ROWS:
                raise Refused([_too_many()])
            for column, value in enumerate(values_of(figure)):
                if isinstance(value, str):
                    sheet.write_string(count, column, value)
                elif value is not None:
                    sheet.write_number(count, column, value)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, count, len(COLUMNS) - 1)

    def _sheet(self, name: str, widths: Sequence[float]) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def _header(self, sheet: Any, row: int, titles: Sequence[str], right: Sequence[bool]) -> None:
        for column, title in enumerate(titles):
            how = self._format(bold=True, text_wrap=True, bottom=1, align="right" if right[column] else "left")
            sheet.write_string(row, column, title, how)
        sheet.repeat_rows(row)

    def _format(self, **how: object) -> Any:
        key = tuple(sorted(how.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(how)
        return self._formats[key]


def _form(cell: Cell) -> dict[str, object]:
    """How the number of a cell is written; what is marked has the arrow and the colour that it has on the page."""
    form = {"num_format": FORMS[cell.form]}
    if not cell.mark:
        return {**form}
    arrow = ARROWS[cell.mark]
    signs = ";".join(f"{arrow}{sign}{FORMS[cell.form]}" for sign in ("", "-"))
    return {"num_format": signs, "font_color": theme.PRIMARY if cell.good else theme.OWN}


def _too_many() -> Problem:
    return Problem(
        where=_("the workbook"),
        what=_("there are more figures than a sheet has rows ({sheet_rows}).", sheet_rows=SHEET_ROWS),
        remedy=_("Write them as CSV or Parquet."),
    )


def _heading(table: Table, row: int) -> str:
    return next((words for start, words in reversed(table.sections) if start <= row), "")


def _texts(rows: Sequence[tuple[Cell, ...]]) -> list[list[str]]:
    return [[cell.text for cell in cells] for cells in rows]


def _width(texts: Sequence[str]) -> float:
    """Characters that fit the cells; the heading, which may break its line, has its longest word."""
    heading, *cells = texts
    return min(max(9, *(len(word) + 2 for word in heading.split()), *(len(text) + 2 for text in cells)), 70)


def _render(edition: Edition) -> bytes:
    """The report's tables and the figures of the whole place; those of its groups stand in the data package."""
    ungrouped = [figure for figure in edition.figures if not figure.group_by]
    return workbook(edition.document, ungrouped, edition.about.dated)


FORMAT = Format(
    suffix="xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    render=_render,
    name=_("Excel"),
    link=_("Excel"),
    title=_("The workbook (Excel)"),
    purpose=_("Every figure with its uncertainty, to work on."),
    order=3,
)
