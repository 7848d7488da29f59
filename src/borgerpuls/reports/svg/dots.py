"""Values as dots with their intervals, one row each: themes, groups, differences, or all units of a wave."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from borgerpuls.reports.charts.specification import Dot, DotChart
from borgerpuls.reports.svg.axis import Axis, axis_for, grid
from borgerpuls.reports.svg.drawing import Caption, Drawing
from borgerpuls.reports.svg.metrics import shorten, width
from borgerpuls.reports.theme import BAND, BODY, INK, LINE, MUTED, OTHERS, OWN, PAPER, PRIMARY, SMALL, TEXT_WIDTH
from borgerpuls.reports.wording import number

GAP = 10.0


def dots(caption: Caption, chart: DotChart) -> str:
    """The chart as SVG, as wide as the text block."""
    share = -(-len(chart.rows) // chart.columns)
    parts = [chart.rows[k : k + share] for k in range(0, len(chart.rows), share)]
    head = _key_height(chart) + (SMALL + 6)
    heights = [sum(_tall(row, chart) for row in part) for part in parts]
    drawing = Drawing(TEXT_WIDTH, head + max(heights) + SMALL + 8)
    room = (TEXT_WIDTH - GAP * 2 * (len(parts) - 1)) / len(parts)
    _key(drawing, chart)
    for k, part in enumerate(parts):
        left = k * (room + GAP * 2)
        _Panel(drawing, chart, caption.language, left, left + room).draw(part, head)
    return drawing.render(caption)


@dataclass(frozen=True)
class _Panel:
    """One column of rows between two sides: labels, plot, numbers and n, as wide as the longest of all rows needs."""

    drawing: Drawing
    chart: DotChart
    language: str
    left: float
    right: float

    def draw(self, part: Sequence[Dot], top: float) -> None:
        chart, drawing = self.chart, self.drawing
        bottom = top + sum(_tall(row, chart) for row in part)
        axis = self.axis
        if chart.band:
            low, high = max(axis.low, chart.band.low), min(axis.high, chart.band.high)
            drawing.box((axis(low), top), axis(high) - axis(low), bottom - top, BAND)
        grid(drawing, axis, top, bottom, self._tick_labels(axis))
        if chart.line:
            drawing.line((axis(chart.line.value), top), (axis(chart.line.value), bottom), PRIMARY, 1.25)
        drawing.text((self.right, top - 5), "n", size=SMALL, colour=MUTED, anchor="end")
        if chart.columns == 1:
            place = (self.right - self.counts - GAP, top - 5)
            drawing.text(place, self.chart.interval, size=SMALL, colour=MUTED, anchor="end")
        y = top
        for row in part:
            y += _tall(row, chart) - chart.row_height
            if row.heading:
                place = (self.left, y - chart.row_height * 0.25)
                drawing.text(place, row.heading, size=self.size, weight=600, colour=PRIMARY)
            self._row(row, axis, y)
            y += chart.row_height

    @property
    def size(self) -> float:
        return min(BODY, self.chart.row_height * 0.62)

    @cached_property
    def labels(self) -> float:
        longest = max(width(row.label, self.size, 600) for row in self.chart.rows)
        return min(longest, (self.right - self.left) * 0.36)

    @cached_property
    def counts(self) -> float:
        return max(width(self._count(row), self.size, 600) for row in self.chart.rows)

    @cached_property
    def axis(self) -> Axis:
        """Room for every value and its interval, the line and the band."""
        chart = self.chart
        numbers = max(width(self._number(row), self.size, 600) for row in self.chart.rows)
        if chart.columns == 1:
            numbers = max(numbers, width(self.chart.interval, SMALL))
        start, end = self.left + self.labels + GAP, self.right - numbers - self.counts - 2 * GAP
        marks = [v for r in self.chart.rows for v in (r.value, r.beside, r.low, r.high) if v is not None]
        marks += [chart.line.value] if chart.line else []
        marks += [chart.band.low, chart.band.high] if chart.band else []
        return axis_for(marks or (0.0, 1.0), start, end, chart.least, ticks=max(3, round((end - start) / 50)))

    def _row(self, row: Dot, axis: Axis, y: float) -> None:
        base = y + self.chart.row_height / 2
        line = base + self.size * 0.36
        weight = 600 if row.own and self.chart.bold else 400
        self.drawing.line((self.left, y + self.chart.row_height), (self.right, y + self.chart.row_height), LINE, 0.25)
        label = shorten(row.label, self.size, self.labels, weight)
        self.drawing.text((self.left, line), label, size=self.size, weight=weight)
        self._mark(row, axis, base)
        place = (self.right - self.counts - GAP, line)
        shade = MUTED if row.value is None else INK
        self.drawing.text(place, self._number(row), size=self.size, weight=weight, colour=shade, anchor="end")
        self.drawing.text((self.right, line), self._count(row), size=self.size, colour=MUTED, anchor="end")

    def _mark(self, row: Dot, axis: Axis, y: float) -> None:
        colour, tall = OWN if row.own else OTHERS, self.chart.row_height
        if row.beside is not None:
            self.drawing.line((axis(row.beside), y - tall * 0.36), (axis(row.beside), y + tall * 0.36), PRIMARY, 2)
        if row.value is None:
            return
        if row.low is not None and row.high is not None:
            self.drawing.line((axis(row.low), y), (axis(row.high), y), colour, 1.75 if row.own else 1.25)
        fill = PAPER if row.hollow else colour
        radius = min(4.0, tall * 0.27)
        if row.own:
            self.drawing.diamond((axis(row.value), y), radius * 1.25, fill, colour)
        else:
            self.drawing.circle((axis(row.value), y), radius * 0.85, fill, colour)

    def _tick_labels(self, axis: Axis) -> list[str]:
        """The numbers at the ticks; every other one where they would touch."""
        labels = [number.tick(self.chart.kind, tick, axis.decimals, self.language) for tick in axis.ticks]
        ends = [
            (axis(t) - width(w, SMALL) / 2, axis(t) + width(w, SMALL) / 2)
            for t, w in zip(axis.ticks, labels, strict=True)
        ]
        crowded = any(start < end + 4 for (_unused, end), (start, _unused) in pairwise(ends))
        return [label if k % 2 == 0 else "" for k, label in enumerate(labels)] if crowded else labels

    def _number(self, row: Dot) -> str:
        if row.value is None:
            return row.hidden
        if row.low is None or row.high is None or self.chart.columns > 1:
            return number.short(self.chart.kind, row.value, self.language)
        return number.full(self.chart.kind, row.value, row.low, row.high, self.language)

    def _count(self, row: Dot) -> str:
        return "" if row.n is None else number.count(row.n, self.language)


def _tall(row: Dot, chart: DotChart) -> float:
    return chart.row_height * 2.3 if row.heading else chart.row_height


def _key_height(chart: DotChart) -> float:
    return SMALL + 8 if chart.own or chart.beside or chart.line or chart.band else 0.0


def _key(drawing: Drawing, chart: DotChart) -> None:
    """The key above the chart: only the marks that are drawn."""
    x, y = 0.0, SMALL
    for mark, words in (("own", chart.own), ("beside", chart.beside)):
        if not words:
            continue
        if mark == "own":
            drawing.line((x, y - 2.7), (x + 16, y - 2.7), OWN, 1.75)
            drawing.diamond((x + 8, y - 2.7), 4.4, OWN, OWN)
        else:
            drawing.line((x + 8, y - 7.5), (x + 8, y + 2), PRIMARY, 2)
        drawing.text((x + 20, y), words, size=SMALL, colour=MUTED)
        x += 20 + width(words, SMALL) + 16
    if chart.line:
        drawing.line((x + 8, y - 7.5), (x + 8, y + 2), PRIMARY, 1.25)
        drawing.text((x + 20, y), chart.line.label, size=SMALL, colour=MUTED)
        x += 20 + width(chart.line.label, SMALL) + 16
    if chart.band:
        drawing.box((x, y - 7), 16, 9, BAND, LINE)
        drawing.text((x + 20, y), chart.band.label, size=SMALL, colour=MUTED)
