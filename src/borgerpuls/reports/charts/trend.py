"""Waves in order with their intervals; a line joins two waves only where the same question was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from borgerpuls.reports.charts.axis import Axis, around
from borgerpuls.reports.charts.metrics import shorten, width
from borgerpuls.reports.charts.svg import Caption, Drawing
from borgerpuls.reports.theme import LINE, MUTED, OWN, PRIMARY, SMALL, TEXT_WIDTH
from borgerpuls.reports.wording import number

LEFT = 26.0


@dataclass(frozen=True)
class Moment:
    """One wave's value with interval and n, None where there is none; ``joined``: comparable with the wave before."""

    value: float | None
    low: float | None
    high: float | None
    n: int | None = None
    joined: bool = True


@dataclass(frozen=True)
class Course:
    """One line of the chart: a value a wave. ``own`` is drawn last, in the accent colour, with diamonds."""

    label: str
    moments: tuple[Moment, ...]
    own: bool = False


def trend(caption: Caption, waves: Sequence[str], courses: Sequence[Course], tall: float = 130.0) -> str:
    """The chart as SVG: waves evenly along it, a label at the end of each course."""
    marks = [v for c in courses for m in c.moments for v in (m.low, m.high, m.value) if v is not None]
    names = max(width(c.label, SMALL, 600) for c in courses)
    top, bottom, right = 6.0, tall - 26.0, TEXT_WIDTH - min(names, 130.0) - 10
    axis = around(marks or (0.0, 1.0), bottom, top, least=0.5, ticks=4)
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
    for course in courses:
        if course.own:
            _counts(drawing, course, places, tall - 3, caption.language)
    ordered = sorted(courses, key=lambda course: course.own)
    for k, course in enumerate(ordered):
        beside = (k - (len(ordered) - 1) / 2) * 7
        _course(drawing, course, axis, [x + beside for x in places])
    _labels(drawing, courses, axis, right + 6)
    return drawing.render(caption)


def _course(drawing: Drawing, course: Course, axis: Axis, places: Sequence[float]) -> None:
    colour = OWN if course.own else PRIMARY
    for (x, a), (next_x, b) in pairwise(zip(places, course.moments, strict=True)):
        if a.value is not None and b.value is not None and b.joined:
            drawing.line((x, axis(a.value)), (next_x, axis(b.value)), colour, 1.5 if course.own else 1.0)
    for x, moment in zip(places, course.moments, strict=True):
        if moment.value is None:
            continue
        if moment.low is not None and moment.high is not None:
            drawing.line((x, axis(moment.low)), (x, axis(moment.high)), colour, 1.75 if course.own else 1.25)
        if course.own:
            drawing.diamond((x, axis(moment.value)), 4.0, OWN)
        else:
            drawing.circle((x, axis(moment.value)), 2.5, PRIMARY)


def _counts(drawing: Drawing, course: Course, places: Sequence[float], y: float, language: str) -> None:
    """n of one's own course under each wave."""
    drawing.text((0.0, y), "n", size=SMALL, colour=MUTED)
    for x, moment in zip(places, course.moments, strict=True):
        words = "–" if moment.n is None else number.count(moment.n, language)
        drawing.text((x, y), words, size=SMALL, colour=MUTED, anchor="middle")


def _labels(drawing: Drawing, courses: Sequence[Course], axis: Axis, x: float) -> None:
    """A name at the end of each course, moved apart where two would touch."""
    last = {c.label: next((m.value for m in reversed(c.moments) if m.value is not None), None) for c in courses}
    y = 0.0
    for course in sorted(courses, key=lambda c: axis(last[c.label] or axis.low)):
        value = last[course.label]
        if value is None:
            continue
        y = max(y, axis(value) + SMALL * 0.36)
        colour = OWN if course.own else PRIMARY
        drawing.text((x, y), shorten(course.label, SMALL, 130.0, 600), size=SMALL, weight=600, colour=colour)
        y += SMALL * 1.3
