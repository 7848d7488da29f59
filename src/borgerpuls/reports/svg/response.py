"""Response rates as plain bars from zero, one a group, beside the rate of all."""

from borgerpuls.reports.charts.specification import Rate, RateChart
from borgerpuls.reports.svg.drawing import Caption, Drawing
from borgerpuls.reports.svg.metrics import shorten, width
from borgerpuls.reports.theme import BODY, INK, LINE, MUTED, OTHERS, OWN, PRIMARY, SMALL, TEXT_WIDTH
from borgerpuls.reports.wording import number

ROW = 12.5
GAP = 10.0


def response(caption: Caption, chart: RateChart) -> str:
    """The chart as SVG, as wide as the text block."""
    rows, line = chart.rows, chart.line
    labels = min(max(width(r.label, BODY, 600) for r in rows), TEXT_WIDTH * 0.36)
    rates = max(width(_words(r, caption.language), BODY, 600) for r in rows)
    counts = max(width(r.of, SMALL) for r in rows)
    start, end = labels + GAP, TEXT_WIDTH - rates - counts - 2 * GAP
    most = max([line.value, *(r.rate for r in rows if r.rate is not None)])
    top = SMALL + 10
    tall = top + sum(ROW * 2.3 if row.heading else ROW for row in rows) + 4
    drawing = Drawing(TEXT_WIDTH, tall)
    place = start + line.value / most * (end - start)
    long = width(line.label, SMALL)
    drawing.text((min(place - long / 2, TEXT_WIDTH - long), SMALL), line.label, size=SMALL, colour=PRIMARY)
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
