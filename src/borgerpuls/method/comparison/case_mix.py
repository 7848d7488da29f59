"""Case-mix adjustment: unit means as if all units served the same mix of citizens."""

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtrc, stdtr

from borgerpuls.arrays import Floats, Integers
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.estimates import StudentInterval
from borgerpuls.method.estimation.totals import Sums


@dataclass(frozen=True, eq=False)
class CaseMix(StudentInterval):
    """Case-mix adjusted unit means, beside the unadjusted ones and the effect of adjusting.

    By unit, float [H]: ``unadjusted``; ``value``, the adjusted mean, with ``variance``, ``se``, ``df`` and ``n``
    answers; ``effect`` (value - unadjusted); ``difference`` from ``overall`` with ``difference_se``, two-sided ``p``.
    ``coefficients`` float [K] are the within-unit slopes, ``r2`` their share of the variance inside units. ``f``
    tests that all units are equal (``f_df`` H - 1 and ``df``, ``f_p``) about the precision-weighted mean ``grand``;
    ``reliability`` is 1 - 1/F of the unadjusted means, 0 where F < 1.
    """

    unadjusted: Floats
    value: Floats
    effect: Floats
    variance: Floats
    overall: float
    difference: Floats
    difference_se: Floats
    df: int
    n: Floats
    p: Floats
    coefficients: Floats
    r2: float
    grand: float
    f: float
    f_df: int
    f_p: float
    reliability: float

    @property
    def se(self) -> Floats:
        """Standard errors of the adjusted means [H]."""
        return np.sqrt(self.variance)


def case_mix(sums: Sums, unit: Integers, adjusters: Floats, shares: Floats | None = None) -> CaseMix:
    """Unit means adjusted for what units do not control, in the form of the CAHPS programme.

    ``sums`` [R, 1] of one measure: a row is a person or a cell of persons alike; ``unit`` int [R] from 0, each with
    answers; ``adjusters`` float [R, K], 0/1 columns for groups, without a constant. ``shares`` float [H] weighs units
    in ``overall`` (None: all alike; population shares give the mean over citizens). Slopes come from inside units
    only, so that a unit's own quality is not taken for case mix; adjusters are centred at the mean of the units'
    means. Answers count alike; no second look at microdata.

    Raises TooFew for fewer than two units, a unit without answers or with one, or more adjusters than answers allow.

    Source: AHRQ, CAHPS Analysis Program 5.0 (2020), "Statistical approach"; O'Malley et al. (2005), Health Services
    Research 40, 2078-2095.
    """
    n, total, squares = (np.asarray(part, float)[:, 0] for part in (sums.n, sums.total, sums.squares))
    answered = np.bincount(unit, n)
    units, columns = answered.size, adjusters.shape[1]
    if units < 2:
        raise TooFew(units, 2, "units are compared with each other")
    if answered.min() < 2:
        raise TooFew(int(answered.min()), 2, "every unit needs two answers to have a spread")
    df = int(answered.sum()) - units - columns
    if df < 1:
        raise TooFew(int(answered.sum()), units + columns + 1, "more adjusters and units than answers can tell apart")

    def unit_mean(values: Floats) -> Floats:
        return np.bincount(unit, values, units) / answered

    mean = unit_mean(total)
    mix = np.column_stack([unit_mean(n * column) for column in adjusters.T]) if columns else np.empty((units, 0))
    inside = adjusters - mix[unit]
    cross = inside.T @ (total - n * mean[unit])
    slopes = np.linalg.lstsq((inside * n[:, None]).T @ inside, cross, rcond=None)[0]
    adjusted = mean - (mix - mix.mean(axis=0)) @ slopes
    fitted = mean[unit] + inside @ slopes
    left = squares - 2 * fitted * total + n * fitted**2
    variance = np.bincount(unit, left, units) / answered**2
    if np.any(variance <= 0):
        raise TooFew(0, 1, "a unit's answers do not vary once the mix is taken out")
    weight = np.full(units, 1 / units) if shares is None else np.asarray(shares, float) / np.sum(shares)
    overall = float(weight @ adjusted)
    se = np.sqrt((1 - 2 * weight) * variance + np.sum(weight**2 * variance))
    grand, f = _equal(adjusted, variance, weight)
    spread = float(np.sum(squares) - answered @ mean**2)
    f_unadjusted = _equal(mean, variance, weight)[1]
    return CaseMix(
        unadjusted=mean,
        value=adjusted,
        effect=adjusted - mean,
        variance=variance,
        overall=overall,
        difference=adjusted - overall,
        difference_se=se,
        df=df,
        n=answered.astype(float),
        p=2 * stdtr(df, -np.abs(adjusted - overall) / se),
        coefficients=slopes,
        r2=1 - float(left.sum()) / spread,
        grand=grand,
        f=f,
        f_df=units - 1,
        f_p=float(fdtrc(units - 1, df, f)),
        reliability=max(0.0, 1 - 1 / f_unadjusted) if f_unadjusted > 0 else 0.0,
    )


def _equal(means: Floats, variance: Floats, weight: Floats) -> tuple[float, float]:
    """The mean about which units are tested for equality, and the F of that test."""
    grand = float(np.sum(weight * means / variance) / np.sum(weight / variance))
    return grand, float(np.sum((means - grand) ** 2 / variance) / (means.size - 1))
