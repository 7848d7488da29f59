"""Report contexts with other figures than the wave gave: one left out, or with other numbers."""

from dataclasses import replace

from borgerpuls.reports.context.figure_index import FigureIndex
from borgerpuls.reports.context.report_context import ReportContext


def without(context: ReportContext, *statistics: str) -> ReportContext:
    """The context without the figures of some statistics."""
    kept = tuple(f for f in context.figures.figures if f.statistic not in statistics)
    return replace(context, figures=FigureIndex(kept))


def changed(context: ReportContext, statistic: str, **numbers: float) -> ReportContext:
    """The context with other numbers in every figure of a statistic."""
    figures = (replace(f, **numbers) if f.statistic == statistic else f for f in context.figures.figures)
    return replace(context, figures=FigureIndex(tuple(figures)))
