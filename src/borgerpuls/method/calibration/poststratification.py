"""Post-stratification: weights that reproduce the population in every cell; collapsing of thin cells; Kish's effect."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Booleans, Floats, Integers
from borgerpuls.method.array_operations import group_sums
from borgerpuls.method.design.design import Design
from borgerpuls.method.errors import TooFew


@dataclass(frozen=True, eq=False)
class CalibratedDesign:
    """``design`` with calibrated weights, ``g`` float [R] (new weight over old) and ``kish`` (1 + cv² of the new)."""

    design: Design
    g: Floats
    kish: float


def poststratify(design: Design, poststratum: npt.ArrayLike, totals: npt.ArrayLike) -> CalibratedDesign:
    """Weights that reproduce the population of every post-stratum: g = N_p / Σ w.

    ``poststratum`` int [R] points into ``totals`` float [P], persons in the population. Variances made with the
    returned design take the residual about the weighted post-stratum mean, as R's ``postStratify``; post-strata may
    cross strata and clusters. One-way and two-way post-stratification differ only in what the cells are.

    Raises TooFew when a post-stratum has population but no weight to carry it (``collapse_cells`` comes first), and
    ValueError when somebody answered in a post-stratum that the population does not have.
    Source: Deville & Särndal (1992); Särndal, Swensson & Wretman (1992) sec. 7.6; Lumley (2010) sec. 7.2.
    """
    cell = np.asarray(poststratum, dtype=np.int64)
    wanted = np.asarray(totals, dtype=np.float64)
    if cell.shape != design.stratum.shape or np.any((cell < 0) | (cell >= len(wanted))):
        raise ValueError("every row needs a post-stratum that has a total")
    carried = group_sums(cell, len(wanted), design.weight * design.persons)
    empty = (wanted > 0) & (carried == 0)
    if np.any(empty):
        raise TooFew(
            0, 1, f"nobody answered in {empty.sum()} of {len(wanted)} post-strata, first number {empty.argmax()}"
        )
    if np.any((wanted <= 0) & (carried > 0)):
        raise ValueError("somebody answered in a post-stratum without population")
    factor = np.divide(wanted, carried, out=np.ones_like(wanted), where=carried > 0)
    g = factor[cell]
    calibrated = replace(design, weight=design.weight * g, poststratum=cell, calibration=None)
    return CalibratedDesign(calibrated, g, float(kish(calibrated)))


def kish(design: Design, group: npt.ArrayLike | None = None, groups: int | None = None) -> Floats:
    """Kish's design effect of unequal weights, 1 + cv² = n·Σw²/(Σw)², by group int [R] (-1: left out) or over all rows.

    Shape [groups], or a scalar array without ``group``. NaN where a group has no weight. Source: Kish (1965) sec. 11.7.
    """
    where = np.zeros(len(design.weight), np.int64) if group is None else np.asarray(group, dtype=np.int64)
    count = groups if groups is not None else int(where.max(initial=0)) + 1
    persons = design.persons.astype(np.float64)
    n = group_sums(where, count, persons)
    first = group_sums(where, count, persons, design.weight)
    second = group_sums(where, count, persons, design.weight**2)
    effect = np.divide(n * second, first**2, out=np.full(count, np.nan), where=first > 0)
    return np.asarray(effect[0]) if group is None else effect


@dataclass(frozen=True, eq=False)
class CollapsedCells:
    """``cell`` int [C]: the calibration cell each frame cell belongs to (-1: none); ``joined`` bool [C]: put together.

    ``answered`` and ``population`` are the sums of the calibration cells.
    """

    cell: Integers
    joined: Booleans
    answered: Integers
    population: Floats


def collapse_cells(
    answered: npt.ArrayLike,
    population: npt.ArrayLike,
    unit: npt.ArrayLike,
    codes: npt.ArrayLike,
    minimum: int = 20,
) -> CollapsedCells:
    """Join thin calibration cells to their neighbours inside a unit, by a rule fixed before data.

    A cell is a unit and one code of each calibration variable: ``answered``, ``population`` and ``unit`` are [C],
    ``codes`` is int [C, B], in the order in which the variables are named. Cells stand sorted by unit and codes. A
    cell is thin when fewer than ``minimum`` answered, or when somebody answered whom the frame does not have. The
    first thin cell joins the cell beside it that agrees in most variables from the first on (so the last variable is
    given up first), the next one before the one before; and so on until none is thin or the unit is one cell. A cell
    with neither answers nor population is in none (-1).

    Fewer than about 20 answers a cell make standard errors too small: Cochran (1977) sec. 5A.9; bench/coverage.md.
    """
    n = np.asarray(answered, dtype=np.int64)
    size = np.asarray(population, dtype=np.float64)
    places = np.asarray(unit, dtype=np.int64)
    keys = np.asarray(codes, dtype=np.int64).reshape(len(n), -1)
    ranked = np.lexsort((*keys.T[::-1], places))
    ranked = ranked[(n[ranked] > 0) | (size[ranked] > 0)]
    cell = np.full(len(n), -1, np.int64)
    joined = np.zeros(len(n), np.bool_)
    together: list[list[int]] = []
    lists = n.tolist(), size.tolist(), keys.tolist()
    for members in np.split(ranked, np.flatnonzero(np.diff(places[ranked])) + 1):
        together += _collapse_unit(members.tolist(), *lists, minimum)
    for number, members_of in enumerate(together):
        cell[members_of] = number
        joined[members_of] = len(members_of) > 1
    there = cell >= 0
    answered_in = np.bincount(cell[there], n[there], len(together)).astype(np.int64)
    return CollapsedCells(cell, joined, answered_in, group_sums(cell, len(together), size))


def _collapse_unit(
    cells: list[int], n: list[int], size: list[float], keys: list[list[int]], minimum: int
) -> list[list[int]]:
    """The cells of one unit, in order, put together until none is thin."""
    line = [([c], n[c], size[c]) for c in cells]
    first = 0
    while len(line) > 1:
        thin = next((i for i in range(first, len(line)) if line[i][1] < minimum or line[i][2] <= 0), None)
        if thin is None:
            break
        beside = [j for j in (thin + 1, thin - 1) if 0 <= j < len(line)]
        best = max(beside, key=lambda j: _agreement(keys[line[min(thin, j)][0][-1]], keys[line[max(thin, j)][0][0]]))
        first = min(thin, best)
        (a, n_a, size_a), (b, n_b, size_b) = line[first], line[first + 1]
        line[first : first + 2] = [(a + b, n_a + n_b, size_a + size_b)]
    return [members for members, _, _ in line]


def _agreement(a: list[int], b: list[int]) -> int:
    """How many codes agree from the first on."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y), len(a))
