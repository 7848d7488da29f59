"""SPSS files (.sav, .zsav), read by pyreadstat: codes with their labels, and what the user declared missing."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyreadstat

from borgerpuls.dataset.importing.readers.sheet import Sheet, unreadable, written
from borgerpuls.messages import _
from borgerpuls.problems import Problems


def read_sav(path: Path, problems: Problems) -> Sheet | None:
    """The file as a Sheet; user-missing codes stay, and are named in ``missing`` (they may be on the scale)."""
    try:
        data, meta = pyreadstat.read_sav(path, user_missing=True, output_format="dict")
    except (
        pyreadstat.ReadstatError,
        pyreadstat.PyreadstatError,
        UnicodeDecodeError,
        ValueError,
        OverflowError,
    ) as error:
        unreadable(
            path,
            _("The file is not a whole SPSS file ({error}).", error=error),
            _("Save it again from SPSS as .sav."),
            problems,
        )
        return None
    columns = {n.strip(): pa.array([written(v).strip() for v in values], pa.string()) for n, values in data.items()}
    missing = {n: _declared(columns[n.strip()], ranges) for n, ranges in meta.missing_ranges.items()}
    return Sheet(
        path.name,
        columns,
        np.arange(1, (meta.number_rows or 0) + 1),
        labels={n: label for n, label in meta.column_names_to_labels.items() if label},
        value_labels={n: {written(c): v for c, v in codes.items()} for n, codes in meta.variable_value_labels.items()},
        missing=missing,
    )


def _declared(column: pa.Array, ranges: list[Any]) -> frozenset[str]:
    """Those values of the column that lie in a range of user-missing codes."""
    return frozenset(v for v in column.unique().to_pylist() if any(_within(v, r["lo"], r["hi"]) for r in ranges))


def _within(value: str, low: Any, high: Any) -> bool:
    if isinstance(low, str):
        return bool(low.strip() <= value <= high.strip())
    try:
        return bool(low <= float(value) <= high)
    except ValueError:
        return False
