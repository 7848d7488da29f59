"""The priority map: how much each theme goes together with the whole, against how much room there is to improve."""

from borgerpuls.reports.charts.specification import PriorityMap, PriorityPoint
from borgerpuls.reports.svg.axis import Axis, axis_for
from borgerpuls.reports.svg.drawing import Caption, Drawing
from borgerpuls.reports.svg.metrics import width
from borgerpuls.reports.theme import BAND, BODY, LINE, MUTED, OWN, PAPER, PRIMARY, SMALL, TEXT_WIDTH
from borgerpuls.reports.wording import number

TALL = 220.0
LEFT, TOP, BOTTOM = 44.0, 20.0, 34.0
Box = tuple[float, float, float, float]


def priority(caption: Caption, chart: PriorityMap) -> str:
    """The map as SVG: an upright interval through each marker, its name beside it."""
    drawing = Drawing(TEXT_WIDTH, TALL)
    points, even, name = chart.points, chart.even.value, chart.even.label
    across = axis_for([p.room for p in points], LEFT + 90, TEXT_WIDTH - 110, least=0.5)
    up = axis_for([even, *(v for p in points for v in (p.low, p.high))], TALL - BOTTOM, TOP + 16, least=0.2)
    middle = across((min(p.room for p in points) + max(p.room for p in points)) / 2)
    drawing.box((middle, TOP), TEXT_WIDTH - middle, up(even) - TOP, BAND)
    drawing.text((TEXT_WIDTH - 6, TOP + SMALL + 2), chart.corner, size=SMALL, colour=MUTED, anchor="end")
    _axes(drawing, across, up, chart, caption.language)
    places = [(across(p.room), up(p.share)) for p in points]
    taken = [
        (middle, TOP, TEXT_WIDTH, TOP + SMALL + 4),
        (LEFT, up(even) - SMALL - 4, LEFT + width(name, SMALL) + 8, up(even)),
        *((x - 5, y - 5, x + 5, y + 5) for x, y in places),
    ]
    lines = [
        (LEFT, up(even) - 2, TEXT_WIDTH, up(even) + 2),
        *((x - 1, up(p.high), x + 1, up(p.low)) for p, (x, _) in zip(points, places, strict=True)),
    ]
    for point, (x, y) in zip(points, places, strict=True):
        colour = OWN if point.strong else MUTED
        drawing.line((x, up(point.low)), (x, up(point.high)), colour, 1.25)
        drawing.diamond((x, y), 4.6, OWN if point.strong else PAPER, colour)
    for point, place in zip(points, places, strict=True):
        box = _room(point, place, (up(point.high), up(point.low)), taken, lines)
        taken.append(box)
        drawing.text((box[0], box[3] - 2), point.label, weight=_weight(point))
    return drawing.render(caption)


def _axes(drawing: Drawing, across: Axis, up: Axis, chart: PriorityMap, language: str) -> None:
    bottom = TALL - BOTTOM
    for tick in up.ticks:
        drawing.line((LEFT, up(tick)), (TEXT_WIDTH, up(tick)), LINE, 0.5)
        words = number.tick("share", tick, up.decimals, language)
        drawing.text((LEFT - 5, up(tick) + SMALL * 0.36), words, size=SMALL, colour=MUTED, anchor="end")
    even, name = chart.even.value, chart.even.label
    drawing.line((LEFT, up(even)), (TEXT_WIDTH, up(even)), PRIMARY, 1.0, dash="4 3")
    drawing.text((LEFT + 4, up(even) - 4), name, size=SMALL, colour=PRIMARY)
    for tick in across.ticks:
        drawing.line((across(tick), bottom), (across(tick), bottom + 3), MUTED, 0.5)
        words = number.tick("mean", tick, across.decimals, language)
        drawing.text((across(tick), bottom + SMALL + 5), words, size=SMALL, colour=MUTED, anchor="middle")
    drawing.line((LEFT, bottom), (TEXT_WIDTH, bottom), MUTED, 0.5)
    drawing.text((0.0, TOP - 10), chart.share, size=SMALL, weight=600)
    drawing.text((TEXT_WIDTH, TALL - 6), chart.room, size=SMALL, weight=600, anchor="end")


def _room(
    point: PriorityPoint, at: tuple[float, float], ends: tuple[float, float], taken: list[Box], lines: list[Box]
) -> Box:
    """Where a name stands: beside its marker, else over or under its interval, else as near as nothing else stands.

    It crosses a line only where there is no other room, and never another name or marker.
    """
    long = width(point.label, BODY, _weight(point))
    right, left, centre = at[0] + 8, at[0] - 8 - long, at[0] - long / 2
    level = at[1] + BODY * 0.36
    near = [(right, level), (left, level), (centre, ends[0] - 4), (centre, ends[1] + BODY + 1)]
    far = [(start, level + 11 * k * side) for k in range(1, 12) for side in (-1, 1) for start in (right, left)]
    boxes = [(start, base - BODY, start + long, base + 2) for start, base in (*near, *far)]
    inside = [b for b in boxes if b[0] > LEFT and b[2] < TEXT_WIDTH and b[1] > TOP and b[3] < TALL - BOTTOM]
    free = [box for box in inside if not any(_meet(box, other) for other in taken)]
    clear = [box for box in free if not any(_meet(box, line) for line in lines)]
    return next(iter((*clear, *free, *boxes)))


def _weight(point: PriorityPoint) -> int:
    return 600 if point.strong else 400


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
