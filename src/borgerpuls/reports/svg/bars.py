"""Distributions as diverging bars: unfavourable answers to the left of a common line, favourable to the right.

The middle category of an odd scale lies across the line, half to each side. Beside each bar stand the mean with its
interval, drawn on the scale, and n.
"""

from collections.abc import Sequence

from borgerpuls.reports.charts.specification import Bar, BarChart, Interval
from borgerpuls.reports.svg.axis import Axis, axis_for
from borgerpuls.reports.svg.drawing import Caption, Drawing
from borgerpuls.reports.svg.metrics import width, wrap
from borgerpuls.reports.theme import BODY, LINE, MUTED, OWN, PRIMARY, SMALL, TEXT_WIDTH, on, steps
from borgerpuls.reports.wording import number

QUESTION = 148.0
BARS = 142.0
TOP = 336.0
MEANS = (350.0, 398.0)
NUMBERS = 450.0
GAP = 9.0
LEADING = 10.5
"""Points from the left: where columns end, and how long the two scales are."""


def bars(caption: Caption, chart: BarChart) -> str:
    """The chart as SVG, as wide as the text block."""
    rows, labels = chart.rows, chart.categories
    lines = [wrap(row.question, BODY, QUESTION) for row in rows]
    tall = [max(2, len(words)) * LEADING + 9 for words in lines]
    key = _key_lines(labels)
    top = key * (SMALL + 7) + SMALL + 9
    drawing = Drawing(TEXT_WIDTH, top + sum(tall) + 2)
    _key(drawing, labels)
    axis = _axis(rows)
    means = _means(rows)
    heads = ((TOP, chart.favourable if any(row.favourable for row in rows) else None), (NUMBERS, chart.mean))
    for x, head in heads:
        if head is not None:
            drawing.text((x, top - 6), head, size=SMALL, colour=MUTED, anchor="end")
    drawing.text((TEXT_WIDTH, top - 6), "n", size=SMALL, colour=MUTED, anchor="end")
    y = top
    for row, words, height in zip(rows, lines, tall, strict=True):
        middle = y + height / 2
        drawing.line((0.0, y), (TEXT_WIDTH, y), LINE, 0.5)
        first = middle - (len(words) - 1) * LEADING / 2 + BODY * 0.36
        for k, line in enumerate(words):
            drawing.text((0.0, first + k * LEADING), line)
        if row.mean is None:
            drawing.text((QUESTION + GAP, middle + BODY * 0.36), row.hidden, colour=MUTED)
        else:
            drawing.line((axis(0.0), y + 2), (axis(0.0), y + height - 2), MUTED, 0.5)
            _segments(drawing, row, axis, middle, caption.language)
            _mean(drawing, row, means, middle, caption.language)
            if row.favourable is not None:
                _stacked(drawing, TOP, middle, _share(row.favourable, caption.language))
        if row.n is not None:
            count = number.count(row.n, caption.language)
            drawing.text((TEXT_WIDTH, middle + BODY * 0.36), count, size=SMALL, colour=MUTED, anchor="end")
        y += height
    drawing.line((0.0, y), (TEXT_WIDTH, y), LINE, 0.5)
    return drawing.render(caption)


def _share(interval: Interval, language: str) -> tuple[str, str]:
    """A share in whole per cent, and its interval."""
    return number.share(interval.value, language, 0), number.shares(interval.low, interval.high, language, 0)


def unfavourable(shares: Sequence[float]) -> float:
    """How far left of the common line a bar begins: its unfavourable shares and half the middle one."""
    half, odd = divmod(len(shares), 2)
    return sum(shares[:half]) + (shares[half] / 2 if odd else 0.0)


def _axis(rows: Sequence[Bar]) -> Axis:
    shown = [row for row in rows if row.mean is not None]
    left = max((unfavourable(row.shares) for row in shown), default=0.5)
    right = max((sum(row.shares) - unfavourable(row.shares) for row in shown), default=0.5)
    start = QUESTION + GAP
    return Axis(-left, right, 1.0, start, start + BARS)


def _means(rows: Sequence[Bar]) -> Axis:
    marks = [v for r in rows for v in (r.low, r.high, r.mean, r.beside) if v is not None]
    return axis_for(marks or (0.0, 1.0), *MEANS, least=1.0)


def _segments(drawing: Drawing, row: Bar, axis: Axis, y: float, language: str) -> None:
    """The bar; a segment carries its per cent when there is room for it."""
    tall, at = 15.0, -unfavourable(row.shares)
    for share, colour in zip(row.shares, steps(len(row.shares)), strict=True):
        start, end = axis(at), axis(at + share)
        drawing.box((start, y - tall / 2), max(0.0, end - start), tall, colour)
        words = number.percent(share, language, 0)
        if width(words, SMALL) + 3 <= end - start:
            place = ((start + end) / 2, y + SMALL * 0.36)
            drawing.text(place, words, size=SMALL, colour=on(colour), anchor="middle")
        at += share


def _mean(drawing: Drawing, row: Bar, axis: Axis, y: float, language: str) -> None:
    """The mean on its small scale, the benchmark's as an upright stroke, and the number to the right."""
    assert row.mean is not None
    drawing.line((axis.start, y), (axis.end, y), LINE, 0.5)
    if row.beside is not None:
        drawing.line((axis(row.beside), y - 6), (axis(row.beside), y + 6), PRIMARY, 2)
    interval = ""
    if row.low is not None and row.high is not None:
        drawing.line((axis(row.low), y), (axis(row.high), y), OWN, 1.75)
        interval = number.means(row.low, row.high, language)
    drawing.diamond((axis(row.mean), y), 3.8, OWN)
    _stacked(drawing, NUMBERS, y, (number.mean(row.mean, language), interval))


def _stacked(drawing: Drawing, right: float, y: float, words: tuple[str, str]) -> None:
    """A number over its interval."""
    value, interval = words
    lift = 4.4 if interval else 0.0
    drawing.text((right, y + BODY * 0.36 - lift), value, weight=600, anchor="end")
    drawing.text((right, y + BODY * 0.36 + 4.8), interval, size=SMALL - 0.5, colour=MUTED, anchor="end")


def _key_places(labels: Sequence[str]) -> list[tuple[int, float]]:
    """Where each label of the key stands: (line, left)."""
    places: list[tuple[int, float]] = []
    line, x = 0, 0.0
    for label in labels:
        long = 14 + width(label, SMALL)
        if x + long > TEXT_WIDTH and x > 0:
            line, x = line + 1, 0.0
        places.append((line, x))
        x += long + 12
    return places


def _key_lines(labels: Sequence[str]) -> int:
    return _key_places(labels)[-1][0] + 1


def _key(drawing: Drawing, labels: Sequence[str]) -> None:
    for label, colour, (line, x) in zip(labels, steps(len(labels)), _key_places(labels), strict=True):
        y = SMALL + line * (SMALL + 7)
        drawing.box((x, y - 7), 9, 9, colour)
        drawing.text((x + 13, y), label, size=SMALL, colour=MUTED)
