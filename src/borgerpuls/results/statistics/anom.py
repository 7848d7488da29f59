"""Which units stand out: every unit beside the whole with one error rate for all, and every theme of a unit at once."""

from collections.abc import Callable, Iterator

import numpy as np

from borgerpuls.arrays import Floats
from borgerpuls.method.comparison.anom import Anom, anom_by_variable
from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg
from borgerpuls.results.estimation.wave_estimates import SEED, WaveEstimates
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import fewer_units
from borgerpuls.results.statistics.compared_means import ComparedMeans
from borgerpuls.results.statistics.levels import benchmark


def anom_figures(estimates: WaveEstimates, means: ComparedMeans, seed: int = SEED) -> Iterator[FigureBlock]:
    """``anom`` and ``stands-out``: the units' means beside the mean of the whole that the wave chose.

    ``anom`` is judged against all units at once (simultaneous limits, p adjusted for the number of units and their
    correlation); ``stands-out`` takes these p for all themes of one unit and adjusts them again, so that at most one
    in twenty of those a reader is shown is chance (items likewise, among items). Both only say how sure a difference
    is; ``rules`` says whether it is large enough to tell.
    """
    if means.units < 2:
        return
    found = anom_by_variable(means.totals, seed=seed, national=estimates.spec.national)

    def by_unit(part: Callable[[Anom], Floats]) -> Floats:
        nothing = np.full(means.units, np.nan)
        return np.stack([part(one) if one else nothing for one in found], axis=1)

    units, own = np.s_[: means.units], means.estimates
    hidden = means.hidden[units].copy()
    tested = by_unit(lambda one: one.p)
    hidden[(hidden == "") & np.isnan(tested)] = fewer_units(2)
    p = np.where(hidden == "", tested, np.nan)
    low, high = (end[units] for end in own.interval())
    numbers = {
        "estimate": own.value[units],
        "se": own.se[units],
        "df": own.df[units],
        "low": low,
        "high": high,
        "n": own.n[units],
        "difference": by_unit(lambda one: one.difference.value),
        "difference_se": by_unit(lambda one: one.difference.se),
        "difference_low": by_unit(lambda one: one.low),
        "difference_high": by_unit(lambda one: one.high),
    }
    outstanding = np.full(p.shape, np.nan)
    for family in (means.themes, ~means.themes):
        for unit in range(means.units):
            outstanding[unit, family] = benjamini_hochberg(p[unit, family])
    for statistic, evidence in (("anom", p), ("stands-out", outstanding)):
        yield FigureBlock.of_statistic(
            wave=estimates.spec.name,
            kind=means.kind,
            measure=means.measure,
            places=estimates.weighting.units,
            statistic=statistic,
            numbers={**numbers, "p": evidence},
            hidden=hidden,
            compared_with=benchmark(estimates),
        )
