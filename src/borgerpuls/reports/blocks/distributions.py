"""Answers to items as diverging bars, with their table."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Item
from borgerpuls.reports import cells
from borgerpuls.reports.charts.specification import Bar, BarChart, Interval
from borgerpuls.reports.context.phrases import capital
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Chart, Column, Table
from borgerpuls.reports.wording import number
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.statistics.levels import TOP2, share_of

QUESTION = _("Question")
TOP = _("{labels}, % (95% interval)")
POSITIVE = _("Positive")
CHART_MEAN = _("Mean")
MEAN = _("Mean (95% interval)")
AND = _(" or ")
DESCRIPTION = _("The spread of answers to {count} questions, in per cent. {lines}")
LINE = _("{question}: {top} answer {labels}, {n}.")


def distribution_charts(
    context: ReportContext, id: str, title: str, asked: Sequence[Item], kind: str = "item"
) -> Iterator[Chart]:
    """The items as charts, those in a row that share a scale together."""
    for k, (_unused, alike) in enumerate(groupby(asked, key=lambda item: item.scale.id)):
        yield _chart(context, f"items-{id}-{k}" if k else f"items-{id}", title, tuple(alike), kind)


def _chart(context: ReportContext, id: str, title: str, asked: tuple[Item, ...], kind: str) -> Chart:
    language = context.language
    lines = " ".join(_line(context, item, kind) for item in asked)
    description = context.say(DESCRIPTION, count=number.count(len(asked), language), lines=lines)
    bars = BarChart(
        rows=tuple(_bar(context, item, kind) for item in asked),
        categories=tuple(category.label[language] for category in asked[0].scale.answers),
        favourable=context.say(POSITIVE),
        mean=context.say(CHART_MEAN),
    )
    return Chart(
        id=id,
        title=title,
        description=description,
        specification=bars,
        table=_table(context, id, title, asked, kind),
    )


def _bar(context: ReportContext, item: Item, kind: str) -> Bar:
    mean = context.figure(kind, item.id)
    shares = [context.figure(kind, item.id, statistic=share_of(c.code)) for c in item.scale.answers]
    known = [share.estimate for share in shares if share is not None and share.estimate is not None]
    if mean is None or mean.estimate is None or len(known) < len(shares):
        hidden = cells.missing(mean, context.language)
        return Bar(item.wording[context.language], (), None, None, None, None, hidden=capital(hidden))
    beside = (
        context.figure(kind, item.id, context.places.benchmark) if context.place != context.places.benchmark else None
    )
    return Bar(
        question=item.wording[context.language],
        shares=tuple(known),
        mean=mean.estimate,
        low=mean.low,
        high=mean.high,
        n=mean.n,
        favourable=_interval(context.figure(kind, item.id, statistic=TOP2.id)),
        beside=beside.estimate if beside else None,
    )


def _interval(figure: Figure | None) -> Interval | None:
    if figure is None or figure.estimate is None or figure.low is None or figure.high is None:
        return None
    return Interval(figure.estimate, figure.low, figure.high)


def _table(context: ReportContext, id: str, title: str, asked: tuple[Item, ...], kind: str) -> Table:
    language = context.language
    scale = asked[0].scale
    rows = []
    for item in asked:
        mean, top = context.figure(kind, item.id), context.figure(kind, item.id, statistic=TOP2.id)
        rows.append(
            (
                cells.words(item.wording[language]),
                *(
                    cells.estimate(context.figure(kind, item.id, statistic=share_of(c.code)), "share", language)
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
            Column(context.say(QUESTION)),
            *(Column(c.label[language], "right") for c in scale.answers),
            Column(context.say(TOP, labels=favourable(context, item)), "right"),
            Column(context.say(MEAN), "right"),
            Column("n", "right"),
        ),
        rows=tuple(rows),
    )


def favourable(context: ReportContext, item: Item) -> str:
    """The labels of the favourable answers: "Tilfreds eller Meget tilfreds"."""
    labels = [c.label[context.language] for c in item.scale.answers if c.favourable]
    return AND[context.language].join(labels)


def _line(context: ReportContext, item: Item, kind: str) -> str:
    """One question's share of favourable answers with n, for those who cannot see the bars."""
    language = context.language
    top = context.figure(kind, item.id, statistic=TOP2.id)
    if top is None or top.estimate is None or top.n is None:
        return f"{item.wording[language]}: {cells.missing(top, language)}."
    share = cells.estimate(top, "share", language).text
    labels = favourable(context, item)
    return LINE.format(question=item.wording[language], top=share, labels=labels, n=number.n(top.n, language))[language]
