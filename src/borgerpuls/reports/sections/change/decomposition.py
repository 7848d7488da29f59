"""The decomposition of a change (Kitagawa): other persons than last time, and the same groups answering otherwise."""

from collections.abc import Sequence

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports import cells
from borgerpuls.reports.context.history import HistoryWave, change
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Cell, Column, Table
from borgerpuls.reports.wording.sentence import Verdict
from borgerpuls.results.figures.figure import Figure

TABLE = _("What the change is made of")
THEME = _("Theme")
CHANGE = _("Change")
MIX = _("Because the {persons} are others")
PERFORMANCE = _("Because the answers are others")
NOTE = _(
    "The change is taken apart in two that add up to it: one comes from groups making up another share "
    "than last time, the other from the same groups answering otherwise (Kitagawa 1955). The 95% interval "
    "stands in brackets."
)


def table(context: ReportContext, past: Sequence[HistoryWave]) -> Table | None:
    """A row a theme: the change and its two parts; None where no change could be taken apart."""
    if len(past) < 2 or not any(
        _component(past, part, t, context) for part in ("mix", "performance") for t in context.themes
    ):
        return None
    titles = (CHANGE, MIX, PERFORMANCE)
    return Table(
        id="change-parts",
        title=context.say(TABLE),
        columns=(Column(context.say(THEME)), *(Column(context.say(title), "right") for title in titles)),
        rows=tuple(_row(context, past, theme) for theme in context.themes),
        notes=(context.say(NOTE),),
    )


def _row(context: ReportContext, past: Sequence[HistoryWave], theme: Theme) -> tuple[Cell, ...]:
    figures = (
        change(past, theme, context.place),
        *(_component(past, part, theme, context) for part in ("mix", "performance")),
    )
    return (
        cells.words(theme.name[context.language]),
        *(cells.difference(f, Verdict.UNKNOWN, context.language) for f in figures),
    )


def _component(past: Sequence[HistoryWave], part: str, theme: Theme, context: ReportContext) -> Figure | None:
    return past[-1].parts.get((part, theme.id, context.place))
