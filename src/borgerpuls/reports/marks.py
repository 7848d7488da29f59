"""Figures as the marks of a chart, beside ``cells``, which are figures as the cells of a table."""

from borgerpuls.messages import _
from borgerpuls.reports import cells
from borgerpuls.reports.charts.specification import Dot
from borgerpuls.results.figures.figure import Figure

INTERVAL = _("with 95% interval")
"""The heading of a dot chart's numbers."""


def estimate(label: str, figure: Figure | None, language: str) -> Dot:
    """A figure's estimate with its interval and n, or why there is none."""
    hidden = cells.missing(figure, language)
    if figure is None:
        return Dot(label, None, None, None, None, hidden=hidden)
    return Dot(label, figure.estimate, figure.low, figure.high, figure.n, hidden=hidden)


def difference(label: str, figure: Figure | None, language: str, *, marked: bool) -> Dot:
    """A figure's difference with its interval, hollow where the report does not mark it, or why there is none."""
    if figure is None:
        return Dot(label, None, None, None, None, own=True, hollow=not marked, hidden=cells.missing(None, language))
    hidden = "" if figure.difference is not None else cells.missing(figure, language)
    ends = figure.difference_low, figure.difference_high
    return Dot(label, figure.difference, *ends, figure.n, own=True, hollow=not marked, hidden=hidden)
