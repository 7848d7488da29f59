"""Every question's answers as diverging bars, theme by theme."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Item
from borgerpuls.reports import cells
from borgerpuls.reports.charts.specification import Bar, BarChart, Interval
from borgerpuls.reports.context.report_context import Subject, capital
from borgerpuls.reports.document import Block, Chart, Column, Paragraph, Section, Table
from borgerpuls.reports.wording import number
from borgerpuls.results.figures.figure import Figure

HEADING = _("The answers to each question")
GUIDE = _(
    "Each bar shows how the answers are spread, in per cent: the most negative to the left of the line, "
    "the most positive to the right. Beside it stand the share of positive answers and the mean, each with "
    "its 95% interval. “Do not know” and “not relevant” do not count. n is the number of answers."
)
STROKE = _("The upright stroke is {other}.")
ALONE = _("Other questions")
QUESTION = _("Question")
TOP = _("{labels}, % (95% interval)")
POSITIVE = _("Positive")
CHART_MEAN = _("Mean")
MEAN = _("Mean (95% interval)")
AND = _(" or ")
DESCRIPTION = _("The spread of answers to {count} questions, in per cent. {lines}")
LINE = _("{question}: {top} answer {labels}, {n}.")


def items(subject: Subject) -> Section:
    """One chart a theme (one a scale where a theme mixes them); items without a theme come last."""
    stroke = subject.say(STROKE, other=subject.benchmark_name) if subject.place in subject.places else ""
    blocks: list[Block] = [Paragraph(f"{subject.say(GUIDE)} {stroke}".strip(), "note")]
    for theme in subject.themes:
        blocks += charts(subject, theme.id, theme.name[subject.language], subject.items(theme))
    alone = tuple(item for item in subject.questionnaire.items if item.theme is None)
    blocks += charts(subject, "alone", subject.say(ALONE), alone)
    return Section("items", subject.say(HEADING), blocks)


def charts(subject: Subject, id: str, title: str, asked: Sequence[Item], kind: str = "item") -> Iterator[Chart]:
    """The items as charts, those in a row that share a scale together."""
    for k, (_unused, alike) in enumerate(groupby(asked, key=lambda item: item.scale.id)):
        yield _chart(subject, f"items-{id}-{k}" if k else f"items-{id}", title, tuple(alike), kind)


def _chart(subject: Subject, id: str, title: str, asked: tuple[Item, ...], kind: str) -> Chart:
    language = subject.language
    lines = " ".join(_line(subject, item, kind) for item in asked)
    description = subject.say(DESCRIPTION, count=number.count(len(asked), language), lines=lines)
    bars = BarChart(
        rows=tuple(_bar(subject, item, kind) for item in asked),
        categories=tuple(category.label[language] for category in asked[0].scale.answers),
        favourable=subject.say(POSITIVE),
        mean=subject.say(CHART_MEAN),
    )
    return Chart(
        id=id,
        title=title,
        description=description,
        specification=bars,
        table=_table(subject, id, title, asked, kind),
    )


def _bar(subject: Subject, item: Item, kind: str) -> Bar:
    mean = subject.figure(kind, item.id)
    shares = [subject.figure(kind, item.id, statistic=f"share={c.code}") for c in item.scale.answers]
    known = [share.estimate for share in shares if share is not None and share.estimate is not None]
    if mean is None or mean.estimate is None or len(known) < len(shares):
        hidden = cells.missing(mean, subject.language)
        return Bar(item.wording[subject.language], (), None, None, None, None, hidden=capital(hidden))
    beside = subject.figure(kind, item.id, subject.benchmark) if subject.place != subject.benchmark else None
    return Bar(
        question=item.wording[subject.language],
        shares=tuple(known),
        mean=mean.estimate,
        low=mean.low,
        high=mean.high,
        n=mean.n,
        favourable=_interval(subject.figure(kind, item.id, statistic="top2")),
        beside=beside.estimate if beside else None,
    )


def _interval(figure: Figure | None) -> Interval | None:
    if figure is None or figure.estimate is None or figure.low is None or figure.high is None:
        return None
    return Interval(figure.estimate, figure.low, figure.high)


def _table(subject: Subject, id: str, title: str, asked: tuple[Item, ...], kind: str) -> Table:
    language = subject.language
    scale = asked[0].scale
    rows = []
    for item in asked:
        mean, top = subject.figure(kind, item.id), subject.figure(kind, item.id, statistic="top2")
        rows.append(
            (
                cells.words(item.wording[language]),
                *(
                    cells.estimate(subject.figure(kind, item.id, statistic=f"share={c.code}"), "share", language)
                    for c in scale.answers
                ),
                cells.estimate(top, "share", language),
                cells.estimate(mean, "mean", language),
                cells.count(mean, language),
            )
        )
    return Table(
        id=f"{id}-table",
        title=title,
        columns=(
            Column(subject.say(QUESTION)),
            *(Column(c.label[language], "right") for c in scale.answers),
            Column(subject.say(TOP, labels=favourable(subject, item)), "right"),
            Column(subject.say(MEAN), "right"),
            Column("n", "right"),
        ),
        rows=tuple(rows),
    )


def favourable(subject: Subject, item: Item) -> str:
    """The labels of the favourable answers: "Tilfreds eller Meget tilfreds"."""
    labels = [c.label[subject.language] for c in item.scale.answers if c.favourable]
    return AND[subject.language].join(labels)


def _line(subject: Subject, item: Item, kind: str) -> str:
    """One question's share of favourable answers with n, for those who cannot see the bars."""
    language = subject.language
    top = subject.figure(kind, item.id, statistic="top2")
    if top is None or top.estimate is None or top.n is None:
        return f"{item.wording[language]}: {cells.missing(top, language)}."
    share = cells.estimate(top, "share", language).text
    labels = favourable(subject, item)
    return LINE.format(question=item.wording[language], top=share, labels=labels, n=number.n(top.n, language))[language]
