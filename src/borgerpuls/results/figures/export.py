"""Figures as tidy rows in files that anyone can read: CSV and Parquet (workbooks are made in ``reports``)."""

import csv
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from borgerpuls.files import whole_file
from borgerpuls.results.figures.figure import COLUMNS, Figure
from borgerpuls.results.figures.table import SCHEMA, Figures


def write_csv(figures: Iterable[Figure], to: TextIO) -> None:
    """A header of ``figure.COLUMNS`` and a row a figure: numbers in full precision, nothing where there is none.

    ``to`` is open text (``newline=""``), so that the same function serves a file and the terminal.
    """
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(figures))


def csv_file(figures: Iterable[Figure], path: Path) -> None:
    """``write_csv`` to a UTF-8 file that appears when it is whole."""
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as to:
        write_csv(figures, to)


def parquet_file(figures: Iterable[Figure], path: Path) -> None:
    """The same rows as Parquet, typed, in a file that appears when it is whole."""
    schema = pa.schema([SCHEMA.field(column) for column in COLUMNS])
    if isinstance(figures, Figures):
        table = figures.table.select(COLUMNS)
    else:
        columns = zip(*_rows(figures), strict=True)
        arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=False)]
        table = pa.Table.from_arrays(arrays, schema=schema) if arrays else schema.empty_table()
    with whole_file(path) as part:
        pq.write_table(table, part, compression="zstd")


def _rows(figures: Iterable[Figure]) -> Iterator[tuple[object, ...]]:
    return figures.rows(COLUMNS) if isinstance(figures, Figures) else map(attrgetter(*COLUMNS), figures)
