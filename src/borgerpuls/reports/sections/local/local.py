"""The local section: the questions that only this unit asked, and its comparison of two groups."""

from borgerpuls.messages import _
from borgerpuls.reports import cells
from borgerpuls.reports.blocks.distributions import distribution_charts, favourable
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Block, Paragraph, Section
from borgerpuls.reports.sections.local.comparison import comparison
from borgerpuls.reports.wording import number
from borgerpuls.results.statistics.levels import TOP2

HEADING = _("Local: {place}")
OWN = _("{place}: own questions")
ANSWER = _("“{question}” {share} answer {labels}, {n}.")
ONLY_HERE = _("These questions were asked here only, so there is nothing to set them beside.")


def local(context: ReportContext) -> Section | None:
    """None when the unit has neither questions nor a comparison of its own."""
    blocks = [*_questions(context), *comparison(context)]
    return Section("local", context.say(HEADING, place=context.name), blocks) if blocks else None


def _questions(context: ReportContext) -> list[Block]:
    language = context.language
    asked = context.questionnaire.local_of(context.place)
    if not asked:
        return []
    blocks: list[Block] = []
    for item in asked:
        top = context.figure("local", item.id, statistic=TOP2.id)
        if top is not None and top.estimate is not None and top.n is not None:
            words = ANSWER.format(
                question=item.wording[language],
                share=cells.estimate(top, "share", language).text,
                labels=favourable(context, item),
                n=number.n(top.n, language),
            )
            blocks.append(Paragraph(words[language], "finding"))
    title = context.say(OWN, place=context.name)
    return [
        *blocks,
        *distribution_charts(context, "local", title, asked, "local"),
        Paragraph(context.say(ONLY_HERE), "note"),
    ]
