"""Who answered: response rates by place and group, counts of answers, and what unequal weights cost."""

from collections.abc import Iterator

import numpy as np

from borgerpuls.method.array_operations import quotient
from borgerpuls.method.disclosure.primary import SHOWN, TOO_FEW
from borgerpuls.method.estimation.estimates import Estimates
from borgerpuls.results.estimation.places import with_whole
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, WaveEstimates
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.statistics.levels import COMPARE, hidden_reasons, places, population_counts


def response_figures(estimates: WaveEstimates) -> Iterator[FigureBlock]:
    """``rate`` (AAPOR RR2: answered over all eligible invited; n is the latter) and ``answered`` for every grouping;
    ``kish`` (1 + cv² of the weights) for everybody.

    A rate counts everyone who was asked, so it has no interval. It is hidden where fewer answered than the wave's
    rule asks for, because it would tell the number of answers of figures that are hidden for the same reason. A wave
    in which everybody answered holds answers alone, and not those who were asked: it has no rates.
    Source: AAPOR (2023), Standard Definitions, RR2.
    """
    for variable in estimates.groupings:
        yield _block(estimates, variable)


def _block(estimates: WaveEstimates, variable: str) -> FigureBlock:
    grouping = estimates.groupings[variable]
    answered, eligible = with_whole(grouping.answered), with_whole(grouping.eligible)
    names, statistics, values, bases = ["answered"], ["count"], [answered], [answered]
    if silent(estimates):
        names, statistics = ["rate", *names], ["rate", *statistics]
        values, bases = [quotient(answered, eligible), *values], [eligible, *bases]
    exists = with_whole(grouping.invited) > 0
    if variable == EVERYBODY:
        names, statistics = [*names, "kish"], [*statistics, "kish"]
        values, bases = [*values, estimates.kish[:, None]], [*bases, answered]
        exists[:] = True
    if variable == COMPARE:
        exists[-1] = False
    value = np.stack(values, axis=2)
    nothing = np.full(value.shape, np.nan)
    reason = np.where(answered < estimates.spec.hide_below, TOO_FEW, SHOWN).astype(np.int8)
    population, framed = population_counts(estimates, variable)
    return FigureBlock(
        wave=estimates.spec.name,
        places=places(estimates)[:-1],
        groups=[(variable, group) for group in grouping.groups],
        kind=["response"] * len(names),
        measure=np.array([names] * len(value), dtype=object),
        statistic=np.array([statistics] * len(value), dtype=object),
        share=np.zeros(len(names), dtype=np.bool_),
        exists=np.broadcast_to(exists[:, :, None], value.shape),
        estimates=Estimates(value, nothing, nothing, np.stack(bases, axis=2)),
        reason=np.broadcast_to(reason[:, :, None], value.shape),
        reasons=hidden_reasons(estimates),
        population=population[:-1],
        framed=framed,
        compared_with=np.full((1, 1), "", dtype=object),
        numbers={"cells": np.zeros(value.shape)},
    )


def silent(estimates: WaveEstimates) -> bool:
    """Does the wave hold anybody who was asked and did not answer?"""
    everybody = estimates.groupings[EVERYBODY]
    return bool((everybody.eligible > everybody.answered).any())
