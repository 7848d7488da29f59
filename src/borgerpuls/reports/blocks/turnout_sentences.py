"""Who answered, in sentences: how many of those invited, and which groups least and most."""

from collections.abc import Iterator
from dataclasses import dataclass

from borgerpuls.messages import _
from borgerpuls.reports import cells
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.context.turnout import Turnout, answers, turnout
from borgerpuls.reports.wording import number
from borgerpuls.results.statistics.response_rates import RATE

ALL = _("{answered} of {invited} invited {persons} answered ({rate}).")
UNEVEN = _("The groups did not answer equally: {low_rate} of the group “{low}” and {high_rate} of the group “{high}”.")
ANSWERS_ALONE = _(
    "{answered} {persons} answered. The wave holds only those who answered: it does not say how many were "
    "asked, so there is no response rate."
)
UNKNOWN = _("We do not know how many were asked, so there is no response rate.")
ANSWERED = _("Answers")


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
    """The two groups that answered least and most; empty when groups are not known."""
    groups = [(line.label, line.turnout) for line in group_rates(context) if line.turnout is not None]
    if len(groups) < 2:
        return ""
    (low, least), (high, most) = min(groups, key=lambda g: g[1].rate), max(groups, key=lambda g: g[1].rate)
    language = context.language
    rates = {"low_rate": number.share(least.rate, language), "high_rate": number.share(most.rate, language)}
    return context.say(UNEVEN, low=low, high=high, **rates)


@dataclass(frozen=True)
class GroupRate:
    """One row of the chart and its table: who, how many, or why that is not told."""

    label: str
    heading: str
    turnout: Turnout | None
    hidden: str


def group_rates(context: ReportContext) -> Iterator[GroupRate]:
    """Each group with a response rate; the first of a variable carries its heading."""
    for by in context.spec.groups:
        heading = context.questionnaire.background(by).label[context.language]
        for code in context.groups(by):
            f = context.response(RATE, by=(by, code.id))
            if f is None:
                continue
            hidden = cells.missing(f, context.language)
            yield GroupRate(code.label[context.language], heading, turnout(context, by=(by, code.id)), hidden)
            heading = ""
