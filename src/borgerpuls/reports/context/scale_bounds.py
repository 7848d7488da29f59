"""Intervals clipped to the scale: the mean of a scale from 1 to 5 lies between 1 and 5, and so does its interval."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.statistics.between_units import SHRUNKEN
from borgerpuls.results.statistics.case_mix import CASE_MIX, CASE_MIX_BEFORE
from borgerpuls.results.statistics.levels import MEAN

ON_THE_SCALE = (MEAN.id, CASE_MIX.id, CASE_MIX_BEFORE.id, SHRUNKEN.id)
"""Statistics that are values of the scale itself."""


def clip_to_scale(figures: Iterable[Figure], questionnaire: Questionnaire) -> list[Figure]:
    """The same figures, no interval of a mean further out than its scale: Student's t knows no ends.

    Only for display; figures on the shelf and in data files keep the interval as it was computed.
    """
    ends: dict[str, tuple[float, float]] = {}
    for item in (*questionnaire.items, *questionnaire.local_items):
        values = [category.value for category in item.scale.answers if category.value is not None]
        ends[item.id] = min(values), max(values)
    for theme in questionnaire.themes:
        ends[theme.id] = _outermost([ends[item] for item in theme.items])
    return [_clipped(f, *ends[f.measure]) if f.statistic in ON_THE_SCALE and f.measure in ends else f for f in figures]


def _outermost(ends: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return min(low for low, _ in ends), max(high for _, high in ends)


def _clipped(figure: Figure, lowest: float, highest: float) -> Figure:
    if figure.low is None or figure.high is None or (lowest <= figure.low and figure.high <= highest):
        return figure
    return replace(figure, low=max(figure.low, lowest), high=min(figure.high, highest))
