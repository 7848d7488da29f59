"""Intervals of shares: always inside 0 and 1."""

from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from borgerpuls.arrays import Floats
from borgerpuls.method.estimation.beta import beta_quantile
from borgerpuls.method.estimation.means import quantile_t
from borgerpuls.method.estimation.profile import likelihood_interval

Kind = Literal["beta", "logit", "xlogit", "arcsine", "likelihood", "wald"]


def interval(
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
    t = quantile_t(level, degrees)
    if kind == "wald":
        return share - t * error, share + t * error
    edge = (share <= 0) | (share >= 1)
    inner = ~edge & (error > 0)
    safe = np.where(inner, share, 0.5)
    spread = np.where(inner, error, 0.1)
    effective = np.where(inner, safe * (1 - safe) / spread**2, answers)
    exact = _clopper_pearson(share, effective * (quantile_t(level, answers - 1) / t) ** 2, level)
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
