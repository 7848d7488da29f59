"""Linear and logistic regression with design-based covariance."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from borgerpuls.arrays import Booleans, Floats
from borgerpuls.method.design.design import Design
from borgerpuls.method.errors import NotConverged, TooFew
from borgerpuls.method.estimation.estimates import StudentInterval
from borgerpuls.method.estimation.linearization import LinearizedEstimates

Family = Literal["gaussian", "logistic"]

STEPS, CLOSE = 50, 1e-12


@dataclass(frozen=True, eq=False)
class Regression(StudentInterval):
    """K coefficients: ``value``, ``se``, ``t``, ``p`` [K] with ``covariance`` [K, K] and residual ``df``, on ``n``.

    The interval is by Student's t on the residual degrees of freedom (R's ``confint``).

    ``linear`` holds the coefficients with the influence of each person, for contrasts with other estimates.
    """

    family: Family
    linear: LinearizedEstimates
    df: float

    @property
    def value(self) -> Floats:
        return self.linear.value

    @property
    def covariance(self) -> Floats:
        return self.linear.covariance

    @property
    def se(self) -> Floats:
        return self.linear.se

    @property
    def n(self) -> int:
        return int(self.linear.n[0])

    @property
    def t(self) -> Floats:
        """Coefficient over standard error; infinite where the answers lie on the line exactly."""
        return np.divide(self.value, self.se, out=np.copysign(np.inf, self.value), where=self.se > 0)

    @property
    def p(self) -> Floats:
        """Two-sided p: the coefficient is not zero."""
        return np.asarray(2 * special.stdtr(self.df, -np.abs(self.t)))

    def predict(self, x: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Fitted means (shares) and their standard errors for rows ``x`` [M, K]."""
        rows = np.asarray(x, np.float64).reshape(-1, len(self.value))
        line = rows @ self.value
        se = np.sqrt(np.einsum("ij,jk,ik->i", rows, self.covariance, rows))
        if self.family == "gaussian":
            return line, se
        share = special.expit(line)
        return share, share * (1 - share) * se


def regress(
    design: Design,
    y: npt.ArrayLike,
    x: npt.ArrayLike,
    where: npt.ArrayLike | None = None,
    *,
    family: Family = "gaussian",
) -> Regression:
    """Coefficients β̂ of ``y`` [R] on ``x`` [R, K], weighted, with design-based ("sandwich") covariance.

    ``x`` holds the constant too, as a column of ones. NaN in y or x leaves a person out of the model, ``where`` bool
    [R] is the group; both stay in the design. ``gaussian``: least squares. ``logistic``: y is 0 or 1 (or a share),
    log-odds, by Newton's method. Influence of a person: w·e·A⁻¹x with A = Σw·v·xx', e the residual, v = 1 or μ(1 − μ).
    df = those of the persons in the model + 1 − K. Rows may be persons or persons alike (``expand_counts``).
    R's ``svyglm``; for the logistic with ``glm.control(epsilon=1e-15)``, since by default R stops when its standard
    errors have about five digits.

    Raises TooFew for fewer answers than coefficients + 1 or no degrees of freedom, ValueError where a column of x is a
    combination of others, NotConverged where a logistic model separates those with y = 1 from the others.
    Source: Binder (1983), Int. Stat. Review 51, 279-292; Lumley (2010) ch. 5 and 6.
    """
    rows = np.asarray(x, np.float64).reshape(len(design.weight), -1)
    answer = np.asarray(y, np.float64).reshape(-1)
    inside = ~np.isnan(answer) & ~np.isnan(rows).any(axis=1) & (design.weight > 0) & (design.persons > 0)
    if where is not None:
        inside &= np.asarray(where, np.bool_)
    k = rows.shape[1]
    n, df = int(design.persons[inside].sum()), design.degrees(inside) + 1 - k
    if n <= k or df < 1:
        raise TooFew(n, n + max(1 - df, k + 1 - n), f"a regression with {k} coefficients needs answers to spare")
    rows, answer = np.where(inside[:, None], rows, 0.0), np.where(inside, answer, 0.0)
    carried = np.where(inside, design.weight * design.persons, 0.0)
    _independent(rows, carried)
    if family == "gaussian":
        value, bread = _least_squares(rows, answer, carried)
        residual = answer - rows @ value
    elif np.any((answer < 0) | (answer > 1)):
        raise ValueError("a logistic regression needs answers from 0 to 1")
    else:
        value, bread = _logistic(rows, answer, carried)
        residual = answer - special.expit(rows @ value)
    influence = np.where(inside, design.weight * residual, 0.0)[:, None] * (rows @ bread)
    member: Booleans = np.repeat(inside[:, None], k, axis=1)
    return Regression(family, LinearizedEstimates(design, value, influence, member, np.full(k, n)), float(df))


def _independent(x: Floats, carried: Floats) -> None:
    size = np.sqrt(carried @ x**2)
    if np.any(size == 0):
        raise ValueError(f"column number {np.argmin(size)} of x is zero for everybody")
    if np.linalg.svd(x * np.sqrt(carried)[:, None] / size, compute_uv=False)[-1] < 1e-7:
        raise ValueError("a column of x is a combination of others")


def _least_squares(x: Floats, y: Floats, carried: Floats) -> tuple[Floats, Floats]:
    """β̂ and A⁻¹, through QR of the weighted rows."""
    root = np.sqrt(carried)
    q, r = np.linalg.qr(x * root[:, None])
    inverse = np.linalg.inv(r)
    return inverse @ (q.T @ (y * root)), inverse @ inverse.T


def _logistic(x: Floats, y: Floats, carried: Floats) -> tuple[Floats, Floats]:
    value = np.zeros(x.shape[1])
    change = np.inf
    for _ in range(STEPS):
        share = special.expit(x @ value)
        spread = share * (1 - share)
        if np.any(spread[carried > 0] < 1e-10):
            break
        step, bread = _least_squares(x, (y - share) / np.maximum(spread, 1e-10), carried * spread)
        value = value + step
        change = float(np.abs(step).max() / (1 + np.abs(value).max()))
        if change < CLOSE:
            return value, bread
    raise NotConverged(STEPS, change, "some combination of x tells those with y = 1 from the others without fail")
