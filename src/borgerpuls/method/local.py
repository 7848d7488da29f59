"""Two groups of citizens in one unit, made alike before they are compared."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, stdtr, stdtrit

from borgerpuls.method.design import TooFew
from borgerpuls.method.totals import Sums

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

STEPS = 50


@dataclass(frozen=True)
class TwoGroups:
    """The difference between group 1 and group 0 of one unit: ``value`` with ``se``, ``df``, ``p`` and ``interval``.

    ``first`` and ``other`` are the adjusted means of the two groups, ``n1`` and ``n0`` their answers, ``effective1``
    and ``effective0`` what these are worth after weighting (Kish). ``plain`` is the difference of unadjusted means.
    """

    value: float
    se: float
    df: float
    first: float
    other: float
    n1: int
    n0: int
    effective1: float
    effective0: float
    plain: float

    @property
    def p(self) -> float:
        return float(2 * stdtr(self.df, -abs(self.value) / self.se))

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        half = float(stdtrit(self.df, (1 + level) / 2)) * self.se
        return self.value - half, self.value + half


def overlap(sums: Sums, group: Booleans, covariates: Floats) -> TwoGroups:
    """The difference between two groups that citizens were *not* drawn into, among those who could be in either.

    ``sums`` [R, 1] of one measure: a row is a person (``Sums.of``) or a cell of persons alike; ``group`` bool [R];
    ``covariates`` float [R, K] without a constant (0/1 columns for groups), or [R, 0]. Each person is weighted by how
    likely the *other* group was, from a logistic model; the groups' covariate means then agree exactly. The sandwich
    standard error counts that the model was estimated.

    Raises TooFew for fewer than two answers in a group, or when the covariates tell the groups apart completely.

    Source: Li, Morgan & Zaslavsky (2018), J. American Statistical Association 113, 390-400; variance by the stacked
    estimating equations of Lunceford & Davidian (2004), Statistics in Medicine 23, 2937-2960.
    """
    n, total, squares = _one_measure(sums, group)
    design = np.column_stack([np.ones(len(n)), covariates])
    likely = _propensity(design, n, group)
    weight = np.where(group, 1 - likely, likely)
    size1, size0 = float(n @ (weight * group)), float(n @ (weight * ~group))
    mean1 = float(total @ (weight * group)) / size1
    mean0 = float(total @ (weight * ~group)) / size0
    slope = likely * (1 - likely)
    information = (design * (n * slope)[:, None]).T @ design
    # How the two means move with the model's coefficients.
    residual1, residual0 = total - n * mean1, total - n * mean0
    moved = (-(slope * residual1 * group) @ design) / size1 - ((slope * residual0 * ~group) @ design) / size0
    through_model = np.linalg.solve(information, moved)
    constant = (group - likely) * (design @ through_model)
    per_answer = np.where(group, weight / size1, -weight / size0)
    constant = constant - per_answer * np.where(group, mean1, mean0)
    variance = float(np.sum(constant**2 * n + 2 * constant * per_answer * total + per_answer**2 * squares))
    n1, n0 = int(n @ group), int(n @ ~group)
    return TwoGroups(
        value=mean1 - mean0,
        se=variance**0.5,
        df=n1 + n0 - design.shape[1] - 1,
        first=mean1,
        other=mean0,
        n1=n1,
        n0=n0,
        effective1=size1**2 / float(n @ (weight**2 * group)),
        effective0=size0**2 / float(n @ (weight**2 * ~group)),
        plain=float(total @ group / n1 - total @ ~group / n0),
    )


def randomised(sums: Sums, group: Booleans, covariates: Floats) -> TwoGroups:
    """The difference between two groups that chance put citizens into, sharpened by what is known of them.

    Arguments as for ``overlap``. Least squares on the group, the centred covariates and their products, with the HC2
    standard error: never less precise than the plain difference, and valid whatever the true relation.

    Raises TooFew when there are too few answers for the covariates, or covariates repeat one another.

    Source: Lin (2013), Annals of Applied Statistics 7, 295-318; estimatr::lm_lin.
    """
    n, total, squares = _one_measure(sums, group)
    n1, n0 = int(n @ group), int(n @ ~group)
    centred = covariates - n @ covariates / n.sum()
    design = np.column_stack([np.ones(len(n)), group, centred, centred * group[:, None]])
    if min(n1, n0) <= centred.shape[1] + 1 or np.linalg.matrix_rank(design * np.sqrt(n)[:, None]) < design.shape[1]:
        raise TooFew(min(n1, n0), centred.shape[1] + 2, "the smaller group has too few answers for these covariates")
    inverse = np.linalg.inv((design * n[:, None]).T @ design)
    fitted_by = inverse @ design.T @ total
    fitted = design @ fitted_by
    leverage = np.einsum("ri,ij,rj->r", design, inverse, design)
    # A person who alone fixes a coefficient is fitted exactly and has no residual to count.
    left = squares - 2 * fitted * total + n * fitted**2
    free = leverage < 1 - 1e-9
    squared = np.where(free, left / np.where(free, 1 - leverage, 1.0), 0.0)
    covariance = inverse @ (design * squared[:, None]).T @ design @ inverse
    return TwoGroups(
        value=float(fitted_by[1]),
        se=float(covariance[1, 1]) ** 0.5,
        df=n1 + n0 - design.shape[1],
        first=float(fitted_by[0] + fitted_by[1]),
        other=float(fitted_by[0]),
        n1=n1,
        n0=n0,
        effective1=n1,
        effective0=n0,
        plain=float(total @ group / n1 - total @ ~group / n0),
    )


def _one_measure(sums: Sums, group: Booleans) -> tuple[Floats, Floats, Floats]:
    n, total, squares = (np.asarray(part, float)[:, 0] for part in (sums.n, sums.total, sums.squares))
    for side in (group, ~group):
        if n @ side < 2:
            raise TooFew(int(n @ side), 2, "each of the two groups needs answers to be compared")
    return n, total, squares


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
        if np.abs(step).max() < 1e-12:
            return np.asarray(expit(design @ coefficients), float)
    raise TooFew(0, 1, "nobody could have been in either group: what is known of them tells the groups apart")
