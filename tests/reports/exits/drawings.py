"""What the filled and the hollow marks of the charts say."""

from lxml import etree
from reports.exits.readers import SVG, Page
from reports.exits.truth import Said, group_codes

from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.theme import PAPER, PRIMARY


def in_drawings(context: ReportContext, page: Page) -> Said:
    """What the filled and hollow marks of the charts say."""
    own, themes = context.place, [theme.id for theme in context.themes]
    charts = {"themes-chart": ("theme", themes), "change-chart": ("change", themes),
              "local-comparison-chart": ("comparison", themes)}  # fmt: skip
    if context.of_unit:
        charts["groups-chart"] = ("group", [f"{by}={code}" for by, code in group_codes(context)])
    for chart, (what, measures) in charts.items():
        drawing = page.drawing(chart)
        if drawing is not None:
            for measure, said in zip(measures, _marks(drawing), strict=True):
                yield f"drawing: {chart}", (what, measure, own), said


def _marks(drawing: etree._Element) -> list[str]:
    """A row's mark: filled or hollow, and on which side of the stroke beside it, or of the line through all."""
    labels = [
        float(text.get("y"))
        for text in drawing.iter(f"{SVG}text")
        if text.get("x") == "0" and text.get("font-weight") is None
    ]
    strokes = [
        (float(line.get("x1")), float(line.get("y1")), float(line.get("y2")))
        for line in drawing.iter(f"{SVG}line")
        if line.get("stroke") == PRIMARY and line.get("x1") == line.get("x2")
    ]
    found = {}
    for mark in drawing.iter(f"{SVG}polygon"):
        corners = [tuple(map(float, corner.split(","))) for corner in mark.get("points").split()]
        x, y = corners[0][0], corners[1][1]
        row = min(range(len(labels)), key=lambda at: abs(labels[at] - y))
        if y < labels[0] - 12:
            continue  # the key's
        beside = [at for at, top, bottom in strokes if top < y < bottom]
        assert row not in found
        assert beside
        found[row] = "none" if mark.get("fill") == PAPER else "above" if x > beside[-1] else "below"
    return [found.get(row, "hidden") for row in range(len(labels))]
