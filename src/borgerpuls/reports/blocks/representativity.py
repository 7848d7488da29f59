"""Representativity of the answers: the outcome rates of AAPOR, the R-indicator, and the bound on non-response bias."""

from collections.abc import Iterator

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports.blocks.backgrounds import listed_backgrounds
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Paragraph
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import LEVEL, listed
from borgerpuls.results.statistics.nonresponse import (
    BIAS_LEFT,
    ELIGIBLE_SHARE,
    LARGEST_BIAS,
    OUTSIDE_WEIGHTING,
    R_INDICATOR,
    RATES,
)
from borgerpuls.rounding import at_least

R = _("The R‑indicator is {r}: 1 would mean that all groups were equally likely to answer.")
BESIDE = _("For {whole} it is {r}.")
BIAS = _(
    "If the wish to answer followed opinion entirely, the unweighted number of {theme} could lie up to "
    "{bias} from what everybody invited would have given. That the silent of a group may think otherwise "
    "is not seen by this measure."
)
OUTSIDE = _(
    "Who answered depends on {by}, which the weights do not know: beyond its interval the number can lie up to {bias} "
    "from that of everybody who was asked."
)
OUTSIDE_UNIT = _(
    "In {whole} who answered depends on {by}, which the weights do not know: beyond its interval the number can lie up "
    "to {bias} from that of everybody who was asked."
)
THEMES = _(
    "Who answered depends on {by}, and the weights do not know that. Besides what the intervals show, the "
    "numbers can lie so far from those of everybody who was asked: {themes}."
)
THEME = _("{theme} {bias}")
RATES_WORDS = _(
    "By AAPOR, in %: {rates}. RR1 counts only complete answers; RR2, partial ones too, is what is called "
    "the response rate. RR3 and RR4 count {e} of those never reached to the group, RR5 and RR6 none."
)


def representativity(context: ReportContext) -> Iterator[Paragraph]:
    """Nothing where a wave holds answers alone."""
    words = " ".join(words for words in (r_indicator(context), bias(context)) if words)
    if words:
        yield Paragraph(words)
    words = outcome_rates(context)
    if words:
        yield Paragraph(words, "note")


def r_indicator(context: ReportContext) -> str:
    """The R-indicator of the place, beside that of the whole; empty where it is not known."""
    own = _r_indicator_words(context, context.place)
    if not own:
        return ""
    whole = _r_indicator_words(context, context.places.whole) if context.of_unit else ""
    return f"{context.say(R, r=own)} {context.say(BESIDE, r=whole) if whole else ''}".strip()


def bias(context: ReportContext) -> str:
    """How far non-response can move the overall theme; empty where it is not known."""
    f = context.figure("theme", context.overall.id, statistic=LARGEST_BIAS.id)
    if f is None or f.estimate is None:
        return ""
    return context.say(BIAS, theme=context.overall.name, bias=number.mean(f.estimate, context.language))


def outcome_rates(context: ReportContext) -> str:
    """The six response rates of the standard; empty where it is not known who was asked."""
    figures = {rate.id: context.response(rate) for rate in RATES}
    known = {rate: f.estimate for rate, f in figures.items() if f is not None and f.estimate is not None}
    if len(known) < len(RATES):
        return ""
    listed_rates = ", ".join(
        f"{rate.upper()} {number.percent(value, context.language)}" for rate, value in known.items()
    )
    e = context.response(ELIGIBLE_SHARE)
    share = 1.0 if e is None or e.estimate is None else e.estimate
    return context.say(RATES_WORDS, rates=listed_rates, e=number.share(share, context.language, 0))


def _r_indicator_words(context: ReportContext, place: str) -> str:
    f = context.response(R_INDICATOR, place)
    if f is None or f.estimate is None or f.low is None or f.high is None:
        return ""
    return number.mean_with_interval(f.estimate, f.low, f.high, context.language)


def weights_fall_short(context: ReportContext) -> str:
    """What a level's interval leaves out: that response differs by a printed group which the weights do not know.

    Empty where response hardly differs, or where that cannot move the number by as much as this report takes for a
    difference that matters.
    """
    by, bias = _outside_weighting(context), _bias_left(context, context.overall)
    if not by or bias is None:
        return ""
    words = OUTSIDE_UNIT if context.of_unit else OUTSIDE
    return context.say(words, by=listed_backgrounds(context, by), bias=number.mean(bias, context.language))


def bias_of_themes(context: ReportContext) -> str:
    """The same for every theme of the table that it stands below; empty where it concerns none of them."""
    by = _outside_weighting(context)
    left = {theme.name: bias for theme in context.themes if (bias := _bias_left(context, theme)) is not None}
    if not by or not left:
        return ""
    told = [context.say(THEME, theme=name, bias=number.mean(bias, context.language)) for name, bias in left.items()]
    return context.say(THEMES, by=listed_backgrounds(context, by), themes=listed(told, context.language))


def _outside_weighting(context: ReportContext) -> list[str]:
    """The printed group variables that the weights do not know and that response surely differs by."""
    whole = context.places.whole
    response = {v: context.response(OUTSIDE_WEIGHTING, whole, (v, "")) for v in context.spec.groups}
    return [variable for variable, f in response.items() if f is not None and f.p is not None and f.p < LEVEL]


def _bias_left(context: ReportContext, theme: Theme) -> float | None:
    """How far the weighted number of a theme can be off, where that matters."""
    bound = context.figure("theme", theme.id, statistic=BIAS_LEFT.id)
    if bound is None or bound.estimate is None or not at_least(bound.estimate, context.relevance.between_units):
        return None
    return bound.estimate
