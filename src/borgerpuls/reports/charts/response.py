"""Response rates as plain bars from zero, one a group, beside the rate of all."""

from collections.abc import Sequence
from dataclasses import dataclass

from borgerpuls.reports.charts.metrics import shorten, width
from borgerpuls.reports.charts.svg import Caption, Drawing
from borgerpuls.reports.theme import BODY, INK, LINE, MUTED, OTHERS, OWN, PRIMARY, SMALL, TEXT_WIDTH
from borgerpuls.reports.wording import number

ROW = 12.5
GAP = 10.0


@dataclass(frozen=True)
class Rate:
    """One group's response rate, 0..1, and what it is out of ("870 af 2.242"). ``heading`` opens a group of rows."""

    label: str
    rate: float | None
    of: str
    heading: str = ""
    own: bool = False
    hidden: str = ""


def response(caption: Caption, rows: Sequence[Rate], line: tuple[float, str]) -> str:
    """The chart as SVG; ``line`` is the rate of all and its name."""
    labels = min(max(width(r.label, BODY, 600) for r in rows), TEXT_WIDTH * 0.36)
    rates = max(width(_words(r, caption.language), BODY, 600) for r in rows)
    counts = max(width(r.of, SMALL) for r in rows)
    start, end = labels + GAP, TEXT_WIDTH - rates - counts - 2 * GAP
    most = max([line[0], *(r.rate for r in rows if r.rate is not None)])
    top = SMALL + 10
    tall = top + sum(ROW * 2.3 if row.heading else ROW for row in rows) + 4
    drawing = Drawing(TEXT_WIDTH, tall)
    place = start + line[0] / most * (end - start)
    long = width(line[1], SMALL)
    drawing.text((min(place - long / 2, TEXT_WIDTH - long), SMALL), line[1], size=SMALL, colour=PRIMARY)
    y = top
    for row in rows:
        if row.heading:
            drawing.text((0.0, y + ROW * 1.05), row.heading, weight=600, colour=PRIMARY)
            y += ROW * 1.3
        weight = 600 if row.own else 400
        base = y + ROW / 2 + BODY * 0.36
        drawing.text((0.0, base), shorten(row.label, BODY, labels, weight), weight=weight)
        if row.rate is not None:
            long = row.rate / most * (end - start)
            drawing.box((start, y + 2.5), long, ROW - 5, OWN if row.own else OTHERS)
        shade = MUTED if row.rate is None else INK
        words = _words(row, caption.language)
        drawing.text((TEXT_WIDTH - counts - GAP, base), words, weight=weight, colour=shade, anchor="end")
        drawing.text((TEXT_WIDTH, base), row.of, size=SMALL, colour=MUTED, anchor="end")
        y += ROW
    drawing.line((start, top), (start, y), LINE, 0.75)
    drawing.line((place, top - 4), (place, y), PRIMARY, 1.25)
    return drawing.render(caption)


def _words(row: Rate, language: str) -> str:
    return row.hidden if row.rate is None else number.share(row.rate, language)
