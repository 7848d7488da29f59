"""How much units really differ, which of them are unusual, and between which places each of them stands."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.special import chdtrc, ndtri

from borgerpuls.arrays import Floats, Strings
from borgerpuls.method.comparison.random_effects import RandomEffects, answers_needed, random_effects
from borgerpuls.method.comparison.rank_sets import rank_sets
from borgerpuls.method.errors import TooFew
from borgerpuls.results.estimation.wave_estimates import SEED, WaveEstimates
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import ALIKE, SAME_ANSWER, fewer_units
from borgerpuls.results.statistics.compared_means import ComparedMeans

NEEDED = 3
"""Fewer units than this have no spread between them and no places worth telling."""
RELIABLE = 0.7
"""From here on units can be told apart (``answers-needed`` reaches it)."""


def between_unit_figures(estimates: WaveEstimates, means: ComparedMeans, seed: int = SEED) -> Iterator[FigureBlock]:
    """Comparisons among the units whose mean is shown; a unit that is hidden takes no place.

    By unit: ``unusual`` (its distance from the units' precision-weighted mean, judged by how much units ordinarily
    differ: z is difference over its standard error), ``shrunken`` (the estimate that borrows from the others),
    ``reliability`` and, for themes, ``rank`` (1 is best; from low to high is the simultaneous confidence set). At the
    whole: ``compared`` (how many units these are), ``tau`` (the standard deviation between units; p that they do not
    differ) and ``answers-needed`` for a reliability of 0.7.
    """
    if means.units < NEEDED:
        return
    units, shape = means.units, (means.units, len(means.measure))
    value, se, n = means.compared.value[:units], means.compared.se[:units], means.compared.n[:units]
    hidden = means.hidden[:units].copy()
    hidden[(hidden == "") & ~(se > 0)] = SAME_ANSWER
    here = hidden == ""
    whole = means.hidden[units : units + 1].copy()
    few = here.sum(axis=0) < NEEDED
    for reasons in (hidden, whole):
        reasons[:, few] = np.where(reasons[:, few] == "", fewer_units(NEEDED), reasons[:, few])

    unusual, shrunken = _empty(shape), _empty(shape)
    reliability, ranks = _empty(shape), _empty(shape)
    spread, needed = _empty((1, shape[1])), _empty((1, shape[1]))
    alike = whole.copy()
    unusual["estimate"], unusual["se"], unusual["df"] = value, means.estimates.se[:units], means.estimates.df[:units]
    unusual["low"], unusual["high"] = (end[:units] for end in means.estimates.interval())
    for v in np.flatnonzero(~few).tolist():
        at = np.flatnonzero(here[:, v]), v
        found = random_effects(value[at], se[at] ** 2)
        _unusual(unusual, at, found, value[at], se[at] ** 2)
        shrunken["estimate"][at], shrunken["se"][at] = found.value, found.se
        reliability["estimate"][at] = found.reliability
        spread["estimate"][0, v], spread["df"][0, v] = found.tau2**0.5, found.q_df
        spread["p"][0, v] = chdtrc(found.q_df, found.q)
        try:
            # The variance of one answer, as the units' own standard errors have it.
            one = float(np.average(se[at] ** 2 * n[at], weights=n[at]))
            needed["estimate"][0, v] = answers_needed(found.tau2, one, reliability=RELIABLE)
        except TooFew:
            alike[0, v] = ALIKE
        if means.kind[v] == "theme":
            place = rank_sets(value[at], se[at] ** 2, seed=seed, higher_is_better=bool(means.higher_is_better[v]))
            ranks["estimate"][at], ranks["low"][at], ranks["high"][at] = place.rank, place.low, place.high
    half = ndtri(0.975) * shrunken["se"]
    shrunken["low"], shrunken["high"] = shrunken["estimate"] - half, shrunken["estimate"] + half

    def grid(statistic: str, numbers: dict[str, Floats], hidden: Strings, beside: str = "") -> FigureBlock:
        at_units = len(hidden) == units
        only = np.broadcast_to(means.themes, shape) if statistic == "rank" else None
        return FigureBlock.of_statistic(
            wave=estimates.spec.name,
            kind=means.kind,
            measure=means.measure,
            places=estimates.weighting.units if at_units else (estimates.spec.place_code,),
            statistic=statistic,
            numbers={**numbers, "n": n if at_units else means.estimates.n[units : units + 1]},
            hidden=hidden,
            exists=only,
            compared_with=beside,
        )

    yield grid("unusual", unusual, hidden, "units")
    yield grid("shrunken", shrunken, hidden)
    yield grid("reliability", reliability, hidden)
    yield grid("rank", ranks, hidden)
    yield grid("compared", {"estimate": here.sum(axis=0, keepdims=True).astype(np.float64)}, whole)
    yield grid("tau", spread, whole)
    yield grid("answers-needed", needed, alike)


def _unusual(numbers: dict[str, Floats], at: Any, found: RandomEffects, value: Floats, variance: Floats) -> None:
    gap, se = value - found.mean, np.sqrt(variance + found.tau2)
    half = ndtri(0.975) * se
    numbers["difference"][at], numbers["difference_se"][at], numbers["p"][at] = gap, se, found.p
    numbers["difference_low"][at], numbers["difference_high"][at] = gap - half, gap + half


def _empty(shape: tuple[int, ...]) -> dict[str, Floats]:
    names = ("estimate", "se", "df", "low", "high", "difference", "difference_se", "p")
    ends = ("difference_low", "difference_high")
    return {name: np.full(shape, np.nan) for name in (*names, *ends)}
