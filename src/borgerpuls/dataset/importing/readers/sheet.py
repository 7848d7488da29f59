"""A file of answers before anybody knows what it means: named columns of text, and each row's number."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from borgerpuls.messages import _, verbatim
from borgerpuls.problems import Problems
from borgerpuls.text import Text

LIMIT = 2 * 2**30
"""Bytes a file may unpack to; a small file that grows beyond is no survey."""


@dataclass(frozen=True)
class Sheet:
    """Rows of text as a person sees them: stripped, an empty text where nothing is written.

    ``columns`` [rows] are in the file's order; ``rows`` [rows] are the numbers that Excel shows (the header is row
    1), or the case numbers that SPSS shows. ``doubled`` names stand over more than one column. An SPSS file also
    brings ``labels`` of variables, ``value_labels`` (code -> label) and ``missing`` codes declared by its user.
    """

    file: str
    columns: Mapping[str, pa.Array]
    rows: npt.NDArray[np.int64]
    doubled: frozenset[str] = frozenset()
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, frozenset[str]] = field(default_factory=dict)


def make_sheet(file: str, header: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> Sheet:
    """A Sheet of rows as long as the header; wholly empty rows are left out, but keep their number."""
    kept = [i for i, row in enumerate(rows) if any(row)]
    names = [name.strip() for name in header]
    cells = zip(*(rows[i] for i in kept), strict=True) if kept else [()] * len(names)
    columns: dict[str, pa.Array] = {}
    for name, values in zip(names, cells, strict=True):
        if name:
            columns.setdefault(name, pa.array([v.strip() for v in values], pa.string()))
    doubled = frozenset(name for name, times in Counter(names).items() if name and times > 1)
    return Sheet(file, columns, np.array([numbers[i] for i in kept], np.int64), doubled)


def written(value: object) -> str:
    """A cell of a workbook or an SPSS file as text: 4.0 is 4, a day is 2024-03-31."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float():
            return "" if math.isnan(value) else str(int(value)) if value.is_integer() else repr(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date() | time():
            return value.isoformat()
    return str(value)


def unreadable(path: Path, what: Text, remedy: Text, problems: Problems) -> None:
    """A file that cannot be read at all, and why."""
    problems.add(verbatim(path.name), what, remedy)


def at_row(file: str, row: int, column: str = "") -> Text:
    """``answers.csv, row 1841, birth_date``"""
    tail = f", {column}" if column else ""
    return _("{file}, row {row}{tail}", file=file, row=row, tail=tail)
