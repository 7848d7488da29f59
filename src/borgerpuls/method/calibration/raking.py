"""Raking (iterative proportional fitting): weights that reproduce the population in several margins at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from borgerpuls.arrays import Floats, Integers
from borgerpuls.method.array_operations import combination_codes, group_sums
from borgerpuls.method.calibration.greg import Bounds, calibrate_to, connected_blocks
from borgerpuls.method.calibration.poststratification import CalibratedDesign, kish
from borgerpuls.method.design.design import Design
from borgerpuls.method.errors import NotConverged, TooFew

Margin = tuple[npt.ArrayLike, npt.ArrayLike]

SWEEPS = 10
"""How often the residual goes round the margins; R's number."""


def margin(rows: Sequence[npt.ArrayLike], frame: Sequence[npt.ArrayLike], persons: npt.ArrayLike) -> Margin:
    """A margin from labels: (code int [R] of each row, totals float [P] of each code), for ``rake``.

    ``rows`` are one or more label columns [R] of the rows, ``frame`` the same columns [F] of the frame and ``persons``
    [F] how many persons each line of the frame has. Crossing a column with the municipality rakes every municipality
    to its own frame. Codes follow the sorted labels of the frame; a line of the frame without persons is left out.

    Raises ValueError where a row has a label that the frame does not.
    """
    there = np.flatnonzero(np.asarray(persons, np.float64) > 0)
    pairs = zip(frame, rows, strict=True)
    both = combination_codes(*(np.concatenate([np.asarray(f)[there], np.asarray(r)]) for f, r in pairs))
    totals = np.bincount(both[: len(there)], np.asarray(persons, np.float64)[there], int(both.max(initial=-1)) + 1)
    held = totals > 0
    outside = ~held[both[len(there) :]]
    if np.any(outside):
        raise ValueError(f"{outside.sum()} rows have labels that the frame does not have, first row {outside.argmax()}")
    return (np.cumsum(held) - 1)[both[len(there) :]], totals[held]


@dataclass(frozen=True, eq=False)
class RakingResiduals:
    """R's residual of a raked design: margin by margin, ten times round, the unweighted mean of z over the persons of
    each category is taken off, z standing over the weight that the margin's own step left (``step`` [M, C]).
    """

    persons: Floats
    codes: tuple[Integers, ...]
    step: Floats
    block: Integers
    base: None = None

    @property
    def leverage(self) -> Floats:
        """What one person of a cell adds to its own fitted value [C]: 1 over the persons of each of its categories,
        what all margins fit alike (the mean of the block) counted once."""

        def one_of(code: Integers) -> Floats:
            return np.asarray(1 / np.maximum(np.bincount(code, self.persons), 1.0)[code])

        once = (len(self.codes) - 1) * one_of(self.block)
        return np.asarray(np.sum([one_of(code) for code in self.codes], axis=0) - once)

    def fitted(self, sums: Floats) -> Floats:
        """What has been taken off in each cell, from the plain sums over its persons: [C, …] -> [C, …]."""
        flat = sums.reshape(len(sums), -1)
        fit = np.zeros_like(flat)
        for _ in range(SWEEPS):
            for code, step in zip(self.codes, self.step, strict=True):
                categories = int(code.max()) + 1
                left = group_sums(code, categories, flat - self.persons[:, None] * fit, 1 / step)
                held = np.bincount(code, self.persons, categories)[:, None]
                mean = np.divide(left, held, out=np.zeros_like(left), where=held > 0)
                fit += step[:, None] * mean[code]
        return fit.reshape(sums.shape)


def rake(
    design: Design,
    margins: Sequence[Margin],
    *,
    bounds: Bounds | None = None,
    epsilon: float = 1e-10,
    iterations: int = 1000,
) -> CalibratedDesign:
    """Weights that reproduce the population of every category of every margin, found by going round the margins.

    ``margins`` is a list of (``code`` int [R] from 0, ``totals`` float [P]), see ``margin``; rows are persons or cells.
    Margins of each municipality, crossed with it, rake every municipality to its own frame. The end is reached when a
    round changes no cell of the crossed table by ``epsilon`` persons, below 1 as a share of the whole. R's ``rake()``
    stops early by default: ``epsilon=1, iterations=10`` gives its very numbers.

    The design returned follows R in its variances: residuals about *unweighted* means of each category, the margins
    swept ten times ("unweighted margin means convention"; GREG's residual, ``calibrate_to``, is weighted by design).
    With ``bounds`` (low, high) on g, the same totals are met by ``calibrate_to(kind="raking", bounds=…)``, residual
    and all. ``g`` is new over old weight, ``kish`` 1 + cv² of the new.

    Raises NotConverged with what is left; TooFew where a category with population has no answers (join it first);
    ValueError for answers without population, margins with different totals, or a design calibrated before.
    Source: Deming & Stephan (1940); Deville, Särndal & Sautory (1993); Lumley (2010) sec. 7.3.
    """
    if design.poststratum is not None:
        raise ValueError("the design is calibrated already; rake the original one to all margins at once")
    codes = [np.asarray(code, np.int64) for code, _ in margins]
    totals = [np.asarray(total, np.float64) for _, total in margins]
    _check(design, codes, totals)
    if bounds is not None:
        columns = np.hstack([(code[:, None] == np.arange(len(t))) for code, t in zip(codes, totals, strict=True)])
        return calibrate_to(design, columns, np.concatenate(totals), kind="raking", bounds=bounds)
    cell = combination_codes(*codes)
    count = int(cell.max()) + 1
    at = np.zeros(count, np.int64)
    at[cell] = np.arange(len(cell))
    inside = tuple(code[at] for code in codes)
    g, steps = _rounds(group_sums(cell, count, design.weight * design.persons), inside, totals, epsilon, iterations)
    persons = group_sums(cell, count, design.persons * (design.weight > 0))
    step = np.divide(steps, g, out=np.ones_like(steps), where=g > 0)
    sweeps = RakingResiduals(persons, inside, step, connected_blocks(_incidence(inside, totals)))
    raked = replace(design, weight=design.weight * g[cell], poststratum=cell, calibration=sweeps)
    return CalibratedDesign(raked, g[cell], float(kish(raked)))


def _check(design: Design, codes: list[Integers], totals: list[Floats]) -> None:
    if not codes:
        raise ValueError("raking needs a margin")
    whole = [float(t.sum()) for t in totals]
    if max(whole) - min(whole) > 1e-6 * max(whole):
        raise ValueError(f"the margins add up to different populations: {', '.join(f'{w:.10g}' for w in whole)}")
    for k, (code, wanted) in enumerate(zip(codes, totals, strict=True)):
        if code.shape != design.stratum.shape or np.any((code < 0) | (code >= len(wanted))):
            raise ValueError(f"every row needs a category of margin number {k} that has a total")
        carried = np.bincount(code, design.weight * design.persons, len(wanted))
        empty = (wanted > 0) & (carried == 0)
        if np.any(empty):
            raise TooFew(0, 1, f"nobody answered in {empty.sum()} of {len(wanted)} categories of margin number {k}, "
                               f"first number {empty.argmax()}")  # fmt: skip
        if np.any((wanted <= 0) & (carried > 0)):
            raise ValueError(f"somebody answered in a category of margin number {k} without population")


def _rounds(
    carried: Floats, codes: tuple[Integers, ...], totals: list[Floats], epsilon: float, iterations: int
) -> tuple[Floats, Floats]:
    """g [C] when the rounds have come to rest, and as each margin's step left it [M, C]."""
    g = np.ones_like(carried)
    steps = np.ones((len(codes), len(carried)))
    least = epsilon if epsilon >= 1 else epsilon * max(carried.sum(), float(totals[0].sum()))
    change = np.inf
    for _ in range(iterations):
        before = carried * g
        for k, (code, wanted) in enumerate(zip(codes, totals, strict=True)):
            held = np.bincount(code, carried * g, len(wanted))
            g = g * np.divide(wanted, held, out=np.ones_like(wanted), where=held > 0)[code]
            steps[k] = g
        change = float(np.abs(carried * g - before).max())
        if change < least:
            break
    pairs = zip(codes, totals, strict=True)
    missed = [float(np.abs(np.bincount(code, carried * g, len(wanted)) - wanted).max()) for code, wanted in pairs]
    worst = int(np.argmax(missed))
    # Margins that contradict each other in this sample come to rest too, each round undoing its own first steps.
    if change >= least or missed[worst] > 10 * len(carried) * least:
        raise NotConverged(iterations, missed[worst], f"margin number {worst} is missed by {missed[worst]:.3g} persons")
    return g, steps


def _incidence(codes: tuple[Integers, ...], totals: list[Floats]) -> sparse.csr_array:
    """Cells by categories of all margins."""
    start = np.cumsum([0, *(len(t) for t in totals)])
    column = np.concatenate([code + start[k] for k, code in enumerate(codes)])
    row = np.tile(np.arange(len(codes[0])), len(codes))
    return sparse.csr_array((np.ones(len(row)), (row, column)), shape=(len(codes[0]), int(start[-1])))
