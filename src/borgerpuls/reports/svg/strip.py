"""All units of a wave beside each other, lowest to highest, with upright intervals: one's own place at a glance."""

from collections.abc import Sequence

from borgerpuls.reports.charts.specification import Strip, StripChart, StripMark
from borgerpuls.reports.svg.axis import Axis, axis_for
from borgerpuls.reports.svg.drawing import Caption, Drawing
from borgerpuls.reports.svg.metrics import width
from borgerpuls.reports.theme import BODY, LINE, MUTED, OTHERS, OWN, PRIMARY, SMALL, TEXT_WIDTH
from borgerpuls.reports.wording import number

LEFT = 26.0
TALL = 112.0
HEAD = 15.0


def strips(caption: Caption, chart: StripChart) -> str:
    """The chart as SVG: one strip a theme, the next below it."""
    themes = chart.strips
    drawing = Drawing(TEXT_WIDTH, TALL * len(themes))
    names = [theme.line.label for theme in themes if theme.line]
    right = TEXT_WIDTH - max((width(name, SMALL, 600) + 8 for name in names), default=0.0)
    for k, theme in enumerate(themes):
        drawing.text((0.0, k * TALL + BODY), theme.title, weight=600)
        _strip(drawing, theme, caption.language, k * TALL + HEAD, right)
    return drawing.render(caption)


def _strip(drawing: Drawing, theme: Strip, language: str, top: float, right: float) -> None:
    bottom = top + TALL - HEAD - 24.0
    values = [v for s in theme.marks for v in (s.low, s.high)] + ([theme.line.value] if theme.line else [])
    axis = axis_for(values or (0.0, 1.0), bottom, top, least=0.5, ticks=4)
    for tick in axis.ticks:
        drawing.line((LEFT, axis(tick)), (right, axis(tick)), LINE, 0.5)
        words = number.tick("mean", tick, axis.decimals, language)
        drawing.text((LEFT - 5, axis(tick) + SMALL * 0.36), words, size=SMALL, colour=MUTED, anchor="end")
    if theme.line:
        value, name = theme.line.value, theme.line.label
        drawing.line((LEFT, axis(value)), (right, axis(value)), PRIMARY, 1.25)
        drawing.text((right + 6, axis(value) + SMALL * 0.36), name, size=SMALL, weight=600, colour=PRIMARY)
    step = (right - LEFT) / max(1, len(theme.marks))
    for k, mark in enumerate(theme.marks):
        _mark(drawing, mark, axis, LEFT + (k + 0.5) * step, min(3.0, step * 0.32))
    _names(drawing, theme.marks, step, bottom + SMALL + 4)


def _mark(drawing: Drawing, mark: StripMark, axis: Axis, x: float, radius: float) -> None:
    colour = OWN if mark.own else OTHERS
    drawing.line((x, axis(mark.low)), (x, axis(mark.high)), colour, 2.0 if mark.own else 1.0)
    if mark.own:
        drawing.diamond((x, axis(mark.value)), max(4.0, radius * 1.4), OWN)
    else:
        drawing.circle((x, axis(mark.value)), radius, OTHERS)


def _names(drawing: Drawing, marks: Sequence[StripMark], step: float, y: float) -> None:
    """Names under the first, the last and one's own; a name gives way to one's own where they would meet."""
    taken: list[tuple[float, float]] = []
    named = {k for k, mark in enumerate(marks) if mark.own or k in (0, len(marks) - 1)}
    for k in sorted(named, key=lambda k: not marks[k].own):
        weight = 600 if marks[k].own else 400
        long = width(marks[k].label, SMALL, weight)
        x = min(max(LEFT + (k + 0.5) * step - long / 2, 0.0), TEXT_WIDTH - long)
        if any(x < end + 6 and start < x + long + 6 for start, end in taken):
            continue
        taken.append((x, x + long))
        colour = OWN if marks[k].own else MUTED
        drawing.text((x, y), marks[k].label, size=SMALL, weight=weight, colour=colour)
