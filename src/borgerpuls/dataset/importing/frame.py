"""Frame counts: from a file of totals, from the persons themselves, or from the weights that came with them."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from borgerpuls.dataset.columns import cell_columns
from borgerpuls.dataset.importing.mapping import ImportMapping
from borgerpuls.dataset.importing.readers.source import read_file
from borgerpuls.dataset.importing.translate import Wrong, apply, translate
from borgerpuls.messages import _
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.toml.reader import quoted


def read_frame(mapping: ImportMapping, persons: pa.Table, problems: Problems) -> pa.Table:
    """``population``: unit, cell and count.

    A file of totals is summed to the cells of the wave and the further variables that the mapping names. Without one
    the persons are the frame; where weights were given, a cell is as large as the weights of those who answered in it,
    rounded to whole persons and at least 1.
    """
    if mapping.frame_file is not None:
        return _totals(mapping, [name for name in mapping.frame if name != "count"], problems)
    cells = ("unit", *cell_columns(mapping.spec))
    if mapping.spec.weighting.method == "given":
        weights = [Decimal(w) if w is not None else Decimal(0) for w in persons["weight"].to_pylist()]
        return _summed_cells(persons.select(cells), weights)
    return _summed_cells(persons.select(cells), [Decimal(1)] * persons.num_rows)


def _totals(mapping: ImportMapping, cells: Sequence[str], problems: Problems) -> pa.Table:
    assert mapping.frame_file is not None
    sheet = read_file(mapping.frame_file, problems)
    if sheet is None:
        return pa.table({})
    columns = {name: translate(sheet, mapping.frame[name], problems) for name in cells}
    counts = apply(sheet, mapping.frame["count"], _count, problems)
    if problems.errors or counts is None:
        return pa.table({})
    return _summed_cells(pa.table(columns), [Decimal(c) for c in counts.to_pylist()])


def _summed_cells(cells: pa.Table, sizes: list[Decimal]) -> pa.Table:
    """The sum of sizes in every cell met, as whole persons."""
    index = [
        pc.fill_null(cells[name].dictionary_encode().combine_chunks().indices, -1).to_numpy()
        for name in cells.column_names
    ]
    _unused, first, inverse = np.unique(np.stack(index), axis=1, return_index=True, return_inverse=True)
    sums = [Decimal(0)] * len(first)
    for cell, size in zip(inverse.ravel().tolist(), sizes, strict=True):
        sums[cell] += size
    counts = [max(1 if total else 0, int(total.to_integral_value(ROUND_HALF_UP))) for total in sums]
    return cells.take(pa.array(first)).append_column("count", pa.array(counts, pa.int64()))


def _count(value: str) -> str:
    if not (value.isascii() and value.isdecimal()):
        raise Wrong(
            _("{value} is not a count.", value=quoted(value)),
            _("Write a whole number without separators."),
        )
    return value
