"""What two waves have in common: their units, and the change of the whole over these alone."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from borgerpuls.arrays import Booleans, Integers
from borgerpuls.method.estimation.estimates import BoundedEstimates
from borgerpuls.method.estimation.means import national_mean, union_totals
from borgerpuls.method.estimation.totals import BY_ANSWER, Totals
from borgerpuls.method.intervals.answer_basis import answer_basis, mean_of_units_basis
from borgerpuls.method.intervals.scale_intervals import Scale, scale_interval
from borgerpuls.results.estimation.places import WHOLE_MEANS, WHOLES
from borgerpuls.results.estimation.wave_estimates import WaveEstimates


def positions(names: Sequence[object], among: Sequence[object]) -> Integers:
    """Where each name stands among others; -1 where it does not."""
    at = {name: position for position, name in enumerate(among)}
    return np.array([at.get(name, -1) for name in names], dtype=np.int64)


def common_units(now: WaveEstimates, before: WaveEstimates) -> Integers:
    """[U] where each unit of this wave stands in the earlier one; -1 where it took no part."""
    return positions(now.weighting.units, before.weighting.units)


def matched_wholes(
    new: Totals, old: Totals, common: Integers, at: tuple[Integers, Integers, Integers], scale: Scale, minimum: int
) -> tuple[BoundedEstimates, BoundedEstimates, Booleans]:
    """Both means of the whole over the units that answered in both waves, now and then: [2, D, M] each, and where in
    either wave fewer than ``minimum`` answered or all alike.

    ``at`` are the positions of the groups in the earlier wave, and of the measures in this wave and the earlier one;
    ``scale`` [M] is that of the measures. Each wave weighs as it does elsewhere, so a unit may count for more or less
    than last time.
    """
    group, now_measure, then_measure = at
    here = np.flatnonzero(common >= 0)
    if not here.size:
        nothing = np.full((WHOLES, len(group), len(now_measure)), np.nan)
        none = BoundedEstimates(*[nothing] * 6)
        return none, none, np.ones(nothing.shape, dtype=np.bool_)
    now = new.at(here, np.arange(len(group)), now_measure)
    then = old.at(common[here], group, then_measure)
    both = (now.n > 0) & (then.n > 0)
    found = [
        BoundedEstimates.concatenate(_mean_of_whole(one, scale, both, kind).at(np.newaxis) for kind in WHOLE_MEANS)
        for one in (now, then)
    ]
    few = [(one.n < minimum) | ~(one.se > 0) for one in found]
    return found[0], found[1], few[0] | few[1]


def mean_over_units(totals: Totals, scale: Scale, units: Booleans) -> BoundedEstimates:
    """The mean over persons of some of the units: [D, V]."""
    return _mean_of_whole(totals, scale, np.broadcast_to(units[:, None, None], totals.n.shape), "citizens")


def _mean_of_whole(
    totals: Totals, scale: Scale, both: Booleans, kind: Literal["citizens", "municipalities"]
) -> BoundedEstimates:
    """The mean of the whole over the units that ``both`` [U, D, M] says, with their degrees of freedom."""
    kept = totals.mapped(lambda name, values: np.where(both, values, 0.0) if name in BY_ANSWER else values)
    over_units = kind == "municipalities"
    whole = union_totals(kept, np.zeros(len(kept.n), np.int64))
    basis = mean_of_units_basis(kept) if over_units else answer_basis(whole).at(0)
    found = national_mean(kept, kind)
    low, high = scale_interval(found.value, found.se, basis, scale)
    return BoundedEstimates(found.value, found.se, basis.df, found.n, low, high)
