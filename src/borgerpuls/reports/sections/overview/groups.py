"""The themes by age, sex, duration and target group: drawn for the overall theme, as a table for all."""

from dataclasses import replace

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports import cells, marks
from borgerpuls.reports.blocks.backgrounds import groups_with_figures
from borgerpuls.reports.charts.specification import DotChart
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Cell, Chart, Column, Paragraph, Section, Table
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import Verdict, judge
from borgerpuls.results.figures.figure import Figure

HEADING = _("Groups of {persons}")
BESIDE = _("Each group stands beside the same group of {whole}.")
GUIDE = _(
    "Small groups have wide intervals, and groups with fewer than {hide} answers are not shown, so that no "
    "{person} can be recognised."
)
TITLE = _("{theme} by group")
SAME_GROUP = _("The same group, {whole}")
DESCRIPTION = _("A row for each group with its mean and 95% interval. {lines}")
LINE = _("{group}: {value}, {n}.")
HIDDEN = _("{group}: {reason}.")
ALL = _("All themes by group")
GROUP = _("Group")
HALF = _("Mean ± half the 95% interval. n is the number of answers on {theme}; on the other themes it may be fewer.")
FILLED = _(
    "A filled marker differs from the same group of {whole} so that this report marks it. A hollow one does not."
)
ARROW = _(
    "On {theme}, the arrow up or down shows the groups that differ from the same group of {whole} so that this report "
    "marks it. Groups are judged on no other theme."
)
TOGETHER = _(
    "The chart has {count} groups. That many are compared is corrected for: if none of them differed, at most 1 report "
    "in 20 would mark any. An interval of the difference may therefore leave zero out without the group being marked."
)


def groups(context: ReportContext) -> Section | None:
    """None when the wave has no groups."""
    if not any(groups_with_figures(context, by) for by in context.spec.groups):
        return None
    guide = context.say(GUIDE, hide=number.count(context.spec.hide_below, context.language))
    if context.of_unit:
        guide = f"{context.say(BESIDE)} {guide}"
    return Section("groups", context.say(HEADING), [Paragraph(guide), chart(context), table(context)])


def _verdict(context: ReportContext, theme: Theme, figure: Figure | None) -> Verdict:
    """What is said of a group beside the same group of the whole: on the overall theme of a unit alone.

    The groups of one theme are a family; no family holds those of all themes, so none of the others is picked from.
    """
    if not context.of_unit or theme.id != context.overall.id:
        return Verdict.UNKNOWN
    return judge(figure, context.relevance.between_units)


def chart(context: ReportContext) -> Chart:
    language, theme = context.language, context.overall
    rows, lines, own = [], [], context.of_unit
    for by in context.spec.groups:
        for k, code in enumerate(groups_with_figures(context, by)):
            f = context.theme(theme, by=(by, code.id))
            other = context.theme(theme, context.places.benchmark, (by, code.id)) if own else None
            dot = replace(
                marks.estimate(code.label[language], f, language),
                beside=other.estimate if other and f and f.estimate is not None else None,
                own=own,
                hollow=own and not _verdict(context, theme, f).marked,
                heading="" if k else context.questionnaire.background(by).label[language],
            )
            rows.append(dot)
            if f is not None and f.estimate is not None and f.n is not None:
                value, n = cells.estimate(f, "mean", language).text, number.n(f.n, language)
                lines.append(LINE.format(group=code.label[language], value=value, n=n)[language])
            else:
                reason = cells.missing(f, language)
                lines.append(HIDDEN.format(group=code.label[language], reason=reason)[language])
    title = context.say(TITLE, theme=theme.name[language])
    description = context.say(DESCRIPTION, lines=" ".join(lines))
    dots = DotChart(
        rows=tuple(rows),
        kind="mean",
        interval=context.say(marks.INTERVAL),
        own=context.name if own else "",
        beside=context.say(SAME_GROUP) if own else "",
        row_height=16.0,
    )
    return Chart(
        id="groups-chart",
        title=title,
        description=description,
        specification=dots,
        table=table(context),
        notes=(context.say(FILLED), context.say(TOGETHER, count=number.count(len(rows), language))) if own else (),
    )


def table(context: ReportContext) -> Table:
    """A row a group, a column a theme, sections by background variable; marked where the chart is filled."""
    language, own = context.language, context.of_unit
    rows: list[tuple[Cell, ...]] = []
    sections = []
    for by in context.spec.groups:
        if groups_with_figures(context, by):
            sections.append((len(rows), context.questionnaire.background(by).label[language]))
        for code in groups_with_figures(context, by):
            at = (by, code.id)
            rows.append(
                (
                    cells.words(code.label[language]),
                    *(
                        cells.compact(f, language, False, _verdict(context, theme, f), context.scale(theme).better)
                        for theme, f in ((theme, context.theme(theme, by=at)) for theme in context.themes)
                    ),
                    cells.count(context.theme(context.overall, by=at), language),
                )
            )
    return Table(
        id="groups-table",
        title=context.say(ALL),
        columns=(
            Column(context.say(GROUP)),
            *(Column(theme.name[language], "right") for theme in context.themes),
            Column("n", "right"),
        ),
        rows=tuple(rows),
        notes=(
            context.say(HALF, theme=context.overall.name[language]),
            *((context.say(ARROW, theme=context.overall.name),) if own else ()),
        ),
        sections=tuple(sections),
    )
