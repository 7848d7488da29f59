"""Who answered, group by group, and how the answers were made to stand for everybody."""

from collections.abc import Iterator, Sequence

from borgerpuls.messages import _, pgettext
from borgerpuls.reports import cells
from borgerpuls.reports.blocks.backgrounds import listed_backgrounds
from borgerpuls.reports.blocks.representativity import representativity
from borgerpuls.reports.blocks.turnout_sentences import ANSWERED, GroupRate, answered, group_rates, uneven
from borgerpuls.reports.charts.specification import Rate, RateChart, ReferenceLine
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.context.turnout import Turnout, turnout
from borgerpuls.reports.document import Block, Cell, Chart, Column, Paragraph, Section, Table
from borgerpuls.reports.wording import number
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.statistics import response_rates

HEADING = _("Who answered")
POSTSTRATIFIED = _(
    "The answers are therefore weighted, so that {by} count for as much among the answers as among all who "
    "could be asked. Weighting mends that some groups answer less often. It does not mend that those who "
    "answer may think otherwise than the silent ones of the same group."
)
GIVEN = _("The answers are weighted with the weights that came with the data.")
NO_WEIGHTS = _("The answers are not weighted: every answer counts alike.")
KISH = _(
    "Weighting costs certainty: the intervals are roughly those of {effective} answers without weights "
    "(Kish 1 + cv² = {kish})."
)
COUNTS = _("Answers in each group")
COUNTS_BY_UNIT = _("Answers in each {unit}")
CHART = _("Response rate in each group")
BY_UNIT = _("Response rate in each {unit}")
OF = _("{answered} of {invited}")
GROUP = _("Group")
INVITED = pgettext("persons", "Invited")
RATE = _("Response rate")
DESCRIPTION = _("A bar for each group, beside everybody ({rate}). {lines}")
COUNTED = _("A response rate is counted among everybody invited and therefore has no interval.")

EQUAL = 1.005
"""Kish's 1 + cv² below which weights cost nothing that two decimals would show."""
PAGE = 45
"""Bars to a page."""


def respondents(context: ReportContext, every_unit: bool = False) -> Section:
    """``every_unit`` adds the response rate of each unit, for the report of the whole."""
    blocks: list[Block] = [
        Paragraph(words) for words in (answered(context), uneven(context), weighted(context)) if words
    ]
    if turnout(context) is None:
        blocks += counts(context, every_unit)
        return Section("who", context.say(HEADING), blocks)
    blocks += representativity(context)
    if any(group_rates(context)):
        blocks.append(chart(context))
    if every_unit:
        blocks += by_unit(context)
    return Section("who", context.say(HEADING), blocks)


def weighted(context: ReportContext) -> str:
    """How the answers were weighted, and what it cost."""
    weighting = context.spec.weighting
    if weighting.method == "none":
        return context.say(NO_WEIGHTS)
    words = (
        context.say(GIVEN)
        if weighting.method == "given"
        else context.say(POSTSTRATIFIED, by=listed_backgrounds(context, weighting.by))
    )
    kish = context.response(response_rates.KISH)
    if kish is None or kish.estimate is None or kish.n is None or kish.estimate < EQUAL:
        return words
    effective = number.count(kish.n / kish.estimate, context.language)
    return f"{words} {context.say(KISH, effective=effective, kish=number.mean(kish.estimate, context.language))}"


def counts(context: ReportContext, every_unit: bool) -> Iterator[Table]:
    """The number of answers in each group, and in each unit, where there is no rate to tell."""
    rows: list[tuple[Cell, Cell]] = []
    sections: list[tuple[int, str]] = []
    for by in context.spec.groups:
        figures = {c: context.response(response_rates.ANSWERED, by=(by, c.id)) for c in context.groups(by)}
        known = [(cells.words(c.label[context.language]), _count(f, context.language)) for c, f in figures.items() if f]
        if known:
            sections.append((len(rows), context.questionnaire.background(by).label[context.language]))
            rows += known
    if rows:
        yield _counts(context, "who-answers", context.say(COUNTS), context.say(GROUP), rows, sections)
    if every_unit:
        units = [
            (
                cells.words(context.places.name_of(place)),
                _count(context.response(response_rates.ANSWERED, place), context.language),
            )
            for place in context.places.units
        ]
        yield _counts(context, "who-answers-units", context.say(COUNTS_BY_UNIT), context.phrases.unit_head, units, [])


def _count(f: Figure | None, language: str) -> Cell:
    if f is None or f.n is None:
        return cells.absent(f, language)
    return Cell(number.count(f.n, language), f.n, "count")


def _counts(
    context: ReportContext,
    id: str,
    title: str,
    first: str,
    rows: Sequence[tuple[Cell, Cell]],
    sections: Sequence[tuple[int, str]],
) -> Table:
    columns = (Column(first), Column(context.say(ANSWERED), "right"))
    return Table(id, title, columns, tuple(rows), sections=tuple(sections))


def chart(context: ReportContext) -> Chart:
    """A bar a group, beside the rate of everybody."""
    return _chart(context, "who-chart", context.say(CHART), context.say(GROUP), list(group_rates(context)))


def by_unit(context: ReportContext) -> list[Chart]:
    """A bar a unit, beside the rate of the whole; as many to a chart as a page holds."""
    rates = {place: context.response(response_rates.RATE, place) for place in context.places.units}
    rows = [
        GroupRate(context.places.name_of(place), "", turnout(context, place), cells.missing(f, context.language))
        for place, f in rates.items()
    ]
    parts = [rows[k : k + PAGE] for k in range(0, len(rows), PAGE)]
    title = context.say(BY_UNIT)
    return [
        _chart(context, f"who-units-{k}", title, context.phrases.unit_head, part)
        for k, part in enumerate(parts, start=1)
    ]


def _chart(context: ReportContext, id: str, title: str, first: str, rows: list[GroupRate]) -> Chart:
    language = context.language
    everybody = turnout(context)
    assert everybody is not None

    def of(t: Turnout | None) -> str:
        if t is None:
            return ""
        counts = {"answered": number.count(t.answered, language), "invited": number.count(t.invited, language)}
        return context.say(OF, **counts)

    rates = [
        Rate(r.label, r.turnout.rate if r.turnout else None, of(r.turnout), r.heading, hidden=r.hidden) for r in rows
    ]
    shown = [(r.label, r.turnout) for r in rows if r.turnout]
    lines = " ".join(f"{label}: {number.share(t.rate, language)} ({of(t)})." for label, t in shown)
    description = context.say(DESCRIPTION, rate=number.share(everybody.rate, language), lines=lines)
    line = ReferenceLine(everybody.rate, f"{context.name} {number.share(everybody.rate, language)}")
    return Chart(
        id=id,
        title=title,
        description=description,
        specification=RateChart(tuple(rates), line),
        table=Table(
            id=f"{id}-table",
            title=title,
            columns=(
                Column(first),
                *(Column(context.say(words), "right") for words in (INVITED, ANSWERED, RATE)),
            ),
            rows=tuple((cells.words(row.label), *_row(row, language)) for row in rows),
            sections=tuple((k, row.heading) for k, row in enumerate(rows) if row.heading),
        ),
        notes=(context.say(COUNTED),),
    )


def _row(row: GroupRate, language: str) -> tuple[Cell, Cell, Cell]:
    t = row.turnout
    if t is None:
        return Cell(""), Cell(""), Cell(row.hidden)
    return (
        Cell(number.count(t.invited, language), t.invited, "count"),
        Cell(number.count(t.answered, language), t.answered, "count"),
        Cell(number.share(t.rate, language), t.rate, "share"),
    )
