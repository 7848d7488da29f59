"""The zone of a chart in which differences are too small to mark."""

from borgerpuls.messages import _
from borgerpuls.reports.charts.specification import Band
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.wording import number

BAND = _("Smaller than {relevant}: too little to mark")


def band_between_units(context: ReportContext) -> Band:
    """The zone of differences between a unit and the benchmark."""
    return _band(context, context.relevance.between_units)


def band_inside(context: ReportContext) -> Band | None:
    """The zone of differences inside one place; None where it depends on the number of answers."""
    return _band(context, context.relevance.between_units) if context.relevance.one_for_all else None


def _band(context: ReportContext, least: float) -> Band:
    return Band(-least, least, context.say(BAND, relevant=number.mean(least, context.language)))
