"""A unit's own comparison of two groups: what it can see first, then what it saw among persons made alike."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from borgerpuls.arrays import Booleans, Floats, Strings
from borgerpuls.messages import _
from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg
from borgerpuls.method.comparison.power import LARGEST_DETECTABLE, detectable_difference
from borgerpuls.method.comparison.two_groups import AdjustedDifference, overlap_difference, randomised_difference
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.totals import Sums
from borgerpuls.results.declaration.statistic import LOCAL_COMPARISON, Inputs, Statistic, Unit
from borgerpuls.results.estimation.breakdown import Breakdown
from borgerpuls.results.estimation.indicators import indicator_columns
from borgerpuls.results.estimation.sparse_cells import collapse_sparse
from borgerpuls.results.estimation.wave_estimates import COMPARE, WaveEstimates
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import GROUPS_SEPARATED, MEAN_RULES, UNANSWERABLE
from borgerpuls.results.statistics.levels import unadjusted_difference


@dataclass(frozen=True)
class _Seen:
    """One measure of one unit on ``n`` answers: the difference that can be seen, the standard deviation of one answer,
    the difference that was found, and why that one is hidden."""

    n: float = np.nan
    detectable: float = np.nan
    spread: float = np.nan
    found: AdjustedDifference | None = None
    hidden: str = ""


@dataclass(frozen=True)
class _Measured:
    """Kind and id of the measures that a unit's comparison has."""

    kind: tuple[str, ...]
    measure: tuple[str, ...]


def local_comparison_figures(inputs: Inputs) -> Iterator[FigureBlock]:
    """For every unit with a comparison of its own: ``detectable``, and ``overlap`` or ``randomised``: group 1 beside 0.

    ``detectable`` is the smallest true difference that groups of this size show four times in five (its se is the
    standard deviation of one answer); ``overlap`` is the difference among persons who could be in either group, made
    alike in the wave's group variables. Where the wave says that persons were drawn into the groups by lot it is
    ``randomised`` instead: the same variables only sharpen it. Where ``detectable`` is above 0.3 it is hidden: the
    question cannot be answered here. Means only, on the answers' own scale, of themes, items and the unit's own
    questions alike. p is adjusted over all themes of the comparison (items among items, own questions among these).
    Last the difference as it is (``compare/1-0``), hidden where the other is.
    """
    estimates = inputs.wave
    compared = np.flatnonzero(np.isin(estimates.weighting.units, list(estimates.spec.compare))).tolist()
    for group in (estimates.shared[COMPARE], estimates.local[COMPARE]):
        reason = np.array(estimates.hidden_reasons, dtype=object)[group.reasons]
        plain = unadjusted_difference(estimates, group)
        codes = (*plain.reasons, UNANSWERABLE, GROUPS_SEPARATED)
        for unit in compared:
            heads = [v for v in np.unique(group.measures.judge).tolist() if group.measures.statistic[unit, v]]
            measured = _Measured(
                tuple(group.measures.kind[v] for v in heads), tuple(str(group.measures.measure[unit, v]) for v in heads)
            )
            judged = np.where(reason[unit, 1] == "", reason[unit, 0], reason[unit, 1])[heads]
            seen = [
                _Seen(hidden=str(hidden)) if hidden else _seen(estimates, group, unit, v)
                for v, hidden in zip(heads, judged, strict=True)
            ]
            if heads:
                yield from _grids(estimates, measured, unit, seen, judged)
            plain.reason[unit, 0, heads] = [codes.index(one.hidden) for one in seen]
        yield replace(plain, reasons=codes)


def _seen(estimates: WaveEstimates, breakdown: Breakdown, unit: int, v: int) -> _Seen:
    """The comparison of the statistic at ``v``."""
    measures, side = breakdown.measures, estimates.groupings[COMPARE].of
    every = measures.sums_of(v)
    cell = np.flatnonzero((estimates.weighting.unit == unit) & (side >= 0) & (every.n > 0))
    group, n, total, squares = side[cell] == 1, every.n[cell], every.total[cell], every.squares[cell]
    spread = _within(n, total, squares, group)
    n1, n0 = float(n @ group), float(n @ ~group)
    codes = [collapse_sparse(estimates.tally.codes[variable][cell], n, n * group) for variable in estimates.spec.groups]
    compare = (
        randomised_difference if estimates.weighting.units[unit] in estimates.spec.randomised else overlap_difference
    )
    try:
        sums = Sums(n[:, None], total[:, None], squares[:, None])
        found = compare(sums, group, indicator_columns(codes, len(cell)))
    except TooFew:
        return _Seen(n1 + n0, detectable_difference(n1, n0, spread), spread, None, GROUPS_SEPARATED)
    can = detectable_difference(max(found.effective1, 2.0), max(found.effective0, 2.0), spread)
    return _Seen(n1 + n0, can, spread, found, UNANSWERABLE if can > LARGEST_DETECTABLE else "")


def _within(n: Floats, total: Floats, squares: Floats, group: Booleans) -> float:
    """Standard deviation of one answer inside the groups."""
    left = sum(float(squares @ side) - float(total @ side) ** 2 / float(n @ side) for side in (group, ~group))
    return float(np.sqrt(left / (n.sum() - 2)))


def _grids(
    estimates: WaveEstimates, means: _Measured, unit: int, seen: list[_Seen], judged: Strings
) -> Iterator[FigureBlock]:
    found = [one.found for one in seen]

    def told(part: str) -> Floats:
        return np.array([[float(getattr(one, part)) if one else np.nan for one in found]])

    low, high = (np.array([[one.interval()[end] if one else np.nan for one in found]]) for end in (0, 1))

    def grid(statistic: str, numbers: dict[str, Floats], hidden: Strings) -> FigureBlock:
        return FigureBlock.of_statistic(
            wave=estimates.spec.name,
            kind=means.kind,
            measure=means.measure,
            places=(estimates.weighting.units[unit],),
            statistic=statistic,
            numbers=numbers,
            hidden=hidden[None, :],
            compared_with=f"{COMPARE}=0",
            group=(COMPARE, "1"),
            group_address=f"/{COMPARE}",
        )

    can = {name: np.array([[getattr(one, part) for one in seen]]) for name, part in _CAN.items()}
    yield grid(DETECTABLE.id, can, judged)
    numbers = {name: told(part) for name, part in _FOUND.items()}
    hidden = np.array([one.hidden for one in seen], dtype=object)
    kinds = np.array(means.kind)
    for kind in dict.fromkeys(means.kind):
        family = kinds == kind
        numbers["p"][0, family] = benjamini_hochberg(np.where(hidden == "", numbers["p"][0], np.nan)[family])
    drawn = estimates.weighting.units[unit] in estimates.spec.randomised
    yield grid(
        RANDOMISED.id if drawn else OVERLAP.id, {**numbers, "difference_low": low, "difference_high": high}, hidden
    )


_CAN = {"estimate": "detectable", "se": "spread", "n": "n"}
_FOUND = {"estimate": "mean1", "df": "df", "n": "n1", "difference": "value", "difference_se": "se", "p": "p"}


DETECTABLE = Statistic(
    id="detectable",
    label=_("The smallest difference that can be seen here"),
    function=local_comparison_figures,
    kinds=("theme", "item", "local"),
    where="a unit's own comparison",
    columns="the smallest true difference seen four times in five; se is the standard deviation of one "
    "answer, n both sides",
    formula=("power(δ) = 0.8 by the noncentral t on n₁ + n₀ − 2,  n effective after weighting",),
    sources=("Cohen (1988), Statistical power analysis, ch. 2",),
    unit=Unit.SCALE,
    hiding=MEAN_RULES,
    needs=(LOCAL_COMPARISON,),
    row=70,
    grouped=("theme",),
)
OVERLAP = Statistic(
    id="overlap",
    label=_("Difference between groups made alike"),
    function=local_comparison_figures,
    kinds=("theme", "item", "local"),
    where="a unit's own comparison",
    columns="adjusted mean of group 1 (n its answers), and its difference from group 0 among persons alike in"
    " the group variables; p adjusted over the themes of the comparison (items among items, own questions among these)",
    formula=("w = 1 − e(x) in group 1, e(x) in group 0;  Δ = Σwy/Σw − Σwy/Σw,  sandwich V",),
    sources=("Li, Morgan & Zaslavsky (2018), Balancing covariates via propensity score weighting",),
    unit=Unit.SCALE,
    hiding=(*MEAN_RULES, UNANSWERABLE, GROUPS_SEPARATED),
    needs=(LOCAL_COMPARISON,),
    row=70,
    grouped=("theme",),
)
RANDOMISED = Statistic(
    id="randomised",
    label=_("Difference between groups drawn by lot"),
    function=local_comparison_figures,
    kinds=("theme", "item", "local"),
    where="a unit's own comparison, drawn by lot (`randomised = true` in `wave.toml`)",
    columns="mean of group 1 (n its answers) at the mean of what is known of both, and its difference from "
    "group 0 (Lin 2013, HC2); instead of `overlap`; p adjusted as there",
    formula=("y = a + Δ·g + b'(x − x̄) + c'(x − x̄)·g by least squares,  V: HC2",),
    sources=("Lin (2013), Agnostic notes on regression adjustments to experimental data",),
    unit=Unit.SCALE,
    hiding=(*MEAN_RULES, UNANSWERABLE, GROUPS_SEPARATED),
    needs=(LOCAL_COMPARISON,),
    row=70,
    grouped=("theme",),
)
STATISTICS = (DETECTABLE, OVERLAP, RANDOMISED)
