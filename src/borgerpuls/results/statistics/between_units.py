"""How much units really differ, which of them are unusual, and between which places each of them stands."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from scipy.special import chdtrc, ndtri

from borgerpuls.arrays import Floats, Strings
from borgerpuls.messages import _
from borgerpuls.method.analysis_of_means.skewed_t import critical_values, two_sided_p
from borgerpuls.method.analysis_of_means.unit_variances import UnitVariances, unit_variances
from borgerpuls.method.comparison.random_effects import RandomEffects, answers_needed, random_effects
from borgerpuls.method.comparison.rank_sets import rank_sets
from borgerpuls.method.errors import TooFew
from borgerpuls.results.declaration.statistic import Inputs, Statistic, Unit, several_units
from borgerpuls.results.estimation.wave_estimates import SEED
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import ALIKE, FEW_UNITS, MEAN_RULES, SAME_ANSWER, fewer_units

NEEDED = 3
"""Fewer units than this have no spread between them and no places worth telling."""
RELIABLE = 0.7
"""From here on units can be told apart (``answers-needed`` reaches it)."""


def between_unit_figures(inputs: Inputs, seed: int = SEED) -> Iterator[FigureBlock]:
    """Comparisons among the units whose mean is shown; a unit that is hidden takes no place.

    By unit: ``unusual`` (its distance from the units' precision-weighted mean, judged by how much units ordinarily
    differ: z is difference over its standard error), ``shrunken`` (the estimate that borrows from the others),
    ``reliability`` and, for themes, ``rank`` (1 is best; from low to high is the simultaneous confidence set). At the
    whole: ``compared`` (how many units these are), ``tau`` (the standard deviation between units; p that they do not
    differ) and ``answers-needed`` for a reliability of 0.7.
    """
    estimates, means = inputs.wave, inputs.means
    units, shape = means.units, (means.units, len(means.measure))
    value, n = means.compared.value[:units], means.compared.n[:units]
    judged = unit_variances(value, means.compared.se[:units], means.basis.at(np.s_[:units]), means.scale)
    hidden = means.hidden[:units].copy()
    hidden[(hidden == "") & ~(judged.variance > 0)] = SAME_ANSWER
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
        variance = judged.variance[at]
        found = random_effects(value[at], variance)
        _unusual(unusual, at, found, value[at], judged)
        shrunken["estimate"][at], shrunken["se"][at] = found.value, found.se
        reliability["estimate"][at] = found.reliability
        spread["estimate"][0, v], spread["df"][0, v] = found.tau2**0.5, found.q_df
        spread["p"][0, v] = chdtrc(found.q_df, found.q)
        try:
            # The variance of one answer, as the units' moderated variances have it.
            one = float(np.average(variance * n[at], weights=n[at]))
            needed["estimate"][0, v] = answers_needed(found.tau2, one, reliability=RELIABLE)
        except TooFew:
            alike[0, v] = ALIKE
        if means.kind[v] == "theme":
            place = rank_sets(value[at], variance, seed=seed, higher_is_better=bool(means.higher_is_better[v]))
            ranks["estimate"][at], ranks["low"][at], ranks["high"][at] = place.rank, place.low, place.high
    half = ndtri(0.975) * shrunken["se"]
    shrunken["low"], shrunken["high"] = means.scale.hold(shrunken["estimate"] - half, shrunken["estimate"] + half)

    def block(statistic: str, numbers: dict[str, Floats], hidden: Strings, beside: str = "") -> FigureBlock:
        at_units = len(hidden) == units
        only = np.broadcast_to(means.themes, shape) if statistic == RANK.id else None
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

    yield block(UNUSUAL.id, unusual, hidden, "units")
    yield block(SHRUNKEN.id, shrunken, hidden)
    yield block(RELIABILITY.id, reliability, hidden)
    yield block(RANK.id, ranks, hidden)
    yield block(COMPARED.id, {"estimate": here.sum(axis=0, keepdims=True).astype(np.float64)}, whole)
    yield block(TAU.id, spread, whole)
    yield block(ANSWERS_NEEDED.id, needed, alike)


def _unusual(numbers: dict[str, Floats], at: Any, found: RandomEffects, value: Floats, judged: UnitVariances) -> None:
    """Each unit's distance from the mean of all; what its few or skewed answers can bear counts by their share of the
    variance."""
    gap, se = value - found.mean, np.sqrt(judged.variance[at] + found.tau2)
    own = judged.variance[at] / se**2
    df, skewness = judged.df[at] / own**2, judged.skewness[at] * own**1.5
    below, above = critical_values(float(ndtri(0.975)), df, skewness)
    numbers["difference"][at], numbers["difference_se"][at] = gap, se
    numbers["p"][at] = two_sided_p(gap / se, df, skewness)
    numbers["difference_low"][at], numbers["difference_high"][at] = gap - above * se, gap - below * se


def _empty(shape: tuple[int, ...]) -> dict[str, Floats]:
    names = ("estimate", "se", "df", "low", "high", "difference", "difference_se", "p")
    ends = ("difference_low", "difference_high")
    return {name: np.full(shape, np.nan) for name in (*names, *ends)}


_TAU = "τ² by restricted maximum likelihood from θ̂_m and v_m, moderated between the unit's own and the pooled variance"
_REML = "Raudenbush (2009), Analyzing effect sizes: random-effects models, eq. 16.35"
_HIDING = (*MEAN_RULES, FEW_UNITS)
_BETWEEN_UNITS = partial(
    Statistic, function=between_unit_figures, hiding=_HIDING, needs=(several_units(NEEDED),), row=40
)

UNUSUAL = _BETWEEN_UNITS(
    id="unusual",
    label=_("Unusual among places"),
    kinds=("theme", "item"),
    where="units",
    columns="the mean; its distance from the units' precision-weighted mean (`compared_with` is `units`) over"
    " √(v + τ²), how much units of its size ordinarily differ",
    formula=("t_m = (θ̂_m − μ̂)/√(v_m + τ²) on the df and skewness of v_m,  μ̂ = Σ θ̂_k/(v_k + τ²) / Σ 1/(v_k + τ²)", _TAU),
    sources=("Spiegelhalter (2005), Funnel plots for comparing institutional performance", _REML),
    unit=Unit.SCALE,
)
SHRUNKEN = _BETWEEN_UNITS(
    id="shrunken",
    label=_("Estimate that borrows strength from the others"),
    kinds=("theme", "item"),
    where="units",
    columns="the empirical Bayes estimate with normal interval, beside the mean, never instead",
    formula=("μ̂ + r_m·(θ̂_m − μ̂),  r_m = τ²/(τ² + v_m)", _TAU),
    sources=("Efron & Morris (1975), Data analysis using Stein's estimator", _REML),
    unit=Unit.SCALE,
)
RELIABILITY = _BETWEEN_UNITS(
    id="reliability",
    label=_("How well the place can be told from others"),
    kinds=("theme", "item"),
    where="units",
    columns="τ²/(τ² + v); below 0.7 units cannot be told apart",
    formula=("r_m = τ²/(τ² + v_m)", _TAU),
    sources=(_REML,),
    unit=Unit.RATIO,
)
RANK = _BETWEEN_UNITS(
    id="rank",
    label=_("Place among places, 1 is best"),
    kinds=("theme",),
    where="units",
    columns="the place, 1 is best by the scale's `better`; from `low` to `high` is the 95 % confidence set, "
    "true for all units at once",
    formula=(
        "low = 1 + number significantly better, high = H − number significantly worse",
        "all pairs at once, max-t, stepwise, 95 %",
    ),
    sources=("Mogstad, Romano, Shaikh & Wilhelm (2024), Inference for ranks, sec. 3",),
    unit=Unit.RANK,
    drawn=True,
)
COMPARED = _BETWEEN_UNITS(
    id="compared",
    label=_("Number of places compared"),
    kinds=("theme", "item"),
    where="whole",
    columns="how many units `unusual`, `shrunken`, `reliability` and `rank` are among: those whose mean is shown",
    formula=("places whose mean is shown",),
    sources=(),
    unit=Unit.PLACES,
)
TAU = _BETWEEN_UNITS(
    id="tau",
    label=_("Standard deviation between places"),
    kinds=("theme", "item"),
    where="whole",
    columns="the standard deviation between units (REML); p that they do not differ (Cochran's Q on df)",
    formula=("√τ²", _TAU, "p of Q = Σ (θ̂_m − μ̂)²/v_m, chi-squared on H − 1"),
    sources=(_REML,),
    unit=Unit.SCALE,
)
ANSWERS_NEEDED = _BETWEEN_UNITS(
    id="answers-needed",
    label=_("Answers needed to tell places apart"),
    kinds=("theme", "item"),
    where="whole",
    columns="answers a unit needs for a reliability of 0.7",
    formula=("n = 0.7/0.3 · s²/τ²,  s² = Σ n_m·(n_m·v_m)/Σ n_m", _TAU),
    sources=(_REML,),
    unit=Unit.PERSONS,
    hiding=(*_HIDING, ALIKE),
)
STATISTICS = (UNUSUAL, SHRUNKEN, RELIABILITY, RANK, COMPARED, TAU, ANSWERS_NEEDED)
