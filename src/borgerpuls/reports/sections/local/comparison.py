"""Two groups of a unit's citizens beside each other: what the comparison can see first, then what it saw."""

from dataclasses import replace

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports import cells, marks
from borgerpuls.reports.charts.specification import DotChart, ReferenceLine
from borgerpuls.reports.context.report_context import Key, Subject
from borgerpuls.reports.document import Block, Chart, Column, Paragraph, Table
from borgerpuls.reports.sections.change.change import band
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import Verdict, listed, verdict
from borgerpuls.results.figures import suppression
from borgerpuls.results.figures.figure import Figure
from borgerpuls.text import Text

COMPARISON = _("{name}: two groups side by side")
CAREFUL = _(
    "The two groups were not drawn by lot. A difference may come from who is in each group, and does not "
    "show what works."
)
THEME = _("Theme")
INTERVAL = _("The 95% interval stands in brackets. n is the number of answers.")
DIFFERENCE = _("Difference")
LEAST = _("Seen from")
CAN = _(
    "With {n} answers the comparison can show a difference on {theme} when the true one is at least "
    "{least} (four times in five). Smaller ones it may miss."
)
CANNOT = _("That is too little: this cannot be answered here.")
SAME = _("On none of the {count} themes can {one} and {zero} be told apart.")
DIFFERENT = _("{one} differs from {zero} on {themes}.")
ALIKE = _(
    "The difference is between {persons} made alike in {by} (overlap weights, Li, Morgan and Zaslavsky "
    "2018); the means are as they are."
)
DRAWN = _(
    "Lots were drawn for who is in which group. A difference that this report marks can therefore be put "
    "down to what the groups were given differently."
)
SHARPER = _("The difference is sharpened by what is known of {persons}: {by} (Lin 2013).")
CHART = _("{one} minus {zero}")
DESCRIPTION = _("A row for each theme with the difference between {one} and {zero} and its 95% interval. {lines}")
DIRECTION = _(
    "To the right of zero {one} has the higher number, to the left {zero}. A filled marker is a difference "
    "that this report marks."
)


def comparison(subject: Subject) -> list[Block]:
    """What the comparison can see comes first, then what it saw."""
    if subject.place not in subject.spec.compare:
        return []
    names = {
        "name": subject.spec.compare[subject.place],
        "zero": subject.spec.compare_groups[subject.place][0],
        "one": subject.spec.compare_groups[subject.place][1],
    }
    blocks: list[Block] = [Paragraph(words, "finding") for words in (_can(subject), _seen(subject, names)) if words]
    blocks.append(_table(subject, names))
    if any(f is not None and f.difference is not None for f in _differences(subject)):
        blocks.append(_chart(subject, names))
    return [*blocks, Paragraph(_careful(subject), "note")]


def _can(subject: Subject) -> str:
    """The smallest difference that the comparison shows four times in five, on the overall theme."""
    can = _figure(subject, subject.overall, "detectable")
    if can is None or can.estimate is None or can.n is None:
        return ""
    least, n = number.mean(can.estimate, subject.language), number.count(can.n, subject.language)
    words = subject.say(CAN, theme=subject.overall.name, least=least, n=n)
    return f"{words} {subject.say(CANNOT)}" if _refused(_figure(subject, subject.overall, _made(subject))) else words


def _seen(subject: Subject, names: dict[str, Text]) -> str:
    """The themes on which the two groups differ so much that it is marked, or that there are none."""
    figures = {theme.name[subject.language]: _difference(subject, theme) for theme in subject.themes}
    known = {name: f for name, f in figures.items() if f is not None and f.difference is not None}
    if not known:
        return ""
    said = {name: verdict(f, subject.relevant_inside(f)) for name, f in known.items()}
    marked = [f"{name} ({number.difference(known[name].difference or 0.0, subject.language)})" for name in known
              if said[name].marked]  # fmt: skip
    if not marked:
        return subject.say(SAME, count=len(known), **names)
    return subject.say(DIFFERENT, themes=listed(marked, subject.language), **names)


def _careful(subject: Subject) -> str:
    labels = [subject.questionnaire.background(by).label[subject.language].lower() for by in subject.spec.groups]
    made, careful = (SHARPER, DRAWN) if _drawn(subject) else (ALIKE, CAREFUL)
    if _figure(subject, subject.overall, _made(subject)) is None or not labels:
        return subject.say(careful)
    return f"{subject.say(made, by=listed(labels, subject.language))} {subject.say(careful)}"


def _drawn(subject: Subject) -> bool:
    """Were persons drawn into the groups by lot?"""
    return subject.place in subject.spec.randomised


def _made(subject: Subject) -> str:
    """The statistic that compares the groups."""
    return "randomised" if _drawn(subject) else "overlap"


def _figure(subject: Subject, theme: Theme, statistic: str) -> Figure | None:
    """A figure of group "1" beside group "0"."""
    return subject.found.one(Key("theme", theme.id, subject.place, statistic, ("compare", "1")), "compare=0")


def _difference(subject: Subject, theme: Theme) -> Figure | None:
    """The difference between the groups made alike; as they are, where they were not made alike."""
    return _figure(subject, theme, _made(subject)) or _figure(subject, theme, "mean")


def _differences(subject: Subject) -> list[Figure | None]:
    return [_difference(subject, theme) for theme in subject.themes]


def _refused(figure: Figure | None) -> bool:
    return figure is not None and figure.hidden == suppression.UNANSWERABLE


def _table(subject: Subject, names: dict[str, Text]) -> Table:
    language = subject.language
    rows = []
    for theme in subject.themes:
        zero = subject.theme(theme, by=("compare", "0"))
        one, can, gap = (
            _figure(subject, theme, "mean"),
            _figure(subject, theme, "detectable"),
            _difference(subject, theme),
        )
        said = verdict(gap, subject.relevant_inside(gap))
        shown = gap is not None and gap.difference is not None
        rows.append(
            (
                cells.words(theme.name[language]),
                cells.estimate(one, "mean", language),
                cells.count(one, language),
                cells.estimate(zero, "mean", language),
                cells.count(zero, language),
                *((cells.plain(can, language),) if can else ()),
                cells.difference(gap, said, language, subject.scale(theme).better)
                if shown
                else cells.absent(gap, language),
            )
        )
    able = _figure(subject, subject.overall, "detectable") is not None
    return Table(
        id="local-comparison-table",
        title=subject.say(COMPARISON, **names),
        columns=(
            Column(subject.say(THEME)),
            Column(names["one"][language], "right"),
            Column("n", "right"),
            Column(names["zero"][language], "right"),
            Column("n", "right"),
            *((Column(subject.say(LEAST), "right"),) if able else ()),
            Column(subject.say(DIFFERENCE), "right"),
        ),
        rows=tuple(rows),
        notes=(subject.say(INTERVAL),),
    )


def _chart(subject: Subject, names: dict[str, Text]) -> Chart:
    language = subject.language
    rows, lines = [], []
    for theme in subject.themes:
        gap = _difference(subject, theme)
        known = gap is not None and gap.difference is not None
        dot = marks.difference(
            theme.name[language], gap, language, marked=verdict(gap, subject.relevant_inside(gap)).marked
        )
        rows.append(dot if known else replace(dot, hidden=cells.absent(gap, language).text))
        if known:
            lines.append(f"{theme.name[language]}: {cells.difference(gap, Verdict.UNKNOWN, language).text}.")
    title = subject.say(CHART, **names)
    description = subject.say(DESCRIPTION, lines=" ".join(lines), **names)
    dots = DotChart(
        rows=tuple(rows),
        kind="difference",
        interval=subject.say(marks.INTERVAL),
        own=names["one"][language],
        line=ReferenceLine(0.0, names["zero"][language]),
        band=band(subject),
        row_height=16.0,
    )
    return Chart(
        id="local-comparison-chart",
        title=title,
        description=description,
        specification=dots,
        table=_table(subject, names),
        notes=(subject.say(DIRECTION, **names),),
    )
