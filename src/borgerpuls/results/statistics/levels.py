"""The figures of one wave, block by block: themes and items, local items, and what they stand beside."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Floats
from borgerpuls.messages import _
from borgerpuls.method.comparison.difference_intervals import BoundedDifference, bounded_difference
from borgerpuls.method.comparison.differences import group_difference
from borgerpuls.method.disclosure.primary import SHOWN, TOO_FEW
from borgerpuls.results.declaration.level_formula import mean_lines, mean_sources, share_lines, share_sources
from borgerpuls.results.declaration.statistic import Inputs, Statistic, Unit
from borgerpuls.results.estimation.benchmark_differences import benchmark_difference
from borgerpuls.results.estimation.breakdown import Breakdown
from borgerpuls.results.estimation.places import WHOLES, with_whole
from borgerpuls.results.estimation.wave_estimates import COMPARE, EVERYBODY, WaveEstimates
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import GROUPS_SEPARATED, MEAN_RULES, UNANSWERABLE


def level_figures(inputs: Inputs) -> Iterator[FigureBlock]:
    """Every block of themes, items and local items: everybody first, then each group variable."""
    estimates = inputs.wave
    for variable in estimates.groupings:
        shared, local = estimates.shared[variable], estimates.local[variable]
        if variable == COMPARE:
            yield breakdown_figures(estimates, shared)
            yield breakdown_figures(estimates, local)
            continue
        yield _with_benchmark(
            breakdown_figures(estimates, shared),
            estimates,
            benchmark_difference(shared, estimates.spec.national),
            estimates.benchmark,
        )
        if variable == EVERYBODY:
            yield _against_rest(estimates, shared)
            yield _against_other_mean(estimates, shared)
        yield breakdown_figures(estimates, local)


def population_counts(estimates: WaveEstimates, variable: str) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Population [U + 2, D] of a grouping, and [D] whether it is the frame's count.

    Where the frame does not tell it is the sum of the weights of those who answered. The whole is that of the units
    where anybody answered: a figure says nothing of those who were not heard.
    """
    grouping, rows = estimates.groupings[variable], estimates.rows[variable]
    d = len(grouping.groups)
    known = np.asarray(~np.isnan(grouping.population).any(axis=0))
    here = rows.group >= 0
    weight = rows.design.weight * rows.design.persons
    carried = np.bincount((rows.unit * d + rows.group)[here], weight[here], len(grouping.population) * d)
    each = np.where(known, grouping.population, carried.reshape(-1, d))
    counted = with_whole(np.where(estimates.heard[:, None], each, 0.0), WHOLES)
    counted[:-WHOLES] = each
    return counted, known


def breakdown_figures(estimates: WaveEstimates, breakdown: Breakdown) -> FigureBlock:
    """A breakdown's estimates, beside nothing yet. A group that nobody of a unit was invited from has no figure."""
    grouping, measures = estimates.groupings[breakdown.variable], breakdown.measures
    there = with_whole(grouping.invited, WHOLES) > 0
    if breakdown.variable == EVERYBODY:
        there[:] = True
    if breakdown.variable == COMPARE:
        there[-WHOLES:] = False
    population, framed = population_counts(estimates, breakdown.variable)
    return FigureBlock(
        wave=estimates.spec.name,
        places=estimates.places,
        groups=[(breakdown.variable, group) for group in breakdown.groups],
        kind=measures.kind,
        measure=measures.measure,
        statistic=measures.statistic,
        exists=there[:, :, None] & (measures.statistic != "")[:, None, :],
        estimates=breakdown.estimates,
        reason=breakdown.reasons,
        reasons=estimates.hidden_reasons,
        population=population,
        framed=framed,
        compared_with=np.full((1, 1), "", dtype=object),
        numbers={"cells": breakdown.cells.astype(np.float64), "weighted": with_whole(breakdown.totals.size, WHOLES)},
    )


def _with_benchmark(
    block: FigureBlock, estimates: WaveEstimates, gap: BoundedDifference, other: str, ending: str = ""
) -> FigureBlock:
    """The units of a block beside another place; a group that only one unit has stands beside nothing."""
    alone = (gap.n > 0).sum(axis=0) < 2
    units = len(estimates.weighting.units)
    nothing = gap.at(np.s_[:1]).where(np.zeros((), dtype=np.bool_))
    difference = BoundedDifference.concatenate([gap.where(~alone), *[nothing] * WHOLES])
    compared_with = np.full((units + WHOLES, 1), "", dtype=object)
    compared_with[:units] = other if units > 1 else ""
    return replace(block, difference=difference, compared_with=compared_with, ending=ending)


def _only_means(block: FigureBlock) -> FigureBlock:
    """The means of the units, without shares and without the whole."""
    exists = block.exists & (block.statistic == "mean")[:, None, :]
    exists[-WHOLES:] = False
    return replace(block, exists=exists)


def _against_rest(estimates: WaveEstimates, breakdown: Breakdown) -> FigureBlock:
    """Each unit beside all the others together, hidden where these have too few answers."""
    block = _only_means(breakdown_figures(estimates, breakdown))
    n = breakdown.totals.n
    few = with_whole(n, WHOLES) * 0
    few[: len(n)] = n.sum(axis=0) - n < estimates.spec.hide_below
    reason = np.where((block.reason == SHOWN) & (few > 0), TOO_FEW, block.reason)
    if len(n) < 2:
        block = replace(block, exists=np.zeros_like(block.exists))
    return _with_benchmark(
        replace(block, reason=reason), estimates, benchmark_difference(breakdown, "rest"), "rest", "/vs-rest"
    )


def _against_other_mean(estimates: WaveEstimates, breakdown: Breakdown) -> FigureBlock:
    """Each unit beside the national mean that the wave did not choose."""
    whole = estimates.spec.place_code
    other = f"{whole}.units" if estimates.spec.national == "citizens" else whole
    block = _only_means(breakdown_figures(estimates, breakdown))
    if len(estimates.weighting.units) < 2:
        block = replace(block, exists=np.zeros_like(block.exists))
    gap = benchmark_difference(breakdown, "municipalities" if estimates.spec.national == "citizens" else "citizens")
    return _with_benchmark(block, estimates, gap, other, f"/vs-{other}")


def unadjusted_difference(estimates: WaveEstimates, breakdown: Breakdown) -> FigureBlock:
    """Group 1 of a unit's own comparison beside its group 0, as they are: ``.../0707/compare/1-0``.

    ``local_comparison_figures`` says where it cannot be answered.
    """
    block = _only_means(breakdown_figures(estimates, breakdown))
    rows = estimates.rows[COMPARE]
    units = len(estimates.weighting.units)
    zero, one = block.reason[:, :1], block.reason[:, 1:]
    gap = group_difference(rows.design, rows.sums(breakdown.measures), rows.group, rows.unit, units)
    second, first = (breakdown.compared.at(np.s_[:units, side]) for side in (0, 1))
    # One variance was taken of the difference: what it lacks of both is twice the covariance through shared cells.
    covariance = (first.se**2 + second.se**2 - gap.se**2) / 2
    df = np.where(np.isnan(gap.value), np.nan, first.df + second.df)
    found = bounded_difference(replace(gap, df=df), first, second, covariance=covariance).at(np.s_[:, np.newaxis])
    nothing = found.at(np.s_[:1]).where(np.zeros((), dtype=np.bool_))

    return replace(
        block,
        groups=[(COMPARE, "1")],
        group_addresses=("/compare/1-0",),
        exists=np.asarray(block.exists.all(axis=1, keepdims=True)),
        estimates=block.estimates.at(np.s_[:, 1:]),
        reason=np.where(one == SHOWN, zero, one),
        population=block.population[:, 1:],
        framed=block.framed[1:],
        numbers={name: number[:, 1:] for name, number in block.numbers.items()},
        compared_with=np.full((1, 1), f"{COMPARE}=0", dtype=object),
        difference=BoundedDifference.concatenate([found, *[nothing] * WHOLES]),
    )


def share_of(code: object) -> str:
    """What stands in the column ``statistic`` of the share of one answer: ``share=4``."""
    return f"share={code}"


_KINDS = ("theme", "item", "local")
_WHERE = "all places and groups; `vs-…` for units"

MEAN = Statistic(
    id="mean",
    label=_("Weighted mean"),
    function=level_figures,
    kinds=_KINDS,
    where=_WHERE,
    columns="weighted mean; n answers that count. Group 1 of a unit's own comparison beside group 0 is `compare/1-0`",
    formula=mean_lines,
    sources=mean_sources,
    unit=Unit.SCALE,
    hiding=(*MEAN_RULES, UNANSWERABLE, GROUPS_SEPARATED),
    row=20,
    grouped=("theme",),
    reproduced=True,
)
TOP2 = Statistic(
    id="top2",
    label=_("Weighted share"),
    function=level_figures,
    kinds=_KINDS,
    where=_WHERE,
    columns="weighted share of favourable answers; for a theme the mean of each person's share",
    formula=share_lines,
    sources=share_sources,
    unit=Unit.SHARE,
    hiding=MEAN_RULES,
    row=20,
    reproduced=True,
)
SHARE = Statistic(
    id="share",
    label=_("Weighted share"),
    function=level_figures,
    kinds=("item", "local"),
    where=_WHERE,
    columns='weighted share of one answer among those that count; for "don\'t know" and "not relevant" among all who '
    "ticked anything",
    formula=share_lines,
    sources=share_sources,
    unit=Unit.SHARE,
    hiding=MEAN_RULES,
    row=20,
    column=share_of("CODE"),
    reproduced=True,
)
STATISTICS = (MEAN, TOP2, SHARE)
