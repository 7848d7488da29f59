"""Calibration to totals of any variables: linear (GREG), raking and logit distance, with bounds on the g-weights."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from borgerpuls.arrays import Floats, Integers
from borgerpuls.method.array_operations import combination_codes, group_sums
from borgerpuls.method.calibration.bounded_weights import bounded_weights
from borgerpuls.method.calibration.poststratification import CalibratedDesign, kish
from borgerpuls.method.design.design import Design
from borgerpuls.method.errors import NegativeWeights, NotConverged, TooFew

Kind = Literal["linear", "raking", "logit"]
Bounds = tuple[float, float]
Pair = tuple[Floats, Floats]

FREE: Bounds = (-np.inf, np.inf)
ITERATIONS, CLOSE = 50, 1e-7
FAR = 20.0
"""Weights that are too small by more than this factor are first multiplied up, as R's ``grake`` does."""


@dataclass(frozen=True, eq=False)
class CalibrationRegression:
    """Weighted regression on the calibration variables: its projection is ``half`` [C, J] times its transpose.

    Cells of different blocks share no calibration variable, so most of ``half`` is empty.
    """

    base: Floats
    block: Integers
    half: sparse.csr_array

    @property
    def leverage(self) -> Floats:
        """What one person of a cell adds to its own fitted value, per unit of its base: [C]."""
        return np.asarray(self.half.power(2).sum(axis=1))

    def fitted(self, sums: Floats) -> Floats:
        """Fitted value of a person of each cell, from the sums of base times the variable: [C, …] -> [C, …]."""
        return np.asarray(self.half @ (self.half.T @ sums.reshape(len(sums), -1))).reshape(sums.shape)


def calibrate_to(
    design: Design,
    x: npt.ArrayLike,
    totals: npt.ArrayLike,
    *,
    kind: Kind = "linear",
    bounds: Bounds = FREE,
    variance: npt.ArrayLike | None = None,
) -> CalibratedDesign:
    """Weights w = d·g that reproduce known totals, Σ w·x = ``totals``, as near the design weights d as ``kind`` says.

    ``x`` [R] or [R, J] are the calibration variables of each person of a row (a column of ones for the population
    size), ``totals`` [J] their sums in the population; rows are persons or cells. ``kind``: ``linear`` g = 1 + x'λ, the
    generalised regression estimator; ``raking`` g = exp(x'λ), never negative; ``logit`` g between ``bounds`` smoothly.
    ``bounds`` (low, high) hold g; for linear and raking it is cut there. ``variance`` [R] (linear without bounds only)
    is the model variance σ² of a person, g = 1 + x'λ/σ²; with σ² = x this is the ratio estimator.

    In every variance the design returned takes the residual w·(z − x'B), B by least squares with weights d (d/σ²),
    whatever the kind. ``g`` is new over old weight, ``kish`` 1 + cv² of the new. R's ``calibrate(calfun=, bounds=)``.
    Where all totals exceed those of the sample more than 20 times, weights are first multiplied by the mean factor and
    bounds apply after that, as in R.

    Raises NotConverged with what is left where no weights inside the bounds meet the totals, or these contradict each
    other; TooFew where a variable with a total has nobody in the sample; NegativeWeights
    for linear weights below zero (bounds or raking mend it); ValueError for a design calibrated before.
    Source: Deville & Särndal (1992), J. Am. Stat. Assoc. 87, 376-382; Särndal, Swensson & Wretman (1992) ch. 6.
    """
    if design.poststratum is not None:
        raise ValueError("the design is calibrated already; calibrate the original one to all totals at once")
    columns = np.asarray(x, np.float64).reshape(len(design.weight), -1)
    wanted = np.asarray(totals, np.float64).reshape(-1)
    if columns.shape[1] != len(wanted) or not (np.all(np.isfinite(columns)) and np.all(np.isfinite(wanted))):
        raise ValueError(f"{columns.shape[1]} variables need as many totals (here {len(wanted)}), all of them numbers")
    plain = kind == "linear" and bounds == FREE
    if variance is not None and not plain:
        raise ValueError("a model variance goes with linear calibration without bounds")
    sigma2 = np.ones(len(columns)) if variance is None else np.asarray(variance, np.float64)
    cell, at = _alike(np.column_stack([columns, sigma2]))
    carried = group_sums(cell, len(at), design.weight * design.persons)
    cells, sigma2 = columns[at], sigma2[at]
    _present(cells, carried, wanted)
    up = 1.0 if plain else _far(carried @ cells, wanted)
    block = connected_blocks(sparse.csr_array(cells != 0))
    parts = [_part(cells, here) for here in _members(block)]
    g = np.ones(len(cells))
    for here, own in parts:
        if len(own):
            x_here = cells[np.ix_(here, own)]
            g[here] = up * _weights(x_here, carried[here] * up, wanted[own], kind, bounds, sigma2[here], own)
    _positive(g, carried)
    base = np.divide(1, g * sigma2, out=np.zeros_like(g), where=g > 0)
    halves = [_half(cells[np.ix_(here, own)], (carried * g * base)[here]) for here, own in parts]
    order = np.argsort(np.concatenate([here for here, _own in parts]))
    regression = CalibrationRegression(base, block, sparse.csr_array(sparse.block_diag(halves, format="csr"))[order])
    calibrated = replace(design, weight=design.weight * g[cell], poststratum=cell, calibration=regression)
    return CalibratedDesign(calibrated, g[cell], float(kish(calibrated)))


def connected_blocks(incidence: sparse.csr_array) -> Integers:
    """Cells [C] that share a calibration variable, directly or through others, have one number."""
    count, columns = incidence.shape
    row, column = incidence.nonzero()
    size = count + columns
    joined = sparse.csr_array((np.ones(len(row)), (row, count + column)), shape=(size, size))
    return combination_codes(connected_components(joined, directed=False)[1][:count])


def _members(block: Integers) -> list[Integers]:
    """The cells of each block."""
    order = np.argsort(block, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(block[order])) + 1)


def _part(cells: Floats, here: Integers) -> tuple[Integers, Integers]:
    """The cells of a block, and the calibration variables that these alone have."""
    return here, np.flatnonzero(np.any(cells[here] != 0, axis=0))


def _weights(
    x: Floats, carried: Floats, wanted: Floats, kind: Kind, bounds: Bounds, sigma2: Floats, numbers: Integers
) -> Floats:
    """g of the cells of one block, whose totals have these ``numbers``."""
    try:
        return _newton(x, carried, wanted, _distance(kind, bounds), sigma2, numbers)
    except NotConverged as stalled:
        if kind == "logit" or bounds == FREE:
            raise
        # R's steps can stall near bounds, and between bounds far from 1, though such weights exist.
        try:
            return bounded_weights(x, carried, wanted, raking=kind == "raking", bounds=bounds)
        except NotConverged:
            raise stalled from None


def _alike(columns: Floats) -> tuple[Integers, Integers]:
    """The cell of each row, and a row of each cell: rows with the same calibration variables."""
    _, at, cell = np.unique(columns, axis=0, return_index=True, return_inverse=True)
    return cell.reshape(-1).astype(np.int64), at.astype(np.int64)


def _present(x: Floats, carried: Floats, wanted: Floats) -> None:
    empty = ~np.any((x != 0) & (carried > 0)[:, None], axis=0) & (wanted != 0)
    if np.any(empty):
        raise TooFew(0, 1, f"nobody answered for {empty.sum()} of {len(wanted)} totals, first number {empty.argmax()}")


def _far(now: Floats, wanted: Floats) -> float:
    """The mean factor between totals and sample where all factors are large, else 1."""
    factors = wanted[now != 0] / now[now != 0]
    return float(factors.mean()) if len(factors) and factors.min() > FAR else 1.0


def _newton(
    x: Floats,
    carried: Floats,
    wanted: Floats,
    distance: Callable[[Floats], Pair],
    sigma2: Floats,
    numbers: Integers,
) -> Floats:
    """g by Newton's method as in R's ``grake``: same start, same steps, same end (1e-7 of every total)."""
    scale = np.sqrt(_scale(x))
    model = x / sigma2[:, None]
    eta = np.zeros(x.shape[1])
    g, slope = distance(model @ eta)
    for _ in range(ITERATIONS):
        steep = (x * scale).T @ (model * scale * (carried * slope)[:, None])
        step = scale * (np.linalg.pinv(steep, rcond=1e-13, hermitian=True) @ (scale * (wanted - (carried * g) @ x)))
        eta = eta + step
        g, slope = distance(model @ eta)
        for _ in range(ITERATIONS):
            if np.all(np.isfinite(g)) and np.all(np.isfinite(slope)):
                break
            step = step / 2
            eta = eta - step
            g, slope = distance(model @ eta)
        reached = (carried * g) @ x
        left = np.abs(wanted - reached) / (1 + np.abs(wanted))
        if left.max() < CLOSE:
            return np.asarray(g)
    worst = int(left.argmax())
    reason = f"total number {numbers[worst]} is {reached[worst]:.6g} and should be {wanted[worst]:.6g}"
    raise NotConverged(ITERATIONS, float(left.max()), f"{reason}; bounds too narrow, or totals that contradict")


def _distance(kind: Kind, bounds: Bounds) -> Callable[[Floats], Pair]:
    """g and its slope as functions of x'λ (Deville & Särndal 1992, table 1: cases 1, 2, 6, 7)."""
    low, high = bounds
    if not low < 1 < high:
        raise ValueError("bounds of g lie on either side of 1")
    if kind == "logit":
        if not np.isfinite(low + high):
            raise ValueError("logit calibration needs a low and a high bound")
        a = (high - low) / ((high - 1) * (1 - low))

        def logit(u: Floats) -> Pair:
            with np.errstate(over="ignore", invalid="ignore"):
                e = np.exp(a * u)
                below = high - 1 + (1 - low) * e
                g = (low * (high - 1) + high * (1 - low) * e) / below
                return g, (g - low) * (high - g) * a / (high - low)

        return logit

    def cut(u: Floats) -> Pair:
        with np.errstate(over="ignore"):
            free = np.exp(u) if kind == "raking" else 1 + u
            # R compares 1 + u, not exp(u), with the bounds when it decides where raking still has a slope.
            inside = (1 + u > low) & (1 + u < high)
            return np.clip(free, low, high), np.where(inside, free if kind == "raking" else 1.0, 0.0)

    return cut


def _positive(g: Floats, carried: Floats) -> None:
    below = (g < 0) & (carried > 0)
    if np.any(below):
        raise NegativeWeights(int(below.sum()), len(g), float(g[below].min()))


def _half(x: Floats, carried: Floats) -> Floats:
    """H with H·H' = X(X'DX)⁻X', D the carried weights: columns that depend on others fall away."""
    root = np.sqrt(np.maximum(carried, 0.0))
    left, size, _ = np.linalg.svd(x * np.sqrt(_scale(x)) * root[:, None], full_matrices=False)
    left = left[:, size > 1e-10 * size.max(initial=0.0)]
    return np.asarray(np.divide(left, root[:, None], out=np.zeros_like(left), where=root[:, None] > 0))


def _scale(x: Floats) -> Floats:
    """1/Σx² of every column, 1 for a column of zeros: no unit of measurement weighs more than another."""
    size = (x**2).sum(axis=0)
    return np.asarray(np.divide(1.0, size, out=np.ones_like(size), where=size > 0))
