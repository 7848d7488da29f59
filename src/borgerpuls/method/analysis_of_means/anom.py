"""Analysis of means: each unit's difference from the whole, with one error rate over all units."""

from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from borgerpuls.arrays import Booleans, Floats, Integers
from borgerpuls.method.analysis_of_means.max_t import DRAWS, MaxT
from borgerpuls.method.analysis_of_means.skewed_t import critical_values, two_sided_p
from borgerpuls.method.analysis_of_means.unit_variances import UnitVariances, unit_variances
from borgerpuls.method.array_operations import quotient, zero_for_nan
from borgerpuls.method.comparison.differences import Difference, part_whole_difference, units_mean_difference
from borgerpuls.method.comparison.random_effects import check_unit_estimates
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.means import means
from borgerpuls.method.estimation.totals import Totals
from borgerpuls.method.intervals.answer_basis import answer_basis
from borgerpuls.method.intervals.scale_intervals import Scale

National = Literal["citizens", "municipalities"]

ALONE = "a unit is compared with a whole of which it is only a part"


@dataclass(frozen=True, eq=False)
class Anom:
    """The analysis of means of one variable: each unit's difference from the whole, with simultaneous limits.

    ``difference`` [H]: estimates with their own standard errors. ``critical`` is the |t| (as a standard normal) that
    the largest of the H differences passes with probability 1 - ``level`` when no unit differs; ``p`` float [H] is
    adjusted in the same way; ``low`` and ``high`` float [H] are simultaneous limits, which leave zero out where p is
    below 1 - level. ``marked`` bool [H]: adjusted p below 1 - level. A unit without answers, or with fewer than
    ``needed`` [H], has NaN and is not marked; ``critical`` is infinite where no unit can be judged.
    ``drawn``: p rests on draws.
    """

    difference: Difference
    critical: float
    p: Floats
    low: Floats
    high: Floats
    marked: Booleans
    level: float
    seed: int
    needed: Floats
    drawn: bool


def anom(
    totals: Totals,
    *,
    seed: int,
    group: int = 0,
    variable: int = 0,
    national: National = "citizens",
    scale: Scale | None = None,
    level: float = 0.95,
    draws: int = DRAWS,
) -> Anom:
    """Analysis of means of one variable of totals: all units' differences from the whole that they are part of.

    ``totals`` [U, D, V] from ``domain_totals``; ``group`` and ``variable`` choose the measure, ``national`` the mean of
    the whole: over citizens (``part_whole_difference``) or over units (``units_mean_difference``). The differences are
    correlated through that mean; the critical value is that of the largest |t| with this correlation.

    A unit's few answers are not judged by the many of the whole, nor by a spread that they alone tell: variances are
    moderated (``unit_variances``), each with its own degrees of freedom, and where answers crowd at an end of their
    ``scale`` (of the one variable) the skewness of the mean is counted (Pearson's type III, so that p and limits differ
    upwards and downwards). A unit of too few answers for that has no verdict.

    Raises TooFew for fewer than two units with answers that vary.

    Source: Nelson, Wludyka & Copeland (2005), The Analysis of Means; Pallmann & Hothorn (2016), J. Applied Statistics
    43, 1541-1560; Smyth (2004); Šidák (1967).
    """
    one = None if scale is None else Scale(*(np.atleast_1d(getattr(scale, part.name)) for part in fields(Scale)))
    found = _UnitDifferences.from_totals(select_totals(totals, group, variable), national, one)
    return found.judge(0, level, seed, draws)


def anom_by_variable(
    totals: Totals,
    *,
    seed: int,
    group: int = 0,
    national: National = "citizens",
    scale: Scale | None = None,
    level: float = 0.95,
    draws: int = DRAWS,
) -> tuple[Anom | None, ...]:
    """Analysis of means of every variable of the totals [U, D, V]; None where ``anom`` raises TooFew. ``scale`` is [V].

    Source: as ``anom``.
    """
    differences = _UnitDifferences.from_totals(select_totals(totals, group, None), national, scale)
    return tuple(
        differences.judge(v, level, seed, draws) if differences.units(v) >= 2 else None
        for v in range(differences.share.shape[1])
    )


@dataclass(frozen=True, eq=False)
class _UnitDifferences:
    """Differences of units from the whole [U, V], and of what chance makes them: ``variances`` [U, V] of the units'
    estimates and each unit's ``share`` [U, V] of the whole, by which its own chance is in the whole too. ``error``
    [U, V] is the moderated standard error of a difference."""

    difference: Difference
    variances: UnitVariances
    share: Floats
    error: Floats

    @classmethod
    def from_totals(cls, one: Totals, national: National, scale: Scale | None) -> "_UnitDifferences":
        """Of totals [U, 1, V]."""
        gap = part_whole_difference(one) if national == "citizens" else units_mean_difference(one)
        difference = Difference(*(np.asarray(part)[:, 0] for part in (gap.value, gap.se, gap.df, gap.n)))
        unit, basis = means(one), answer_basis(one)
        variances = unit_variances(unit.value[:, 0], unit.se[:, 0], basis.at(np.s_[:, 0]), scale)
        there = difference.n > 0
        carried = np.where(there, one.size[:, 0] if national == "citizens" else 1.0, 0.0)
        share = zero_for_nan(quotient(carried, carried.sum(axis=0)))
        own = np.where(there, zero_for_nan(unit.se[:, 0]) ** 2, 0.0)
        # The standard error of R, which knows that shares are estimated too, times what moderation makes of it.
        moderated = _of_differences(np.where(np.isnan(variances.variance), own, variances.variance), share)
        change = quotient(moderated, _of_differences(own, share))
        return cls(difference, variances, share, np.asarray(difference.se * np.sqrt(zero_for_nan(change))))

    def units(self, v: int) -> int:
        """How many units have answers and a difference that can vary."""
        return int(np.sum(self._there(v)))

    def _there(self, v: int) -> Booleans:
        return np.asarray((self.difference.n[:, v] > 0) & (zero_for_nan(self.error[:, v]) > 0))

    def judge(self, v: int, level: float, seed: int, draws: int) -> Anom:
        present = self._there(v)
        there = np.flatnonzero(present)
        if there.size < 2:
            raise TooFew(there.size, 2, ALONE)
        gap, given = self.difference, self.variances
        one = Difference(gap.value[:, v], gap.se[:, v], gap.df[:, v], gap.n[:, v])
        variance, share = np.where(present, zero_for_nan(given.variance[:, v]), 0.0), self.share[:, v]
        own = (1 - share) ** 2 * variance
        others = np.sum(share**2 * variance) - share**2 * variance
        df = _own_degrees(own, others, np.where(present, given.df[:, v], np.inf))
        whole = np.where(own + others > 0, own + others, 1.0)
        skewness = zero_for_nan(given.skewness[:, v]) * (own / whole) ** 1.5
        judged = there[given.enough[there, v]]
        needed = given.needed[:, v]
        if not judged.size:
            nothing = np.full(one.value.shape, np.nan)
            return Anom(one, np.inf, nothing, nothing, nothing, nothing > 0, level, seed, needed, False)
        spread = np.sqrt(variance[there])
        position = np.searchsorted(there, judged)
        common = -share[there] * spread
        rest = float(np.sqrt(max(np.sum(common**2) - np.sum(common[position] ** 2), 0.0)))
        largest = MaxT(spread[position], common[position], rest, np.inf, seed=seed, draws=draws)
        critical = largest.critical(level)
        found = np.full((3, *one.value.shape), np.nan)
        error = self.error[judged, v]
        alone = two_sided_p(one.value[judged] / error, df[judged], skewness[judged])
        found[0, judged] = largest.tail(-ndtri(alone / 2))
        below, above = critical_values(critical, df[judged], skewness[judged])
        found[1, judged], found[2, judged] = one.value[judged] - above * error, one.value[judged] - below * error
        p, low, high = found
        marked = np.nan_to_num(p, nan=1.0) < 1 - level
        return Anom(one, critical, p, low, high, marked, level, seed, needed, largest.drawn)


def _of_differences(variance: Floats, share: Floats) -> Floats:
    """Variances of units' differences from the whole [U, V], the shares known: (1 − 2W_m)·v_m + Σ W_k²·v_k."""
    return np.asarray((1 - 2 * share) * variance + np.sum(share**2 * variance, axis=0))


def _own_degrees(own: Floats, others: Floats, df: Floats) -> Floats:
    """Degrees of freedom of a unit's difference: those of its own part, and as many more as the others' part, which is
    sure, takes of the variance (Satterthwaite 1946)."""
    return np.asarray(df * np.where(own > 0, (own + others) ** 2 / np.where(own > 0, own, 1.0) ** 2, 1.0))


def anom_of_estimates(
    estimate: npt.ArrayLike,
    variance: npt.ArrayLike,
    shares: npt.ArrayLike | None = None,
    *,
    seed: int,
    df: float = np.inf,
    level: float = 0.95,
    draws: int = DRAWS,
) -> Anom:
    """Analysis of means of given estimates: each unit's difference from the mean of all, Σ W_k·θ̂_k.

    ``estimate`` and ``variance`` float [H], independent between units; ``shares`` float [H] are the units' known shares
    W of the whole, to any sum (None: all alike, the mean over units); ``df`` of the variances. V = (1 − W_m)²·v_m +
    Σ_{k≠m} W_k²·v_k, correlated through the mean. ``n`` of the differences is NaN: it is not known here.

    Raises TooFew for fewer than two units, ValueError where a variance is not positive or a share negative.
    Source: as ``anom``.
    """
    y, v = check_unit_estimates(estimate, variance, 2, ALONE)
    given = np.ones(y.size) if shares is None else np.asarray(shares, np.float64).reshape(-1)
    if given.shape != y.shape or not np.all(given >= 0) or not 0 < given.sum() < np.inf:
        raise ValueError("every unit needs a share of the whole that is not negative")
    w = given / given.sum()
    spread = np.sqrt((1 - 2 * w) * v + np.sum(w**2 * v))
    if np.any(spread <= 0):
        raise TooFew(1, 2, ALONE)
    degrees = np.full(y.shape, df, np.float64)
    one = Difference(y - w @ y, spread, degrees, np.full(y.shape, np.nan))
    return _judge_units(one, np.arange(y.size), np.sqrt(v), -w * np.sqrt(v), 0.0, level, seed, draws)


def _judge_units(
    one: Difference,
    there: Integers,
    own: Floats,
    common: Floats,
    rest: float,
    level: float,
    seed: int,
    draws: int,
) -> Anom:
    """The differences of the units ``there`` beside the largest that chance makes of as many (see ``MaxT``)."""
    largest = MaxT(own, common, rest, float(one.df.max()), seed=seed, draws=draws)
    critical = largest.critical(level)
    p = np.full(one.value.shape, np.nan)
    p[there] = largest.tail(np.abs(one.value[there] / one.se[there]))
    half = critical * one.se
    marked = np.nan_to_num(p, nan=1.0) < 1 - level
    needed = np.zeros(one.value.shape)
    return Anom(one, critical, p, one.value - half, one.value + half, marked, level, seed, needed, largest.drawn)


def part_whole_covariance(totals: Totals, *, group: int = 0, variable: int = 0) -> Floats:
    """The covariance matrix [U, U] of all units' differences from the whole (mean over citizens).

    Linearised in every unit's size and total: unit m's own part carries (1 - W_m) of its mean, every unit carries its
    share of the whole. With known shares W this is -W_m v_m - W_k v_k + sum W_j^2 v_j off the diagonal. Rows of units
    without answers are 0. Source: Binder (1983).
    """
    one = select_totals(totals, group, variable)
    own, crossed, shared = (part[:, 0] for part in _variance_components(one))
    covariance = crossed[:, None] + crossed + shared.sum()
    np.fill_diagonal(covariance, own + 2 * crossed + shared.sum())
    answered = one.n[:, 0, 0] > 0
    return np.asarray(covariance * np.outer(answered, answered), float)


def _variance_components(one: Totals) -> tuple[Floats, Floats, Floats]:
    """A difference from the whole is a unit's own deviation plus all units' shares in minus that of the whole.

    Variance of the first, covariance of a unit's two parts and variance of the second, [U, V] each, of [U, 1, V].
    """
    n, units, total, var_size, cov, var_total = (
        part[:, 0] for part in (one.n, one.size, one.total, one.var_size, one.cov, one.var_total)
    )
    answered = (n > 0).astype(np.float64)
    size = np.where(units.sum(axis=0) > 0, units.sum(axis=0), 1.0)
    whole = total.sum(axis=0) / size
    inverse = np.where(units > 0, quotient(np.ones_like(units), units), 0.0)
    own, shared = (-inverse * inverse * total, inverse), (answered * whole / size, -answered / size)

    def product(first: tuple[Floats, Floats], second: tuple[Floats, Floats]) -> Floats:
        (a, b), (c, d) = first, second
        return np.asarray(a * c * var_size + (a * d + b * c) * cov + b * d * var_total)

    return product(own, own), product(own, shared), product(shared, shared)


def select_totals(totals: Totals, group: int, variable: int | None) -> Totals:
    """The totals of one group and one variable, [U, 1, 1], or of all its variables, [U, 1, V]."""
    variables = slice(None) if variable is None else slice(variable, variable + 1)
    return totals.at(slice(None), slice(group, group + 1), variables)
