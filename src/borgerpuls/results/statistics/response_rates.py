"""Who answered: response rates by place and group, counts of answers, and what unequal weights cost."""

from collections.abc import Iterator

import numpy as np

from borgerpuls.messages import _
from borgerpuls.method.array_operations import quotient
from borgerpuls.method.disclosure.primary import SHOWN, TOO_FEW
from borgerpuls.method.estimation.estimates import Estimates
from borgerpuls.results.declaration.statistic import NONRESPONDENTS, Inputs, Statistic, Unit
from borgerpuls.results.estimation.places import with_whole
from borgerpuls.results.estimation.wave_estimates import COMPARE, EVERYBODY
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import FEW_ANSWERS
from borgerpuls.results.statistics.levels import population_counts


def response_figures(inputs: Inputs) -> Iterator[FigureBlock]:
    """``rate`` (AAPOR RR2: answered over all eligible invited; n is the latter) and ``answered`` for every grouping;
    ``kish`` (1 + cv² of the weights) for everybody.

    A rate counts everyone who was asked, so it has no interval. It is hidden where fewer answered than the wave's
    rule asks for, because it would tell the number of answers of figures that are hidden for the same reason. A wave
    in which everybody answered holds answers alone, and not those who were asked: it has no rates.
    Source: AAPOR (2023), Standard Definitions, RR2.
    """
    for variable in inputs.wave.groupings:
        yield _block(inputs, variable)


def _block(inputs: Inputs, variable: str) -> FigureBlock:
    estimates = inputs.wave
    grouping = estimates.groupings[variable]
    answered, eligible = with_whole(grouping.answered), with_whole(grouping.eligible)
    names, statistics, values, bases = [ANSWERED.id], [ANSWERED.name], [answered], [answered]
    if NONRESPONDENTS.met(inputs):
        names, statistics = [RATE.id, *names], [RATE.name, *statistics]
        values, bases = [quotient(answered, eligible), *values], [eligible, *bases]
    exists = with_whole(grouping.invited) > 0
    if variable == EVERYBODY:
        names, statistics = [*names, KISH.id], [*statistics, KISH.name]
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
        places=estimates.places[:-1],
        groups=[(variable, group) for group in grouping.groups],
        kind=["response"] * len(names),
        measure=np.array([names] * len(value), dtype=object),
        statistic=np.array([statistics] * len(value), dtype=object),
        exists=np.broadcast_to(exists[:, :, None], value.shape),
        estimates=Estimates(value, nothing, nothing, np.stack(bases, axis=2)),
        reason=np.broadcast_to(reason[:, :, None], value.shape),
        reasons=estimates.hidden_reasons,
        population=population[:-1],
        framed=framed,
        compared_with=np.full((1, 1), "", dtype=object),
        numbers={"cells": np.zeros(value.shape)},
    )


_AAPOR = ("AAPOR (2023), Standard Definitions, RR2",)

RATE = Statistic(
    id="rate",
    label=_("Response rate: everyone who was asked is counted"),
    function=response_figures,
    kinds=("response",),
    where="all places and groups",
    columns="answered over eligible invited (AAPOR RR2); n is eligible invited",
    formula=("RR2 = (complete + partial) / (all eligible invited)",),
    sources=_AAPOR,
    unit=Unit.SHARE,
    hiding=(FEW_ANSWERS,),
    needs=(NONRESPONDENTS,),
    row=10,
    grouped=("response",),
    reproduced=True,
)
ANSWERED = Statistic(
    id="answered",
    label=_("Number of persons who answered"),
    function=response_figures,
    kinds=("response",),
    where="all places and groups",
    columns="persons who answered",
    formula=("complete + partial",),
    sources=_AAPOR,
    unit=Unit.PERSONS,
    hiding=(FEW_ANSWERS,),
    row=10,
    column="count",
    grouped=("response",),
    reproduced=True,
)
KISH = Statistic(
    id="kish",
    label=_("What unequal weights cost"),
    function=response_figures,
    kinds=("response",),
    where="units, whole",
    columns="1 + cv² of the weights",
    formula=("1 + cv² = n·Σ w²/(Σ w)²",),
    sources=("Kish (1965), Survey Sampling, sec. 11.7",),
    unit=Unit.RATIO,
    hiding=(FEW_ANSWERS,),
    row=10,
    reproduced=True,
)
STATISTICS = (RATE, ANSWERED, KISH)
