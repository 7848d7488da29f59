"""Each unit beside the whole, the rest or the mean over units, with intervals recovered from those of both parts."""

from dataclasses import replace
from typing import Literal

import numpy as np

from borgerpuls.method.array_operations import quotient, zero_for_nan
from borgerpuls.method.comparison.difference_intervals import BoundedDifference, bounded_difference
from borgerpuls.method.comparison.differences import (
    Difference,
    other_totals,
    part_rest_difference,
    part_whole_difference,
    units_mean_difference,
)
from borgerpuls.method.estimation.estimates import BoundedEstimates, t_quantile
from borgerpuls.method.estimation.means import means
from borgerpuls.method.intervals.answer_basis import answer_basis
from borgerpuls.results.estimation.breakdown import Breakdown, bounded

Benchmark = Literal["citizens", "municipalities", "rest"]


def benchmark_difference(breakdown: Breakdown, benchmark: Benchmark) -> BoundedDifference:
    """Each unit minus the benchmark, [U, D, V]: the mean over persons, the mean over units, or all other units.

    A unit is a part of the first two: minus the mean over persons it is (1 − W)·(unit − rest), W its share of the
    persons, and minus the mean over units (1 − 1/H)·(unit − mean of the others). Degrees of freedom are the part's own:
    nearly all the spread of a small group's difference is that of its own few answers, and with those of the whole, as
    R counts them, its interval is too short (``bench/coverage.md``).
    """
    totals, units = breakdown.totals, len(breakdown.totals.n)
    own = breakdown.compared.at(np.s_[:units])
    gap: Difference
    if benchmark == "municipalities":
        gap, other = units_mean_difference(totals), _mean_of_others(breakdown, own)
        times = 1 - 1 / np.maximum((totals.n > 0).sum(axis=0), 1)
    else:
        other = rest_of_units(breakdown)
        whole = benchmark == "citizens"
        gap = part_whole_difference(totals) if whole else part_rest_difference(totals)
        times = 1 - zero_for_nan(quotient(totals.size, totals.size.sum(axis=0))) if whole else np.ones(())
    return bounded_difference(_with_own_df(gap, own), own, other, times=times)


def rest_of_units(breakdown: Breakdown) -> BoundedEstimates:
    """For each unit the mean of all the others together, [U, D, V]."""
    rest, units = other_totals(breakdown.totals), len(breakdown.totals.n)
    return bounded(
        means(rest), answer_basis(rest), breakdown.measures.scale.at(np.s_[:units]), breakdown.measures.share
    )


def _mean_of_others(breakdown: Breakdown, own: BoundedEstimates) -> BoundedEstimates:
    """For each unit the mean over all other units: Student's t, cut at the ends of the scale."""
    units = len(own.value)
    there = own.n > 0
    h = there.sum(axis=0) - there
    v = np.where(there, (own.se * breakdown.basis.widening[:units]) ** 2, 0.0)
    value = quotient((np.where(there, own.value, 0.0).sum(axis=0) - np.where(there, own.value, 0.0)), h * 1.0)
    se = quotient(np.sqrt(np.maximum(v.sum(axis=0) - v, 0.0)), h * 1.0)
    df = np.where(there, own.df, 0.0).sum(axis=0) - np.where(there, own.df, 0.0)
    half = t_quantile(0.95, df) * se
    scale = breakdown.measures.scale
    lowest, highest = (part[:units, None, :] for part in (scale.lowest, scale.highest))
    n = own.n.sum(axis=0) - own.n
    return BoundedEstimates(value, se, df, n, np.maximum(value - half, lowest), np.minimum(value + half, highest))


def _with_own_df(gap: Difference, own: BoundedEstimates) -> Difference:
    return replace(gap, df=np.where(np.isnan(gap.value), np.nan, own.df))
