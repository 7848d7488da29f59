"""A unit's own comparison of two groups: what it can see first, then what it saw among persons made alike."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from borgerpuls.arrays import Booleans, Floats, Strings
from borgerpuls.method.comparison.power import LARGEST_DETECTABLE, detectable_difference
from borgerpuls.method.comparison.two_groups import AdjustedDifference, overlap_difference, randomised_difference
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.totals import Sums
from borgerpuls.results.estimation.indicators import indicator_columns
from borgerpuls.results.estimation.sparse_cells import collapse_sparse
from borgerpuls.results.estimation.wave_estimates import WaveEstimates
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import GROUPS_SEPARATED, UNANSWERABLE
from borgerpuls.results.statistics.compared_means import ComparedMeans
from borgerpuls.results.statistics.levels import COMPARE, hidden_reasons, unadjusted_difference


@dataclass(frozen=True)
class _Seen:
    """One measure of one unit on ``n`` answers: the difference that can be seen, the standard deviation of one answer,
    the difference that was found, and why that one is hidden."""

    n: float = np.nan
    detectable: float = np.nan
    spread: float = np.nan
    found: AdjustedDifference | None = None
    hidden: str = ""


def local_comparison_figures(estimates: WaveEstimates, means: ComparedMeans) -> Iterator[FigureBlock]:
    """For every unit with a comparison of its own: ``detectable``, and ``overlap`` or ``randomised``: group 1 beside 0.

    ``detectable`` is the smallest true difference that groups of this size show four times in five (its se is the
    standard deviation of one answer); ``overlap`` is the difference among persons who could be in either group, made
    alike in the wave's group variables. Where the wave says that persons were drawn into the groups by lot it is
    ``randomised`` instead: the same variables only sharpen it. Where ``detectable`` is above 0.3 it is hidden: the
    question cannot be answered here. Means only, on the answers' own scale. Last the difference as it is
    (``compare/1-0``), hidden where the other is.
    """
    if COMPARE not in estimates.shared:
        return
    group = estimates.shared[COMPARE]
    reason = np.array(hidden_reasons(estimates), dtype=object)[group.reasons[:, :, means.at]]
    plain = unadjusted_difference(estimates, group)
    codes = (*plain.reasons, UNANSWERABLE, GROUPS_SEPARATED)
    for unit in np.flatnonzero(np.isin(estimates.weighting.units, list(estimates.spec.compare))).tolist():
        judged = np.where(reason[unit, 1] == "", reason[unit, 0], reason[unit, 1])
        seen = [
            _Seen(hidden=str(judged[m])) if judged[m] else _seen(estimates, unit, int(v))
            for m, v in enumerate(means.at)
        ]
        yield from _grids(estimates, means, unit, seen, judged)
        plain.reason[unit, 0, means.at] = [codes.index(one.hidden) for one in seen]
    yield replace(plain, reasons=codes)


def _seen(estimates: WaveEstimates, unit: int, v: int) -> _Seen:
    """The comparison of the statistic at ``v``."""
    measures, side = estimates.shared[COMPARE].measures, estimates.groupings[COMPARE].of
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
    estimates: WaveEstimates, means: ComparedMeans, unit: int, seen: list[_Seen], judged: Strings
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
    yield grid("detectable", can, judged)
    numbers = {name: told(part) for name, part in _FOUND.items()}
    hidden = np.array([one.hidden for one in seen], dtype=object)
    drawn = estimates.weighting.units[unit] in estimates.spec.randomised
    yield grid(
        "randomised" if drawn else "overlap", {**numbers, "difference_low": low, "difference_high": high}, hidden
    )


_CAN = {"estimate": "detectable", "se": "spread", "n": "n"}
_FOUND = {"estimate": "mean1", "df": "df", "n": "n1", "difference": "value", "difference_se": "se", "p": "p"}
