"""All units on every theme, in the order of their means, as dots with intervals or as strips."""

from collections.abc import Sequence
from dataclasses import replace

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports import cells, marks
from borgerpuls.reports.blocks import rank_sets
from borgerpuls.reports.charts.specification import DotChart, ReferenceLine, Strip, StripChart, StripMark
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Cell, Chart, Column, Paragraph, Section, Table
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import listed
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.statistics import between_units as statistics

HEADING = _("All {units} side by side")
REST = _("The other themes, {unit} by {unit}")
TITLE = _("{theme} in all {units}")
THEMES = _("{count} themes")
NO_RANK = _("The order follows the number, but it is no ranking: where two intervals overlap, the order may be chance.")
HIDDEN = _("Not shown on {theme}: {places}.")
DESCRIPTION = _(
    "{count} {units} in order of their number on {theme}, each with its 95% interval. The numbers run from "
    "{low} ({lowest}) to {high} ({highest}); {other} is {mean}. {own}"
)
ANSWERS = _("Each {unit} has between {low} and {high} answers (n) on each theme.")
BETWEEN = _("Place between")
SHRUNKEN = _("Estimate that borrows from the others")
BORROWED = _(
    "The places are 95% certain for all {units} at once. The estimate that borrows from the others is "
    "drawn towards the middle, the more the fewer answers a {unit} has; it stands beside the mean, not "
    "instead."
)
NOTHING = _("No {unit} has answers enough on {theme}.")
OWN = _("{place} is {value}, {n}.")
VALUE = _("Mean (95% interval)")
GUIDE = _("Each {unit} is a dot with its 95% interval. The line is {other}.")
CLOSE = 12.5
"""Rows of a few units stand so close that four themes go on a page."""
STRIPS = 5
"""Strips to a page."""
FEW = 15
"""No more units than this: every theme with every name."""
MANY = 50
"""More rows than this stand in two columns, so that a page holds them all."""


def unit_ranking(context: ReportContext) -> list[Section]:
    """The overall theme on a page of its own with every name; the others as strips, five to a page.

    A few units stand by name on every theme; a single one has no others to stand beside.
    """
    if len(context.places.units) < 2:
        return []
    if len(context.places.units) <= FEW:
        return [every_theme_in_full(context)]
    guide = _guide(context)
    first = Section("places", context.say(HEADING), [guide, dot_chart(context, context.overall)])
    rest = context.themes[1:]
    charts = [strip_chart(context, rest[k : k + STRIPS]) for k in range(0, len(rest), STRIPS)]
    return [first, Section("places-rest", context.say(REST), [guide, *charts])] if rest else [first]


def every_theme_in_full(context: ReportContext) -> Section:
    """Every theme with every name."""
    guide = _guide(context)
    return Section(
        "places", context.say(HEADING), [guide, *(dot_chart(context, theme, CLOSE) for theme in context.themes)]
    )


def _guide(context: ReportContext) -> Paragraph:
    """What a dot and the line are, and that the order is no ranking: said once for all charts of a section."""
    return Paragraph(f"{context.say(GUIDE, other=context.places.benchmark_name)} {context.say(NO_RANK)}", "note")


def dot_chart(context: ReportContext, theme: Theme, tallest: float = 15.0) -> Chart:
    """One row a unit, at most so tall, from the highest to the lowest, hidden ones last."""
    language = context.language
    rows = tuple(
        replace(marks.estimate(context.places.name_of(place), f, language), own=place == context.place)
        for place, f in _from_highest(context, theme)
    )
    columns = 2 if len(rows) > MANY else 1
    tall = min(tallest, max(11.0, 520.0 / -(-len(rows) // columns)))
    own = context.name if any(row.own for row in rows) else ""
    title, anchor = context.say(TITLE, theme=theme.name), f"places-{theme.id}"
    return Chart(
        id=anchor,
        title=title,
        description=_description(context, theme),
        specification=DotChart(
            rows=rows,
            kind="mean",
            interval=context.say(marks.INTERVAL),
            own=own,
            line=_line(context, theme),
            row_height=tall,
            columns=columns,
            bold=True,
        ),
        table=_table(context, theme, f"{anchor}-table", title),
        notes=_notes(context, [theme]),
    )


def strip_chart(context: ReportContext, themes: Sequence[Theme]) -> Chart:
    """One upright stroke a unit, lowest to highest, a strip a theme; hidden ones are named in the note."""
    title = context.say(TITLE, theme=themes[0].name if len(themes) == 1 else THEMES.format(count=len(themes)))
    anchor = f"places-{themes[0].id}"
    return Chart(
        id=anchor,
        title=title,
        description=" ".join(_description(context, theme) for theme in themes),
        specification=StripChart(tuple(_strip(context, theme) for theme in themes)),
        table=_side_by_side(context, themes, f"{anchor}-table", title),
        notes=(*_notes(context, themes), _answers(context, themes)),
    )


def _answers(context: ReportContext, themes: Sequence[Theme]) -> str:
    """How many answers stand behind the strokes."""
    figures = (context.theme(theme, place) for theme in themes for place in context.places.units)
    counts = [f.n for f in figures if f is not None and f.n is not None]
    ends = {end: number.count(f(counts, default=0), context.language) for end, f in (("low", min), ("high", max))}
    return context.say(ANSWERS, **ends)


def _strip(context: ReportContext, theme: Theme) -> Strip:
    shown = tuple(
        StripMark(context.places.name_of(place), f.estimate, f.low, f.high, place == context.place)
        for place, f in reversed(_from_highest(context, theme))
        if f is not None and f.estimate is not None and f.low is not None and f.high is not None
    )
    return Strip(theme.name[context.language], shown, _line(context, theme))


def _line(context: ReportContext, theme: Theme) -> ReferenceLine | None:
    """The benchmark with its name and value: "Hele landet 3,64"."""
    mean = context.theme(theme, context.places.benchmark)
    if mean is None or mean.estimate is None:
        return None
    label = f"{context.places.name_of(context.places.benchmark)} {number.mean(mean.estimate, context.language)}"
    return ReferenceLine(mean.estimate, label)


def _from_highest(context: ReportContext, theme: Theme) -> list[tuple[str, Figure | None]]:
    """Units from the highest to the lowest, alphabetical where equal, those without a number last."""
    figures = [(place, context.theme(theme, place)) for place in context.places.units]
    shown = [(p, f) for p, f in figures if f is not None and f.estimate is not None]
    hidden = [(p, f) for p, f in figures if f is None or f.estimate is None]
    return [*sorted(shown, key=lambda pair: -(pair[1].estimate or 0.0)), *hidden]


def _notes(context: ReportContext, themes: Sequence[Theme]) -> tuple[str, ...]:
    """Between which places one's own unit stands on the overall theme, and who is not shown."""
    sentence = rank_sets.place_sentence(context, context.overall) if context.overall in themes else ""
    notes = [sentence] if sentence else []
    for theme in themes:
        hidden = [
            context.places.name_of(p) for p, f in _from_highest(context, theme) if f is None or f.estimate is None
        ]
        if hidden:
            notes.append(context.say(HIDDEN, theme=theme.name, places=listed(hidden, context.language)))
    return tuple(notes)


def _description(context: ReportContext, theme: Theme) -> str:
    language, name = context.language, theme.name[context.language]
    shown = [(p, f) for p, f in _from_highest(context, theme) if f is not None and f.estimate is not None]
    mean, own = context.theme(theme, context.places.benchmark), context.theme(theme)
    if not shown or mean is None or mean.estimate is None:
        return context.say(NOTHING, theme=name)
    (highest, high), (lowest, low) = shown[0], shown[-1]
    own_words = ""
    if own is not None and own.estimate is not None and own.n is not None and context.of_unit:
        value, n = cells.estimate(own, "mean", language).text, number.n(own.n, language)
        own_words = context.say(OWN, place=context.name, value=value, n=n)
    return context.say(
        DESCRIPTION,
        count=number.count(len(shown), language),
        theme=name,
        low=number.mean(low.estimate or 0.0, language),
        lowest=context.places.name_of(lowest),
        high=number.mean(high.estimate or 0.0, language),
        highest=context.places.name_of(highest),
        other=context.places.benchmark_name,
        mean=number.mean(mean.estimate, language),
        own=own_words,
    ).strip()


def _table(context: ReportContext, theme: Theme, id: str, title: str) -> Table:
    rows = tuple(
        (
            cells.words(context.places.name_of(place), strong=place == context.place),
            cells.estimate(f, "mean", context.language, strong=place == context.place),
            cells.count(f, context.language),
            *_among(context, theme, place),
        )
        for place, f in _from_highest(context, theme)
    )
    among = (Column(context.say(BETWEEN), "right"), Column(context.say(SHRUNKEN), "right"))
    columns = (Column(context.phrases.unit_head), Column(context.say(VALUE), "right"), Column("n", "right"))
    if not _ranked(context, theme):
        return Table(id, title, columns, rows, (context.say(NO_RANK),))
    return Table(id, title, (*columns, *among), rows, (context.say(NO_RANK), context.say(BORROWED)))


def _ranked(context: ReportContext, theme: Theme) -> bool:
    return any(context.figure("theme", theme.id, place, statistics.RANK.id) for place in context.places.units)


def _among(context: ReportContext, theme: Theme, place: str) -> tuple[Cell, ...]:
    """Between which places a unit stands, and the estimate that borrows from the others; nothing without them."""
    if not _ranked(context, theme):
        return ()
    rank, shrunken = (
        context.figure("theme", theme.id, place, statistic)
        for statistic in (statistics.RANK.id, statistics.SHRUNKEN.id)
    )
    if rank is None or rank.low is None or rank.high is None:
        return cells.absent(rank, context.language), cells.estimate(shrunken, "mean", context.language)
    places = f"{number.count(rank.low, context.language)}–{number.count(rank.high, context.language)}"
    return Cell(places), cells.estimate(shrunken, "mean", context.language)


def _side_by_side(context: ReportContext, themes: Sequence[Theme], id: str, title: str) -> Table:
    """A row a unit in alphabetical order, value and n of each theme."""
    language = context.language
    rows = tuple(
        (
            cells.words(context.places.name_of(place), strong=place == context.place),
            *(
                cell
                for f in (context.theme(theme, place) for theme in themes)
                for cell in (cells.estimate(f, "mean", language), cells.count(f, language))
            ),
        )
        for place in context.places.units
    )
    heads = (c for theme in themes for c in (Column(theme.name[language], "right"), Column("n", "right")))
    return Table(id, title, (Column(context.phrases.unit_head), *heads), rows, (context.say(NO_RANK),))
