"""Copies of a row: some weight a survey by repeating the rows of persons, which makes the uncertainty too small."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from borgerpuls.dataset.importing.mapping import ImportMapping
from borgerpuls.dataset.importing.readers.sheet import Sheet


def copies_of_row_above(sheet: Sheet, mapping: ImportMapping) -> npt.NDArray[np.bool_]:
    """[rows] Is the row equal to the row above in all but the pseudonym?"""
    own = mapping.person.column if mapping.person else None
    same = np.arange(len(sheet.rows)) > 0
    for name, column in sheet.columns.items():
        if name != own:
            codes = column.dictionary_encode().indices.to_numpy()
            same[1:] &= codes[1:] == codes[:-1]
    return same


def join_copies(sheet: Sheet, mapping: ImportMapping) -> tuple[Sheet, npt.NDArray[np.int64]]:
    """The sheet with one row for each run of copies, the first, and [rows] how many rows it stands for.

    Only rows that follow one another are copies: elsewhere in a short questionnaire two persons may well agree.
    """
    if len(sheet.rows) == 0:
        return sheet, np.zeros(0, dtype=np.int64)
    first = np.flatnonzero(~copies_of_row_above(sheet, mapping))
    columns = {name: column.take(pa.array(first)) for name, column in sheet.columns.items()}
    times = np.diff(np.append(first, len(sheet.rows)))
    return replace(sheet, columns=columns, rows=sheet.rows[first]), times
