"""Every question's answers as diverging bars, theme by theme."""

from borgerpuls.messages import _
from borgerpuls.reports.blocks.distributions import distribution_charts
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Block, Paragraph, Section

HEADING = _("The answers to each question")
GUIDE = _(
    "Each bar shows how the answers are spread, in per cent: the most negative to the left of the line, "
    "the most positive to the right. Beside it stand the share of positive answers and the mean, each with "
    "its 95% interval. “Do not know” and “not relevant” do not count. n is the number of answers."
)
STROKE = _("The upright stroke is {other}.")
ALONE = _("Other questions")


def items(context: ReportContext) -> Section:
    """One chart a theme (one a scale where a theme mixes them); items without a theme come last."""
    stroke = context.say(STROKE, other=context.places.benchmark_name) if context.of_unit else ""
    blocks: list[Block] = [Paragraph(f"{context.say(GUIDE)} {stroke}".strip(), "note")]
    for theme in context.themes:
        blocks += distribution_charts(context, theme.id, theme.name[context.language], context.items(theme))
    alone = tuple(item for item in context.questionnaire.items if item.theme is None)
    blocks += distribution_charts(context, "alone", context.say(ALONE), alone)
    return Section("items", context.say(HEADING), blocks)
