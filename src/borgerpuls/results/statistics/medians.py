"""Medians of items: the answer that half of the persons are at or below, for waves that ask for it."""

from collections.abc import Iterator

import numpy as np

from borgerpuls.messages import _
from borgerpuls.method.estimation.category_shares import cumulative_sums
from borgerpuls.method.estimation.estimates import Estimates
from borgerpuls.method.estimation.means import means, national_mean
from borgerpuls.method.estimation.quantiles import Quantiles, category_quantile
from borgerpuls.method.estimation.totals import domain_totals
from borgerpuls.questionnaire.model import Item
from borgerpuls.results.declaration.statistic import Inputs, Statistic, Unit
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, WaveEstimates
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import MEAN_RULES


def median_figures(inputs: Inputs) -> Iterator[FigureBlock]:
    """The weighted median of every item among everybody, in every unit and in the whole (over persons).

    Its interval holds the categories that the answers do not surely rule out; both ends are categories. It is hidden
    where the item's mean is.
    """
    wave, at = inputs.wave, inputs.means
    items = [m for m, kind in enumerate(at.kind) if kind == "item"]
    found = [_median(wave, wave.wave.questionnaire.item(at.measure[m])) for m in items]
    columns = {"estimate": "value", "se": "se", "df": "df", "low": "low", "high": "high", "n": "n"}
    yield FigureBlock.of_statistic(
        wave=wave.spec.name,
        kind=[at.kind[m] for m in items],
        measure=[at.measure[m] for m in items],
        places=wave.places[:-1],
        statistic=MEDIAN.id,
        numbers={column: np.stack([getattr(one, part) for one in found], axis=1) for column, part in columns.items()},
        hidden=at.hidden[:-1, items],
    )


def _median(wave: WaveEstimates, item: Item) -> Quantiles:
    """The medians [U + 1] of the units and of the whole."""
    rows, units = wave.rows[EVERYBODY], len(wave.weighting.units)
    values = [(category.value, k) for k, category in enumerate(item.scale.categories) if category.value is not None]
    order = [k for _value, k in sorted(values)]
    counts = rows.add(wave.tally.counts[item.column][:, order].astype(np.float64))
    totals = domain_totals(rows.design, cumulative_sums(counts), unit=rows.unit, units=units)
    cumulative = Estimates.concatenate((means(totals), national_mean(totals).at(np.newaxis)))
    return category_quantile(cumulative.at(np.s_[:, 0]), sorted(value for value, _k in values))


MEDIAN = Statistic(
    id="median",
    label=_("Weighted median"),
    function=median_figures,
    kinds=("item",),
    where="units, whole",
    columns="the lowest answer that at least half of the weighted answers are at or below; from `low` to `high` are "
    "the answers that are not surely ruled out",
    formula=("θ̂ = min{y: F̂(y) ≥ ½},  F̂(y) = Σ w·[y_i ≤ y]/Σ w", "y is kept unless F̂(y) < ½ or F̂(y − 1) ≥ ½ surely"),
    sources=("Francisco & Fuller (1991), Quantile estimation with a complex survey design",),
    unit=Unit.SCALE,
    rounding=0,
    hiding=MEAN_RULES,
    row=25,
    optional=True,
)
STATISTICS = (MEDIAN,)
