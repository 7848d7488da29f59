"""A report before it is a page: named parts in order, rendered last as PDF, web page or workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from borgerpuls.reports.charts.specification import Specification


@dataclass(frozen=True)
class Cell:
    """What stands in a table: the words a reader sees, and the number behind them for the workbook.

    ``form`` is how the number is written in a workbook: ``mean`` 0.00, ``share`` 0.0 %, ``count`` # ##0.
    """

    text: str
    number: float | None = None
    form: Literal["text", "mean", "share", "count"] = "text"
    strong: bool = False
    mark: Literal["", "above", "below"] = ""
    good: bool = True
    """Whether what is marked is for the better: it decides the colour of the mark, not its direction."""
    hidden: str = ""
    """The code of the reason that ``text`` gives in short; the table's notes say it in full."""


@dataclass(frozen=True)
class Column:
    title: str
    align: Literal["left", "right"] = "left"
    width: float | None = None
    """Share of the table's width, or None for what its content needs."""


@dataclass(frozen=True)
class Table:
    """A table with a title that says what it shows and notes that say how."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    sections: tuple[tuple[int, str], ...] = ()
    """(row number, heading) of the groups of rows."""


@dataclass(frozen=True)
class Chart:
    """A chart as data, with its title, a description for those who cannot see it, and its table."""

    id: str
    title: str
    description: str
    specification: Specification
    table: Table
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeyFigure:
    """One figure set large: ``3,32`` with its interval, n and what it stands beside."""

    label: str
    value: str
    interval: str
    n: str
    beside: str = ""
    address: str = ""


@dataclass(frozen=True)
class KeyFigures:
    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Paragraph:
    text: str
    style: Literal["body", "lead", "note", "finding"] = "body"


@dataclass(frozen=True)
class Listing:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Terms:
    """Words and what they mean, or settings and their value."""

    pairs: tuple[tuple[str, str], ...]


Block = Paragraph | Listing | Terms | KeyFigures | Table | Chart


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    blocks: Sequence[Block]
    new_page: bool = True


@dataclass(frozen=True)
class Document:
    """One report in one language. ``warning`` stands on every page ("Opdigtede data ...")."""

    id: str
    language: str
    title: str
    subtitle: str
    place: str
    wave: str
    sections: Sequence[Section]
    warning: str = ""
    address: str = ""
    """The address that the footer prints: the way back to the figures."""
    imprint: tuple[tuple[str, str], ...] = ()
    """Small print of the first page: field period, answers, versions, digest."""
