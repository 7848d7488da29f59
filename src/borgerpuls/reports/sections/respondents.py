"""Who answered, group by group, and how the answers were made to stand for everybody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from borgerpuls.messages import _, pgettext
from borgerpuls.reports import cells
from borgerpuls.reports.charts.specification import Rate, RateChart, ReferenceLine
from borgerpuls.reports.context.report_context import Subject
from borgerpuls.reports.document import Block, Cell, Chart, Column, Paragraph, Section, Table
from borgerpuls.reports.sections.representativity import likeness
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import listed
from borgerpuls.results.figures.figure import Figure

HEADING = _("Who answered")
ALL = _("{answered} of {invited} invited {persons} answered ({rate}).")
UNEVEN = _("The groups did not answer equally: {low_rate} of the group “{low}” and {high_rate} of the group “{high}”.")
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
ANSWERS_ALONE = _(
    "{answered} {persons} answered. The wave holds only those who answered: it does not say how many were "
    "asked, so there is no response rate."
)
UNKNOWN = _("We do not know how many were asked, so there is no response rate.")
COUNTS = _("Answers in each group")
COUNTS_BY_UNIT = _("Answers in each {unit}")
CHART = _("Response rate in each group")
BY_UNIT = _("Response rate in each {unit}")
OF = _("{answered} of {invited}")
GROUP = _("Group")
INVITED = pgettext("persons", "Invited")
ANSWERED = _("Answers")
RATE = _("Response rate")
DESCRIPTION = _("A bar for each group, beside everybody ({rate}). {lines}")
COUNTED = _("A response rate is counted among everybody invited and therefore has no interval.")

EQUAL = 1.005
"""Kish's 1 + cv² below which weights cost nothing that two decimals would show."""
PAGE = 45
"""Bars to a page."""


@dataclass(frozen=True)
class Turnout:
    """How many of those invited answered."""

    answered: int
    invited: int
    rate: float
    address: str


def turnout(subject: Subject, place: str = "", by: tuple[str, str] = ("", "")) -> Turnout | None:
    """The response rate of a place or of a group in it; None where nobody knows who was asked, or it is hidden."""
    f = subject.figure("response", "rate", place, "rate", by)
    if f is None or f.estimate is None or not f.n:
        return None
    return Turnout(round(f.estimate * f.n), f.n, f.estimate, f.address)


def answers(subject: Subject) -> int | None:
    """How many answered; None where that is hidden."""
    f = subject.figure("response", "answered", statistic="count")
    return f.n if f else None


def who(subject: Subject, every_unit: bool = False) -> Section:
    """``every_unit`` adds the response rate of each unit, for the report of the whole."""
    blocks: list[Block] = [
        Paragraph(words) for words in (answered(subject), uneven(subject), weighted(subject)) if words
    ]
    if turnout(subject) is None:
        blocks += counts(subject, every_unit)
        return Section("who", subject.say(HEADING), blocks)
    blocks += likeness(subject)
    if any(_groups(subject)):
        blocks.append(chart(subject))
    if every_unit:
        blocks += by_unit(subject)
    return Section("who", subject.say(HEADING), blocks)


def answered(subject: Subject) -> str:
    """How many of those invited answered, in a sentence."""
    everybody, language = turnout(subject), subject.language
    if everybody is None:
        n = answers(subject)
        return subject.say(UNKNOWN) if n is None else subject.say(ANSWERS_ALONE, answered=number.count(n, language))
    return subject.say(
        ALL,
        answered=number.count(everybody.answered, language),
        invited=number.count(everybody.invited, language),
        rate=number.share(everybody.rate, language),
    )


def uneven(subject: Subject) -> str:
    """The two groups that answered least and most; empty when groups are not known."""
    groups = [(line.label, line.turnout) for line in _groups(subject) if line.turnout is not None]
    if len(groups) < 2:
        return ""
    (low, least), (high, most) = min(groups, key=lambda g: g[1].rate), max(groups, key=lambda g: g[1].rate)
    language = subject.language
    rates = {"low_rate": number.share(least.rate, language), "high_rate": number.share(most.rate, language)}
    return subject.say(UNEVEN, low=low, high=high, **rates)


def weighted(subject: Subject) -> str:
    """How the answers were weighted, and what it cost."""
    weighting = subject.spec.weighting
    if weighting.method == "none":
        return subject.say(NO_WEIGHTS)
    words = subject.say(GIVEN) if weighting.method == "given" else subject.say(POSTSTRATIFIED, by=by_words(subject))
    kish = subject.figure("response", "kish", statistic="kish")
    if kish is None or kish.estimate is None or kish.n is None or kish.estimate < EQUAL:
        return words
    effective = number.count(kish.n / kish.estimate, subject.language)
    return f"{words} {subject.say(KISH, effective=effective, kish=number.mean(kish.estimate, subject.language))}"


def by_words(subject: Subject, variables: Sequence[str] | None = None) -> str:
    """The calibration variables, or others, in a sentence: "alder, køn og målgruppe"."""
    known = {b.id: b.label[subject.language].lower() for b in subject.questionnaire.backgrounds}
    wanted = subject.spec.weighting.by if variables is None else variables
    return listed([known.get(v, v) for v in wanted], subject.language)


def counts(subject: Subject, every_unit: bool) -> Iterator[Table]:
    """The number of answers in each group, and in each unit, where there is no rate to tell."""
    rows: list[tuple[Cell, Cell]] = []
    sections: list[tuple[int, str]] = []
    for by in subject.spec.groups:
        found = {
            c: subject.figure("response", "answered", statistic="count", by=(by, c.id)) for c in subject.groups(by)
        }
        known = [(cells.words(c.label[subject.language]), _count(f, subject.language)) for c, f in found.items() if f]
        if known:
            sections.append((len(rows), subject.questionnaire.background(by).label[subject.language]))
            rows += known
    if rows:
        yield _counts(subject, "who-answers", subject.say(COUNTS), subject.say(GROUP), rows, sections)
    if every_unit:
        units = [
            (
                cells.words(subject.name_of(place)),
                _count(subject.figure("response", "answered", place, "count"), subject.language),
            )
            for place in subject.places
        ]
        yield _counts(subject, "who-answers-units", subject.say(COUNTS_BY_UNIT), subject.unit_head, units, [])


def _count(f: Figure | None, language: str) -> Cell:
    if f is None or f.n is None:
        return cells.absent(f, language)
    return Cell(number.count(f.n, language), f.n, "count")


def _counts(
    subject: Subject,
    id: str,
    title: str,
    first: str,
    rows: Sequence[tuple[Cell, Cell]],
    sections: Sequence[tuple[int, str]],
) -> Table:
    columns = (Column(first), Column(subject.say(ANSWERED), "right"))
    return Table(id, title, columns, tuple(rows), sections=tuple(sections))


@dataclass(frozen=True)
class _Line:
    """One row of the chart and its table: who, how many, or why that is not told."""

    label: str
    heading: str
    turnout: Turnout | None
    hidden: str


def _groups(subject: Subject) -> Iterator[_Line]:
    """Each group with a response rate; the first of a variable carries its heading."""
    for by in subject.spec.groups:
        heading = subject.questionnaire.background(by).label[subject.language]
        for code in subject.groups(by):
            f = subject.figure("response", "rate", statistic="rate", by=(by, code.id))
            if f is None:
                continue
            hidden = cells.missing(f, subject.language)
            yield _Line(code.label[subject.language], heading, turnout(subject, by=(by, code.id)), hidden)
            heading = ""


def chart(subject: Subject) -> Chart:
    """A bar a group, beside the rate of everybody."""
    return _chart(subject, "who-chart", subject.say(CHART), subject.say(GROUP), list(_groups(subject)))


def by_unit(subject: Subject) -> list[Chart]:
    """A bar a unit, beside the rate of the whole; as many to a chart as a page holds."""
    rates = {place: subject.figure("response", "rate", place, "rate") for place in subject.places}
    rows = [
        _Line(subject.name_of(place), "", turnout(subject, place), cells.missing(f, subject.language))
        for place, f in rates.items()
    ]
    parts = [rows[k : k + PAGE] for k in range(0, len(rows), PAGE)]
    title = subject.say(BY_UNIT)
    return [_chart(subject, f"who-units-{k}", title, subject.unit_head, part) for k, part in enumerate(parts, start=1)]


def _chart(subject: Subject, id: str, title: str, first: str, rows: list[_Line]) -> Chart:
    language = subject.language
    everybody = turnout(subject)
    assert everybody is not None

    def of(t: Turnout | None) -> str:
        if t is None:
            return ""
        counts = {"answered": number.count(t.answered, language), "invited": number.count(t.invited, language)}
        return subject.say(OF, **counts)

    rates = [
        Rate(r.label, r.turnout.rate if r.turnout else None, of(r.turnout), r.heading, hidden=r.hidden) for r in rows
    ]
    shown = [(r.label, r.turnout) for r in rows if r.turnout]
    lines = " ".join(f"{label}: {number.share(t.rate, language)} ({of(t)})." for label, t in shown)
    description = subject.say(DESCRIPTION, rate=number.share(everybody.rate, language), lines=lines)
    line = ReferenceLine(everybody.rate, f"{subject.name} {number.share(everybody.rate, language)}")
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
                *(Column(subject.say(words), "right") for words in (INVITED, ANSWERED, RATE)),
            ),
            rows=tuple((cells.words(row.label), *_row(row, language)) for row in rows),
            sections=tuple((k, row.heading) for k, row in enumerate(rows) if row.heading),
        ),
        notes=(subject.say(COUNTED),),
    )


def _row(row: _Line, language: str) -> tuple[Cell, Cell, Cell]:
    t = row.turnout
    if t is None:
        return Cell(""), Cell(""), Cell(row.hidden)
    return (
        Cell(number.count(t.invited, language), t.invited, "count"),
        Cell(number.count(t.answered, language), t.answered, "count"),
        Cell(number.share(t.rate, language), t.rate, "share"),
    )
