"""Any chart of a report as SVG."""

from borgerpuls.reports.charts.specification import (
    BarChart,
    DotChart,
    PriorityMap,
    RateChart,
    Specification,
    StripChart,
    TrendChart,
)
from borgerpuls.reports.document import Chart
from borgerpuls.reports.svg.bars import bars
from borgerpuls.reports.svg.dots import dots
from borgerpuls.reports.svg.drawing import Caption
from borgerpuls.reports.svg.priority import priority
from borgerpuls.reports.svg.response import response
from borgerpuls.reports.svg.strip import strips
from borgerpuls.reports.svg.trend import trend


def svg(chart: Chart, language: str) -> str:
    """The chart as a picture as wide as the text block, numbers written as the language writes them."""
    return _drawn(chart.specification, Caption(chart.id, chart.title, chart.description, language))


def _drawn(specification: Specification, caption: Caption) -> str:
    match specification:
        case DotChart():
            return dots(caption, specification)
        case BarChart():
            return bars(caption, specification)
        case RateChart():
            return response(caption, specification)
        case StripChart():
            return strips(caption, specification)
        case TrendChart():
            return trend(caption, specification)
        case PriorityMap():
            return priority(caption, specification)
