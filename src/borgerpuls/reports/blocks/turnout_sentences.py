"""Who answered, in sentences: how many of those invited, and which groups least and most."""

from collections.abc import Iterator
from dataclasses import dataclass

from borgerpuls.messages import _
from borgerpuls.reports import cells
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.context.turnout import Turnout, answers, turnout
from borgerpuls.reports.wording import number
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.statistics.rate_families import RATE_STANDS_OUT
from borgerpuls.results.statistics.response_rates import RATE

ALL = _("{answered} of {invited} invited {persons} answered ({rate}).")
UNEVEN = _("The groups did not answer equally: {low_rate} of the group “{low}” and {high_rate} of the group “{high}”.")
FEWER = _("Fewer answered in the group “{low}” than among the others: {low_rate}.")
MORE = _("More answered in the group “{high}” than among the others: {high_rate}.")
ANSWERS_ALONE = _(
    "{answered} {persons} answered. The wave holds only those who answered: it does not say how many were "
    "asked, so there is no response rate."
)
UNKNOWN = _("We do not know how many were asked, so there is no response rate.")
ANSWERED = _("Answers")
RESPONSE_LEVEL = 0.01
"""Who answered is told of everybody asked, so that differences are soon sure: page one can ask for more than of its
other sentences, and all of them together claim one that is not there in at most about 5 of 100 reports."""


def answered(context: ReportContext) -> str:
    """How many of those invited answered, in a sentence."""
    everybody, language = turnout(context), context.language
    if everybody is None:
        n = answers(context)
        return context.say(UNKNOWN) if n is None else context.say(ANSWERS_ALONE, answered=number.count(n, language))
    return context.say(
        ALL,
        answered=number.count(everybody.answered, language),
        invited=number.count(everybody.invited, language),
        rate=number.share(everybody.rate, language),
    )


def uneven(context: ReportContext) -> str:
    """The group that answered least, and the one that answered most, of those that surely differ from the others."""
    fewer: list[tuple[float, str]] = []
    more: list[tuple[float, str]] = []
    for line in group_rates(context):
        judged = line.judged
        if line.turnout is not None and judged is not None and judged.p is not None and judged.p < RESPONSE_LEVEL:
            (fewer if (judged.difference or 0.0) < 0 else more).append((line.turnout.rate, line.label))
    values: dict[str, str] = {}
    if fewer:
        rate, low = min(fewer)
        values |= {"low": low, "low_rate": number.share(rate, context.language)}
    if more:
        rate, high = max(more)
        values |= {"high": high, "high_rate": number.share(rate, context.language)}
    words = UNEVEN if fewer and more else FEWER if fewer else MORE
    return context.say(words, **values) if values else ""


@dataclass(frozen=True)
class GroupRate:
    """One row of the chart and its table: who, how many, or why that is not told; ``judged`` among all groups."""

    label: str
    heading: str
    turnout: Turnout | None
    hidden: str
    judged: Figure | None = None


def group_rates(context: ReportContext) -> Iterator[GroupRate]:
    """Each group with a response rate; the first of a variable carries its heading."""
    for by in context.spec.groups:
        heading = context.questionnaire.background(by).label[context.language]
        for code in context.groups(by):
            f = context.response(RATE, by=(by, code.id))
            if f is None:
                continue
            hidden = cells.missing(f, context.language)
            at = (by, code.id)
            judged = context.response(RATE_STANDS_OUT, by=at)
            yield GroupRate(code.label[context.language], heading, turnout(context, by=at), hidden, judged)
            heading = ""
