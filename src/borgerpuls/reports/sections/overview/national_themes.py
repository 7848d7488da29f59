"""The themes of the whole: both national means, and how many units are marked."""

from borgerpuls.messages import _
from borgerpuls.reports import cells
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Block, Column, Paragraph, Section, Table
from borgerpuls.reports.wording.sentence import Verdict
from borgerpuls.results.statistics.levels import TOP2

TWO = _("Two means of {whole}")
TWO_WORDS = _(
    "Over {persons}, every {person} counts alike, so large {units} count for most; that is “{citizens}”. "
    "Over {units}, every {unit} counts alike; that is “{municipalities}”. This wave compares with “{used}”."
)
THEME = _("Theme")
MEANS = _("Mean on each theme")
POSITIVE = _("Positive answers")
BRACKETS = _("The 95% interval stands in brackets. The last column is the number of {units} marked up and down.")
OUT = _("Marked up / down")


def themes(context: ReportContext) -> Section:
    """Both means of every theme, the share of favourable answers, and how many units are marked."""
    code = context.places.whole
    names = {"citizens": context.places.name_of(code), "municipalities": context.places.name_of(f"{code}.units")}
    words = context.say(TWO_WORDS, used=context.places.name_of(context.places.benchmark), **names)
    blocks: list[Block] = [Paragraph(words), table(context)]
    return Section("themes", context.say(TWO), blocks)


def table(context: ReportContext) -> Table:
    language, code = context.language, context.places.whole
    rows = []
    for theme in context.themes:
        verdicts = [context.verdict(theme, place) for place in context.places.units]
        rows.append(
            (
                cells.words(theme.name[language]),
                cells.estimate(context.theme(theme, code), "mean", language),
                cells.estimate(context.theme(theme, f"{code}.units"), "mean", language),
                cells.estimate(context.figure("theme", theme.id, code, TOP2.id), "share", language),
                cells.count(context.theme(theme, code), language),
                cells.words(f"{verdicts.count(Verdict.ABOVE)} / {verdicts.count(Verdict.BELOW)}"),
            )
        )
    return Table(
        id="national-themes",
        title=context.say(MEANS),
        columns=(
            Column(context.say(THEME)),
            Column(context.places.name_of(code), "right"),
            Column(context.places.name_of(f"{code}.units"), "right"),
            Column(context.say(POSITIVE), "right"),
            Column("n", "right"),
            Column(context.say(OUT), "right"),
        ),
        rows=tuple(rows),
        notes=(context.say(BRACKETS),),
    )
