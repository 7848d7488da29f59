"""Case-mix adjustment: the mean of a place before it, after it, and the effect of it."""

from collections.abc import Sequence

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports import cells
from borgerpuls.reports.blocks.backgrounds import listed_backgrounds
from borgerpuls.reports.context.phrases import capital
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Block, Cell, Column, Paragraph, Section, Table
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import LEVEL, SHORT, Verdict, judge
from borgerpuls.results.declaration.statistic import Statistic
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.statistics.case_mix import CASE_MIX, CASE_MIX_EFFECT, STATISTICS

HEADING = _("If {persons} were alike everywhere")
GUIDE = _(
    "{units} do not have the same {persons}. Here the numbers are adjusted for {by}, which a {unit} does "
    "not control. The three numbers belong together: before adjusting, after, and what adjusting did."
)
TABLE = _("Before and after adjusting")
THEME = _("Theme")
BEFORE = _("Before")
AFTER = _("After")
EFFECT = _("Effect")
DIFFERENCE = _("Difference after adjusting")
MEANING = _("What it says")
NOTE = _(
    "Before and after are means in which every answer counts alike, so that the number before adjusting "
    "may differ a little from the weighted one. The 95% interval stands in brackets. The difference is "
    "from the adjusted mean of {whole}; a difference is marked only where it is sure among those of all {units} and "
    "themes together."
)
MOVED = _("{theme}: adjusting moves {place} by {effect}, from {before} to {after}.")
STILL = _("{theme}: adjusting does not move {place}; the number is {after} before and after.")
ALONE = {**SHORT, Verdict.ABOVE: _("Above"), Verdict.BELOW: _("Below")}
"""A difference after adjusting: above or below the adjusted whole, which is not the benchmark of what stands out."""
RANGE = _("What adjusting does to {units}")
DOWN = _("Most down")
UP = _("Most up")
LEFT = _("Differences between {units} after adjusting")
SURE = _("Yes, {p}")
UNSURE = _("Cannot be seen, {p}")


def case_mix(context: ReportContext) -> Section | None:
    """None where the wave names nothing to adjust for, or nothing could be adjusted."""
    own = context.of_unit
    places = (context.place,) if own else context.places.units
    if not any(_shown(context, theme, places) for theme in context.themes):
        return None
    blocks: list[Block] = [Paragraph(_guide(context))]
    if own:
        blocks += [Paragraph(words, "finding") for words in (effect_sentence(context, context.overall),) if words]
    blocks.append(table(context) if own else ranges(context))
    return Section("casemix", context.say(HEADING), blocks)


def _guide(context: ReportContext) -> str:
    return capital(context.say(GUIDE, by=listed_backgrounds(context, context.spec.case_mix)))


def effect_sentence(context: ReportContext, theme: Theme) -> str:
    """What adjusting did to a theme, in a sentence; empty where there is nothing to tell."""
    before, after, effect = (_figure(context, theme, part) for part in STATISTICS)
    if any(f is None or f.estimate is None for f in (before, after, effect)):
        return ""
    assert before is not None
    assert after is not None
    assert effect is not None
    language = context.language
    values = {
        "before": number.mean(before.estimate or 0.0, language),
        "after": number.mean(after.estimate or 0.0, language),
        "effect": number.difference(effect.estimate or 0.0, language),
    }
    words = STILL if values["before"] == values["after"] else MOVED
    return context.say(words, theme=theme.name, place=context.name, **values)


def table(context: ReportContext) -> Table:
    """A row a theme: before, after, effect, and the difference that is left."""
    titles = (THEME, BEFORE, AFTER, EFFECT, DIFFERENCE, MEANING)
    return Table(
        id="casemix-table",
        title=context.say(TABLE),
        columns=tuple(Column(context.say(title), "left" if title in (THEME, MEANING) else "right") for title in titles),
        rows=tuple(_row(context, theme) for theme in context.themes),
        notes=(context.say(NOTE),),
    )


def _row(context: ReportContext, theme: Theme) -> tuple[Cell, ...]:
    language = context.language
    before, after, effect = (_figure(context, theme, part) for part in STATISTICS)
    verdict = judge(after, context.relevance.between_units)
    return (
        cells.words(theme.name[language]),
        cells.plain(before, language),
        cells.estimate(after, "mean", language, strong=True),
        _signed(effect, language),
        cells.difference(after, verdict, language, context.scale(theme).better),
        Cell(ALONE[verdict][language]),
    )


def ranges(context: ReportContext) -> Table:
    """A row a theme: the units that adjusting moves most, and whether differences between units are left."""
    language = context.language
    titles = (THEME, DOWN, UP, LEFT)
    return Table(
        id="casemix-ranges",
        title=context.say(RANGE),
        columns=tuple(Column(context.say(title)) for title in titles),
        rows=tuple(
            (cells.words(theme.name[language]), *_ends(context, theme), _remaining_differences(context, theme))
            for theme in context.themes
        ),
    )


def _ends(context: ReportContext, theme: Theme) -> tuple[Cell, Cell]:
    figures = {place: _figure(context, theme, CASE_MIX_EFFECT, place) for place in context.places.units}
    known = [(f.estimate, place) for place, f in figures.items() if f is not None and f.estimate is not None]
    if not known:
        return Cell("–"), Cell("–")

    def cell(end: tuple[float, str]) -> Cell:
        return Cell(f"{context.places.name_of(end[1])} {number.difference(end[0], context.language)}")

    return cell(min(known)), cell(max(known))


def _remaining_differences(context: ReportContext, theme: Theme) -> Cell:
    whole = _figure(context, theme, CASE_MIX, context.places.whole)
    if whole is None or whole.p is None:
        return Cell("–")
    return Cell(context.say(SURE if whole.p < LEVEL else UNSURE, p=number.p_value(whole.p, context.language)))


def _shown(context: ReportContext, theme: Theme, places: Sequence[str]) -> bool:
    figures = (_figure(context, theme, CASE_MIX, place) for place in places)
    return any(f is not None and f.estimate is not None for f in figures)


def _figure(context: ReportContext, theme: Theme, statistic: Statistic, place: str = "") -> Figure | None:
    return context.figure("theme", theme.id, place, statistic.id)


def _signed(figure: Figure | None, language: str) -> Cell:
    if figure is None or figure.estimate is None:
        return cells.absent(figure, language)
    return Cell(number.difference(figure.estimate, language), figure.estimate, "mean")
