"""The difference between two groups of citizens in one unit, adjusted for covariates."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, stdtr, stdtrit

from borgerpuls.arrays import Booleans, Floats
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.totals import Sums

STEPS = 50
ALIKE = 1e-9
"""A direction in which covariates vary less than this beside the most varying one is a repetition of the others."""


@dataclass(frozen=True)
class AdjustedDifference:
    """The difference between group 1 and group 0 of one unit: ``value`` with ``se``, ``df``, ``p`` and ``interval``.

    ``mean1`` and ``mean0`` are the adjusted means of the two groups, ``n1`` and ``n0`` their answers, ``effective1``
    and ``effective0`` their effective numbers after weighting (Kish). ``unadjusted`` is the difference of plain means.
    """

    value: float
    se: float
    df: float
    mean1: float
    mean0: float
    n1: int
    n0: int
    effective1: float
    effective0: float
    unadjusted: float

    @property
    def n(self) -> int:
        """The answers of both groups."""
        return self.n1 + self.n0

    @property
    def p(self) -> float:
        """Two-sided p: the groups do not differ."""
        return float(2 * stdtr(self.df, -abs(self.value) / self.se))

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Low and high end by Student's t."""
        half = float(stdtrit(self.df, (1 + level) / 2)) * self.se
        return self.value - half, self.value + half


def overlap_difference(sums: Sums, group: npt.ArrayLike, covariates: npt.ArrayLike) -> AdjustedDifference:
    """Overlap-weighted difference between two groups that were not drawn by lot, adjusted for covariates.

    ``sums`` [R, 1] of one measure: a row is a person (``Sums.from_persons``) or a cell of persons alike; ``group`` bool
    [R]; ``covariates`` float [R, K] without a constant (0/1 columns for groups), or [R, 0]. Columns that repeat the
    others add nothing. Each person is weighted by how likely the *other* group was, from a logistic model ("overlap
    weights"); the groups' covariate means then agree exactly. The sandwich standard error counts that the model was
    estimated.

    Raises TooFew for fewer than two answers in a group, fewer answers than the model takes, answers that do not vary,
    or when the covariates tell the groups apart completely; ValueError where one who answered lacks a covariate.

    Source: Li, Morgan & Zaslavsky (2018), J. American Statistical Association 113, 390-400; variance by the stacked
    estimating equations of Lunceford & Davidian (2004), Statistics in Medicine 23, 2937-2960.
    """
    n, total, squares, first, known = _one_measure(sums, group, covariates)
    design = np.column_stack([np.ones(len(n)), known])
    n1, n0 = int(n @ first), int(n @ ~first)
    if n1 + n0 - design.shape[1] < 2:
        raise TooFew(n1 + n0, design.shape[1] + 2, "there are too few answers for these covariates")
    likely = _propensity(design, n, first)
    weight = np.where(first, 1 - likely, likely)
    size1, size0 = float(n @ (weight * first)), float(n @ (weight * ~first))
    mean1 = float(total @ (weight * first)) / size1
    mean0 = float(total @ (weight * ~first)) / size0
    slope = likely * (1 - likely)
    information = (design * (n * slope)[:, None]).T @ design
    # How the two means move with the model's coefficients.
    residual1, residual0 = total - n * mean1, total - n * mean0
    moved = (-(slope * residual1 * first) @ design) / size1 - ((slope * residual0 * ~first) @ design) / size0
    through_model = np.linalg.solve(information, moved)
    constant = (first - likely) * (design @ through_model)
    per_answer = np.where(first, weight / size1, -weight / size0)
    constant = constant - per_answer * np.where(first, mean1, mean0)
    variance = float(np.sum(constant**2 * n + 2 * constant * per_answer * total + per_answer**2 * squares))
    return AdjustedDifference(
        value=mean1 - mean0,
        se=_spread(variance, squares),
        df=n1 + n0 - design.shape[1] - 1,
        mean1=mean1,
        mean0=mean0,
        n1=n1,
        n0=n0,
        effective1=size1**2 / float(n @ (weight**2 * first)),
        effective0=size0**2 / float(n @ (weight**2 * ~first)),
        unadjusted=float(total @ first / n1 - total @ ~first / n0),
    )


def randomised_difference(sums: Sums, group: npt.ArrayLike, covariates: npt.ArrayLike) -> AdjustedDifference:
    """Regression-adjusted difference between two groups drawn by lot (Lin's estimator).

    Arguments as for ``overlap_difference``. Least squares on the group, the centred covariates and their products, with
    the HC2 standard error: in large groups never less precise than the plain difference, and valid whatever the true
    relation.

    Raises TooFew when there are too few answers for the covariates, one group's covariates do not vary, or no answer
    does; ValueError where one who answered lacks a covariate.

    Source: Lin (2013), Annals of Applied Statistics 7, 295-318; estimatr::lm_lin.
    """
    n, total, squares, first, centred = _one_measure(sums, group, covariates)
    n1, n0 = int(n @ first), int(n @ ~first)
    design = np.column_stack([np.ones(len(n)), first, centred, centred * first[:, None]])
    if min(n1, n0) <= centred.shape[1] + 1:
        raise TooFew(min(n1, n0), centred.shape[1] + 2, "the smaller group has too few answers for these covariates")
    if np.linalg.matrix_rank(design * np.sqrt(n)[:, None]) < design.shape[1]:
        raise TooFew(0, 1, "in one of the groups no answer tells a covariate from the others")
    inverse = np.linalg.inv((design * n[:, None]).T @ design)
    fitted_by = inverse @ design.T @ total
    fitted = design @ fitted_by
    leverage = np.einsum("ri,ij,rj->r", design, inverse, design)
    # A person who alone fixes a coefficient is fitted exactly and has no residual to count.
    left = squares - 2 * fitted * total + n * fitted**2
    free = leverage < 1 - 1e-9
    squared = np.where(free, left / np.where(free, 1 - leverage, 1.0), 0.0)
    covariance = inverse @ (design * squared[:, None]).T @ design @ inverse
    return AdjustedDifference(
        value=float(fitted_by[1]),
        se=_spread(float(covariance[1, 1]), squares),
        df=n1 + n0 - design.shape[1],
        mean1=float(fitted_by[0] + fitted_by[1]),
        mean0=float(fitted_by[0]),
        n1=n1,
        n0=n0,
        effective1=n1,
        effective0=n0,
        unadjusted=float(total @ first / n1 - total @ ~first / n0),
    )


def _one_measure(
    sums: Sums, group: npt.ArrayLike, covariates: npt.ArrayLike
) -> tuple[Floats, Floats, Floats, Booleans, Floats]:
    """Rows with answers: n, sums, squares, the group, and what is known of them as columns that do not repeat."""
    n, total, squares = (
        np.asarray(part, float).reshape(len(part), -1)[:, 0] for part in (sums.n, sums.total, sums.squares)
    )
    there = n > 0
    first = np.asarray(group, np.bool_).reshape(-1)[there]
    known = np.asarray(covariates, float).reshape(len(n), -1)[there]
    n, total, squares = n[there], total[there], squares[there]
    for side in (first, ~first):
        if n @ side < 2:
            raise TooFew(int(n @ side), 2, "each of the two groups needs answers to be compared")
    if not np.all(np.isfinite(known)):
        raise ValueError(f"{(~np.isfinite(known).all(axis=1)).sum()} rows with answers lack a covariate")
    return n, total, squares, first, _columns(known, n)


def _columns(known: Floats, n: Floats) -> Floats:
    """Centred columns that span the same as the covariates, scaled alike and without repetitions: [R, rank]."""
    centred = known - n @ known / n.sum()
    size = np.sqrt(n @ centred**2)
    largest = np.abs(known).max(axis=0, initial=0.0) * np.sqrt(n.sum())
    varies = size > ALIKE * largest
    if not varies.any():
        return np.empty((len(n), 0))
    scaled = centred[:, varies] / size[varies]
    _, spread, turns = np.linalg.svd(scaled * np.sqrt(n)[:, None], full_matrices=False)
    kept = spread > ALIKE * spread[0]
    return np.asarray(scaled @ turns[kept].T / spread[kept] * np.sqrt(n.sum()))


def _propensity(design: Floats, n: Floats, group: Booleans) -> Floats:
    """How likely each person was to be in group 1, by logistic regression."""
    coefficients = np.zeros(design.shape[1])
    for _ in range(STEPS):
        likely = expit(design @ coefficients)
        information = (design * (n * likely * (1 - likely))[:, None]).T @ design
        if np.linalg.cond(information) > 1e12:
            break
        step = np.linalg.solve(information, design.T @ (n * (group - likely)))
        coefficients += step
        if np.abs(step).max() < 1e-12 * (1 + np.abs(coefficients).max()):
            return np.asarray(expit(design @ coefficients), float)
    raise TooFew(0, 1, "nobody could have been in either group: what is known of them tells the groups apart")


def _spread(variance: float, squares: Floats) -> float:
    """The standard error; refused where everybody gave the same answer, beyond what rounding leaves."""
    if variance <= 1e-24 * float(squares.max(initial=0.0)):
        raise TooFew(0, 1, "no answer differs from the others, so nothing tells how much answers vary")
    return float(variance**0.5)
