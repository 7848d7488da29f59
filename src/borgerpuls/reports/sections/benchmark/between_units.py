"""Differences between units: which of them stand out on which theme, their spread, and the reliability of a mean."""

from collections.abc import Iterator
from statistics import median_low

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports import cells
from borgerpuls.reports.blocks import rank_sets
from borgerpuls.reports.context.phrases import capital
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Block, Cell, Column, Paragraph, Section, Table
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import Verdict
from borgerpuls.results.statistics import between_units as statistics
from borgerpuls.rounding import rounded

HEADING = _("How much {units} differ")
SPREAD = _("On {theme}, two in three {units} lie within {one} of the middle once chance is taken out.")
NO_SPREAD = _("On {theme}, the differences between {units} are no larger than chance can make.")
GUIDE = _(
    "Standing out means that the difference from {other} is sure when all {units} are tried at once, and "
    "at least {relevant}."
)
OUT = _("{units} that stand out")
THEME = _("Theme")
ABOVE = _("Above")
BELOW = _("Below")
NOBODY = _("none")
SURE = _("Differences between {units}")
TAU = _("Spread (SD)")
RELIABILITY = _("Reliability")
NEEDED = _("Answers needed")
APART = _("What it says")
CAN = _("{units} can be told apart")
CANNOT = _("{units} cannot be told apart")
NOTE = _(
    "The spread is the standard deviation between {units} once chance is taken out. Reliability is the "
    "middle one; from {reliable}, {units} can be told apart, and so many answers in each {unit} are needed "
    "to reach it."
)


def between_units(context: ReportContext) -> Section | None:
    """None where units were not compared."""
    if not context.simultaneous:
        return None
    guide = context.say(
        GUIDE,
        other=context.places.benchmark_name,
        relevant=number.mean(context.relevance.between_units, context.language),
    )
    blocks: list[Block] = [
        Paragraph(f"{capital(guide)} {_spread_sentence(context, context.overall)}".strip()),
        standing_out_table(context),
    ]
    if any(_tau(context, theme) is not None for theme in context.themes):
        blocks.append(reliability_table(context))
    return Section("spread", context.say(HEADING), blocks)


def standing_out_table(context: ReportContext) -> Table:
    """The units that stand out on each theme, by name."""
    rows = []
    for theme in context.themes:
        verdicts = {place: context.verdict(theme, place) for place in context.places.units}

        def names(wanted: Verdict, verdicts: dict[str, Verdict] = verdicts) -> Cell:
            marked = [context.places.name_of(place) for place, v in verdicts.items() if v is wanted]
            return Cell(", ".join(marked) or context.say(NOBODY))

        rows.append((cells.words(theme.name[context.language]), names(Verdict.ABOVE), names(Verdict.BELOW)))
    return Table(
        id="spread-out",
        title=capital(context.say(OUT)),
        columns=(
            Column(context.say(THEME)),
            Column(context.say(ABOVE), width=0.36),
            Column(context.say(BELOW), width=0.36),
        ),
        rows=tuple(rows),
    )


def reliability_table(context: ReportContext) -> Table:
    """How far units lie from each other, and whether that is enough to tell them apart."""
    reliable = number.fixed(rank_sets.RELIABLE, context.language, 1)
    titles = (THEME, TAU, RELIABILITY, NEEDED, APART)
    return Table(
        id="spread-sure",
        title=context.say(SURE),
        columns=tuple(
            Column(context.say(title), "right" if title in (TAU, RELIABILITY, NEEDED) else "left") for title in titles
        ),
        rows=tuple(tuple(_reliability_row(context, theme)) for theme in context.themes),
        notes=(context.say(NOTE, reliable=reliable),),
    )


def _reliability_row(context: ReportContext, theme: Theme) -> Iterator[Cell]:
    language, whole = context.language, context.places.whole
    yield cells.words(theme.name[language])
    yield cells.plain(context.figure("theme", theme.id, whole, statistics.TAU.id), language)
    middle = median_reliability(context, theme)
    if middle is None:
        yield from (Cell("–"), Cell("–"), Cell("–"))
        return
    yield Cell(number.mean(middle, language), middle, "mean")
    needed = context.figure("theme", theme.id, whole, statistics.ANSWERS_NEEDED.id)
    if needed is None or needed.estimate is None:
        yield Cell("–")
    else:
        yield Cell(number.count(needed.estimate, language), needed.estimate, "count")
    yield Cell(capital(context.say(CAN if rank_sets.reliable(middle) else CANNOT)))


def median_reliability(context: ReportContext, theme: Theme) -> float | None:
    """The middle one of the units' reliabilities."""
    figures = (context.figure("theme", theme.id, place, statistics.RELIABILITY.id) for place in context.places.units)
    known = [f.estimate for f in figures if f is not None and f.estimate is not None]
    return median_low(known) if known else None


def _tau(context: ReportContext, theme: Theme) -> float | None:
    f = context.figure("theme", theme.id, context.places.whole, statistics.TAU.id)
    return None if f is None else f.estimate


def _spread_sentence(context: ReportContext, theme: Theme) -> str:
    """The spread on a theme in a sentence."""
    tau, name = _tau(context, theme), theme.name[context.language]
    if tau is None:
        return ""
    one = number.mean(tau, context.language)
    return context.say(NO_SPREAD, theme=name) if rounded(tau, 2) == 0 else context.say(SPREAD, theme=name, one=one)
