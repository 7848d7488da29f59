"""Unit means as they would be with the same mix of persons everywhere."""

from collections.abc import Iterator

import numpy as np

from borgerpuls.arrays import Floats, Integers, Strings
from borgerpuls.messages import _
from borgerpuls.method.array_operations import combination_codes, group_sums
from borgerpuls.method.comparison.case_mix import CaseMix, case_mix
from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.estimates import t_quantile
from borgerpuls.method.estimation.totals import Sums
from borgerpuls.results.declaration import statistic as declaration
from borgerpuls.results.declaration.statistic import Inputs, Statistic, Unit, several_units
from borgerpuls.results.estimation.indicators import indicator_columns
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, WaveEstimates
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import FEW_UNITS, MEAN_RULES, NO_VARIATION, fewer_units

COLUMNS = (
    "estimate",
    "se",
    "df",
    "low",
    "high",
    "difference",
    "difference_se",
    "difference_low",
    "difference_high",
    "p",
)


def case_mix_figures(inputs: Inputs) -> Iterator[FigureBlock]:
    """``case-mix-before``, ``case-mix`` and ``case-mix-effect``: before, after and what adjusting did.

    Adjusted for the wave's ``case_mix`` variables, within units. Answers count alike here (as in the CAHPS programme),
    so ``case-mix-before`` is the plain mean of the unit's answers and not its weighted mean. ``case-mix`` stands beside
    the adjusted mean of the whole, the figure at the whole itself, whose p says that all units are equal.
    """
    estimates, means = inputs.wave, inputs.means
    units, width = means.units, len(means.measure)
    after, before, effect = ({name: np.full((units, width), np.nan) for name in COLUMNS} for _ in range(3))
    whole = {name: np.full((1, width), np.nan) for name in COLUMNS}
    hidden, hidden_whole = means.hidden[:units].copy(), means.hidden[units : units + 1].copy()
    measures = estimates.shared[EVERYBODY].measures
    answered = np.flatnonzero(estimates.tally.answered * (estimates.weighting.unit >= 0))
    alike, unit, adjusters = _alike(estimates, answered)
    for m, v in enumerate(means.at.tolist()):
        cells = measures.sums_of(v)
        n, total, squares = (
            group_sums(alike, len(unit), column[answered]) for column in (cells.n, cells.total, cells.squares)
        )
        there = np.flatnonzero(hidden[:, m] == "")
        rows = np.flatnonzero(np.isin(unit, there) & (n > 0))
        found = _adjusted(
            Sums(*(part[rows, None] for part in (n, total, squares))),
            np.searchsorted(there, unit[rows]),
            adjusters[rows],
            means.totals.size[there, 0, m] if estimates.spec.national == "citizens" else None,
        )
        if found is None:
            why = fewer_units(2) if there.size < 2 else NO_VARIATION
            _hide(hidden, m, why)
            _hide(hidden_whole, m, why)
            continue
        at = there, m
        before["estimate"][at], after["estimate"][at], effect["estimate"][at] = (
            found.unadjusted,
            found.value,
            found.effect,
        )
        after["se"][at], after["df"][at] = np.sqrt(found.variance), found.df
        after["difference"][at], after["difference_se"][at], after["p"][at] = (
            found.difference,
            found.difference_se,
            found.p,
        )
        whole["estimate"][0, m], whole["df"][0, m], whole["p"][0, m] = found.overall, found.df, found.f_p
    for family in (means.themes, ~means.themes):
        for told in (after, whole):
            told["p"][:, family] = benjamini_hochberg(told["p"][:, family])
    t = t_quantile(0.95, after["df"])
    for name, middle, se in (("", "estimate", "se"), ("difference_", "difference", "difference_se")):
        after[f"{name}low"], after[f"{name}high"] = after[middle] - t * after[se], after[middle] + t * after[se]
    after["low"], after["high"] = means.scale.hold(after["low"], after["high"])

    def block(statistic: str, numbers: dict[str, Floats], compared_with: str = "") -> FigureBlock:
        at_units = numbers is not whole
        return FigureBlock.of_statistic(
            wave=estimates.spec.name,
            kind=means.kind,
            measure=means.measure,
            places=estimates.weighting.units if at_units else (place,),
            statistic=statistic,
            numbers={**numbers, "n": means.estimates.n[:units] if at_units else means.estimates.n[units : units + 1]},
            hidden=hidden if at_units else hidden_whole,
            compared_with=compared_with,
        )

    place = estimates.spec.place_code
    yield block(CASE_MIX_BEFORE.id, before)
    yield block(CASE_MIX.id, after, place)
    yield block(CASE_MIX_EFFECT.id, effect)
    yield block(CASE_MIX.id, whole)


def _alike(estimates: WaveEstimates, answered: Integers) -> tuple[Integers, Integers, Floats]:
    """Cells alike in unit and adjusters put together: [cells] which row each is, and by row its unit [R] and the 0/1
    columns of the adjusters [R, K], unknown a level of its own after the others."""
    tally, unit = estimates.tally, estimates.weighting.unit[answered]
    codes = [tally.codes[variable][answered] for variable in estimates.spec.case_mix]
    alike = combination_codes(unit, *codes)
    first = np.unique(alike, return_index=True)[1]
    unknown_last = [
        np.where(np.array(tally.levels[variable])[code] == "", len(tally.levels[variable]), code)[first]
        for variable, code in zip(estimates.spec.case_mix, codes, strict=True)
    ]
    return alike, unit[first], indicator_columns(unknown_last, len(first))


def _adjusted(sums: Sums, unit: Integers, adjusters: Floats, shares: Floats | None) -> CaseMix | None:
    held = adjusters[:, adjusters.any(axis=0)]
    try:
        return case_mix(sums, unit, held, shares)
    except TooFew:
        return None


def _hide(hidden: Strings, measure: int, why: str) -> None:
    hidden[:, measure] = np.where(hidden[:, measure] == "", why, hidden[:, measure])


CASE_MIX_BEFORE = Statistic(
    id="case-mix-before",
    label=_("Mean of answers before adjusting"),
    function=case_mix_figures,
    kinds=("theme", "item"),
    where="units",
    columns="mean of the answers, which count alike here, so that it is not the weighted mean",
    formula=("ȳ_m",),
    sources=("AHRQ (2020), CAHPS Analysis Program 5.0",),
    unit=Unit.SCALE,
    hiding=(*MEAN_RULES, FEW_UNITS, NO_VARIATION),
    needs=(declaration.CASE_MIX, several_units(2)),
    row=50,
)
CASE_MIX = Statistic(
    id="case-mix",
    label=_("Mean with the same mix of persons everywhere"),
    function=case_mix_figures,
    kinds=("theme", "item"),
    where="units, whole",
    columns="the same with the mix of persons made alike, for the wave's `case_mix` variables; its difference"
    " from the adjusted whole, which stands at the whole (p there: all units are equal; adjusted over the themes); p of"
    " units adjusted over all units and themes (Benjamini-Hochberg; items among items)",
    formula=("a_m = ȳ_m − (x̄_m − x̄)'β̂,  β̂ from inside units,  V = Σ e²/n_m²",),
    sources=(
        "AHRQ (2020), CAHPS Analysis Program 5.0",
        "Benjamini & Hochberg (1995), Controlling the false discovery rate",
    ),
    unit=Unit.SCALE,
    hiding=(*MEAN_RULES, FEW_UNITS, NO_VARIATION),
    needs=(declaration.CASE_MIX, several_units(2)),
    row=50,
)
CASE_MIX_EFFECT = Statistic(
    id="case-mix-effect",
    label=_("What adjusting did"),
    function=case_mix_figures,
    kinds=("theme", "item"),
    where="units",
    columns="adjusted minus unadjusted",
    formula=("a_m − ȳ_m",),
    sources=("AHRQ (2020), CAHPS Analysis Program 5.0",),
    unit=Unit.SCALE,
    hiding=(*MEAN_RULES, FEW_UNITS, NO_VARIATION),
    needs=(declaration.CASE_MIX, several_units(2)),
    row=50,
)
STATISTICS = (CASE_MIX_BEFORE, CASE_MIX, CASE_MIX_EFFECT)
