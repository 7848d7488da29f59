"""Every theme across all units, as dots with intervals: where one's own unit lies, and how sure that is."""

from collections.abc import Sequence
from dataclasses import replace

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports import cells, marks
from borgerpuls.reports.charts.specification import DotChart, ReferenceLine, Strip, StripChart, StripMark
from borgerpuls.reports.context.report_context import Subject
from borgerpuls.reports.document import Cell, Chart, Column, Paragraph, Section, Table
from borgerpuls.reports.sections.benchmark import standing
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import listed
from borgerpuls.results.figures.figure import Figure

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


def places(subject: Subject) -> list[Section]:
    """The overall theme on a page of its own with every name; the others as strips, five to a page.

    A few units stand by name on every theme; a single one has no others to stand beside.
    """
    if len(subject.places) < 2:
        return []
    if len(subject.places) <= FEW:
        return [all_full(subject)]
    guide = _guide(subject)
    first = Section("places", subject.say(HEADING), [guide, full(subject, subject.overall)])
    rest = subject.themes[1:]
    charts = [short(subject, rest[k : k + STRIPS]) for k in range(0, len(rest), STRIPS)]
    return [first, Section("places-rest", subject.say(REST), [guide, *charts])] if rest else [first]


def all_full(subject: Subject) -> Section:
    """Every theme with every name."""
    guide = _guide(subject)
    return Section("places", subject.say(HEADING), [guide, *(full(subject, theme, CLOSE) for theme in subject.themes)])


def _guide(subject: Subject) -> Paragraph:
    """What a dot and the line are, and that the order is no ranking: said once for all charts of a section."""
    return Paragraph(f"{subject.say(GUIDE, other=subject.benchmark_name)} {subject.say(NO_RANK)}", "note")


def full(subject: Subject, theme: Theme, tallest: float = 15.0) -> Chart:
    """One row a unit, at most so tall, from the highest to the lowest, hidden ones last."""
    language = subject.language
    rows = tuple(
        replace(marks.estimate(subject.name_of(place), f, language), own=place == subject.place)
        for place, f in _ordered(subject, theme)
    )
    columns = 2 if len(rows) > MANY else 1
    tall = min(tallest, max(11.0, 520.0 / -(-len(rows) // columns)))
    own = subject.name if any(row.own for row in rows) else ""
    title, anchor = subject.say(TITLE, theme=theme.name), f"places-{theme.id}"
    return Chart(
        id=anchor,
        title=title,
        description=_description(subject, theme),
        specification=DotChart(
            rows=rows,
            kind="mean",
            interval=subject.say(marks.INTERVAL),
            own=own,
            line=_line(subject, theme),
            row_height=tall,
            columns=columns,
            bold=True,
        ),
        table=_table(subject, theme, f"{anchor}-table", title),
        notes=_notes(subject, [theme]),
    )


def short(subject: Subject, themes: Sequence[Theme]) -> Chart:
    """One upright stroke a unit, lowest to highest, a strip a theme; hidden ones are named in the note."""
    title = subject.say(TITLE, theme=themes[0].name if len(themes) == 1 else THEMES.format(count=len(themes)))
    anchor = f"places-{themes[0].id}"
    return Chart(
        id=anchor,
        title=title,
        description=" ".join(_description(subject, theme) for theme in themes),
        specification=StripChart(tuple(_strip(subject, theme) for theme in themes)),
        table=_side_by_side(subject, themes, f"{anchor}-table", title),
        notes=(*_notes(subject, themes), _answers(subject, themes)),
    )


def _answers(subject: Subject, themes: Sequence[Theme]) -> str:
    """How many answers stand behind the strokes."""
    found = (subject.theme(theme, place) for theme in themes for place in subject.places)
    counts = [f.n for f in found if f is not None and f.n is not None]
    ends = {end: number.count(f(counts, default=0), subject.language) for end, f in (("low", min), ("high", max))}
    return subject.say(ANSWERS, **ends)


def _strip(subject: Subject, theme: Theme) -> Strip:
    shown = tuple(
        StripMark(subject.name_of(place), f.estimate, f.low, f.high, place == subject.place)
        for place, f in reversed(_ordered(subject, theme))
        if f is not None and f.estimate is not None and f.low is not None and f.high is not None
    )
    return Strip(theme.name[subject.language], shown, _line(subject, theme))


def _line(subject: Subject, theme: Theme) -> ReferenceLine | None:
    """The benchmark with its name and value: "Hele landet 3,64"."""
    mean = subject.theme(theme, subject.benchmark)
    if mean is None or mean.estimate is None:
        return None
    label = f"{subject.name_of(subject.benchmark)} {number.mean(mean.estimate, subject.language)}"
    return ReferenceLine(mean.estimate, label)


def _ordered(subject: Subject, theme: Theme) -> list[tuple[str, Figure | None]]:
    """Units from the highest to the lowest, alphabetical where equal, those without a number last."""
    found = [(place, subject.theme(theme, place)) for place in subject.places]
    shown = [(p, f) for p, f in found if f is not None and f.estimate is not None]
    hidden = [(p, f) for p, f in found if f is None or f.estimate is None]
    return [*sorted(shown, key=lambda pair: -(pair[1].estimate or 0.0)), *hidden]


def _notes(subject: Subject, themes: Sequence[Theme]) -> tuple[str, ...]:
    """Between which places one's own unit stands on the overall theme, and who is not shown."""
    said = standing.place_sentence(subject, subject.overall) if subject.overall in themes else ""
    notes = [said] if said else []
    for theme in themes:
        hidden = [subject.name_of(p) for p, f in _ordered(subject, theme) if f is None or f.estimate is None]
        if hidden:
            notes.append(subject.say(HIDDEN, theme=theme.name, places=listed(hidden, subject.language)))
    return tuple(notes)


def _description(subject: Subject, theme: Theme) -> str:
    language, name = subject.language, theme.name[subject.language]
    shown = [(p, f) for p, f in _ordered(subject, theme) if f is not None and f.estimate is not None]
    mean, own = subject.theme(theme, subject.benchmark), subject.theme(theme)
    if not shown or mean is None or mean.estimate is None:
        return subject.say(NOTHING, theme=name)
    (highest, high), (lowest, low) = shown[0], shown[-1]
    mine = ""
    if own is not None and own.estimate is not None and own.n is not None and subject.place in subject.places:
        value, n = cells.estimate(own, "mean", language).text, number.n(own.n, language)
        mine = subject.say(OWN, place=subject.name, value=value, n=n)
    return subject.say(
        DESCRIPTION,
        count=number.count(len(shown), language),
        theme=name,
        low=number.mean(low.estimate or 0.0, language),
        lowest=subject.name_of(lowest),
        high=number.mean(high.estimate or 0.0, language),
        highest=subject.name_of(highest),
        other=subject.benchmark_name,
        mean=number.mean(mean.estimate, language),
        own=mine,
    ).strip()


def _table(subject: Subject, theme: Theme, id: str, title: str) -> Table:
    rows = tuple(
        (
            cells.words(subject.name_of(place), strong=place == subject.place),
            cells.estimate(f, "mean", subject.language, strong=place == subject.place),
            cells.count(f, subject.language),
            *_among(subject, theme, place),
        )
        for place, f in _ordered(subject, theme)
    )
    among = (Column(subject.say(BETWEEN), "right"), Column(subject.say(SHRUNKEN), "right"))
    columns = (Column(subject.unit_head), Column(subject.say(VALUE), "right"), Column("n", "right"))
    if not _ranked(subject, theme):
        return Table(id, title, columns, rows, (subject.say(NO_RANK),))
    return Table(id, title, (*columns, *among), rows, (subject.say(NO_RANK), subject.say(BORROWED)))


def _ranked(subject: Subject, theme: Theme) -> bool:
    return any(subject.figure("theme", theme.id, place, "rank") for place in subject.places)


def _among(subject: Subject, theme: Theme, place: str) -> tuple[Cell, ...]:
    """Between which places a unit stands, and the estimate that borrows from the others; nothing without them."""
    if not _ranked(subject, theme):
        return ()
    rank, shrunken = (subject.figure("theme", theme.id, place, statistic) for statistic in ("rank", "shrunken"))
    if rank is None or rank.low is None or rank.high is None:
        return cells.absent(rank, subject.language), cells.estimate(shrunken, "mean", subject.language)
    return Cell(f"{rank.low:.0f}–{rank.high:.0f}"), cells.estimate(shrunken, "mean", subject.language)


def _side_by_side(subject: Subject, themes: Sequence[Theme], id: str, title: str) -> Table:
    """A row a unit in alphabetical order, value and n of each theme."""
    language = subject.language
    rows = tuple(
        (
            cells.words(subject.name_of(place), strong=place == subject.place),
            *(
                cell
                for f in (subject.theme(theme, place) for theme in themes)
                for cell in (cells.estimate(f, "mean", language), cells.count(f, language))
            ),
        )
        for place in subject.places
    )
    heads = (c for theme in themes for c in (Column(theme.name[language], "right"), Column("n", "right")))
    return Table(id, title, (Column(subject.unit_head), *heads), rows, (subject.say(NO_RANK),))
