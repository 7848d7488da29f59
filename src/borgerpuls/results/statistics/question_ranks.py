"""Between which places a question stands among the questions of a place, by its share of favourable answers."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Floats, Integers
from borgerpuls.messages import _
from borgerpuls.method.array_operations import group_sums, quotient, zero_for_nan
from borgerpuls.method.comparison.difference_intervals import bounded_difference
from borgerpuls.method.comparison.differences import Difference
from borgerpuls.method.comparison.multiple_testing import holm
from borgerpuls.method.estimation.estimates import BoundedEstimates
from borgerpuls.questionnaire.model import Item
from borgerpuls.results.declaration.statistic import Inputs, Statistic, Unit
from borgerpuls.results.estimation.microdata import respondents, tally_cells
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, WaveEstimates
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import FEW_QUESTIONS, MEAN_RULES
from borgerpuls.results.statistics.levels import TOP2

LEVEL = 0.05


def question_rank_figures(inputs: Inputs) -> Iterator[FigureBlock]:
    """``question-rank`` of every item with favourable answers, in every unit and in the whole (over persons).

    1 is the largest share of favourable answers. From ``low`` to ``high`` are the places that the answers do not rule
    out, true for all questions of the place at once in 95 of 100 waves: a question's place is bounded by how many are
    surely better and worse, by all pairs together. The same persons answer all questions, so their covariance counts:
    the persons are read once. A hidden question takes no place.
    """
    estimates = inputs.wave
    breakdown = estimates.shared[EVERYBODY]
    measures = breakdown.measures
    at = np.flatnonzero((np.array(measures.kind) == "item") & (measures.statistic[0] == TOP2.id))
    if len(at) < 2:
        return
    items = [str(measures.measure[0, v]) for v in at]
    places = len(estimates.places) - 1
    shares = breakdown.compared.at(np.s_[:places, 0, at])
    shown = (breakdown.reasons[:places, 0, at] == 0) & (shares.n > 0)
    rank, low, high = (np.full(shown.shape, np.nan) for _part in range(3))
    correlations = _correlations(estimates, [estimates.wave.questionnaire.item(item) for item in items])
    for place, correlation in enumerate(correlations):
        here = np.flatnonzero(shown[place])
        if len(here) > 1:
            found = _places(shares.at((place, here)), correlation[np.ix_(here, here)])
            rank[place, here], low[place, here], high[place, here] = found
    reasons = np.array(estimates.hidden_reasons, dtype=object)[breakdown.reasons[:places, 0, at]]
    alone = (shown.sum(axis=1, keepdims=True) < 2) & shown
    yield FigureBlock.of_statistic(
        wave=estimates.spec.name,
        kind=["item"] * len(at),
        measure=items,
        places=estimates.places[:-1],
        statistic=QUESTION_RANK.id,
        numbers={"estimate": rank, "low": low, "high": high, "n": shares.n},
        hidden=np.where(alone, FEW_QUESTIONS, reasons),
    )


def _places(shares: BoundedEstimates, correlation: Floats) -> tuple[Integers, Integers, Integers]:
    """Rank and the ends of its set, [J] each, from shares [J] and their correlation [J, J]."""
    count = len(shares.value)
    first, second = np.triu_indices(count, 1)
    one, two = shares.at(first), shares.at(second)
    shared = correlation[first, second] * one.se * two.se
    error = np.sqrt(np.maximum(one.se**2 + two.se**2 - 2 * shared, 0.0))
    gap = Difference(one.value - two.value, error, np.minimum(one.df, two.df), one.n)
    p = holm(zero_for_nan(bounded_difference(gap, one, two, covariance=shared).p))
    sure = p < LEVEL
    better = np.zeros((count, count), dtype=np.bool_)
    better[first, second], better[second, first] = sure & (gap.value > 0), sure & (gap.value < 0)
    rank = 1 + (shares.value[None, :] > shares.value[:, None]).sum(axis=1)
    return rank, 1 + better.sum(axis=0), count - better.sum(axis=1)


def _correlations(estimates: WaveEstimates, items: Sequence[Item]) -> Iterator[Floats]:
    """Correlation of the estimated shares of the items, [J, J] in every unit and then in the whole.

    From the persons' influences w·(y − p)/Σw on each share, 0 where a person did not answer the item; where persons
    were drawn in clusters, from the clusters' sums of them.
    """
    persons = respondents(estimates)
    rows, drawn = estimates.rows[EVERYBODY], estimates.weighting.cluster
    cell = tally_cells(estimates, persons)
    row = rows.of[cell]
    weight, unit = rows.design.weight[row], rows.unit[row]
    y = np.stack([_favourable(item, persons[item.column].to_numpy()) for item in items], axis=1)
    order = np.argsort(unit, kind="stable")
    ends = np.searchsorted(unit[order], np.arange(len(estimates.weighting.units) + 1))
    for first, last in pairwise(ends.tolist()):
        here = order[first:last]
        yield _correlation(y[here], weight[here], None if drawn is None else drawn[cell[here]])
    yield _correlation(y, weight, None if drawn is None else drawn[cell])


def _correlation(y: Floats, weight: Floats, cluster: Integers | None) -> Floats:
    answered = ~np.isnan(y)
    carried = weight @ answered
    share = zero_for_nan(quotient(weight @ np.where(answered, y, 0.0), carried))
    influence = np.where(answered, weight[:, None] * (y - share), 0.0)
    if cluster is not None:
        influence = group_sums(cluster, int(cluster.max(initial=-1)) + 1, influence)
    products = influence.T @ influence
    spread = np.sqrt(np.diag(products))
    return zero_for_nan(quotient(products, np.multiply.outer(spread, spread)))


def _favourable(item: Item, codes: npt.NDArray[Any]) -> Floats:
    """1 for a favourable answer, 0 for another that counts, NaN for none."""
    found = np.full(len(codes), np.nan)
    for category in item.scale.categories:
        if category.value is not None:
            found[codes == category.code] = float(category.favourable)
    return found


QUESTION_RANK = Statistic(
    id="question-rank",
    label=_("Place among the questions, 1 has most favourable answers"),
    function=question_rank_figures,
    kinds=("item",),
    where="units, whole",
    columns="the question's place among the questions of the place by share of favourable answers, 1 is most; from "
    "`low` to `high` is the 95 % confidence set, true for all questions of the place at once (all pairs, Holm; the "
    "covariance of the same persons' answers counts)",
    formula=(
        "low = 1 + number surely better, high = J − number surely worse",
        "all pairs of questions, p by Holm, each from the recovered interval of p_j − p_k with their correlation",
    ),
    sources=(
        "Mogstad, Romano, Shaikh & Wilhelm (2024), Inference for ranks, sec. 3",
        "Holm (1979), A simple sequentially rejective multiple test procedure",
    ),
    unit=Unit.RANK,
    hiding=(*MEAN_RULES, FEW_QUESTIONS),
    row=26,
)
STATISTICS = (QUESTION_RANK,)
