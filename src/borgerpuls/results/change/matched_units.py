"""What two waves have in common: their units, and the change of the whole over these alone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from borgerpuls.arrays import Booleans, Integers
from borgerpuls.method.comparison.differences import Difference, independent_difference
from borgerpuls.method.estimation.estimates import Estimates
from borgerpuls.method.estimation.means import national_mean
from borgerpuls.method.estimation.totals import Totals
from borgerpuls.results.estimation.places import WHOLE_MEANS, WHOLES
from borgerpuls.results.estimation.wave_estimates import WaveEstimates


def positions(names: Sequence[object], among: Sequence[object]) -> Integers:
    """Where each name stands among others; -1 where it does not."""
    at = {name: position for position, name in enumerate(among)}
    return np.array([at.get(name, -1) for name in names], dtype=np.int64)


def common_units(now: WaveEstimates, before: WaveEstimates) -> Integers:
    """[U] where each unit of this wave stands in the earlier one; -1 where it took no part."""
    return positions(now.weighting.units, before.weighting.units)


def whole_changes(
    new: Totals, old: Totals, common: Integers, at: tuple[Integers, Integers, Integers], minimum: int
) -> tuple[Difference, Booleans]:
    """The change of both means of the whole over the units that answered in both waves: [2, D, M], and where in either
    wave fewer than ``minimum`` answered or all alike.

    ``at`` are the positions of the groups in the earlier wave, and of the measures in this wave and the earlier one.
    Each wave weighs as it does elsewhere, so a unit may count for more or less than last time.
    """
    group, now_measure, then_measure = at
    here = np.flatnonzero(common >= 0)
    if not here.size:
        nothing = np.full((WHOLES, len(group), len(now_measure)), np.nan)
        return Difference(nothing, nothing, nothing, nothing), np.ones(nothing.shape, dtype=np.bool_)
    now = new.at(here, np.arange(len(group)), now_measure)
    then = old.at(common[here], group, then_measure)
    both = (now.n > 0) & (then.n > 0)
    pairs = [(_mean_of_whole(now, both, kind), _mean_of_whole(then, both, kind)) for kind in WHOLE_MEANS]
    gaps = Difference.concatenate(independent_difference(*pair).at(np.newaxis) for pair in pairs)
    few = [(np.minimum(one.n, two.n) < minimum) | ~(one.se > 0) | ~(two.se > 0) for one, two in pairs]
    return gaps, np.stack(few)


def mean_over_units(totals: Totals, units: Booleans) -> Estimates:
    """The mean over persons of some of the units: [D, V]."""
    return _mean_of_whole(totals, np.broadcast_to(units[:, None, None], totals.n.shape), "citizens")


def _mean_of_whole(totals: Totals, both: Booleans, kind: Literal["citizens", "municipalities"]) -> Estimates:
    """The mean of the whole over the units that ``both`` [U, D, M] says, with their degrees of freedom."""
    sums = ("n", "size", "total", "var_size", "var_total", "cov")
    found = national_mean(replace(totals, **{name: np.where(both, getattr(totals, name), 0.0) for name in sums}), kind)
    df = ((totals.psus - totals.strata)[:, :, None] * both).sum(axis=0)
    return replace(found, df=df.astype(np.float64))
