"""Each unit beside the whole, the rest or the mean over units, with intervals recovered from those of both parts."""

from dataclasses import replace
from typing import Literal

import numpy as np

from borgerpuls.arrays import Floats
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
from borgerpuls.method.intervals.scale_intervals import Scale
from borgerpuls.results.estimation.breakdown import Breakdown, bounded

SURER = 30
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
    """For each unit the mean of all the others together, [U, D, V]; with an interval where the unit has one.

    Where the others gave ``SURER`` times as many answers their interval is Student's, cut at the ends of the scale: it
    makes less than two per cent of the difference's, and they are too many to be skewed.
    """
    rest, units = other_totals(breakdown.totals), len(breakdown.totals.n)
    found, basis = means(rest), answer_basis(rest)
    own = breakdown.compared.at(np.s_[:units])
    asked, surer = ~np.isnan(own.lower), basis.n >= SURER * own.n
    scale = breakdown.measures.scale.at(np.s_[:units])
    few = bounded(found, basis, scale, breakdown.measures.share, where=asked & ~surer)
    many = _student(found.value, found.se * basis.widening, basis.df, scale)
    low, high = (np.where(asked & surer, t, b) for t, b in zip(many, few.interval(), strict=True))
    return BoundedEstimates(found.value, found.se, basis.df, found.n, low, high)


def _mean_of_others(breakdown: Breakdown, own: BoundedEstimates) -> BoundedEstimates:
    """For each unit the mean over all other units: Student's t, cut at the ends of the scale."""
    units = len(own.value)
    there = own.n > 0
    h = there.sum(axis=0) - there
    v = np.where(there, (own.se * breakdown.basis.widening[:units]) ** 2, 0.0)
    value = quotient((np.where(there, own.value, 0.0).sum(axis=0) - np.where(there, own.value, 0.0)), h * 1.0)
    se = quotient(np.sqrt(np.maximum(v.sum(axis=0) - v, 0.0)), h * 1.0)
    df = np.where(there, own.df, 0.0).sum(axis=0) - np.where(there, own.df, 0.0)
    low, high = _student(value, se, df, breakdown.measures.scale.at(np.s_[:units]))
    return BoundedEstimates(value, se, df, own.n.sum(axis=0) - own.n, low, high)


def _student(value: Floats, se: Floats, df: Floats, scale: Scale) -> tuple[Floats, Floats]:
    """The interval value ± t·se [U, D, V], cut at the ends of the scale [U, V]."""
    half = t_quantile(0.95, df) * se
    return scale.at(np.s_[:, np.newaxis]).hold(value - half, value + half)


def _with_own_df(gap: Difference, own: BoundedEstimates) -> Difference:
    return replace(gap, df=np.where(np.isnan(gap.value), np.nan, own.df))
