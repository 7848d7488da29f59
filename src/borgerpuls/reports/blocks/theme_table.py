"""The themes of a place beside the benchmark, in a table with every difference and its interval, and their scales."""

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports import cells
from borgerpuls.reports.blocks.representativity import bias_of_themes
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Cell, Column, Table
from borgerpuls.reports.wording import number, sentence
from borgerpuls.reports.wording.sentence import SHORT, Verdict, judge

THEME = _("Theme")
DIFFERENCE = _("Difference")
MEANING = _("What it says")
TABLE = _("Mean on each theme")
RULE = _(
    "The 95% interval stands in brackets. n is the number of answers. A difference is marked only when its "
    "interval leaves zero out and it is at least {relevant}."
)
TOGETHER = _(
    "The 95% interval stands in brackets. n is the number of answers. The interval of the difference is so "
    "wide that it holds for all {units} at once, and the number of themes is corrected for: none is marked "
    "merely because many are compared. A difference is marked only when its interval leaves zero out and "
    "it is at least {relevant}."
)
CHANCE = _(
    "The table makes {count} comparisons. Even if there were no differences at all, about 1 in 20 "
    "intervals would leave zero out by chance."
)
SCALE = _("The scale runs from {low} to {high}, and {best} is best.")
SCALE_OF = _("The scale of {themes} runs from {low} to {high}, and {best} is best.")
INTERVAL = _("The interval shows how sure the number is: the shorter, the surer.")


def scale_words(context: ReportContext) -> str:
    """The ends of the scale and which of them is best; of each scale, where the themes have several."""
    scales: dict[tuple[int, int, int], list[str]] = {}
    for theme in context.themes:
        scale = context.scale(theme)
        values = [c.value for c in scale.answers if c.value is not None]
        ends = min(values), max(values)
        scales.setdefault((*ends, ends[scale.better == "high"]), []).append(theme.name[context.language])
    words = SCALE if len(scales) == 1 else SCALE_OF
    said = [
        context.say(words, low=low, high=high, best=best, themes=sentence.listed(names, context.language))
        for (low, high, best), names in scales.items()
    ]
    return " ".join([*said, context.say(INTERVAL)])


def _meaning(context: ReportContext, theme: Theme, said: Verdict) -> Cell:
    """What a difference says, or why nothing is said of it among all units."""
    judged = context.stands_out(theme)
    if said is Verdict.UNKNOWN and judged is not None and judged.hidden:
        return cells.absent(judged, context.language)
    return Cell(SHORT[said][context.language])


def theme_table(context: ReportContext) -> Table:
    language, relevant = context.language, context.relevance.between_units
    rows = []
    for theme in context.themes:
        own = context.theme(theme)
        said = judge(own, relevant)
        rows.append(
            (
                cells.words(theme.name[language], strong=theme.id == context.overall.id),
                cells.estimate(own, "mean", language, strong=True),
                cells.count(own, language),
                cells.plain(context.theme(theme, context.places.benchmark), language),
                cells.difference(own, said, language, context.scale(theme).better),
                _meaning(context, theme, said),
            )
        )
    beyond = bias_of_themes(context)
    compared = sum(context.verdict(t) is not Verdict.UNKNOWN for t in context.themes)
    return Table(
        id="themes-table",
        title=context.say(TABLE),
        columns=(
            Column(context.say(THEME)),
            Column(context.name, "right"),
            Column("n", "right"),
            Column(context.places.name_of(context.places.benchmark), "right"),
            Column(context.say(DIFFERENCE), "right"),
            Column(context.say(MEANING)),
        ),
        rows=tuple(rows),
        notes=(
            (context.say(TOGETHER, relevant=number.mean(relevant, language)),)
            if context.simultaneous
            else (
                context.say(RULE, relevant=number.mean(relevant, language)),
                context.say(CHANCE, count=number.count(compared, language)),
            )
        )
        + ((beyond,) if beyond else ()),
    )
