"""What a chart shows, as plain data: marks with their values, the scales they lie on, and the texts beside them.

Numbers are numbers here; a format writes them in the report's language. Everything can be written as JSON.
"""

from dataclasses import dataclass

from borgerpuls.reports.wording.number import Kind


@dataclass(frozen=True)
class ReferenceLine:
    """A value that all marks stand beside, drawn through them, and what it is called."""

    value: float
    label: str


@dataclass(frozen=True)
class Band:
    """A zone of the scale that lies behind the marks: differences too small to mark."""

    low: float
    high: float
    label: str


@dataclass(frozen=True)
class Interval:
    """An estimate with its 95% interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Dot:
    """One row of a dot chart: a value with interval and n, and the value it stands ``beside`` (the country's).

    ``own`` marks the report's own place, ``hollow`` a difference that is not marked; ``hidden`` is the reason that
    stands in place of a value. ``heading`` opens a group of rows.
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
class DotChart:
    """Values as dots with their intervals, one row each: themes, groups, differences, or all units of a wave.

    ``own`` and ``beside`` name the two markers in the key, ``interval`` is the heading of the numbers. ``least`` is the
    shortest scale that may be drawn, so that small differences do not look large. ``row_height`` is in points;
    ``columns`` lays many rows side by side on one scale, and ``bold`` picks one's own row out among many.
    """

    rows: tuple[Dot, ...]
    kind: Kind
    interval: str
    own: str = ""
    beside: str = ""
    line: ReferenceLine | None = None
    band: Band | None = None
    least: float = 0.5
    row_height: float = 15.0
    columns: int = 1
    bold: bool = False


@dataclass(frozen=True)
class Bar:
    """One question: the share of each category, least favourable first (they sum to 1), its mean and n.

    ``favourable`` is the share of favourable answers, ``beside`` the mean that the mean stands beside. Where ``hidden``
    gives a reason, nothing else is shown.
    """

    question: str
    shares: tuple[float, ...]
    mean: float | None
    low: float | None
    high: float | None
    n: int | None
    beside: float | None = None
    favourable: Interval | None = None
    hidden: str = ""


@dataclass(frozen=True)
class BarChart:
    """Distributions as diverging bars; ``categories`` are named from the least favourable answer to the most.

    ``favourable`` and ``mean`` are the headings of the two columns of numbers.
    """

    rows: tuple[Bar, ...]
    categories: tuple[str, ...]
    favourable: str
    mean: str


@dataclass(frozen=True)
class Rate:
    """One group's response rate, 0..1, and what it is out of ("870 af 2.242"). ``heading`` opens a group of rows."""

    label: str
    rate: float | None
    of: str
    heading: str = ""
    own: bool = False
    hidden: str = ""


@dataclass(frozen=True)
class RateChart:
    """Response rates as bars from zero, one a group, beside the rate of all."""

    rows: tuple[Rate, ...]
    line: ReferenceLine


@dataclass(frozen=True)
class StripMark:
    """One unit on a strip: its value with interval; ``own`` is the report's own."""

    label: str
    value: float
    low: float
    high: float
    own: bool = False


@dataclass(frozen=True)
class Strip:
    """All units on one theme, from the lowest to the highest."""

    title: str
    marks: tuple[StripMark, ...]
    line: ReferenceLine | None


@dataclass(frozen=True)
class StripChart:
    """Strips below each other, each on its own scale."""

    strips: tuple[Strip, ...]


@dataclass(frozen=True)
class WavePoint:
    """One wave's value with interval and n, None where there is none; ``joined``: comparable with the wave before."""

    value: float | None
    low: float | None
    high: float | None
    n: int | None = None
    joined: bool = True


@dataclass(frozen=True)
class Series:
    """A value a wave; ``own`` is the report's own place."""

    label: str
    points: tuple[WavePoint, ...]
    own: bool = False


@dataclass(frozen=True)
class TrendChart:
    """Series over waves; a line joins two waves only where they are comparable."""

    waves: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True)
class PriorityPoint:
    """One theme: ``room`` to improve along, ``share`` of importance with its interval upwards.

    ``strong``: the whole interval lies above an even share.
    """

    label: str
    room: float
    share: float
    low: float
    high: float
    strong: bool


@dataclass(frozen=True)
class PriorityMap:
    """Importance against room to improve; the last three are the names of the scales and of the corner of both."""

    points: tuple[PriorityPoint, ...]
    even: ReferenceLine
    room: str
    share: str
    corner: str


Specification = DotChart | BarChart | RateChart | StripChart | TrendChart | PriorityMap
