"""Values as dots with their intervals, one row each: themes, groups, differences, or all units of a wave."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from borgerpuls.messages import _
from borgerpuls.reports.charts.axis import Axis, around, grid
from borgerpuls.reports.charts.metrics import shorten, width
from borgerpuls.reports.charts.svg import Caption, Drawing
from borgerpuls.reports.theme import BAND, BODY, INK, LINE, MUTED, OTHERS, OWN, PAPER, PRIMARY, SMALL, TEXT_WIDTH
from borgerpuls.reports.wording import number

INTERVAL = _("with 95% interval")
GAP = 10.0


@dataclass(frozen=True)
class Row:
    """One dot: its value with interval and n, and the value it stands ``beside`` (the country's).

    ``own`` draws it as a filled diamond in the accent colour, ``hollow`` as an empty marker;
    ``hidden`` stands in place of a value that is not shown. ``heading`` opens a group of rows.
    """

    label: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    beside: float | None = None
    own: bool = False
    hollow: bool = False
    hidden: str = ""
    heading: str = ""


@dataclass(frozen=True)
class Style:
    """What all rows share. ``line`` is a value with a name, drawn through all rows; ``band`` a zone behind them.

    ``own`` and ``beside`` name the two markers in the key. ``least`` is the shortest axis that may be drawn, so
    that small differences do not look large; ``panels`` lays many rows in columns that share their axis, and ``bold``
    picks one's own row out among many.
    """

    kind: number.Kind
    own: str = ""
    beside: str = ""
    line: tuple[float, str] | None = None
    band: tuple[float, float, str] | None = None
    least: float = 0.5
    row: float = 15.0
    panels: int = 1
    bold: bool = False


def dots(caption: Caption, rows: Sequence[Row], style: Style) -> str:
    """The chart as SVG, as wide as the text block."""
    share = -(-len(rows) // style.panels)
    parts = [rows[k : k + share] for k in range(0, len(rows), share)]
    head = _key_height(style) + (SMALL + 6)
    heights = [sum(_tall(row, style) for row in part) for part in parts]
    drawing = Drawing(TEXT_WIDTH, head + max(heights) + SMALL + 8)
    room = (TEXT_WIDTH - GAP * 2 * (len(parts) - 1)) / len(parts)
    _key(drawing, style)
    for k, part in enumerate(parts):
        left = k * (room + GAP * 2)
        panel = _Panel(drawing, rows, style, caption.language, left, left + room)
        panel.draw(part, head)
    return drawing.render(caption)


@dataclass(frozen=True)
class _Panel:
    """One column of rows between two sides: labels, plot, numbers and n, as wide as the longest of all rows needs."""

    drawing: Drawing
    rows: Sequence[Row]
    style: Style
    language: str
    left: float
    right: float

    def draw(self, part: Sequence[Row], top: float) -> None:
        style, drawing = self.style, self.drawing
        bottom = top + sum(_tall(row, style) for row in part)
        axis = self.axis
        if style.band:
            low, high = max(axis.low, style.band[0]), min(axis.high, style.band[1])
            drawing.box((axis(low), top), axis(high) - axis(low), bottom - top, BAND)
        grid(drawing, axis, top, bottom, self._tick_labels(axis))
        if style.line:
            drawing.line((axis(style.line[0]), top), (axis(style.line[0]), bottom), PRIMARY, 1.25)
        drawing.text((self.right, top - 5), "n", size=SMALL, colour=MUTED, anchor="end")
        if style.panels == 1:
            place = (self.right - self.counts - GAP, top - 5)
            drawing.text(place, INTERVAL[self.language], size=SMALL, colour=MUTED, anchor="end")
        y = top
        for row in part:
            y += _tall(row, style) - style.row
            if row.heading:
                place = (self.left, y - style.row * 0.25)
                drawing.text(place, row.heading, size=self.size, weight=600, colour=PRIMARY)
            self._row(row, axis, y)
            y += style.row

    @property
    def size(self) -> float:
        return min(BODY, self.style.row * 0.62)

    @cached_property
    def labels(self) -> float:
        longest = max(width(row.label, self.size, 600) for row in self.rows)
        return min(longest, (self.right - self.left) * 0.36)

    @cached_property
    def counts(self) -> float:
        return max(width(self._count(row), self.size, 600) for row in self.rows)

    @cached_property
    def axis(self) -> Axis:
        """Room for every value and its interval, the line and the band."""
        style = self.style
        numbers = max(width(self._number(row), self.size, 600) for row in self.rows)
        if style.panels == 1:
            numbers = max(numbers, width(INTERVAL[self.language], SMALL))
        start, end = self.left + self.labels + GAP, self.right - numbers - self.counts - 2 * GAP
        marks = [v for r in self.rows for v in (r.value, r.beside, r.low, r.high) if v is not None]
        marks += [style.line[0]] if style.line else []
        marks += style.band[:2] if style.band else []
        return around(marks or (0.0, 1.0), start, end, style.least, ticks=max(3, round((end - start) / 50)))

    def _row(self, row: Row, axis: Axis, y: float) -> None:
        base = y + self.style.row / 2
        line = base + self.size * 0.36
        weight = 600 if row.own and self.style.bold else 400
        self.drawing.line((self.left, y + self.style.row), (self.right, y + self.style.row), LINE, 0.25)
        label = shorten(row.label, self.size, self.labels, weight)
        self.drawing.text((self.left, line), label, size=self.size, weight=weight)
        self._mark(row, axis, base)
        place = (self.right - self.counts - GAP, line)
        shade = MUTED if row.value is None else INK
        self.drawing.text(place, self._number(row), size=self.size, weight=weight, colour=shade, anchor="end")
        self.drawing.text((self.right, line), self._count(row), size=self.size, colour=MUTED, anchor="end")

    def _mark(self, row: Row, axis: Axis, y: float) -> None:
        colour, tall = OWN if row.own else OTHERS, self.style.row
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
        labels = [number.tick(self.style.kind, tick, axis.decimals, self.language) for tick in axis.ticks]
        ends = [
            (axis(t) - width(w, SMALL) / 2, axis(t) + width(w, SMALL) / 2)
            for t, w in zip(axis.ticks, labels, strict=True)
        ]
        crowded = any(start < end + 4 for (_unused, end), (start, _unused) in pairwise(ends))
        return [label if k % 2 == 0 else "" for k, label in enumerate(labels)] if crowded else labels

    def _number(self, row: Row) -> str:
        if row.value is None:
            return row.hidden
        if row.low is None or row.high is None or self.style.panels > 1:
            return number.short(self.style.kind, row.value, self.language)
        return number.full(self.style.kind, row.value, row.low, row.high, self.language)

    def _count(self, row: Row) -> str:
        return "" if row.n is None else number.count(row.n, self.language)


def _tall(row: Row, style: Style) -> float:
    return style.row * 2.3 if row.heading else style.row


def _key_height(style: Style) -> float:
    return SMALL + 8 if style.own or style.beside or style.line or style.band else 0.0


def _key(drawing: Drawing, style: Style) -> None:
    """The key above the chart: only the marks that are drawn."""
    x, y = 0.0, SMALL
    for mark, words in (("own", style.own), ("beside", style.beside)):
        if not words:
            continue
        if mark == "own":
            drawing.line((x, y - 2.7), (x + 16, y - 2.7), OWN, 1.75)
            drawing.diamond((x + 8, y - 2.7), 4.4, OWN, OWN)
        else:
            drawing.line((x + 8, y - 7.5), (x + 8, y + 2), PRIMARY, 2)
        drawing.text((x + 20, y), words, size=SMALL, colour=MUTED)
        x += 20 + width(words, SMALL) + 16
    if style.line:
        drawing.line((x + 8, y - 7.5), (x + 8, y + 2), PRIMARY, 1.25)
        drawing.text((x + 20, y), style.line[1], size=SMALL, colour=MUTED)
        x += 20 + width(style.line[1], SMALL) + 16
    if style.band:
        drawing.box((x, y - 7), 16, 9, BAND, LINE)
        drawing.text((x + 20, y), style.band[2], size=SMALL, colour=MUTED)
