"""Background variables: their names in a sentence, and those of their groups that have figures."""

from collections.abc import Sequence

from borgerpuls.questionnaire.model import Code
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.wording.sentence import listed


def listed_backgrounds(context: ReportContext, variables: Sequence[str]) -> str:
    """The names of background variables in a sentence: "alder, køn og målgruppe"."""
    labels = {b.id: b.label[context.language].lower() for b in context.questionnaire.backgrounds}
    return listed([labels.get(variable, variable) for variable in variables], context.language)


def groups_with_figures(context: ReportContext, by: str) -> tuple[Code, ...]:
    """The groups of a background variable that have figures in this wave, in the order of the code list."""
    return tuple(c for c in context.groups(by) if context.theme(context.overall, by=(by, c.id)) is not None)
