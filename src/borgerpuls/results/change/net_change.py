"""Changes since an earlier wave: only where the question is the same, word for word."""

from collections.abc import Collection, Iterator, Set
from dataclasses import replace

import numpy as np

from borgerpuls.arrays import Floats, Integers
from borgerpuls.messages import _
from borgerpuls.method.comparison.difference_intervals import bounded_difference
from borgerpuls.method.comparison.differences import Difference, independent_difference
from borgerpuls.method.disclosure.primary import SHOWN, TOO_FEW
from borgerpuls.method.estimation.estimates import BoundedEstimates
from borgerpuls.questionnaire.model import CodeList
from borgerpuls.results.change.matched_units import common_units, matched_wholes, positions
from borgerpuls.results.change.panel_overlap import panel_changes
from borgerpuls.results.declaration.level_formula import change_lines, change_sources
from borgerpuls.results.declaration.statistic import EARLIER_WAVE, Inputs, Statistic, Unit
from borgerpuls.results.estimation.places import WHOLES
from borgerpuls.results.estimation.variables import asked
from borgerpuls.results.estimation.wave_estimates import COMPARE, EVERYBODY, WaveEstimates
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import MEAN_RULES, NO_COMMON_UNIT, WORDING_CHANGED
from borgerpuls.results.statistics.levels import breakdown_figures

Name = tuple[str, str]
"""Kind and id of a theme or an item."""


def change_figures(inputs: Inputs) -> Iterator[FigureBlock]:
    """Means of themes and items now minus then, for everybody and for groups with the same code list in both waves.

    The two waves' samples are taken as independent: V = v₁ + v₂, df by Satterthwaite. Where the wave says that its
    pseudonyms are those of the earlier one, everybody's changes count the persons in both (``overlap``). The whole is
    that of the units which answered in both waves: other units would be a change of their own. A theme or item that
    was wording otherwise, or a theme that left an item out in one of the waves, is hidden and says so; one that is new
    has no figure.
    """
    now, before = inputs.series[-1], inputs.series[-2]
    names = mean_positions(now).keys() & mean_positions(before).keys()
    spoken = common_languages(now, before)
    reworded = {name for name in names if wording(now, *name, spoken) != wording(before, *name, spoken)}
    for variable in now.groupings:
        if variable == EVERYBODY or (variable != COMPARE and same_code_list(now, before, variable)):
            yield _changed(now, before, variable, reworded)


def _changed(now: WaveEstimates, before: WaveEstimates, variable: str, reworded: Set[Name]) -> FigureBlock:
    new, old = now.shared[variable], before.shared[variable]
    block, earlier = breakdown_figures(now, new), breakdown_figures(before, old)
    means, means_then = new.measures.means, old.measures.means
    heads = np.array(list(means.values()), dtype=np.int64)
    common = common_units(now, before)
    place = np.append(common, len(before.weighting.units) + np.arange(WHOLES))
    group = positions(new.groups, old.groups)
    measure = np.array([means_then.get(name, -1) for name in means], dtype=np.int64)
    here = np.ix_(np.arange(len(place)), np.arange(len(group)), heads)
    then = np.ix_(place, group, measure)

    reason = np.where(new.reasons[here] == SHOWN, old.reasons[then], new.reasons[here])
    heads_scale = new.measures.scale.at((-1, heads))
    at = (group, heads, measure)
    *wholes, too_few = matched_wholes(new.totals, old.totals, common, at, heads_scale, now.spec.hide_below)
    every = (new.compared.at(here), wholes[0]), (old.compared.at(then), wholes[1])
    first, second = (BoundedEstimates.concatenate((one.at(np.s_[:-WHOLES]), whole)) for one, whole in every)
    gap = independent_difference(first, second)
    if variable == EVERYBODY:
        joined = panel_changes(now, before, common, list(means))
        _adjust_variance(gap, joined, np.fmin(first.df, second.df)[:, 0])
    shared = np.maximum(first.se**2 + second.se**2 - gap.se**2, 0.0) / 2
    change = bounded_difference(gap, first, second, covariance=shared)
    reason[-WHOLES:] = np.where((reason[-WHOLES:] == SHOWN) & too_few, TOO_FEW, reason[-WHOLES:])
    if not (common >= 0).any():
        reason[-WHOLES:] = now.hidden_reasons.index(NO_COMMON_UNIT)
    other = np.array([name in reworded for name in means])
    known = (place >= 0)[:, None, None] & (group >= 0)[:, None] & (measure >= 0)
    return replace(
        block,
        kind=[kind for kind, _ in means],
        measure=block.measure[:, heads],
        statistic=np.full((len(place), len(heads)), CHANGE.id, dtype=object),
        exists=known & block.exists[here] & earlier.exists[then],
        estimates=change,
        reason=np.where(other, now.hidden_reasons.index(WORDING_CHANGED), reason),
        population=_of_common(block.population, common),
        numbers={name: _of_common(number[here], common) for name, number in block.numbers.items()},
        compared_with=np.full((1, 1), before.spec.name, dtype=object),
        difference=change,
    )


def _adjust_variance(gap: Difference, se: Floats, df: Floats) -> None:
    """Standard errors ``se`` [U + 1, M] of everybody's changes, where persons are in both waves, and ``df`` [U + 2, M].

    For the mean over units it is the covariances of the units that count.
    """
    units = len(se) - 1
    there = ~np.isnan(se)
    each = np.nan_to_num(gap.se[:units, 0] ** 2)
    fallen = np.where(there[:units], each - se[:units] ** 2, 0.0).sum(axis=0)
    h = np.maximum((gap.n[:units, 0] > 0).sum(axis=0), 1)
    gap.se[:-1, 0], gap.df[:-1, 0] = np.where(there, se, gap.se[:-1, 0]), np.where(there, df[:-1], gap.df[:-1, 0])
    gap.se[-1, 0] = np.sqrt(np.maximum(gap.se[-1, 0] ** 2 - fallen / h**2, 0.0))
    gap.df[-1, 0] = np.where(there[-1], df[-1], gap.df[-1, 0])


def _of_common(numbers: Floats, common: Integers) -> Floats:
    """Sums by place in which the whole is that of the units in both waves."""
    units = numbers[:-WHOLES]
    whole = units[common >= 0].sum(axis=0, keepdims=True)
    return np.concatenate([units, *[whole] * WHOLES])


def mean_positions(estimates: WaveEstimates) -> dict[Name, int]:
    """Kind and id of each theme and item of a wave, and where its mean stands among the statistics."""
    return estimates.shared[EVERYBODY].measures.means


def common_languages(now: WaveEstimates, before: WaveEstimates) -> tuple[str, ...]:
    """The languages that both waves asked in: what one more language says can be compared with nothing."""
    return tuple(code for code in now.wave.questionnaire.languages if code in before.wave.questionnaire.languages)


def wording(estimates: WaveEstimates, kind: str, measure: str, languages: Collection[str]) -> object:
    """What was asked: the wording and scale of an item; of a theme those of all its items, and which were asked.

    With no language in common, no two wordings are the same.
    """
    questionnaire = estimates.wave.questionnaire
    if kind != "theme":
        return questionnaire.item(measure).fingerprint_in(languages or questionnaire.languages)
    items = [questionnaire.item(name) for name in questionnaire.theme(measure).items]
    return questionnaire.theme_fingerprint(measure, languages), [asked(estimates.tally, item) for item in items]


def same_code_list(now: WaveEstimates, before: WaveEstimates, variable: str) -> bool:
    """Does a background variable have the same code list in both waves?"""
    if variable not in before.groupings:
        return False
    spoken = common_languages(now, before)
    lists = [c.wave.questionnaire.background(variable).at(c.spec.opened) for c in (now, before)]
    return _in_languages(lists[0], spoken) == _in_languages(lists[1], spoken)


def _in_languages(codes: CodeList | None, languages: Collection[str]) -> CodeList | None:
    """A code list with its labels in some languages only."""
    if codes is None or not languages:
        return codes
    return replace(codes, codes=tuple(replace(code, label=code.label.only(languages)) for code in codes.codes))


CHANGE = Statistic(
    id="change",
    label=_("Change in a weighted mean"),
    function=change_figures,
    kinds=("theme", "item"),
    where="all places; groups with one code list in both waves",
    columns="this wave minus the earlier (`compared_with`), as estimate and as difference; n is this wave's",
    formula=change_lines,
    sources=change_sources,
    unit=Unit.SCALE,
    hiding=(*MEAN_RULES, WORDING_CHANGED, NO_COMMON_UNIT),
    needs=(EARLIER_WAVE,),
    row=90,
    reproduced=True,
)
STATISTICS = (CHANGE,)
