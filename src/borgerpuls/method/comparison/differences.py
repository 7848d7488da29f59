"""Differences of estimates: part and whole, part and rest, unit and mean of units, groups, independent samples."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr

from borgerpuls.arrays import Floats, Integers
from borgerpuls.method.array_operations import quotient, zero_for_nan
from borgerpuls.method.design.design import Design
from borgerpuls.method.estimation.estimates import Estimates
from borgerpuls.method.estimation.linearization import LinearizedEstimates, concatenate_estimates
from borgerpuls.method.estimation.means import means, national_degrees, national_mean
from borgerpuls.method.estimation.totals import Sums, Totals, domain_totals


@dataclass(frozen=True, eq=False)
class Difference(Estimates):
    """First minus second, with the standard error that their covariance gives. ``n`` counts the first's answers."""

    @property
    def t(self) -> Floats:
        """Difference over its standard error; NaN where the standard error is 0 or missing."""
        return quotient(self.value, np.asarray(self.se))

    @property
    def p(self) -> Floats:
        """Two-sided p: the difference is not zero."""
        return self._tail(-np.abs(self.t), 2.0)

    @property
    def p_greater(self) -> Floats:
        """One-sided p: the first is larger."""
        return self._tail(-self.t, 1.0)

    @property
    def p_less(self) -> Floats:
        """One-sided p: the first is smaller."""
        return self._tail(self.t, 1.0)

    @property
    def low(self) -> Floats:
        return self.interval()[0]

    @property
    def high(self) -> Floats:
        return self.interval()[1]

    def _tail(self, t: Floats, sides: float) -> Floats:
        usable = self.df >= 1
        return np.where(usable, sides * stdtr(np.where(usable, self.df, 1.0), t), np.nan)


def difference(first: LinearizedEstimates, second: LinearizedEstimates) -> Difference:
    """First minus second for estimates of persons (same design, same number J), with their exact covariance.

    A part against the whole that contains it is ``difference(mean(design, y, part), mean(design, y))``; the two share
    persons, and one variance is taken of the difference of their influences. df are those of the persons in either.
    Source: Binder (1983); Lumley (2010) sec. 2.5.
    """
    j = len(first.value)
    gap = concatenate_estimates(first, second).contrast(np.hstack([np.eye(j), -np.eye(j)]))
    return Difference(gap.value, gap.se, gap.df, first.n.astype(np.float64))


def independent_difference(first: Estimates, second: Estimates) -> Difference:
    """First minus second for two samples that share nobody, arrays of one shape: V = v₁ + v₂, df by Satterthwaite.

    Never for a part and its whole. Source: Cochran (1977) sec. 5.3; Satterthwaite (1946).
    """
    v1, v2 = first.se**2, second.se**2
    return Difference(first.value - second.value, np.sqrt(v1 + v2), satterthwaite(v1, v2, first.df, second.df), first.n)


def satterthwaite(v1: Floats, v2: Floats, df1: Floats, df2: Floats) -> Floats:
    """Degrees of freedom of v₁ + v₂ for independent variances on df₁ and df₂: (v₁ + v₂)²/(v₁²/df₁ + v₂²/df₂).

    df₁ + df₂ where both variances are 0. Source: Satterthwaite (1946), Biometrics Bulletin 2, 110-114.
    """
    held1, held2 = np.maximum(df1, 1), np.maximum(df2, 1)
    spread = v1**2 / held1 + v2**2 / held2
    return np.where(v1 + v2 > 0, (v1 + v2) ** 2 / np.where(spread > 0, spread, 1.0), held1 + held2)


def group_difference(design: Design, sums: Sums, group: Integers, unit: Integers, units: int) -> Difference:
    """Group 1 minus group 0 inside each unit, from cells or persons: [U, V].

    ``group`` int [R] is 1, 0 or -1 (in neither), ``unit`` int [R] the reporting unit. The groups share strata and
    calibration cells, so one variance is taken of the linearised difference, in which a person of group 1 has
    (y − θ̂₁)/Â₁ and one of group 0 has −(y − θ̂₀)/Â₀. df = persons of both − strata. NaN where a group has no answers.
    Source: Binder (1983); Lumley (2010) sec. 2.5.
    """
    each = domain_totals(design, sums, group, 2, unit=unit, units=units)
    size, mean = each.size, quotient(each.total, each.size)
    inside = group >= 0
    at = unit, np.where(inside, group, 0)
    sign = np.where(inside, 2.0 * group - 1.0, 0.0)[:, None]
    factor, theta = zero_for_nan(quotient(np.broadcast_to(sign, sums.n.shape), size[at])), zero_for_nan(mean[at])
    linear = Sums(
        sums.n,
        factor * (sums.total - theta * sums.n),
        factor**2 * (sums.squares - 2 * theta * sums.total + theta**2 * sums.n),
    )
    both = domain_totals(design, linear, np.where(inside, 0, -1), 1, unit=unit, units=units)
    gap = mean[:, 1] - mean[:, 0]
    se = np.where(np.isnan(gap), np.nan, np.sqrt(both.variance(0.0, 1.0)[:, 0]))
    df = np.broadcast_to((both.psus - both.strata).astype(np.float64), gap.shape)
    return Difference(gap, se, df, each.n[:, 1])


def part_whole_difference(totals: Totals) -> Difference:
    """Each unit minus the whole that contains it (mean over citizens), by group and variable: [U, D, V].

    With shares W_m = Â_m/Â, V = (1 − W_m)²·v_m + Σ_{k≠m} W_k²·v_k when the shares are known; here they are estimated
    too, by linearising θ̂_m − θ̂ in all Â and Ŷ. Treating part and whole as independent is the classic error.
    NaN where nobody of the unit answered. Source: Binder (1983).
    """
    whole = national_mean(totals)
    size = totals.size.sum(axis=0)
    unit = means(totals)
    shared = totals.variance(-zero_for_nan(whole.value), 1.0)
    own = _own_variance(totals, unit, quotient(totals.size, size), whole.value)
    others = quotient(shared.sum(axis=0) - shared, size**2)
    return _gap(unit, whole.value, own + np.maximum(others, 0.0), national_degrees(totals, whole.value))


def part_rest_difference(totals: Totals) -> Difference:
    """Each unit minus all the others together (mean over their citizens): [U, D, V]; independent, so V = v_m + v_rest.

    NaN where either has no answers. Source: Cochran (1977) sec. 5.3.
    """
    unit, rest = means(totals), means(other_totals(totals))
    return _gap(unit, rest.value, unit.se**2 + rest.se**2, national_degrees(totals, unit.value[0]))


def units_mean_difference(totals: Totals) -> Difference:
    """Each unit minus the mean over units (each counts alike, itself included): V = (1 − 1/H)²·v_m + Σ_{k≠m} v_k/H².

    H counts the units where anybody of the group answered; NaN for the others. Shape [U, D, V].
    Source: Cochran (1977) sec. 5.3 (units are independent).
    """
    unit = means(totals)
    middle = national_mean(totals, "municipalities")
    v = np.where(unit.n > 0, unit.se**2, 0.0)
    h = np.maximum((unit.n > 0).sum(axis=0), 1)
    variance = (1 - 1 / h) ** 2 * v + (v.sum(axis=0) - v) / h**2
    return _gap(unit, middle.value, variance, national_degrees(totals, middle.value))


def other_totals(totals: Totals) -> Totals:
    """For each unit the totals of all the others: sums of the whole minus its own."""

    def left(name: str, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        if name == "borrowed":
            return values
        rest = values.sum(axis=0) - values
        # What rounding leaves of nothing is nothing.
        return np.where(n > 0, rest, 0.0) if name == "size" else rest if name == "cov" else np.maximum(rest, 0)

    n = totals.n.sum(axis=0) - totals.n
    return totals.mapped(left)


def _own_variance(totals: Totals, unit: Estimates, share: Floats, whole: Floats) -> Floats:
    """Variance of a unit's own part in (unit − whole): coefficients of its Â and Ŷ in both."""
    inverse = quotient(np.ones_like(totals.size), totals.size)
    on_total = zero_for_nan(inverse * (1 - share))
    on_size = -zero_for_nan(inverse * (unit.value - share * whole))
    return totals.variance(on_size, on_total)


def _gap(unit: Estimates, other: Floats, variance: Floats, df: Floats) -> Difference:
    value = unit.value - other
    se = np.where(np.isnan(value), np.nan, np.sqrt(variance))
    return Difference(value, se, np.broadcast_to(df, value.shape), unit.n)
