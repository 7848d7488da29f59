"""Relative importance of predictors: LMG and Johnson's shares of R². They describe association, never cause."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Floats
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.estimates import t_quantile

MOST = 15
"""LMG looks at every subset of the predictors: 2^15 regressions are the most that is sensible."""


@dataclass(frozen=True, eq=False)
class RelativeImportance:
    """Shares of the explained variance ``r2``, one a predictor, float [K].

    ``lmg`` (averaged over all orders of entry) and ``johnson`` (relative weights) add up to ``r2``; ``first`` is what a
    predictor explains alone and ``last`` what it adds to all the others; these two do not add up.
    """

    r2: float
    lmg: Floats
    johnson: Floats
    first: Floats
    last: Floats


def relative_importance(covariance: npt.ArrayLike) -> RelativeImportance:
    """Shares of the variance of the first variable that each of the others accounts for.

    ``covariance`` float [K+1, K+1], or a correlation matrix: the outcome first, then the predictors.

    Raises TooFew without a predictor, ValueError for more than fifteen, where one is a combination of the others, or
    for what is no covariance matrix.

    Source: LMG: Lindeman, Merenda & Gold (1980), the Shapley value; Groemping (2006), J. Statistical Software 17(1).
    Relative weights: Johnson (2000), Multivariate Behavioral Research 35, 1-19.
    """
    correlation = _correlation(np.asarray(covariance, float))
    predictors, towards = correlation[1:, 1:], correlation[1:, 0]
    count = len(towards)
    explained = _explained(predictors, towards)
    everyone = tuple(range(count))
    without = [explained[tuple(k for k in everyone if k != own)] for own in everyone]
    return RelativeImportance(
        r2=explained[everyone],
        lmg=np.array([_shapley(own, count, explained) for own in everyone]),
        johnson=_relative_weights(predictors, towards),
        first=towards**2,
        last=explained[everyone] - np.array(without),
    )


@dataclass(frozen=True, eq=False)
class RelativeImportanceEstimates:
    """LMG shares ``value`` with standard errors from replicates, float [K]; ``n`` is NaN: covariances do not tell it.

    ``low`` and ``high`` are the interval at the level asked for.
    """

    value: Floats
    se: Floats
    df: float
    n: float
    low: Floats
    high: Floats

    def interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Low and high end by Student's t, cut at 0 and 1."""
        half = t_quantile(level, self.df) * self.se
        return np.clip(self.value - half, 0, 1), np.clip(self.value + half, 0, 1)


def relative_importance_interval(
    covariance: Floats,
    replicates: Floats,
    scale: Floats,
    *,
    df: float = np.inf,
    level: float = 0.95,
    share: bool = True,
) -> RelativeImportanceEstimates:
    """LMG shares with standard error and interval from replicate covariance matrices.

    ``replicates`` float [R, K+1, K+1] are the covariance matrices with replicate weights, ``scale`` float [R] the
    factor of each squared deviation (JKn: (n_h - 1) / n_h; bootstrap: 1 / (R - 1)). ``share``: of r2 rather than of
    the variance (0 where nothing is explained). Interval by Student's t on ``df`` (groups - 1 where a few groups of
    persons are left out in turn; with 20 of them the normal one holds 93 of 100), cut at 0 and 1.

    Raises as ``relative_importance`` does, in a replicate too.

    Source: Canty & Davison (1999), The Statistician 48; Groemping (2006) section 4.
    """

    def lmg(matrix: Floats) -> Floats:
        found = relative_importance(matrix)
        return found.lmg / (found.r2 if share and found.r2 > 0 else 1.0)

    estimate = lmg(covariance)
    made = np.array([lmg(matrix) for matrix in replicates])
    se = np.sqrt(np.asarray(scale, float) @ (made - estimate) ** 2)
    half = t_quantile(level, df) * se
    low, high = np.clip(estimate - half, 0, 1), np.clip(estimate + half, 0, 1)
    return RelativeImportanceEstimates(estimate, se, df, np.nan, low, high)


def _correlation(covariance: Floats) -> Floats:
    count = max(len(covariance) - 1, 0)
    if covariance.shape != (len(covariance), len(covariance)) or not np.all(np.isfinite(covariance)):
        raise ValueError(f"a covariance matrix is square and without gaps, not {covariance.shape}")
    if count < 1:
        raise TooFew(count, 1, "shares of what goes together need at least one thing beside the outcome")
    if count > MOST:
        raise ValueError(f"{count} predictors; at most {MOST} can be looked through in every order")
    if not np.all(np.diag(covariance) > 0):
        raise ValueError("a variable that never varies goes together with nothing")
    spread = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(spread, spread)
    if np.linalg.eigvalsh(correlation[1:, 1:])[0] < 1e-10:
        raise ValueError("one predictor is a combination of the others")
    if np.linalg.eigvalsh(correlation)[0] < -1e-8:
        raise ValueError("no answers have these correlations with one another: the matrix is no covariance")
    return np.asarray(correlation, float)


def _explained(predictors: Floats, towards: Floats) -> Mapping[tuple[int, ...], float]:
    """R2 of every subset of the predictors."""
    explained: dict[tuple[int, ...], float] = {(): 0.0}
    for size in range(1, len(towards) + 1):
        subsets = np.array(list(combinations(range(len(towards)), size)))
        blocks = predictors[subsets[:, :, None], subsets[:, None, :]]
        slopes = np.linalg.solve(blocks, towards[subsets][:, :, None])[:, :, 0]
        values = np.sum(slopes * towards[subsets], axis=1)
        explained.update(zip(map(tuple, subsets.tolist()), values.tolist(), strict=True))
    return explained


def _shapley(own: int, count: int, explained: Mapping[tuple[int, ...], float]) -> float:
    """What one predictor adds, averaged over all orders in which the predictors can enter."""
    added = sum(
        (explained[tuple(sorted((*before, own)))] - value) / comb(count - 1, len(before))
        for before, value in explained.items()
        if own not in before
    )
    return float(added / count)


def _relative_weights(predictors: Floats, towards: Floats) -> Floats:
    values, vectors = np.linalg.eigh(predictors)
    root = vectors * np.sqrt(values) @ vectors.T
    return np.asarray(root**2 @ np.linalg.solve(root, towards) ** 2, float)
