"""The themes beside the country: a table with every difference and its interval, and the differences drawn."""

from borgerpuls.messages import _
from borgerpuls.reports import cells, marks
from borgerpuls.reports.charts.specification import Band, DotChart, ReferenceLine
from borgerpuls.reports.context.report_context import Subject
from borgerpuls.reports.document import Block, Cell, Chart, Column, Paragraph, Section, Table
from borgerpuls.reports.sections.benchmark import standing
from borgerpuls.reports.wording import number, sentence
from borgerpuls.reports.wording.sentence import SHORT, Names, Verdict, verdict

HEADING = _("The themes beside {whole}")
THEME = _("Theme")
DIFFERENCE = _("Difference")
MEANING = _("What it says")
TABLE = _("Mean on each theme")
CHART = _("The difference from {other}, theme by theme")
DESCRIPTION = _("A row for each theme with the difference between {place} and {other} and its interval. {findings}")
BAND = _("Smaller than {relevant}: too little to mark")
FILLED = _("A filled marker is a difference that this report marks. A hollow marker is one that it does not.")
RULE = _(
    "The 95% interval stands in brackets. n is the number of answers. A difference is marked only when its "
    "interval leaves zero out and it is at least {relevant}."
)
TOGETHER = _(
    "The 95% interval stands in brackets. n is the number of answers. The interval of the difference is so "
    "wide that it holds for all {units} at once, and the number of themes is corrected for: none is marked "
    "merely because many are compared. A difference is marked only when its interval leaves zero out and "
    "it is at least {relevant}."
)
CHANCE = _(
    "The table makes {count} comparisons. Even if there were no differences at all, about 1 in 20 "
    "intervals would leave zero out by chance."
)
SCALE = _("The scale runs from {low} to {high}, and {best} is best.")
SCALE_OF = _("The scale of {themes} runs from {low} to {high}, and {best} is best.")
INTERVAL = _("The interval shows how sure the number is: the shorter, the surer.")


def themes(subject: Subject) -> Section:
    """The chart is left out where there is nothing to stand beside: a wave of one unit."""
    compared = any(verdict(subject.theme(t), subject.relevant) is not Verdict.UNKNOWN for t in subject.themes)
    blocks: list[Block] = [Paragraph(scale_words(subject)), table(subject), *([chart(subject)] if compared else [])]
    places = standing.table(subject)
    blocks += [places] if places else []
    return Section("themes", subject.say(HEADING), blocks)


def scale_words(subject: Subject) -> str:
    """The ends of the scale and which of them is best; of each scale, where the themes have several."""
    scales: dict[tuple[int, int, int], list[str]] = {}
    for theme in subject.themes:
        scale = subject.scale(theme)
        values = [c.value for c in scale.answers if c.value is not None]
        ends = min(values), max(values)
        scales.setdefault((*ends, ends[scale.better == "high"]), []).append(theme.name[subject.language])
    words = SCALE if len(scales) == 1 else SCALE_OF
    said = [
        subject.say(words, low=low, high=high, best=best, themes=sentence.listed(names, subject.language))
        for (low, high, best), names in scales.items()
    ]
    return " ".join([*said, subject.say(INTERVAL)])


def table(subject: Subject) -> Table:
    language, relevant = subject.language, subject.relevant
    rows = []
    for theme in subject.themes:
        own = subject.theme(theme)
        said = verdict(own, relevant)
        rows.append(
            (
                cells.words(theme.name[language], strong=theme.id == subject.overall.id),
                cells.estimate(own, "mean", language, strong=True),
                cells.count(own, language),
                cells.plain(subject.theme(theme, subject.benchmark), language),
                cells.difference(own, said, language, subject.scale(theme).better),
                Cell(SHORT[said][language]),
            )
        )
    compared = sum(verdict(subject.theme(t), relevant) is not Verdict.UNKNOWN for t in subject.themes)
    return Table(
        id="themes-table",
        title=subject.say(TABLE),
        columns=(
            Column(subject.say(THEME)),
            Column(subject.name, "right"),
            Column("n", "right"),
            Column(subject.name_of(subject.benchmark), "right"),
            Column(subject.say(DIFFERENCE), "right"),
            Column(subject.say(MEANING)),
        ),
        rows=tuple(rows),
        notes=(
            (subject.say(TOGETHER, relevant=number.mean(relevant, language)),)
            if subject.together
            else (
                subject.say(RULE, relevant=number.mean(relevant, language)),
                subject.say(CHANCE, count=number.count(compared, language)),
            )
        ),
    )


def chart(subject: Subject) -> Chart:
    language, relevant = subject.language, subject.relevant
    figures = [(theme.name[language], subject.theme(theme)) for theme in subject.themes]
    title = subject.say(CHART, other=subject.benchmark_name)
    findings = " ".join(
        sentence.against(own, Names(theme.name[language], subject.name, subject.benchmark_name), relevant, language)
        for theme in subject.themes
        if (own := subject.theme(theme)) is not None
    )
    description = subject.say(DESCRIPTION, place=subject.name, other=subject.benchmark_name, findings=findings)
    dots = DotChart(
        rows=tuple(marks.difference(name, f, language, marked=verdict(f, relevant).marked) for name, f in figures),
        kind="difference",
        interval=subject.say(marks.INTERVAL),
        own=subject.name,
        line=ReferenceLine(0.0, subject.name_of(subject.benchmark)),
        band=Band(-relevant, relevant, subject.say(BAND, relevant=number.mean(relevant, language))),
        row_height=20.0,
    )
    return Chart(
        id="themes-chart",
        title=title,
        description=description,
        specification=dots,
        table=table(subject),
        notes=(subject.say(FILLED),),
    )
