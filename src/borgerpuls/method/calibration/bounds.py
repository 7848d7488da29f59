"""Which bounds of the weights can be kept, and which totals no weights can meet."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from borgerpuls.arrays import Floats
from borgerpuls.method.calibration.greg import Bounds

Carried = npt.ArrayLike
ROUNDS = 1e-9
"""A share of the largest total below which a total counts as met."""


def sufficient_bounds(carried: Carried, x: npt.ArrayLike, totals: npt.ArrayLike, bounds: Bounds) -> Bounds:
    """The bounds of g that are nearest to 1 and let some weights meet the totals: (lower, upper).

    ``carried`` [R] is the weight of a row of persons before calibration, ``x`` [R, J] their calibration variables,
    ``totals`` [J] the sums in the population: Σ carried·g·x = totals. Both ends are sought by linear programmes: the
    largest ``lower`` beside the upper of ``bounds``, and the smallest ``upper`` beside the lower of ``bounds``. Each
    is NaN where no such end exists beside the other one; then that other one must give way as well. A solution on the
    very bound exists, but calibration by a distance needs a little more room.

    Source: Deville & Särndal (1992), J. Am. Stat. Assoc. 87, 376-382, sec. 2.
    """
    weight, columns, wanted = _arrays(carried, x, totals)
    low, high = bounds
    rows, ends = len(weight), (None if np.isinf(high) else high)
    most = _solve(weight, columns, wanted, -1.0, [(-np.inf, ends)] * rows, sign=1.0)
    least = _solve(weight, columns, wanted, 1.0, [(low, None)] * rows, sign=-1.0)
    return most, least


def least_misses(carried: Carried, x: npt.ArrayLike, totals: npt.ArrayLike, bounds: Bounds) -> Floats:
    """By how much weights inside ``bounds`` miss each total, [J], when they miss all together by as little as can be.

    Arguments as in ``sufficient_bounds``. Positive where the weights carry too little, negative where they carry too
    much, 0 where a total is met; all 0 when the totals can be met. Which totals are missed is not unique where several
    contradict each other: those named are a smallest set in the sum of persons. Source: the L1 (elastic) form of an
    infeasible linear programme, Chinneck (2008), Feasibility and Infeasibility in Optimization, ch. 6.
    """
    weight, columns, wanted = _arrays(carried, x, totals)
    rows, count = columns.shape
    equal = np.hstack([(columns * weight[:, None]).T, np.eye(count), -np.eye(count)])
    low, high = (None if np.isinf(end) else end for end in bounds)
    limits = [(low, high)] * rows + [(0, None)] * (2 * count)
    cost = np.concatenate([np.zeros(rows), np.ones(2 * count)])
    found = linprog(cost, A_eq=equal, b_eq=wanted, bounds=limits, method="highs")
    if found.x is None:  # weights at their bounds and misses of any size are always there
        raise ArithmeticError(found.message)
    missed = found.x[rows : rows + count] - found.x[rows + count :]
    return np.asarray(np.where(np.abs(missed) > ROUNDS * np.abs(wanted).max(initial=1.0), missed, 0.0))


def _solve(
    weight: Floats, columns: Floats, wanted: Floats, cost: float, limits: list[tuple[float, float | None]], sign: float
) -> float:
    """The end t that all g lie above (``sign`` 1) or below (-1), as far from g as ``cost`` wants it; NaN if none."""
    rows = len(weight)
    equal = np.hstack([(columns * weight[:, None]).T, np.zeros((len(wanted), 1))])
    # sign·(t − g) ≤ 0
    above = np.hstack([-sign * np.eye(rows), sign * np.ones((rows, 1))])
    found = linprog(
        np.append(np.zeros(rows), cost),
        A_ub=above,
        b_ub=np.zeros(rows),
        A_eq=equal,
        b_eq=wanted,
        bounds=[*limits, (None, None)],
        method="highs",
    )
    return float(found.x[-1]) if found.status == 0 and found.x is not None else np.nan


def _arrays(carried: Carried, x: npt.ArrayLike, totals: npt.ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Rows that carry weight, their variables, and the totals; ValueError where shapes disagree."""
    weight = np.asarray(carried, np.float64)
    columns = np.asarray(x, np.float64).reshape(len(weight), -1)
    wanted = np.asarray(totals, np.float64).reshape(-1)
    if columns.shape[1] != len(wanted):
        raise ValueError(f"{columns.shape[1]} variables need as many totals (here {len(wanted)})")
    return weight[weight > 0], columns[weight > 0], wanted
