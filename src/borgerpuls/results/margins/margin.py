"""A margin: the counts of one variable in every unit that weights are calibrated to."""

from dataclasses import dataclass

import numpy as np

from borgerpuls.arrays import Booleans, Floats, Integers


@dataclass(frozen=True)
class Margin:
    """One variable that raking or GREG calibrates to: the category ``code`` [C] of each tally cell, -1 without answers.

    A category lies in one unit; ``totals`` are its persons in the frame, ``names`` say what it holds: ``0101: 18-29``,
    or ``0101: 18-29 + 30-49`` where thin ones stand together.
    """

    variable: str
    code: Integers
    totals: Floats
    names: tuple[str, ...]

    def indicators(self, cell: Integers) -> Booleans:
        """[R, categories]: which category each of some tally cells is in."""
        return np.asarray(self.code[cell][:, None] == np.arange(len(self.totals)))

    def category(self, code: int) -> str:
        """A category without its unit: ``18-29``."""
        return self.names[code].split(": ", 1)[1]
