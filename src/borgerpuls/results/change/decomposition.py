"""What a change is made of, and which of many changes stand out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from borgerpuls.arrays import Booleans, Integers
from borgerpuls.messages import _
from borgerpuls.method.change.kitagawa import GroupedWave, decompose
from borgerpuls.method.comparison.differences import Difference
from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg
from borgerpuls.method.disclosure.primary import SHOWN
from borgerpuls.method.estimation.totals import Sums
from borgerpuls.results.change.matched_units import common_units, positions
from borgerpuls.results.change.net_change import CHANGE, Name, mean_positions, same_code_list
from borgerpuls.results.declaration.statistic import EARLIER_WAVE, Inputs, Statistic, Unit
from borgerpuls.results.estimation.places import WHOLES
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, WaveEstimates
from borgerpuls.results.figures.figure_block import FigureBlock

FIRST = "target_group"
"""The variable by which a change is taken apart, where a wave has it; else its first group variable."""


def decomposition_figures(inputs: Inputs) -> Iterator[FigureBlock]:
    """From everybody's ``change``: ``change-stands-out``, ``mix`` and ``performance``.

    ``change-stands-out`` adjusts the p of all themes in all units together (items likewise), so that at most one in
    twenty of those a reader is shown is chance; the whole is a family of its own. ``mix`` is the part of a change that
    comes from other persons being asked, ``performance`` the part that the same groups answered otherwise; the two add
    up to the change.
    """
    now, before = inputs.series[-1], inputs.series[-2]
    change = inputs.made[CHANGE.id][0]
    bare = replace(change, numbers={}, population=np.full(change.population.shape, np.nan))
    yield _standing_out(bare)
    variable = decomposition_variable(now, before)
    if variable:
        yield from _parts(now, before, bare, variable)


def _standing_out(change: FigureBlock) -> FigureBlock:
    assert change.difference is not None  # a change is a difference
    p = np.where((change.reason == SHOWN) & change.exists, change.difference.p, np.nan)
    adjusted = np.full(p.shape, np.nan)
    theme = np.array([kind == "theme" for kind in change.kind])
    for family in (theme, ~theme):
        adjusted[:-WHOLES, :, family] = benjamini_hochberg(p[:-WHOLES, :, family])
        for whole in range(-WHOLES, 0):
            adjusted[whole, :, family] = benjamini_hochberg(p[whole, :, family])
    return replace(change, statistic=np.full_like(change.statistic, CHANGE_STANDS_OUT.id), numbers={"p": adjusted})


def decomposition_variable(now: WaveEstimates, before: WaveEstimates) -> str | None:
    """The variable whose groups are the mix: one with the same code list in both waves, or None."""
    able = [v for v in now.spec.groups if same_code_list(now, before, v)]
    return FIRST if FIRST in able else able[0] if able else None


def _parts(now: WaveEstimates, before: WaveEstimates, change: FigureBlock, variable: str) -> Iterator[FigureBlock]:
    """``mix`` and ``performance`` of the units and of the mean over persons."""
    names = [*zip(change.kind, change.measure[0], strict=True)]
    groups = tuple(dict.fromkeys((*now.groupings[variable].groups, *before.groupings[variable].groups)))
    forward, back = common_units(now, before), common_units(before, now)
    units = len(forward)
    answered = _answered(now, names) & (_answered(before, names)[forward] & (forward >= 0)[:, None])
    found = []
    for place, places in ((np.arange(units), units), (np.zeros(units, np.int64), 1)):
        then, later = (
            _grouped(wave, variable, groups, names, answered, at, np.where(at >= 0, place[at], -1))
            for wave, at in ((before, back), (now, np.where(forward >= 0, np.arange(units), -1)))
        )
        found.append(decompose(then, later, places=places, groups=len(groups) + 1))
    units_and_whole = np.s_[:-1]
    for statistic in (MIX.id, PERFORMANCE.id):
        part = Difference.concatenate(getattr(one, statistic) for one in found).at(np.s_[:, np.newaxis])
        yield replace(
            change,
            places=change.places[units_and_whole],
            measure=change.measure[units_and_whole],
            statistic=np.full_like(change.statistic[units_and_whole], statistic),
            exists=change.exists[units_and_whole],
            reason=change.reason[units_and_whole],
            population=change.population[units_and_whole],
            estimates=part,
            difference=part,
        )


def _answered(estimates: WaveEstimates, names: Sequence[Name]) -> Booleans:
    """[U, M] where anybody of a unit answered."""
    at = positions(names, list(mean_positions(estimates)))
    heads = np.array([*mean_positions(estimates).values()], dtype=np.int64)[at]
    return np.asarray((estimates.shared[EVERYBODY].totals.n[:, 0, heads] > 0) & (at >= 0))


def _grouped(
    estimates: WaveEstimates,
    variable: str,
    groups: Sequence[str],
    names: Sequence[Name],
    answered: Booleans,
    at: Integers,
    place: Integers,
) -> GroupedWave:
    """One wave's answers by unit and group; only the answers that count in both waves. ``at`` [U] is each unit's row in
    ``answered``; unknown is the last group."""
    rows, heads = estimates.rows[variable], mean_positions(estimates)
    sums = rows.sums(estimates.shared[variable].measures)
    columns = np.array([heads.get(name, 0) for name in names], dtype=np.int64)
    kept = answered[at[rows.unit]] & (at[rows.unit] >= 0)[:, None]
    group = np.append(positions(estimates.groupings[variable].groups, groups), len(groups))[rows.group]
    counting = Sums(*(np.where(kept, part[:, columns], 0.0) for part in (sums.n, sums.total, sums.squares)))
    return GroupedWave(rows.design, counting, group, rows.unit, place)


CHANGE_STANDS_OUT = Statistic(
    id="change-stands-out",
    label=_("Change, judged among all of the wave"),
    function=decomposition_figures,
    kinds=("theme", "item"),
    where="all places",
    columns="the change; p adjusted over all units and themes of the wave (items likewise; each mean of the "
    "whole by itself)",
    formula=("Δ = θ̂_now − θ̂_then", "p adjusted over all units and themes: min_{j≥i} p_(j)·J/j"),
    sources=("Benjamini & Hochberg (1995), Controlling the false discovery rate",),
    unit=Unit.SCALE,
    hiding=CHANGE.hiding,
    needs=(EARLIER_WAVE,),
    after=CHANGE.id,
    row=91,
)
MIX = Statistic(
    id="mix",
    label=_("Part of the change: other persons"),
    function=decomposition_figures,
    kinds=("theme", "item"),
    where="units, whole",
    columns="a part of the change (Kitagawa): other persons. `mix` and `performance` add up to the change; "
    "taken apart by `target_group`, else by the first group variable with one code list "
    "(`facts.common.mix`)",
    formula=("Σ_g (p_now − p_then)·(m_now + m_then)/2,  V by linearisation",),
    sources=("Kitagawa (1955), Components of a difference between two rates",),
    unit=Unit.SCALE,
    hiding=CHANGE.hiding,
    needs=(EARLIER_WAVE,),
    after=CHANGE.id,
    row=91,
)
PERFORMANCE = Statistic(
    id="performance",
    label=_("Part of the change: other answers"),
    function=decomposition_figures,
    kinds=("theme", "item"),
    where="units, whole",
    columns="a part of the change (Kitagawa): other answers of the same groups. `mix` and `performance` add "
    "up to the change; taken apart by `target_group`, else by the first group variable with one code "
    "list (`facts.common.mix`)",
    formula=("Σ_g (p_now + p_then)/2·(m_now − m_then),  V by linearisation",),
    sources=("Kitagawa (1955), Components of a difference between two rates",),
    unit=Unit.SCALE,
    hiding=CHANGE.hiding,
    needs=(EARLIER_WAVE,),
    after=CHANGE.id,
    row=91,
)
STATISTICS = (CHANGE_STANDS_OUT, MIX, PERFORMANCE)
