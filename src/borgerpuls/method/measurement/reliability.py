"""Reliability of a theme: alpha, omega, Guttman's lambda 6, item-rest correlations."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from borgerpuls.arrays import Floats
from borgerpuls.method.errors import TooFew

ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Reliability:
    """Reliability coefficients of the sum of K items.

    ``alpha`` is Cronbach's, ``standardised`` the same on correlations, ``mean_r`` the mean correlation, ``se`` the
    standard error of alpha (None without a number of persons). ``guttman`` is Guttman's lambda 6, from what each item
    has in common with all the others. ``omega`` is McDonald's from a one-factor model (None for fewer than three items,
    where the model has no unique answer) with ``loadings`` float [K]. By item, float [K]: ``item_rest`` the correlation
    with the other items' sum, ``without`` alpha when the item is left out (NaN for two items); both 0 where the other
    items' sum never varies.
    """

    alpha: float
    standardised: float
    mean_r: float
    se: float | None
    guttman: float
    omega: float | None
    loadings: Floats | None
    item_rest: Floats
    without: Floats


def reliability(covariance: Floats, persons: int | None = None) -> Reliability:
    """Reliability of K items from their covariance matrix.

    ``covariance`` float [K, K] (pairwise or complete), items scored the same way round; ``persons`` who answered.

    Raises TooFew for fewer than two items, ValueError where an item never varies, all items together never do, or the
    matrix is no covariance.

    Source: Cronbach (1951); standard error Duhachek & Iacobucci (2004), J. Applied Psychology 89, eq. 2; omega McDonald
    (1999) from a one-factor maximum likelihood solution; item-rest corrected for overlap as in psych::alpha.
    """
    matrix = np.asarray(covariance, float)
    items = len(matrix)
    if items < 2:
        raise TooFew(items, 2, "one item cannot be held against itself")
    if matrix.shape != (items, items) or not np.all(np.isfinite(matrix)):
        raise ValueError(f"a covariance matrix is square and without gaps, not {matrix.shape}")
    if not np.all(np.diag(matrix) > 0) or not matrix.sum() > 0:
        raise ValueError("an item that never varies measures nothing")
    spread = np.sqrt(np.diag(matrix))
    correlation = matrix / np.outer(spread, spread)
    if np.abs(correlation).max() > 1 + 1e-9:
        raise ValueError("no answers have these covariances: a correlation lies outside -1 to 1")
    rest = matrix.sum(axis=1) - np.diag(matrix)
    rest_variance = matrix.sum() - np.diag(matrix) - 2 * rest
    varies = rest_variance > ROUNDING * np.trace(matrix)
    loadings = _one_factor(matrix) if items > 2 else None
    return Reliability(
        alpha=_alpha(matrix),
        standardised=_alpha(correlation),
        mean_r=float((correlation.sum() - items) / (items * (items - 1))),
        se=_standard_error(matrix, persons) if persons else None,
        guttman=_guttman(correlation),
        omega=None if loadings is None else _omega(matrix, loadings),
        loadings=loadings,
        item_rest=np.where(varies, rest, 0.0) / (spread * np.sqrt(np.where(varies, rest_variance, 1.0))),
        without=np.array([_alpha(np.delete(np.delete(matrix, k, 0), k, 1)) for k in range(items)]),
    )


def _alpha(matrix: Floats) -> float:
    items, total = len(matrix), float(matrix.sum())
    if items < 2:
        return float("nan")
    if total <= ROUNDING * np.trace(matrix):
        return 0.0
    return float(items / (items - 1) * (1 - np.trace(matrix) / total))


def _guttman(correlation: Floats) -> float:
    """1 - sum of what the others leave of each item's variance, over the variance of the sum, standardised."""
    values = np.linalg.eigvalsh(correlation)
    if values[0] < 1e-10 * values[-1]:
        return 1.0
    return float(1 - np.sum(1 / np.diag(np.linalg.inv(correlation))) / correlation.sum())


def _standard_error(matrix: Floats, persons: int) -> float:
    items, total = len(matrix), matrix.sum()
    trace, square = np.trace(matrix), matrix @ matrix
    spread = total * (np.trace(square) + trace**2) - 2 * trace * square.sum()
    # Covariances of different persons (pairwise) can disagree so much that nothing is left.
    return float(np.sqrt(2 * items**2 / ((items - 1) ** 2 * total**3) * max(spread, 0.0) / persons))


def _omega(matrix: Floats, loadings: Floats) -> float:
    """The common factor's part of the *observed* variance of the sum, as semTools and psych divide."""
    return float(loadings.sum() ** 2 / matrix.sum())


def _one_factor(matrix: Floats) -> Floats:
    """Loadings of one factor by maximum likelihood, on the items' own scale."""
    spread = np.sqrt(np.diag(matrix))
    correlation = matrix / np.outer(spread, spread)
    values, vectors = np.linalg.eigh(correlation)
    start = vectors[:, -1] * np.sqrt(max(values[-1], 1.0)) * 0.8
    start *= np.sign(start.sum() or 1.0)

    def misfit(unknown: Floats) -> tuple[float, Floats]:
        loading, unique = unknown[: len(spread)], np.exp(unknown[len(spread) :])
        implied = np.outer(loading, loading) + np.diag(unique)
        inverse = np.linalg.inv(implied)
        gap = inverse - inverse @ correlation @ inverse
        value = np.linalg.slogdet(implied)[1] + np.sum(inverse * correlation)
        return float(value), np.concatenate([2 * gap @ loading, np.diag(gap) * unique])

    found = minimize(
        misfit,
        np.concatenate([start, np.log(np.clip(1 - start**2, 0.1, None))]),
        jac=True,
        method="L-BFGS-B",
        bounds=[(None, None)] * len(spread) + [(np.log(1e-4), None)] * len(spread),
        options={"ftol": 1e-14, "gtol": 1e-9, "maxiter": 2000},
    )
    return np.asarray(found.x[: len(spread)] * spread, float)
