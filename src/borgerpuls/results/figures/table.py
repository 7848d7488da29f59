"""Many figures as one table of columns; a ``Figure`` is made only when someone asks for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from borgerpuls.messages import _
from borgerpuls.problems import Problem, Refused
from borgerpuls.results.figures.figure import COLUMNS, Figure

TEXTS = (
    "address", "wave", "place", "measure", "statistic", "group_by", "group", "compared_with", "hidden",
    "afterwards",
)  # fmt: skip
MADE_FROM = ("kind", "cells", "weighted")
"""What a figure is made from, kept beside it: its kind, the number of tally cells that hold an answer, and the sum
of the weights of those who answered."""


def _type(column: str) -> pa.DataType:
    if column == "address":
        return pa.string()
    if column == "kind" or column in TEXTS:
        return pa.dictionary(pa.int32(), pa.string())
    return pa.int64() if column in ("n", "cells") else pa.float64()


SCHEMA = pa.schema([(column, _type(column)) for column in (*COLUMNS, *MADE_FROM)])


@dataclass(frozen=True)
class Figures:
    """The figures of one or more waves.

    ``table`` has the columns of ``figure.COLUMNS`` and then ``MADE_FROM``, a row a figure; ``facts`` says for every
    wave how it was collected and weighted, with versions and digests (see ``facts.describe``).
    """

    table: pa.Table
    facts: Mapping[str, Mapping[str, Any]]

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def __iter__(self) -> Iterator[Figure]:
        return (Figure(*row) for row in self.rows(COLUMNS))

    def rows(self, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """The rows as tuples, None where there is no number; equal texts are one object."""
        return zip(*(_values(self.table[column]) for column in columns), strict=True)

    def find(self, address: str) -> Figure:
        """The figure with this address; ``Refused`` when there is none."""
        row: int = pc.index(self.table["address"], address).as_py()
        if row < 0:
            raise Refused([no_such_figure(address, ())])
        return Figure(**self.table.select(COLUMNS).slice(row, 1).to_pylist()[0])


def _values(column: pa.ChunkedArray) -> Iterator[Any]:
    for chunk in column.chunks:
        if pa.types.is_dictionary(column.type):
            words = chunk.dictionary.to_pylist()
            yield from (words[code] for code in chunk.indices.to_numpy().tolist())
        else:
            yield from chunk.to_pylist()


def no_such_figure(address: str, near: tuple[str, ...]) -> Problem:
    """The problem of an address that nothing answers to, with the nearest addresses as the way out."""
    remedy = (
        _("Did you mean {near}?", near=", ".join(near)) if near else _("See the addresses with `borgerpuls figures`.")
    )
    return Problem(
        where=_("address {address}", address=address),
        what=_("There is no figure at this address."),
        remedy=remedy,
    )
