"""Rank sets of a unit among the others, whether its mean is unusual, and the reliability of the units' means."""

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports import cells
from borgerpuls.reports.context.phrases import capital
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Cell, Column, Table
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import LEVEL, listed
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.statistics import between_units as statistics
from borgerpuls.rounding import MEANS, rounded, whole

RELIABLE = 0.7
"""From here on units can be told apart."""

TABLE = _("{place} among {count} {units}")
THEME = _("Theme")
PLACE = _("Place, 1 is best")
BETWEEN = _("between {low} and {high}")
EXACTLY = _("{low}")
AMONG = _("Among {units}")
RELIABILITY = _("Reliability")
HIGH = _("Unusually high")
LOW = _("Unusually low")
ORDINARY = _("Within the ordinary")
NOTE = _(
    "The places are 95% certain for all {units} at once. “Unusual” is a number farther from the others than "
    "{units} ordinarily are from each other: of {units} that are all ordinary, about 1 in 20 is. Reliability is "
    "the part of the differences that is not chance: below {reliable}, {units} cannot be told apart."
)
SENTENCE = _(
    "{place} is between place {low} and {high} of {count} {units}; place 1 is best, and the places are 95% "
    "certain for all {units} at once."
)
UNRELIABLE = _(
    "{units} cannot be told apart on {themes}: the differences are too small against the uncertainty "
    "(reliability below {reliable})."
)


def reliable(reliability: float) -> bool:
    """Is a reliability, as it is printed, high enough to tell units apart?"""
    return rounded(reliability, MEANS) >= rounded(RELIABLE, MEANS)


def compared(context: ReportContext, theme: Theme) -> int:
    """How many units take a place on a theme."""
    f = context.figure("theme", theme.id, context.places.whole, statistics.COMPARED.id)
    return 0 if f is None or f.estimate is None else whole(f.estimate)


def place_sentence(context: ReportContext, theme: Theme) -> str:
    """Between which places the report's own unit stands; empty where it takes none."""
    f = context.figure("theme", theme.id, statistic=statistics.RANK.id)
    if not context.of_unit or f is None or f.low is None or f.high is None:
        return ""
    return context.say(
        SENTENCE, place=context.name, low=whole(f.low), high=whole(f.high), count=compared(context, theme)
    )


def unreliable(context: ReportContext) -> str:
    """The themes on which units cannot be told apart; empty when there is none."""
    figures = {
        theme: context.figure("theme", theme.id, statistic=statistics.RELIABILITY.id) for theme in context.themes
    }
    themes = [
        theme.name[context.language]
        for theme, f in figures.items()
        if f is not None and f.estimate is not None and not reliable(f.estimate)
    ]
    if not themes:
        return ""
    least = number.fixed(RELIABLE, context.language, 1)
    return capital(context.say(UNRELIABLE, themes=listed(themes, context.language), reliable=least))


def table(context: ReportContext) -> Table | None:
    """A row a theme: the place, the verdict among units, the reliability; None where units were not compared."""
    if not any(context.figure("theme", theme.id, statistic=statistics.RANK.id) for theme in context.themes):
        return None
    language = context.language
    return Table(
        id="standing-table",
        title=context.say(TABLE, place=context.name, count=max(compared(context, theme) for theme in context.themes)),
        columns=(
            Column(context.say(THEME)),
            Column(context.say(PLACE)),
            Column(context.say(AMONG)),
            Column(context.say(RELIABILITY), "right"),
        ),
        rows=tuple(_row(context, theme) for theme in context.themes),
        notes=tuple(
            words
            for words in (unreliable(context), context.say(NOTE, reliable=number.fixed(RELIABLE, language, 1)))
            if words
        ),
    )


def _row(context: ReportContext, theme: Theme) -> tuple[Cell, ...]:
    language = context.language
    rank, unusual, reliability = (
        context.figure("theme", theme.id, statistic=statistic)
        for statistic in (statistics.RANK.id, statistics.UNUSUAL.id, statistics.RELIABILITY.id)
    )
    return (
        cells.words(theme.name[language]),
        cells.absent(rank, language) if rank is None or rank.low is None else Cell(_between(context, rank)),
        cells.absent(unusual, language) if unusual is None or unusual.p is None else Cell(_unusual(context, unusual)),
        cells.plain(reliability, language),
    )


def _between(context: ReportContext, rank: Figure) -> str:
    assert rank.low is not None
    assert rank.high is not None
    low, high = whole(rank.low), whole(rank.high)
    return context.say(EXACTLY if low == high else BETWEEN, low=low, high=high)


def _unusual(context: ReportContext, f: Figure) -> str:
    assert f.p is not None
    assert f.difference is not None
    if f.p >= LEVEL:
        return context.say(ORDINARY)
    return context.say(HIGH if f.difference > 0 else LOW)
