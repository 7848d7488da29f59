"""Which units differ from the mean of all, when every unit is looked at: analysis of means."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import chdtri, ndtr, stdtr, stdtrit

from borgerpuls.method.compare import Difference, against_units_mean, part_whole
from borgerpuls.method.design import Booleans, Floats, Integers, TooFew
from borgerpuls.method.estimate import means, over
from borgerpuls.method.totals import Totals
from borgerpuls.method.units import units_of

Drawn = npt.NDArray[np.float32]
National = Literal["citizens", "municipalities"]

ALONE = "a unit is compared with a whole of which it is only a part"
DRAWS = 20_000
STEPS = 200
"""Points over which the common spread of a t distribution is averaged."""


@dataclass(frozen=True, eq=False)
class Anom:
    """Each unit's difference from the whole, judged against all the others at once.

    ``difference`` [H]: estimates with their own standard errors. ``critical`` is the |t| that the largest of the H
    differences passes with probability 1 - ``level`` when no unit differs; ``p`` float [H] is adjusted in the same way;
    ``low`` and ``high`` float [H] are simultaneous limits. ``marked`` bool [H]: adjusted p below 1 - level. A unit
    without answers has NaN and is not marked.
    """

    difference: Difference
    critical: float
    p: Floats
    low: Floats
    high: Floats
    marked: Booleans
    level: float
    seed: int


def anom(
    totals: Totals,
    *,
    seed: int,
    group: int = 0,
    variable: int = 0,
    national: National = "citizens",
    level: float = 0.95,
    draws: int = DRAWS,
) -> Anom:
    """Which units differ from the whole that they are part of, with one error rate for all of them together.

    ``totals`` [U, D, V] from ``domain_totals``; ``group`` and ``variable`` choose the measure, ``national`` the mean of
    the whole: over citizens (``part_whole``) or over units (``against_units_mean``). The differences are correlated
    through that mean; the critical value is that of the largest |t| with exactly this correlation.

    Raises TooFew for fewer than two units with answers that vary.

    Source: Nelson, Wludyka & Copeland (2005), The Analysis of Means; Pallmann & Hothorn (2016), J. Applied Statistics
    43, 1541-1560.
    """
    chosen = totals_of(totals, group, variable)
    gap = part_whole(chosen) if national == "citizens" else against_units_mean(chosen)
    one = Difference(*(np.asarray(part)[:, 0, 0] for part in (gap.value, gap.se, gap.df, gap.n)))
    there = np.flatnonzero((one.n > 0) & (np.nan_to_num(one.se) > 0))
    if there.size < 2:
        raise TooFew(there.size, 2, ALONE)
    if national == "municipalities":
        own = means(chosen).se[there, 0, 0]
        return _judged(one, there, own, -own / np.sum(one.n > 0), 0.0, level, seed, draws)
    own, crossed, shared = (part[there] for part in _parts(chosen))
    deviation = np.sqrt(np.maximum(own, 0.0))
    common = np.nan_to_num(over(crossed, deviation))
    rest = np.sqrt(max(0.0, float(np.sum(shared - common**2))))
    return _judged(one, there, deviation, common, rest, level, seed, draws)


def anom_units(
    estimate: npt.ArrayLike,
    variance: npt.ArrayLike,
    shares: npt.ArrayLike | None = None,
    *,
    seed: int,
    df: float = np.inf,
    level: float = 0.95,
    draws: int = DRAWS,
) -> Anom:
    """The same from estimates alone: each unit beside the mean of all, Σ W_k·θ̂_k, which it is part of.

    ``estimate`` and ``variance`` float [H], independent between units; ``shares`` float [H] are the units' known shares
    W of the whole, to any sum (None: all alike, the mean over units); ``df`` of the variances. V = (1 − W_m)²·v_m +
    Σ_{k≠m} W_k²·v_k, correlated through the mean. ``n`` of the differences is NaN: it is not known here.

    Raises TooFew for fewer than two units, ValueError where a variance is not positive or a share negative.
    Source: as ``anom``.
    """
    y, v = units_of(estimate, variance, 2, ALONE)
    given = np.ones(y.size) if shares is None else np.asarray(shares, np.float64).reshape(-1)
    if given.shape != y.shape or not np.all(given >= 0) or not 0 < given.sum() < np.inf:
        raise ValueError("every unit needs a share of the whole that is not negative")
    w = given / given.sum()
    spread = np.sqrt((1 - 2 * w) * v + np.sum(w**2 * v))
    if np.any(spread <= 0):
        raise TooFew(1, 2, ALONE)
    degrees = np.full(y.shape, df, np.float64)
    one = Difference(y - w @ y, spread, degrees, np.full(y.shape, np.nan))
    return _judged(one, np.arange(y.size), np.sqrt(v), -w * np.sqrt(v), 0.0, level, seed, draws)


def _judged(
    one: Difference,
    there: Integers,
    own: Floats,
    common: Floats,
    rest: float,
    level: float,
    seed: int,
    draws: int,
) -> Anom:
    """The differences of the units ``there`` beside the largest that chance makes of as many (see ``Largest``)."""
    largest = Largest(own, common, rest, float(one.df.max()), seed=seed, draws=draws)
    critical = largest.critical(level)
    p = np.full(one.value.shape, np.nan)
    p[there] = largest.tail(np.abs(one.value[there] / one.se[there]))
    half = critical * one.se
    marked = np.nan_to_num(p, nan=1.0) < 1 - level
    return Anom(one, critical, p, one.value - half, one.value + half, marked, level, seed)


def part_whole_covariance(totals: Totals, *, group: int = 0, variable: int = 0) -> Floats:
    """The covariance matrix [U, U] of all units' differences from the whole (mean over citizens).

    Linearised in every unit's size and total: unit m's own part carries (1 - W_m) of its mean, every unit carries its
    share of the whole. With known shares W this is -W_m v_m - W_k v_k + sum W_j^2 v_j off the diagonal. Rows of units
    without answers are 0. Source: Binder (1983).
    """
    one = totals_of(totals, group, variable)
    own, crossed, shared = _parts(one)
    covariance = crossed[:, None] + crossed + shared.sum()
    np.fill_diagonal(covariance, own + 2 * crossed + shared.sum())
    answered = one.n[:, 0, 0] > 0
    return np.asarray(covariance * np.outer(answered, answered), float)


def _parts(one: Totals) -> tuple[Floats, Floats, Floats]:
    """A difference from the whole is a unit's own deviation plus all units' shares in minus that of the whole.

    Variance of the first, covariance of a unit's two parts and variance of the second, [U] each.
    """
    size = float(one.size.sum())
    whole = float(one.total.sum()) / size
    inverse = np.nan_to_num(over(np.ones(len(one.size)), one.size[:, 0, 0]))
    mean = inverse * one.total[:, 0, 0]
    answered = (one.n[:, 0, 0] > 0).astype(float)
    own, shared = (-inverse * mean, inverse), (answered * whole / size, -answered / size)

    def product(first: tuple[Floats, Floats], second: tuple[Floats, Floats]) -> Floats:
        (a, b), (c, d) = first, second
        var_size, cov, var_total = (part[:, 0, 0] for part in (one.var_size, one.cov, one.var_total))
        return np.asarray(a * c * var_size + (a * d + b * c) * cov + b * d * var_total)

    return product(own, own), product(own, shared), product(shared, shared)


def totals_of(totals: Totals, group: int, variable: int) -> Totals:
    """The totals of one group and one variable, [U, 1, 1]."""
    at = np.s_[:, group : group + 1, variable : variable + 1]
    return Totals(
        totals.n[at], totals.size[at], totals.total[at], totals.var_size[at], totals.var_total[at], totals.cov[at],
        totals.psus[:, group : group + 1], totals.strata[:, group : group + 1], totals.borrowed,
    )  # fmt: skip


class Largest:
    """How large the largest of many |t| is by chance alone, when a common part correlates them.

    With independent standard normal z, difference j is ``own`` [H] of it times z_j, plus the sum of ``common`` [H]
    times z, plus ``rest`` times a z that no unit has; each is divided by its standard deviation, and all by one
    estimated on ``df``. Drawn ``draws`` times, and steadied: the same draws without the common part have a known
    distribution, and what they miss it by is taken off (a control variate).
    """

    def __init__(self, own: Floats, common: Floats, rest: float, df: float, *, seed: int, draws: int = DRAWS) -> None:
        self._count, self._df = len(own), df
        normal, spread, self._alone = _drawn(seed, draws, len(own), df)
        deviation = np.sqrt(own**2 + 2 * own * common + np.sum(common**2) + rest**2)
        together, largest = np.zeros(draws, np.float32), np.zeros(draws, np.float32)
        for z, weight in zip(normal, np.append(common, rest).astype(np.float32), strict=True):
            together += weight * z
        for z, weight, scale in zip(normal, own / deviation, 1 / deviation, strict=False):
            np.maximum(largest, np.abs(np.float32(weight) * z + np.float32(scale) * together), out=largest)
        self._together = np.sort(largest / spread)
        at = (np.arange(STEPS) + 0.5) / STEPS
        self._spread = np.sqrt(chdtri(df, at) / df) if np.isfinite(df) else np.ones(1)

    def tail(self, t: Floats) -> Floats:
        """The probability that the largest |t| is at least as large, float of the shape of ``t``."""
        by_draws = self._share_above(self._together, t) - self._share_above(self._alone, t)
        lowest = 2 * stdtr(self._df, -t)
        return np.asarray(np.clip(self._independent(t) + by_draws, lowest, np.minimum(1.0, self._count * lowest)))

    def critical(self, level: float) -> float:
        """The |t| that the largest stays below with probability ``level``."""
        low, high = (-float(stdtrit(self._df, (1 - level) / 2 / tests)) for tests in (1, self._count))
        for _ in range(20):
            middle = (low + high) / 2
            low, high = (middle, high) if self.tail(np.array([middle]))[0] > 1 - level else (low, middle)
        return high

    def _share_above(self, drawn: Drawn, t: Floats) -> Floats:
        return 1 - np.searchsorted(drawn, t.astype(drawn.dtype)) / len(drawn)

    def _independent(self, t: Floats) -> Floats:
        """The same probability for uncorrelated t with a common spread, exactly."""
        steps = np.multiply.outer(t, self._spread)
        return np.asarray(1 - np.mean((1 - 2 * ndtr(-steps)) ** self._count, axis=-1))


@lru_cache(maxsize=4)
def _drawn(seed: int, draws: int, count: int, df: float) -> tuple[Drawn, Drawn, Drawn]:
    """Standard normal draws [count + 1, draws], a common spread of each draw, and the largest |t| [draws] of all rows
    but the last, sorted. Every measure of a wave takes the same.
    """
    generator = np.random.default_rng(seed)
    normal = generator.standard_normal((count + 1, draws), dtype=np.float32)
    spread = np.sqrt(generator.chisquare(df, draws) / df) if np.isfinite(df) else np.ones(draws)
    largest = np.abs(normal[:-1]).max(axis=0) / spread.astype(np.float32)
    return normal, spread.astype(np.float32), np.sort(largest)
