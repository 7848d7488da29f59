"""A unit's comparison of two groups of its citizens: the detectable difference first, then the difference."""

from dataclasses import replace

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports import cells, marks
from borgerpuls.reports.blocks.relevance_band import band_inside
from borgerpuls.reports.charts.specification import DotChart, ReferenceLine
from borgerpuls.reports.context.figure_index import Key
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Block, Chart, Column, Paragraph, Table
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import Verdict, judge, listed
from borgerpuls.results.figures import suppression
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.statistics.levels import MEAN
from borgerpuls.results.statistics.local_comparison import DETECTABLE, OVERLAP, RANDOMISED
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


def comparison(context: ReportContext) -> list[Block]:
    """What the comparison can see comes first, then what it saw."""
    if context.place not in context.spec.compare:
        return []
    names = {
        "name": context.spec.compare[context.place],
        "zero": context.spec.compare_groups[context.place][0],
        "one": context.spec.compare_groups[context.place][1],
    }
    blocks: list[Block] = [
        Paragraph(words, "finding")
        for words in (_detectable_sentence(context), _difference_sentence(context, names))
        if words
    ]
    blocks.append(_table(context, names))
    if any(f is not None and f.difference is not None for f in _differences(context)):
        blocks.append(_chart(context, names))
    return [*blocks, Paragraph(_caution(context), "note")]


def _detectable_sentence(context: ReportContext) -> str:
    """The smallest difference that the comparison shows four times in five, on the overall theme."""
    can = _figure(context, context.overall, DETECTABLE.id)
    if can is None or can.estimate is None or can.n is None:
        return ""
    least, n = number.mean(can.estimate, context.language), number.count(can.n, context.language)
    words = context.say(CAN, theme=context.overall.name, least=least, n=n)
    return (
        f"{words} {context.say(CANNOT)}"
        if _unanswerable(_figure(context, context.overall, _comparing_statistic(context)))
        else words
    )


def _difference_sentence(context: ReportContext, names: dict[str, Text]) -> str:
    """The themes on which the two groups differ so much that it is marked, or that there are none."""
    figures = {theme.name[context.language]: _difference(context, theme) for theme in context.themes}
    known = {name: f for name, f in figures.items() if f is not None and f.difference is not None}
    if not known:
        return ""
    verdicts = {name: judge(f, context.relevance.inside(f)) for name, f in known.items()}
    marked = [f"{name} ({number.difference(known[name].difference or 0.0, context.language)})" for name in known
              if verdicts[name].marked]  # fmt: skip
    if not marked:
        return context.say(SAME, count=len(known), **names)
    return context.say(DIFFERENT, themes=listed(marked, context.language), **names)


def _caution(context: ReportContext) -> str:
    labels = [context.questionnaire.background(by).label[context.language].lower() for by in context.spec.groups]
    made, careful = (SHARPER, DRAWN) if _randomised(context) else (ALIKE, CAREFUL)
    if _figure(context, context.overall, _comparing_statistic(context)) is None or not labels:
        return context.say(careful)
    return f"{context.say(made, by=listed(labels, context.language))} {context.say(careful)}"


def _randomised(context: ReportContext) -> bool:
    """Were persons drawn into the groups by lot?"""
    return context.place in context.spec.randomised


def _comparing_statistic(context: ReportContext) -> str:
    """The statistic that compares the groups."""
    return RANDOMISED.id if _randomised(context) else OVERLAP.id


def _figure(context: ReportContext, theme: Theme, statistic: str) -> Figure | None:
    """A figure of group "1" beside group "0"."""
    return context.figures.one(Key("theme", theme.id, context.place, statistic, ("compare", "1")), "compare=0")


def _difference(context: ReportContext, theme: Theme) -> Figure | None:
    """The difference between the groups made alike; as they are, where they were not made alike."""
    return _figure(context, theme, _comparing_statistic(context)) or _figure(context, theme, MEAN.id)


def _differences(context: ReportContext) -> list[Figure | None]:
    return [_difference(context, theme) for theme in context.themes]


def _unanswerable(figure: Figure | None) -> bool:
    return figure is not None and figure.hidden == suppression.UNANSWERABLE


def _table(context: ReportContext, names: dict[str, Text]) -> Table:
    language = context.language
    rows = []
    for theme in context.themes:
        zero = context.theme(theme, by=("compare", "0"))
        one, can, difference = (
            _figure(context, theme, MEAN.id),
            _figure(context, theme, DETECTABLE.id),
            _difference(context, theme),
        )
        verdict = judge(difference, context.relevance.inside(difference))
        shown = difference is not None and difference.difference is not None
        rows.append(
            (
                cells.words(theme.name[language]),
                cells.estimate(one, "mean", language),
                cells.count(one, language),
                cells.estimate(zero, "mean", language),
                cells.count(zero, language),
                *((cells.plain(can, language),) if can else ()),
                cells.difference(difference, verdict, language, context.scale(theme).better)
                if shown
                else cells.absent(difference, language),
            )
        )
    able = _figure(context, context.overall, DETECTABLE.id) is not None
    return Table(
        id="local-comparison-table",
        title=context.say(COMPARISON, **names),
        columns=(
            Column(context.say(THEME)),
            Column(names["one"][language], "right"),
            Column("n", "right"),
            Column(names["zero"][language], "right"),
            Column("n", "right"),
            *((Column(context.say(LEAST), "right"),) if able else ()),
            Column(context.say(DIFFERENCE), "right"),
        ),
        rows=tuple(rows),
        notes=(context.say(INTERVAL),),
    )


def _chart(context: ReportContext, names: dict[str, Text]) -> Chart:
    language = context.language
    rows, lines = [], []
    for theme in context.themes:
        difference = _difference(context, theme)
        known = difference is not None and difference.difference is not None
        dot = marks.difference(
            theme.name[language],
            difference,
            language,
            marked=judge(difference, context.relevance.inside(difference)).marked,
        )
        rows.append(dot if known else replace(dot, hidden=cells.absent(difference, language).text))
        if known:
            lines.append(f"{theme.name[language]}: {cells.difference(difference, Verdict.UNKNOWN, language).text}.")
    title = context.say(CHART, **names)
    description = context.say(DESCRIPTION, lines=" ".join(lines), **names)
    dots = DotChart(
        rows=tuple(rows),
        kind="difference",
        interval=context.say(marks.INTERVAL),
        own=names["one"][language],
        line=ReferenceLine(0.0, names["zero"][language]),
        band=band_inside(context),
        row_height=16.0,
    )
    return Chart(
        id="local-comparison-chart",
        title=title,
        description=description,
        specification=dots,
        table=_table(context, names),
        notes=(context.say(DIRECTION, **names),),
    )
