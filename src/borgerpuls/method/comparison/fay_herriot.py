"""The Fay-Herriot area-level model: small area estimates with covariates and their mean squared error."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from borgerpuls.arrays import Floats
from borgerpuls.method.comparison.random_effects import check_unit_estimates
from borgerpuls.method.estimation.estimates import StudentInterval


@dataclass(frozen=True, eq=False)
class FayHerriot(StudentInterval):
    """The fitted area-level model: true value = x'β + u, u of variance ``tau2``.

    ``coefficients`` float [P] with ``coefficients_se``, the constant first. By unit, float [H]: ``fitted`` x'β,
    ``reliability`` tau2 / (tau2 + v), ``value`` fitted + reliability·(estimate − fitted) (the EBLUP), and ``mse``
    its mean squared error, in which tau2 and β are estimates too; ``se`` is its root, ``df`` infinite, ``n`` the
    number of units.
    """

    tau2: float
    coefficients: Floats
    coefficients_se: Floats
    fitted: Floats
    reliability: Floats
    value: Floats
    mse: Floats

    @property
    def se(self) -> Floats:
        """Root mean squared errors [H]."""
        return np.sqrt(self.mse)

    @property
    def df(self) -> Floats:
        """Infinite [H]: the interval is normal."""
        return np.full(self.value.shape, np.inf)

    @property
    def n(self) -> Floats:
        """The number of units [H], which are the observations of the model."""
        return np.full(self.value.shape, float(self.value.size))


def fay_herriot(
    estimate: npt.ArrayLike, variance: npt.ArrayLike, covariates: npt.ArrayLike | None = None
) -> FayHerriot:
    """EBLUPs of unit means under the Fay-Herriot model: shrunken towards the regression on their ``covariates``.

    ``estimate`` and ``variance`` float [H], independent between units; ``covariates`` float [H, K] without a constant
    (0/1 columns for groups), None for none. tau2 by restricted maximum likelihood, 0 where units do not differ beyond
    chance. mse = g1 + g2 + 2·g3: shrinking, estimating β, estimating tau2.

    Raises TooFew for fewer than K + 3 units, ValueError where a covariate repeats the others or is not a number.

    Source: Fay & Herriot (1979), J. American Statistical Association 74, 269-277; mse Prasad & Rao (1990), Datta &
    Lahiri (2000), Statistica Sinica 10, 613-627; Rao & Molina (2015), sec. 6.1-6.2; ``eblupFH`` and ``mseFH`` of R's
    sae (method "REML").
    """
    known = np.empty((np.size(estimate), 0)) if covariates is None else np.asarray(covariates, np.float64)
    known = known.reshape(np.size(estimate), -1)
    y, v = check_unit_estimates(estimate, variance, known.shape[1] + 3, "a variance between units needs some to spare")
    x = np.column_stack([np.ones(y.size), known])
    if not np.all(np.isfinite(x)) or np.linalg.matrix_rank(x) < x.shape[1]:
        raise ValueError("a covariate repeats the others or is not a number")
    tau2 = _reml(y, v, x)
    weight = 1 / (v + tau2)
    beta, bread = _line(y, weight, x)
    fitted, share = x @ beta, tau2 * weight
    g2 = (1 - share) ** 2 * np.einsum("hp,pq,hq->h", x, bread, x)
    g3 = (1 - share) ** 2 * weight * 2 / np.sum(weight**2)
    return FayHerriot(
        tau2=tau2,
        coefficients=beta,
        coefficients_se=np.sqrt(np.diag(bread)),
        fitted=fitted,
        reliability=share,
        value=fitted + share * (y - fitted),
        mse=share * v + g2 + 2 * g3,
    )


def _line(y: Floats, weight: Floats, x: Floats) -> tuple[Floats, Floats]:
    """Weighted least squares and (X'WX)⁻¹."""
    bread = np.asarray(np.linalg.inv((x * weight[:, None]).T @ x), np.float64)
    return bread @ (x.T @ (weight * y)), bread


def _reml(y: Floats, v: Floats, x: Floats) -> float:
    """The root of the restricted score; zero where the score falls from the start."""

    def score(tau2: float) -> float:
        weight = 1 / (v + tau2)
        beta, bread = _line(y, weight, x)
        lost = np.trace(bread @ ((x * (weight**2)[:, None]).T @ x))
        return float(np.sum(weight**2 * (y - x @ beta) ** 2) - np.sum(weight) + lost)

    if score(0.0) <= 0:
        return 0.0
    upper = max(float(np.var(y)), float(np.max(v)))
    while score(upper) > 0:
        upper *= 2
    return float(brentq(score, 0.0, upper, xtol=1e-15, rtol=1e-13))
