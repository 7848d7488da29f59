"""Which units stand out: every unit beside the whole with one error rate for all, and every theme of a unit at once."""

from collections.abc import Callable, Iterator

import numpy as np

from borgerpuls.arrays import Floats
from borgerpuls.messages import _
from borgerpuls.method.analysis_of_means.anom import Anom, anom_by_variable
from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg
from borgerpuls.results.declaration.statistic import Inputs, Statistic, Unit, several_units
from borgerpuls.results.estimation.wave_estimates import SEED
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import FEW_UNITS, MEAN_RULES, fewer_answers, fewer_units


def anom_figures(inputs: Inputs, seed: int = SEED) -> Iterator[FigureBlock]:
    """``anom`` and ``stands-out``: the units' means beside the mean of the whole that the wave chose.

    ``anom`` is judged against all units at once (simultaneous limits, p adjusted for the number of units and their
    correlation); ``stands-out`` takes these p for all themes of one unit and adjusts them again, so that at most one
    in twenty of those a reader is shown is chance (items likewise, among items). Both only say how sure a difference
    is; ``rules`` says whether it is large enough to tell.
    """
    estimates, means = inputs.wave, inputs.means
    found = anom_by_variable(means.totals, seed=seed, national=estimates.spec.national, scale=means.scale)

    def by_unit(part: Callable[[Anom], Floats]) -> Floats:
        nothing = np.full(means.units, np.nan)
        return np.stack([part(one) if one else nothing for one in found], axis=1)

    units, own = np.s_[: means.units], means.estimates
    hidden = means.hidden[units].copy()
    tested = by_unit(lambda one: one.p)
    needed = np.nan_to_num(by_unit(lambda one: one.needed))
    for unit, v in zip(*np.nonzero((hidden == "") & np.isnan(tested)), strict=True):
        few = means.basis.effective[unit, v] < needed[unit, v]
        hidden[unit, v] = fewer_answers(int(needed[unit, v])) if few else fewer_units(2)
    p = np.where(hidden == "", tested, np.nan)
    low, high = (end[units] for end in own.interval())
    numbers = {
        "estimate": own.value[units],
        "se": own.se[units],
        "df": own.df[units],
        "low": low,
        "high": high,
        "n": own.n[units],
        "difference": by_unit(lambda one: one.difference.value),
        "difference_se": by_unit(lambda one: one.difference.se),
        "difference_low": by_unit(lambda one: one.low),
        "difference_high": by_unit(lambda one: one.high),
    }
    outstanding = np.full(p.shape, np.nan)
    for family in (means.themes, ~means.themes):
        for unit in range(means.units):
            outstanding[unit, family] = benjamini_hochberg(p[unit, family])
    for statistic, evidence in ((ANOM.id, p), (STANDS_OUT.id, outstanding)):
        yield FigureBlock.of_statistic(
            wave=estimates.spec.name,
            kind=means.kind,
            measure=means.measure,
            places=estimates.weighting.units,
            statistic=statistic,
            numbers={**numbers, "p": evidence},
            hidden=hidden,
            compared_with=estimates.benchmark,
        )


_SIMULTANEOUS = (
    "Δ_m = θ̂_m − θ̂,  t_m = Δ_m/√V(Δ_m),  V from moderated variances (d₀·s₀² + e_m·s_m²)/(d₀ + e_m), s₀² pooled",
    "p = two tails of t on d₀ + e_m, skewness ½·γ·(1 − 3λ)/√n_m counted (Pearson III), λ = e_m/(d₀ + e_m)",
    "p_m = 1 − (1 − p)^H;  by draws of correlated normals where few units are felt in the whole",
    "limits are the Δ that p = 0.05 leaves;  no verdict below γ² answers",
)
_PALLMANN = "Pallmann & Hothorn (2016), Analysis of means: a generalized approach using R"
_MODERATED = (
    "Smyth (2004), Linear models and empirical Bayes methods; Johnson (1978), Modified t tests and skewed populations"
)
_BENJAMINI = "Benjamini & Hochberg (1995), Controlling the false discovery rate"

ANOM = Statistic(
    id="anom",
    label=_("Difference from the whole, judged among all places"),
    function=anom_figures,
    kinds=("theme", "item"),
    where="units",
    columns="the mean; its difference from the national mean that the wave chose (`compared_with`), with "
    "*simultaneous* "
    "limits; p adjusted over all units by the largest of their correlated t (analysis of means)",
    formula=_SIMULTANEOUS,
    sources=(_PALLMANN, _MODERATED),
    unit=Unit.SCALE,
    hiding=(*MEAN_RULES, FEW_UNITS),
    needs=(several_units(2),),
    row=30,
    drawn=True,
)
STANDS_OUT = Statistic(
    id="stands-out",
    label=_("What stands out among the themes of a place"),
    function=anom_figures,
    kinds=("theme", "item"),
    where="units",
    columns="the same difference; those p adjusted once more over the themes of the unit (Benjamini-Hochberg; items "
    "among items)",
    formula=(*_SIMULTANEOUS, "p adjusted over the place's themes: min_{j≥i} p_(j)·J/j"),
    sources=(_PALLMANN, _MODERATED, _BENJAMINI),
    unit=Unit.SCALE,
    hiding=(*MEAN_RULES, FEW_UNITS),
    needs=(several_units(2),),
    row=30,
    drawn=True,
)
STATISTICS = (ANOM, STANDS_OUT)
