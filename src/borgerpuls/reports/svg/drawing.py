"""A picture as plain SVG: presentation attributes only, so that a browser and Typst draw it alike.

Text stays text in the report's own type; every picture carries a title and a description for those who listen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from borgerpuls.reports.theme import BODY, FONT, INK

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


@dataclass(frozen=True)
class Caption:
    """What a picture says of itself to those who cannot see it; ``id`` is unique on the page that shows it."""

    id: str
    title: str
    description: str
    language: str


@dataclass
class Drawing:
    """A sheet of ``width`` by ``height`` points, drawn on from back to front; y grows downwards."""

    width: float
    height: float
    _marks: list[str] = field(default_factory=list)

    def line(self, start: Point, end: Point, colour: str, thick: float = 0.75, dash: str = "") -> None:
        ends = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
        self._add("line", **ends, stroke=colour, stroke_width=thick, stroke_dasharray=dash or None)

    def path(self, points: Sequence[Point], colour: str, thick: float) -> None:
        """A line through points."""
        where = " ".join(f"{_short(x)},{_short(y)}" for x, y in points)
        self._add("polyline", points=where, fill="none", stroke=colour, stroke_width=thick, stroke_linejoin="round")

    def box(self, corner: Point, width: float, height: float, colour: str, edge: str | None = None) -> None:
        self._add("rect", x=corner[0], y=corner[1], width=width, height=height, fill=colour, stroke=edge)

    def circle(self, centre: Point, radius: float, fill: str, edge: str | None = None, thick: float = 1) -> None:
        self._add("circle", cx=centre[0], cy=centre[1], r=radius, fill=fill, stroke=edge, stroke_width=thick)

    def diamond(self, centre: Point, radius: float, fill: str, edge: str | None = None) -> None:
        x, y = centre
        corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
        where = " ".join(f"{_short(a)},{_short(b)}" for a, b in corners)
        self._add("polygon", points=where, fill=fill, stroke=edge)

    def text(
        self,
        at: Point,
        words: str,
        *,
        size: float = BODY,
        weight: int = 400,
        colour: str = INK,
        anchor: Anchor = "start",
    ) -> None:
        """Words with their baseline at a point."""
        where = {"x": at[0], "y": at[1], "font_size": size, "fill": colour}
        style = {"font_weight": weight if weight != 400 else None, "text_anchor": anchor if anchor != "start" else None}
        self._add("text", escape(words), **where, **style)

    def render(self, caption: Caption) -> str:
        """The finished file."""
        title, description = f"{caption.id}-title", f"{caption.id}-desc"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby={quoteattr(f"{title} {description}")} '
            f'width="{_short(self.width)}" height="{_short(self.height)}" '
            f'viewBox="0 0 {_short(self.width)} {_short(self.height)}" font-family="{FONT}, sans-serif">'
            f"<title id={quoteattr(title)}>{escape(caption.title)}</title>"
            f"<desc id={quoteattr(description)}>{escape(caption.description)}</desc>"
            f"{''.join(self._marks)}</svg>"
        )

    def _add(self, name: str, content: str = "", /, **attributes: object) -> None:
        written = "".join(
            f' {key.replace("_", "-")}="{_short(value)}"'
            if isinstance(value, float)
            else f" {key.replace('_', '-')}={quoteattr(str(value))}"
            for key, value in attributes.items()
            if value is not None
        )
        self._marks.append(f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>")


def _short(value: float) -> str:
    """Two decimals of a point are finer than any printer."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
