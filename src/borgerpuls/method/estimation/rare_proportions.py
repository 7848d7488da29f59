"""Proportions near 0 or 1: exact binomial intervals, effective sample size, and a presentation standard."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from borgerpuls.arrays import Booleans, Floats
from borgerpuls.method.estimation.estimates import t_quantile

Exact = Literal["clopper-pearson", "wilson", "jeffreys", "agresti-coull", "likelihood"]

WIDE, NARROW, RELATIVE, LEAST = 0.30, 0.05, 1.30, 30
"""The presentation standard: intervals this wide never, this narrow always, between them by relative width; and n*."""


def binomial_interval(
    successes: npt.ArrayLike, n: npt.ArrayLike, kind: Exact = "clopper-pearson", *, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Low and high end of an interval for a share seen ``successes`` times in ``n``; arrays broadcast.

    Both may be fractions (effective numbers). All stay in 0..1 and say something at 0 and at n:
    ``clopper-pearson`` never covers less than ``level`` (R's ``binom.test``); at 0 it ends at 1 − (α/2)^(1/n).
    ``wilson`` turns the score test round (``prop.test(correct=FALSE)``); on average nearest to ``level``.
    ``jeffreys`` Beta(x + ½, n − x + ½), its low end 0 at x = 0 and high end 1 at x = n.
    ``agresti-coull`` Wald about Wilson's centre, cut at 0 and 1.
    ``likelihood`` shares whose −2·log likelihood ratio is at most the χ²₁ quantile; at 0 it ends at 1 − exp(−χ²/2n).
    Without answers the interval is 0..1.

    Raises ValueError for successes outside 0..n. Source: Brown, Cai & DasGupta (2001), Statistical Science 16, 101-133;
    Clopper & Pearson (1934); Wilson (1927).
    """
    x, size = np.broadcast_arrays(np.asarray(successes, np.float64), np.asarray(n, np.float64))
    if not np.all((x >= 0) & (x <= size)):
        raise ValueError("successes lie between 0 and n")
    tail, z = (1 - level) / 2, float(t_quantile(level, np.inf))
    none, every = x == 0, x == size
    held = np.maximum(size, 1e-300)
    if kind in ("clopper-pearson", "jeffreys"):
        extra = 1.0 if kind == "clopper-pearson" else 0.5
        own = extra - 1.0 if kind == "clopper-pearson" else 0.5
        low = special.betaincinv(np.where(none, 1.0, x + own), size - x + extra, tail)
        high = special.betaincinv(x + extra, np.where(every, 1.0, size - x + own), 1 - tail)
    elif kind in ("wilson", "agresti-coull"):
        grown = size + z**2
        centre = (x + z**2 / 2) / grown
        inner = x * (size - x) / held + z**2 / 4 if kind == "wilson" else centre * (1 - centre) * grown
        half = z * np.sqrt(inner) / grown
        low, high = np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)
    elif kind == "likelihood":
        low, high = _likelihood(x, size, z**2)
    else:
        raise ValueError(f"{kind!r} is not a kind of interval")
    ends = kind != "agresti-coull"
    return np.where(ends & none, 0.0, low), np.where(ends & every, 1.0, high)


@dataclass(frozen=True, eq=False)
class RareProportion:
    """A proportion with an exact interval for its effective sample size, arrays of one shape.

    ``low`` and ``high`` at the level asked for; ``most`` is the one-sided upper limit ("at most", 1 − α at 0 of n*:
    1 − α^(1/n*)). ``effective`` is n*, how many answers of a simple random sample these are worth. ``shown`` is False
    where the share should not be printed: n* below 30, or an interval 0.30 wide or wider, or wider than 0.05 and than
    130 % of the share (of 1 − share above one half); "at most" may then still be said. ``se``, ``df`` and ``n`` are the
    arguments.
    """

    value: Floats
    low: Floats
    high: Floats
    most: Floats
    effective: Floats
    shown: Booleans
    se: Floats
    df: Floats
    n: Floats
    level: float = 0.95

    def interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Low and high end, at the ``level`` that the proportions were made with; ValueError for another."""
        if level != self.level:
            raise ValueError(f"the interval was made at {self.level}; make the proportions with level={level}")
        return self.low, self.high


def rare_proportion(
    p: npt.ArrayLike,
    se: npt.ArrayLike,
    n: npt.ArrayLike,
    df: npt.ArrayLike,
    *,
    kish: npt.ArrayLike = 1.0,
    kind: Exact = "clopper-pearson",
    level: float = 0.95,
) -> RareProportion:
    """A proportion ``p`` with design ``se`` on ``n`` answers and ``df``, and an interval that holds for few of them.

    n* = min(n, p(1 − p)/se²)·(t_{n−1}/t_df)², at most n, and ``binomial_interval(n*·p, n*)``. A standard error of few
    cases is itself uncertain: it may make n* smaller, never larger than the answers there are. Where nobody or
    everybody chose the answer it is 0 and tells nothing; then n* = n/``kish``, with Kish's 1 + cv² of the weights (1:
    all alike), so that "none of 40" still means "at most 7 %". NaN where p is NaN (nobody answered).

    Source: Korn & Graubard (1998), Survey Methodology 24, 193-201; Parker et al. (2017), National Center for Health
    Statistics Data Presentation Standards for Proportions, Vital Health Stat 2(175); Kish (1965) sec. 11.7.
    """
    share, error, answers, degrees, cost = np.broadcast_arrays(
        *(np.asarray(a, np.float64) for a in (p, se, n, df, kish))
    )
    known = ~np.isnan(share) & (answers >= 1)
    given = answers
    share = np.clip(np.where(known, share, 0.0), 0.0, 1.0)
    answers = np.where(known, answers, 1.0)
    inner = (share > 0) & (share < 1) & (error > 0)
    worth = np.where(inner, share * (1 - share) / np.where(inner, error, 1.0) ** 2, answers / cost)
    few = (answers >= 2) & (degrees >= 1)
    t = t_quantile(level, np.where(few, degrees, 1.0))
    lost = (t_quantile(level, np.where(few, np.maximum(answers - 1, 1), 1.0)) / t) ** 2
    effective = np.minimum(np.minimum(worth, answers) * np.where(few, lost, 1.0), answers)
    low, high = binomial_interval(effective * share, effective, kind, level=level)
    most = binomial_interval(effective * share, effective, kind, level=2 * level - 1)[1]
    width = high - low
    smaller = np.minimum(share, 1 - share)
    shown = (effective >= LEAST) & (width < WIDE) & ((width <= NARROW) | (width <= RELATIVE * smaller))
    missing = np.nan
    value, low, high, most, effective = (np.where(known, a, missing) for a in (share, low, high, most, effective))
    return RareProportion(value, low, high, most, effective, shown & known, error, degrees, given, level)


def _likelihood(x: Floats, n: Floats, limit: float) -> tuple[Floats, Floats]:
    """By bisection between the share and 0 or 1: 60 halvings reach the last digit."""
    with np.errstate(invalid="ignore"):
        p = np.where(n > 0, x / np.where(n > 0, n, 1.0), 0.5)

    def far(q: Floats) -> Booleans:
        gap = 2 * (special.xlogy(x, p) + special.xlog1py(n - x, -p) - special.xlogy(x, q) - special.xlog1py(n - x, -q))
        return np.asarray(gap > limit)

    ends = []
    for edge in (0.0, 1.0):
        outside, inside = np.full(p.shape, edge), p.copy()
        for _ in range(60):
            middle = (outside + inside) / 2
            beyond = far(middle)
            outside, inside = np.where(beyond, middle, outside), np.where(beyond, inside, middle)
        ends.append(inside)
    return ends[0], ends[1]
