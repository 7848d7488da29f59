"""All units of a wave beside each other, lowest to highest, with upright intervals: one's own place at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

from borgerpuls.reports import number
from borgerpuls.reports.charts.axis import Axis, around
from borgerpuls.reports.charts.metrics import width
from borgerpuls.reports.charts.svg import Caption, Drawing
from borgerpuls.reports.look import LINE, MUTED, OTHERS, OWN, PRIMARY, SMALL, TEXT_WIDTH

LEFT = 26.0
TALL = 118.0


@dataclass(frozen=True)
class Stick:
    """One unit: its value with interval; ``own`` marks it in colour, shape and by name."""

    label: str
    value: float
    low: float
    high: float
    own: bool = False


def strip(caption: Caption, sticks: Sequence[Stick], line: tuple[float, str] | None) -> str:
    """The chart as SVG; the sticks stand in the order given, the line is the value they stand beside."""
    marks = [v for s in sticks for v in (s.low, s.high)] + ([line[0]] if line else [])
    top, bottom = 14.0, TALL - 14.0
    axis = around(marks or (0.0, 1.0), bottom, top, least=0.5, ticks=4)
    drawing = Drawing(TEXT_WIDTH, TALL)
    right = TEXT_WIDTH - (width(line[1], SMALL, 600) + 8 if line else 0.0)
    for tick in axis.ticks:
        drawing.line((LEFT, axis(tick)), (right, axis(tick)), LINE, 0.5)
        words = number.tick("mean", tick, axis.decimals, caption.language)
        drawing.text((LEFT - 5, axis(tick) + SMALL * 0.36), words, size=SMALL, colour=MUTED, anchor="end")
    if line:
        drawing.line((LEFT, axis(line[0])), (right, axis(line[0])), PRIMARY, 1.25)
        drawing.text((right + 6, axis(line[0]) + SMALL * 0.36), line[1], size=SMALL, weight=600, colour=PRIMARY)
    step = (right - LEFT) / max(1, len(sticks))
    for k, stick in enumerate(sticks):
        _stick(drawing, stick, axis, LEFT + (k + 0.5) * step, min(3.0, step * 0.32))
    _names(drawing, sticks, step)
    return drawing.render(caption)


def _stick(drawing: Drawing, stick: Stick, axis: Axis, x: float, radius: float) -> None:
    colour = OWN if stick.own else OTHERS
    drawing.line((x, axis(stick.low)), (x, axis(stick.high)), colour, 2.0 if stick.own else 1.0)
    if stick.own:
        drawing.diamond((x, axis(stick.value)), max(4.0, radius * 1.4), OWN)
    else:
        drawing.circle((x, axis(stick.value)), radius, OTHERS)


def _names(drawing: Drawing, sticks: Sequence[Stick], step: float) -> None:
    """Names under the first, the last and one's own; a name gives way to one's own where they would meet."""
    taken: list[tuple[float, float]] = []
    named = {k for k, stick in enumerate(sticks) if stick.own or k in (0, len(sticks) - 1)}
    for k in sorted(named, key=lambda k: not sticks[k].own):
        weight = 600 if sticks[k].own else 400
        long = width(sticks[k].label, SMALL, weight)
        x = min(max(LEFT + (k + 0.5) * step - long / 2, 0.0), TEXT_WIDTH - long)
        if any(x < end + 6 and start < x + long + 6 for start, end in taken):
            continue
        taken.append((x, x + long))
        colour = OWN if sticks[k].own else MUTED
        drawing.text((x, TALL - 3), sticks[k].label, size=SMALL, weight=weight, colour=colour)
