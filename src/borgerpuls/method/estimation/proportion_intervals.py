"""Confidence intervals of proportions that stay inside 0 and 1."""

from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import linalg, optimize, special

from borgerpuls.arrays import Floats
from borgerpuls.method.estimation.estimates import t_quantile

Kind = Literal["beta", "logit", "xlogit", "arcsine", "likelihood", "wald"]

FEW, MANY = 3.0, 100.0
"""Below ``FEW`` the first guess is too rough; from ``MANY`` on one step from it is enough."""
STEPS = 10
FARTHEST = 700.0
"""A logit that is 0 or 1 in double precision."""


def share_interval(
    p: npt.ArrayLike,
    se: npt.ArrayLike,
    n: npt.ArrayLike,
    df: npt.ArrayLike,
    kind: Kind = "beta",
    *,
    level: float = 0.95,
) -> tuple[Floats, Floats]:
    """Low and high end of an interval for shares ``p`` with standard error ``se`` on ``n`` answers; arrays broadcast.

    ``beta``        Korn & Graubard (1998): the exact binomial (Clopper-Pearson) interval for the effective sample size
                    n* = p(1 − p)/se² · (t_{n−1}/t_df)²; as R's ``svyciprop(method="beta")``. The default.
    ``logit``       p ± t on the logit scale, delta method; ``xlogit`` is R's other name for the same numbers.
    ``arcsine``     p ± t on asin(√p), whose variance hardly depends on p; ends stop at 0 and 1.
    ``likelihood``  the Rao-Scott (1984) scaled binomial likelihood ratio, read off a spline as R does (``profile``).
    ``wald``        p ± t·se, the control: it may leave 0..1 and should not be printed.

    Where everybody or nobody chose the answer (p is 0 or 1) the standard error is 0 and tells nothing; every kind but
    ``wald`` then gives the exact binomial interval with n* = n·(t_{n−1}/t_df)². Where 0 < p < 1 and se = 0 (everybody
    was counted) the interval is the share itself. NaN where p is NaN, df < 1, or n < 2 for beta and likelihood.
    Source: Korn & Graubard (1998); Rao & Scott (1984).
    """
    share, error, answers, degrees = np.broadcast_arrays(*(np.asarray(a, dtype=np.float64) for a in (p, se, n, df)))
    t = t_quantile(level, degrees)
    if kind == "wald":
        return share - t * error, share + t * error
    edge = (share <= 0) | (share >= 1)
    inner = ~edge & (error > 0)
    safe = np.where(inner, share, 0.5)
    spread = np.where(inner, error, 0.1)
    effective = np.where(inner, safe * (1 - safe) / spread**2, answers)
    exact = _clopper_pearson(share, effective * (t_quantile(level, answers - 1) / t) ** 2, level)
    if kind == "beta":
        low, high = exact
    elif kind in ("logit", "xlogit"):
        half = t * spread / (safe * (1 - safe))
        low, high = special.expit(special.logit(safe) - half), special.expit(special.logit(safe) + half)
    elif kind == "arcsine":
        angle, half = np.arcsin(np.sqrt(safe)), t * spread / (2 * np.sqrt(safe * (1 - safe)))
        low, high = np.sin(np.maximum(angle - half, 0)) ** 2, np.sin(np.minimum(angle + half, np.pi / 2)) ** 2
    elif kind == "likelihood":
        low, high = _likelihood(safe, spread, answers, np.where(inner, t, np.nan))
    else:
        raise ValueError(f"{kind!r} is not a kind of interval")
    point = ~edge & (error == 0)
    low = np.where(edge, exact[0], np.where(point, share, low))
    high = np.where(edge, exact[1], np.where(point, share, high))
    missing = np.isnan(share) | np.isnan(error) | np.isnan(t)
    return np.where(missing, np.nan, low), np.where(missing, np.nan, high)


def _clopper_pearson(p: Floats, n: Floats, level: float) -> tuple[Floats, Floats]:
    """Exact binomial limits as beta quantiles, for sample sizes that need not be whole."""
    tail = (1 - level) / 2
    known = ~np.isnan(p) & ~np.isnan(n)
    yes, no = n * p, n * (1 - p)
    low, high = np.where(known, 0.0, np.nan), np.where(known, 1.0, np.nan)
    some, not_all = known & (yes > 0), known & (no > 0)
    low[some] = beta_quantile(tail, yes[some], no[some] + 1)
    high[not_all] = beta_quantile(1 - tail, yes[not_all] + 1, no[not_all])
    return low, high


def _likelihood(p: Floats, se: Floats, n: Floats, t: Floats) -> tuple[Floats, Floats]:
    """Share by share: the profile has to be traced for each. NaN below two answers or without a ``t``."""
    ends = np.full((2, p.size), np.nan)
    for i, (share, error, answers, quantile) in enumerate(zip(p.flat, se.flat, n.flat, t.flat, strict=True)):
        if answers >= 2 and not np.isnan(quantile):
            ends[:, i] = likelihood_interval(float(share), float(error), float(answers), float(quantile))
    return ends[0].reshape(p.shape), ends[1].reshape(p.shape)


def beta_quantile(p: float, a: Floats, b: Floats) -> Floats:
    """The ``p`` quantile of beta(a, b), a and b float [R] above 0, to eleven digits.

    A guess from the normal distribution is mended by Halley's steps, which triple the number of right digits. SciPy's
    general inverse takes two to five times as long; it is asked where a or b is small.
    Source: Abramowitz & Stegun (1964) eq. 26.5.22; Press et al. (2007), Numerical Recipes, sec. 6.14.
    """
    least = np.minimum(a, b)
    x = np.empty(a.shape)
    small = least < FEW
    x[small] = special.betaincinv(a[small], b[small], p)
    for here, steps in ((~small & (least < MANY), 2), (least >= MANY, 1)):
        x[here] = _halley_steps(p, a[here], b[here], steps)
    return x


def _halley_steps(p: float, a: Floats, b: Floats, steps: int) -> Floats:
    x = _normal_guess(p, a, b)
    log_scale = special.betaln(a, b)
    for _ in range(steps):
        density = np.exp((a - 1) * np.log(x) + (b - 1) * np.log1p(-x) - log_scale)
        newton = (special.betainc(a, b, x) - p) / density
        x = x - newton / (1 - newton / 2 * ((a - 1) / x - (b - 1) / (1 - x)))
    return x


def _normal_guess(p: float, a: Floats, b: Floats) -> Floats:
    z = -special.ndtri(p)
    first, second = 1 / (2 * a - 1), 1 / (2 * b - 1)
    h = 2 / (first + second)
    spread = (z * z - 3) / 6
    w = z * np.sqrt(h + spread) / h - (second - first) * (spread + 5 / 6 - 2 / (3 * h))
    return np.asarray(a / (a + b * np.exp(2 * w)))


def likelihood_interval(p: float, se: float, n: float, t: float) -> tuple[float, float]:
    """Both ends of the Rao-Scott interval for 0 < p < 1, se > 0, n > 1 answers and t quantile ``t``.

    The signed root of the scaled deviance, z(b) = ±√(2·(n − 1)·KL(p, expit b)), is traced in steps of a fifth of its
    range, a spline is laid through it, and the ends are read off the spline where z = ±t·√λ, with λ = n·se²/(p(1 − p))
    the design effect of the share. Reading off a spline costs about 1e-6 against solving 2·KL·p(1 − p)/se² =
    t²·n/(n − 1); R does so, and so does this. Where R's trace does not reach (very few answers) the equation is solved.
    Source: Rao & Scott (1984); Venables & Ripley (2002) ch. 8 (profiles); Lumley & Scott (2014).
    """

    def root(b: float) -> float:
        """The signed root at logit b."""
        divergence = special.kl_div(p, float(special.expit(b))) + special.kl_div(1 - p, float(special.expit(-b)))
        return float(np.copysign(np.sqrt(2 * (n - 1) * max(divergence, 0.0)), b - middle))  # rounding may go below 0

    middle = float(special.logit(p))
    cut = t * float(np.sqrt(n * se**2 / (p * (1 - p))))
    reach = float(np.sqrt(special.fdtri(1, n - 1, 1 - special.ndtr(-cut) / 2)))
    logits = [middle]
    for sign in (-1.0, 1.0):
        for k in range(1, STEPS if np.isfinite(reach) else 1):
            logits.append(middle + sign * k * reach / 5 * se / (p * (1 - p)))
            if abs(root(logits[-1])) >= reach:
                break
    x = np.sort(logits)
    y = np.array([root(float(b)) for b in x])
    if y[0] <= -cut and cut <= y[-1] and len(x) > 3:
        at, z = _forsythe_spline(x, y)
        ends = np.interp([-cut, cut], z, at).tolist()
    else:
        ends = [_solve_root(root, sign * cut, middle, sign * FARTHEST) for sign in (-1.0, 1.0)]
    return float(special.expit(ends[0])), float(special.expit(ends[1]))


def _solve_root(root: Callable[[float], float], target: float, near: float, far: float) -> float:
    """The logit between two where ``root`` meets its target; the far one when it never does."""
    if abs(root(far)) <= abs(target):
        return far
    return float(optimize.brentq(lambda b: root(b) - target, near, far))


def _forsythe_spline(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Three times as many points on the cubic spline of Forsythe, Malcolm & Moler (1977), as R's ``spline``.

    At both ends its third derivative is that of the cubic through the four outermost points.
    """
    n, width = len(x), np.diff(x)
    slope = np.diff(y) / width
    right = np.concatenate([[0.0], np.diff(slope), [0.0]])
    bend = np.diff(slope) / (x[2:] - x[:-2])
    right[0] = (bend[1] - bend[0]) * width[0] ** 2 / (x[3] - x[0])
    right[-1] = -(bend[-1] - bend[-2]) * width[-1] ** 2 / (x[-1] - x[-4])
    diagonal = np.concatenate([[-width[0]], 2 * (width[:-1] + width[1:]), [-width[-1]]])
    bands = np.stack([np.concatenate([[0.0], width]), diagonal, np.concatenate([width, [0.0]])])
    c = linalg.solve_banded((1, 1), bands, right)
    b = slope - width * (c[1:] + 2 * c[:-1])
    at = np.linspace(x[0], x[-1], 3 * n)
    i = np.clip(np.searchsorted(x, at, side="right") - 1, 0, n - 2)
    d = at - x[i]
    return at, y[i] + d * (b[i] + d * (3 * c[i] + d * (c[i + 1] - c[i]) / width[i]))
