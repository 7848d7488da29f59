"""A trend chart: waves in order with their intervals; a line joins two only where the same question was asked."""

from collections.abc import Sequence
from itertools import pairwise

from borgerpuls.reports.charts.specification import Series, TrendChart
from borgerpuls.reports.svg.axis import Axis, axis_for
from borgerpuls.reports.svg.drawing import Caption, Drawing
from borgerpuls.reports.svg.metrics import shorten, width
from borgerpuls.reports.theme import LINE, MUTED, OWN, PRIMARY, SMALL, TEXT_WIDTH
from borgerpuls.reports.wording import number

LEFT = 26.0
TALL = 130.0


def trend(caption: Caption, chart: TrendChart) -> str:
    """The chart as SVG: waves evenly along it, a label at the end of each series."""
    waves, lines, tall = chart.waves, chart.series, TALL
    marks = [v for c in lines for m in c.points for v in (m.low, m.high, m.value) if v is not None]
    names = max(width(c.label, SMALL, 600) for c in lines)
    top, bottom, right = 6.0, tall - 26.0, TEXT_WIDTH - min(names, 130.0) - 10
    axis = axis_for(marks or (0.0, 1.0), bottom, top, least=0.5, ticks=4)
    drawing = Drawing(TEXT_WIDTH, tall)
    for tick in axis.ticks:
        drawing.line((LEFT, axis(tick)), (right, axis(tick)), LINE, 0.5)
        words = number.tick("mean", tick, axis.decimals, caption.language)
        drawing.text((LEFT - 5, axis(tick) + SMALL * 0.36), words, size=SMALL, colour=MUTED, anchor="end")
    step = (right - LEFT) / len(waves)
    places = [LEFT + (k + 0.5) * step for k in range(len(waves))]
    for x, wave in zip(places, waves, strict=True):
        words = shorten(wave, SMALL, step - 4)
        drawing.text((x, tall - 13), words, size=SMALL, colour=MUTED, anchor="middle")
    for series in lines:
        if series.own:
            _counts(drawing, series, places, tall - 3, caption.language)
    ordered = sorted(lines, key=lambda series: series.own)
    for k, series in enumerate(ordered):
        beside = (k - (len(ordered) - 1) / 2) * 7
        _series(drawing, series, axis, [x + beside for x in places])
    _labels(drawing, lines, axis, right + 6)
    return drawing.render(caption)


def _series(drawing: Drawing, series: Series, axis: Axis, places: Sequence[float]) -> None:
    colour = OWN if series.own else PRIMARY
    for (x, a), (next_x, b) in pairwise(zip(places, series.points, strict=True)):
        if a.value is not None and b.value is not None and b.joined:
            drawing.line((x, axis(a.value)), (next_x, axis(b.value)), colour, 1.5 if series.own else 1.0)
    for x, point in zip(places, series.points, strict=True):
        if point.value is None:
            continue
        if point.low is not None and point.high is not None:
            drawing.line((x, axis(point.low)), (x, axis(point.high)), colour, 1.75 if series.own else 1.25)
        if series.own:
            drawing.diamond((x, axis(point.value)), 4.0, OWN)
        else:
            drawing.circle((x, axis(point.value)), 2.5, PRIMARY)


def _counts(drawing: Drawing, series: Series, places: Sequence[float], y: float, language: str) -> None:
    """n of one's own series under each wave."""
    drawing.text((0.0, y), "n", size=SMALL, colour=MUTED)
    for x, point in zip(places, series.points, strict=True):
        words = "–" if point.n is None else number.count(point.n, language)
        drawing.text((x, y), words, size=SMALL, colour=MUTED, anchor="middle")


def _labels(drawing: Drawing, lines: Sequence[Series], axis: Axis, x: float) -> None:
    """A name at the end of each series, moved apart where two would touch."""
    last = {c.label: next((m.value for m in reversed(c.points) if m.value is not None), None) for c in lines}
    y = 0.0
    for series in sorted(lines, key=lambda c: axis(last[c.label] or axis.low)):
        value = last[series.label]
        if value is None:
            continue
        y = max(y, axis(value) + SMALL * 0.36)
        colour = OWN if series.own else PRIMARY
        drawing.text((x, y), shorten(series.label, SMALL, 130.0, 600), size=SMALL, weight=600, colour=colour)
        y += SMALL * 1.3
