"""Which groups of a place stand out: each beside the same group of the benchmark, all of them judged together."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from borgerpuls.arrays import Floats
from borgerpuls.messages import _
from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg
from borgerpuls.method.disclosure.primary import SHOWN
from borgerpuls.results.declaration.statistic import GROUPS, Inputs, Statistic, Unit, several_units
from borgerpuls.results.estimation.places import WHOLES
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import MEAN_RULES
from borgerpuls.results.statistics.levels import MEAN


def group_family_figures(inputs: Inputs) -> Iterator[FigureBlock]:
    """``groups-stand-out``: the theme means of every group of a unit beside the same group of the benchmark.

    p is adjusted over all groups of all group variables of the unit that are shown, theme by theme: a report draws them
    in one chart and picks from them in one sentence.
    """
    wanted = set(inputs.wave.spec.groups)
    blocks = [_themes_of_units(block) for block in inputs.made[MEAN.id] if _is_family(block, wanted)]
    if not blocks:
        return
    raw = [_tested(block) for block in blocks]
    together = np.concatenate(raw, axis=1)
    adjusted = np.full(together.shape, np.nan)
    for place, measure in np.ndindex(together.shape[0], together.shape[2]):
        adjusted[place, :, measure] = benjamini_hochberg(together[place, :, measure])
    ends = np.cumsum([part.shape[1] for part in raw])[:-1]
    for block, p in zip(blocks, np.split(adjusted, ends, axis=1), strict=True):
        yield replace(
            block, statistic=np.full(block.statistic.shape, GROUPS_STAND_OUT.id, dtype=object), numbers={"p": p}
        )


def _is_family(block: FigureBlock, variables: set[str]) -> bool:
    """Is it a block of groups beside the benchmark?"""
    return block.difference is not None and not block.ending and block.groups[0][0] in variables


def _themes_of_units(block: FigureBlock) -> FigureBlock:
    """The means of themes in units, of a block of all statistics in all places."""
    here = np.array([kind == "theme" for kind in block.kind]) & (block.statistic[0] == MEAN.id)
    v, u = np.flatnonzero(here), slice(len(block.places) - WHOLES)
    at = np.ix_(np.arange(len(block.places) - WHOLES), np.arange(len(block.groups)), v)
    assert block.difference is not None
    return replace(
        block,
        places=block.places[u],
        kind=[block.kind[one] for one in v.tolist()],
        measure=block.measure[u, v],
        statistic=block.statistic[u, v],
        exists=block.exists[at],
        reason=block.reason[at],
        estimates=block.estimates.at(at),
        difference=block.difference.at(at),
        population=block.population[u],
        compared_with=block.compared_with[u] if len(block.compared_with) > 1 else block.compared_with,
        numbers={},
    )


def _tested(block: FigureBlock) -> Floats:
    """The plain p [U, D, M] of the groups that are shown."""
    assert block.difference is not None
    return np.where((block.reason == SHOWN) & block.exists, block.difference.p, np.nan)


GROUPS_STAND_OUT = Statistic(
    id="groups-stand-out",
    label=_("Group beside the same group, judged among all groups of the place"),
    function=group_family_figures,
    kinds=("theme",),
    where="groups of units",
    columns="the mean of the group and its difference from the same group of the benchmark; p adjusted over all groups "
    "of all group variables of the unit that are shown (Benjamini-Hochberg), theme by theme",
    formula=("Δ_g = θ̂_mg − θ̂_g", "p adjusted over the groups of the place: min_{j≥i} p_(j)·G/j"),
    sources=("Benjamini & Hochberg (1995), Controlling the false discovery rate",),
    unit=Unit.SCALE,
    hiding=MEAN_RULES,
    needs=(GROUPS, several_units(2)),
    after=MEAN.id,
    row=31,
    grouped=("theme",),
)
STATISTICS = (GROUPS_STAND_OUT,)
