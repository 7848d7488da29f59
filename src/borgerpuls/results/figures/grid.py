"""Figures of one statistic on places × measures, every number given: comparisons, places and shares of all kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from borgerpuls.arrays import Floats, Strings
from borgerpuls.results.figures.table import SCHEMA


@dataclass(frozen=True, eq=False)
class Grid:
    """One statistic of M measures in P places.

    ``kind`` and ``measure`` are [M], ``places`` [P]. ``numbers[column]`` and ``hidden`` (why, "" where shown) are
    [P, M]; ``exists`` [P, M] says which figures there are (None: all). ``ending`` closes the address (None: the
    statistic does); ``group`` is a variable and its value, ("", "") for everybody. NaN is nothing to
    say. ``compared_with`` is the same for all, or [P, M].
    """

    wave: str
    kind: Sequence[str]
    measure: Sequence[str]
    places: Sequence[str]
    statistic: str
    numbers: Mapping[str, Floats]
    hidden: Strings
    exists: npt.NDArray[np.bool_] | None = None
    compared_with: str | Strings = ""
    ending: str | None = None
    group: tuple[str, str] = ("", "")

    def table(self) -> pa.Table:
        """The rows of ``figures.SCHEMA``, place by place and measure by measure."""
        shape = len(self.places), len(self.measure)
        at = np.nonzero(np.ones(shape, dtype=np.bool_) if self.exists is None else self.exists)
        p, m = (axis.tolist() for axis in at)
        shown = self.hidden[at] == ""
        ending = f"/{self.statistic}" if self.ending is None else self.ending
        by, group = self.group
        texts = {
            "wave": [self.wave] * len(p),
            "place": [self.places[i] for i in p],
            "measure": [self.measure[j] for j in m],
            "statistic": [self.statistic] * len(p),
            "group_by": [by] * len(p),
            "group": [group] * len(p),
            "compared_with": np.broadcast_to(np.array(self.compared_with, dtype=object), shape)[at].tolist(),
            "hidden": self.hidden[at].tolist(),
            "kind": [self.kind[j] for j in m],
        }
        columns = {name: pa.array(words, pa.string()).dictionary_encode() for name, words in texts.items()}
        columns["address"] = pa.array(
            [
                f"{self.wave}/{self.kind[j]}/{self.measure[j]}/{self.places[i]}{ending}"
                for i, j in zip(p, m, strict=True)
            ],
            pa.string(),
        )
        for field in SCHEMA:
            if field.name in columns:
                continue
            number = np.broadcast_to(self.numbers.get(field.name, np.nan), shape)[at]
            column = pa.array(np.where(shown, number, np.nan), from_pandas=True)
            columns[field.name] = pc.cast(column, pa.int64()) if pa.types.is_integer(field.type) else column
        return pa.table([columns[field.name] for field in SCHEMA], schema=SCHEMA)
