"""The frame of a wave: how many persons each cell stands for."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from borgerpuls.arrays import Floats, Integers
from borgerpuls.dataset.wave import FrozenWave


@dataclass(frozen=True)
class Frame:
    """Frame counts: ``count`` [F] persons in each cell, and ``column[variable]`` [F] the cell's level as text."""

    column: dict[str, npt.NDArray[np.object_]]
    count: Floats

    @classmethod
    def read(cls, wave: FrozenWave) -> "Frame":
        table = pq.read_table(wave.population)
        columns = {
            name: np.array(["" if text is None else text for text in table[name].to_pylist()], dtype=object)
            for name in table.column_names
            if name != "count"
        }
        return cls(columns, table["count"].to_numpy().astype(np.float64))

    def known(self, *variables: str) -> bool:
        """Does the frame say how many there are of each level of these variables in each unit?"""
        return bool(len(self.count)) and all(variable in self.column for variable in variables)

    def codes(self, variable: str, levels: Sequence[str]) -> Integers:
        """[F] the position of each cell's level in ``levels``, -1 where it is not among them."""
        at = {level: position for position, level in enumerate(levels)}
        return np.array([at.get(level, -1) for level in self.column[variable]], dtype=np.int64)

    def by_unit(self, units: Sequence[str], variable: str | None = None, levels: Sequence[str] = ("",)) -> Floats:
        """[U, L] persons in each unit by level of a variable; NaN where the frame does not tell."""
        if not self.known("unit", *([variable] if variable else [])):
            return np.full((len(units), len(levels)), np.nan)
        unit = self.codes("unit", units)
        level = self.codes(variable, levels) if variable else np.zeros_like(unit)
        counts = np.zeros((len(units), len(levels)))
        here = (unit >= 0) & (level >= 0)
        np.add.at(counts, (unit[here], level[here]), self.count[here])
        return counts
