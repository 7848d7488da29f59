"""Which units differ from the mean of all, when every unit is looked at: analysis of means."""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtri, ndtr
from scipy.stats import t as student

from borgerpuls.method.compare import Difference, part_whole
from borgerpuls.method.design import Booleans, Floats, TooFew
from borgerpuls.method.estimate import means, national, over
from borgerpuls.method.totals import Totals

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
    totals: Totals, *, seed: int, group: int = 0, variable: int = 0, level: float = 0.95, draws: int = DRAWS
) -> Anom:
    """Which units differ from the whole that they are part of, with one error rate for all of them together.

    ``totals`` [U, D, V] from ``domain_totals``; ``group`` and ``variable`` choose the measure. The differences from the
    mean over citizens are correlated through that mean; the critical value is that of the largest |t| with exactly this
    correlation.

    Raises TooFew for fewer than two units with answers.

    Source: Nelson, Wludyka & Copeland (2005), The Analysis of Means; Pallmann & Hothorn (2016), J. Applied Statistics
    43, 1541-1560.
    """
    gap = part_whole(totals)
    one = Difference(*(np.asarray(part)[:, group, variable] for part in (gap.value, gap.se, gap.df, gap.n)))
    there = np.flatnonzero((one.n > 0) & (np.nan_to_num(one.se) > 0))
    if there.size < 2:
        raise TooFew(there.size, 2, "a unit is compared with a whole of which it is only a part")
    covariance = part_whole_covariance(totals, group=group, variable=variable)[np.ix_(there, there)]
    spread = np.sqrt(np.diag(covariance))
    largest = Largest(covariance / np.outer(spread, spread), float(one.df.max()), seed=seed, draws=draws)
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
    whole = float(national(one).value[0, 0])
    size = float(one.size.sum())
    mean = np.nan_to_num(means(one).value[:, 0, 0])
    own_size = one.size[:, 0, 0]
    inverse = np.nan_to_num(over(np.ones_like(own_size), own_size))
    share = own_size / size
    answered = (one.n[:, 0, 0] > 0).astype(float)
    own = -inverse * (mean - share * whole), inverse * (1 - share)
    shared = whole / size * answered, -answered / size

    def product(first: tuple[Floats, Floats], second: tuple[Floats, Floats]) -> Floats:
        a, b = first
        c, d = second
        return np.asarray(
            a * c * one.var_size[:, 0, 0] + (a * d + b * c) * one.cov[:, 0, 0] + b * d * one.var_total[:, 0, 0]
        )

    whole_part, cross = product(shared, shared), product(own, shared)
    off = (cross - whole_part)[:, None] + (cross - whole_part)[None, :] + whole_part.sum()
    np.fill_diagonal(off, product(own, own) + whole_part.sum() - whole_part)
    return np.asarray(off * np.outer(answered, answered), float)


def totals_of(totals: Totals, group: int, variable: int) -> Totals:
    """The totals of one group and one variable, [U, 1, 1]."""
    at = np.s_[:, group : group + 1, variable : variable + 1]
    return Totals(
        totals.n[at], totals.size[at], totals.total[at], totals.var_size[at], totals.var_total[at], totals.cov[at],
        totals.psus[:, group : group + 1], totals.strata[:, group : group + 1], totals.borrowed,
    )  # fmt: skip


class Largest:
    """How large the largest of many correlated |t| is by chance alone.

    Drawn ``draws`` times, and steadied: the same draws without correlation have a known distribution, and what they
    miss it by is taken off (a control variate).
    """

    def __init__(self, correlation: Floats, df: float, *, seed: int, draws: int = DRAWS) -> None:
        values, vectors = np.linalg.eigh(correlation)
        root = vectors * np.sqrt(np.clip(values, 0, None)) @ vectors.T
        generator = np.random.default_rng(seed)
        normal = generator.standard_normal((draws, len(correlation)), dtype=np.float32)
        spread = np.sqrt(generator.chisquare(df, draws) / df) if np.isfinite(df) else np.ones(draws)
        self._count, self._df = len(correlation), df
        self._together = np.sort(np.abs(normal @ root.astype(np.float32)).max(axis=1) / spread)
        self._alone = np.sort(np.abs(normal).max(axis=1) / spread)

    def tail(self, t: Floats) -> Floats:
        """The probability that the largest |t| is at least as large, float of the shape of ``t``."""
        by_draws = self._share_above(self._together, t) - self._share_above(self._alone, t)
        lowest = 2 * student.sf(t, self._df)
        return np.asarray(np.clip(self._independent(t) + by_draws, lowest, np.minimum(1.0, self._count * lowest)))

    def critical(self, level: float) -> float:
        """The |t| that the largest stays below with probability ``level``."""
        low, high = 0.0, float(student.isf((1 - level) / 2 / self._count, self._df)) + 1e-9
        for _ in range(30):
            middle = (low + high) / 2
            low, high = (middle, high) if self.tail(np.array([middle]))[0] > 1 - level else (low, middle)
        return high

    def _share_above(self, drawn: Floats, t: Floats) -> Floats:
        return 1 - np.searchsorted(drawn, t) / len(drawn)

    def _independent(self, t: Floats) -> Floats:
        """The same probability for uncorrelated t with a common spread, exactly."""
        if not np.isfinite(self._df):
            return np.asarray(1 - (1 - 2 * ndtr(-t)) ** self._count)
        at = (np.arange(STEPS) + 0.5) / STEPS
        spread = np.sqrt(chdtri(self._df, at) / self._df)
        return np.asarray(1 - np.mean((1 - 2 * ndtr(-np.multiply.outer(t, spread))) ** self._count, axis=-1))
