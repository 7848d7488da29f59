"""The themes by age, sex, duration and target group: drawn for the overall theme, as a table for all."""

from dataclasses import replace

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Code
from borgerpuls.reports import cells, marks
from borgerpuls.reports.charts.specification import DotChart
from borgerpuls.reports.context.report_context import Subject
from borgerpuls.reports.document import Cell, Chart, Column, Paragraph, Section, Table
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import verdict

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
CHANCE = _(
    "The chart has {count} groups. Even if none of them differed, about 1 in 20 intervals for the "
    "difference would leave zero out by chance."
)


def groups(subject: Subject) -> Section | None:
    """None when the wave has no groups."""
    if not any(members(subject, by) for by in subject.spec.groups):
        return None
    guide = subject.say(GUIDE, hide=number.count(subject.spec.hide_below, subject.language))
    if subject.place in subject.places:
        guide = f"{subject.say(BESIDE)} {guide}"
    return Section("groups", subject.say(HEADING), [Paragraph(guide), chart(subject), table(subject)])


def members(subject: Subject, by: str) -> tuple[Code, ...]:
    """The groups of a background variable that have figures in this wave, in the order of the code list."""
    return tuple(c for c in subject.groups(by) if subject.theme(subject.overall, by=(by, c.id)) is not None)


def chart(subject: Subject) -> Chart:
    language, theme = subject.language, subject.overall
    rows, lines, own = [], [], subject.place in subject.places
    for by in subject.spec.groups:
        for k, code in enumerate(members(subject, by)):
            f = subject.theme(theme, by=(by, code.id))
            other = subject.theme(theme, subject.benchmark, (by, code.id)) if own else None
            dot = replace(
                marks.estimate(code.label[language], f, language),
                beside=other.estimate if other and f and f.estimate is not None else None,
                own=own,
                hollow=own and not verdict(f, subject.relevant).marked,
                heading="" if k else subject.questionnaire.background(by).label[language],
            )
            rows.append(dot)
            if f is not None and f.estimate is not None and f.n is not None:
                value, n = cells.estimate(f, "mean", language).text, number.n(f.n, language)
                lines.append(LINE.format(group=code.label[language], value=value, n=n)[language])
            else:
                reason = cells.missing(f, language)
                lines.append(HIDDEN.format(group=code.label[language], reason=reason)[language])
    title = subject.say(TITLE, theme=theme.name[language])
    description = subject.say(DESCRIPTION, lines=" ".join(lines))
    dots = DotChart(
        rows=tuple(rows),
        kind="mean",
        interval=subject.say(marks.INTERVAL),
        own=subject.name if own else "",
        beside=subject.say(SAME_GROUP) if own else "",
        row_height=16.0,
    )
    return Chart(
        id="groups-chart",
        title=title,
        description=description,
        specification=dots,
        table=table(subject),
        notes=(subject.say(FILLED), subject.say(CHANCE, count=number.count(len(rows), language))) if own else (),
    )


def table(subject: Subject) -> Table:
    """A row a group, a column a theme, sections by background variable."""
    language = subject.language
    rows: list[tuple[Cell, ...]] = []
    sections = []
    for by in subject.spec.groups:
        if members(subject, by):
            sections.append((len(rows), subject.questionnaire.background(by).label[language]))
        for code in members(subject, by):
            at = (by, code.id)
            rows.append(
                (
                    cells.words(code.label[language]),
                    *(cells.narrow(subject.theme(theme, by=at), language) for theme in subject.themes),
                    cells.count(subject.theme(subject.overall, by=at), language),
                )
            )
    return Table(
        id="groups-table",
        title=subject.say(ALL),
        columns=(
            Column(subject.say(GROUP)),
            *(Column(theme.name[language], "right") for theme in subject.themes),
            Column("n", "right"),
        ),
        rows=tuple(rows),
        notes=(subject.say(HALF, theme=subject.overall.name[language]),),
        sections=tuple(sections),
    )
