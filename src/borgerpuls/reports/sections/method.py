"""The method in words: what a critical reader asks of the numbers, and the way back to the figures."""

from borgerpuls.messages import _, verbatim
from borgerpuls.reports.blocks.analysis_plan import plan_words
from borgerpuls.reports.blocks.backgrounds import listed_backgrounds
from borgerpuls.reports.context.imprint import first_address
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Section, Terms
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import listed
from borgerpuls.results.statistics.drivers import R2
from borgerpuls.results.statistics.nonresponse import R_INDICATOR
from borgerpuls.text import Text

HEADING = _("How the numbers were made")
Pair = tuple[Text, Text]

ASKED = _("Who and when")
ASKED_WORDS = _(
    "The answers to “{title}” were collected {when}. They are confidential: no report shows what one "
    "{person} has answered."
)
IN_YEAR = _("in {period}")
FROM = _("from {period}")
SCORE = _("The number of a theme")
SCORE_WORDS = _(
    "Each {person} gets the mean of their answers to the theme's questions, when at least {least} of them "
    "are answered. The theme's number is the weighted mean over {persons}: the sum of weight times score "
    "divided by the sum of weights. “Do not know” and “not relevant” are no answers to the question and do "
    "not count."
)
NATIONAL = _("What is compared with")
CITIZENS = _(
    "Comparisons are with the mean over all {persons}: every {person} counts alike, so large {units} count "
    "for most. The mean over {units}, where every {unit} counts alike, is also computed and may differ."
)
MUNICIPALITIES = _(
    "Comparisons are with the mean over {units}: every {unit} counts alike, large or small. The mean over "
    "all {persons} is also computed and may differ."
)
PART = _("A part of the whole")
PART_WORDS = _(
    "A {unit} is itself a part of {whole}. The interval of the difference takes that into account: the two "
    "numbers share answers and are not independent (Korn and Graubard 1999)."
)
INTERVAL = _("Intervals")
INTERVAL_WORDS = _(
    "A 95% interval is made so that 95 times in 100 it holds the number that would come out if everybody "
    "answered and the silent ones thought as those of their group who answered. It rests on the answers to the "
    "question itself, not on all who took part. The standard error is linearised within each stratum (Binder "
    "1983; Lumley 2010). One answer more, spread evenly over the scale, is added before the interval is made: so "
    "it never leaves the scale and also holds with few answers (Perks 1947; for shares it is Jeffreys' "
    "interval). That of a difference follows from those of its two numbers (Zou and Donner 2008)."
)
CLUSTERS = _("Clusters")
CLUSTERS_WORDS = _(
    "The answers come from {clusters} clusters of {persons} who were asked together and often answer alike. Standard "
    "errors are made from the sums of clusters, and degrees of freedom count clusters and not {persons} (Cochran 1977; "
    "Bell and McCaffrey 2002)."
)
NOTE = _("What the intervals leave out")
NOTE_WORDS = _("{note}")
CORRECTION = _("Finite population correction")
WITHOUT = _(
    "Not used. The question is how the work serves {persons}, those to come included, and not only those "
    "who were in the group just then."
)
WITH = _(
    "Used in the intervals of means and shares: they hold for the very {persons} who were in the group in "
    "this wave. Not used in differences, changes and places, where the question is how the work serves."
)
WEIGHTS = _("Weights")
CALIBRATED = _(
    "Post-stratification (Deville and Särndal 1992): in each {unit} the answers get the weight that makes "
    "every group by {by} as large as in the population. A cell with fewer than {minimum} answers joins its "
    "neighbour by a rule fixed beforehand. The intervals are computed from the residuals around the means "
    "of the cells."
)
RAKED = _(
    "Raking (Deming and Stephan 1940): in each {unit} the answers get weights that make every group by each of {by} "
    "as large as in the population. A group with fewer than {minimum} answers joins its neighbour by a rule fixed "
    "beforehand. The intervals are computed from the residuals around the means of the groups."
)
REGRESSED = _(
    "Generalised regression (Deville and Särndal 1992): in each {unit} the answers get weights that make every group "
    "by each of {by} as large as in the population. A group with fewer than {minimum} answers joins its neighbour by "
    "a rule fixed beforehand. The intervals are computed from the residuals of the regression."
)
COUNTED = _("In each {unit} the answers together weigh as much as all who could be asked.")
GIVEN_WEIGHTS = _("The weights that came with the data.")
NO_WEIGHTS = _("No weights: every answer counts alike.")
MARKING = _("When a difference is marked")
MARKING_WORDS = _(
    "Rule set “{rules}”: a difference is marked when its 95% interval leaves zero out and the difference "
    "is at least {relevant}. Nothing corrects for the many comparisons of the report: about 1 in 20 "
    "intervals will leave zero out by chance, even where there is no difference."
)
TOGETHER_WORDS = _(
    "Rule set “{rules}”: a difference from {whole} is marked when it is sure and at least {relevant}, both "
    "judged by the numbers as they are printed. Sure means: all {units} are tried at once against the mean "
    "(analysis of means, Nelson, Wludyka and Copeland 2005, with variances that few answers cannot upset, Smyth "
    "2004), and the number of themes is corrected for (Benjamini and Hochberg 1995), so that at most 1 in 20 "
    "marked differences is expected to be chance. Changes are corrected likewise for all changes of the wave, "
    "groups for all groups of the place, a local comparison for its themes, and differences adjusted for case mix "
    "for all {units} and themes."
)
UNHEARD = _("Whom the whole stands for")
UNHEARD_WORDS = _(
    "Nobody answered in {unheard}. The numbers for {whole} are those of the other {units}, where {covered} of the "
    "{persons} live."
)
PLANNED = _("The plan of analysis")
PLANNED_WORDS = _("{plan}")
WARNED = _("What the import warned of")
WARNED_WORDS = _("{warnings}")
PLACES = _("Places and differences between {units}")
PLACES_WORDS = _(
    "The places are simultaneous 95% sets for the rank (Mogstad, Romano, Shaikh and Wilhelm 2024; {draws} "
    "draws from the seed {seed}). “Unusual” tries the distance from the others against the spread between "
    "{units} and one's own uncertainty together (REML). Reliability is the spread's share of the two "
    "(τ²/(τ²+v)). Estimates that borrow from the other {units} stand beside in the workbook, never instead."
)
ADJUSTED = _("Adjusting for case mix")
ADJUSTED_WORDS = _(
    "Regression within {units} (as in CAHPS): every answer counts alike, and only {mix} are adjusted for, "
    "which a {unit} does not control."
)
GOES = _("What goes together, and who answered")
GOES_WORDS = _(
    "LMG shares divide R² between the themes as a mean over all orders. The R‑indicator is 1 − 2·S(ρ) with "
    "response propensities ρ from a model with the groups shown (Schouten, Cobben and Bethlehem 2009), "
    "adjusted for bias; the bound on bias is S(ρ)/ρ̄·S(y)."
)
RULES = {"default": _("default")}
HIDING = _("What is not shown")
HIDING_WORDS = _(
    "A number is not shown when fewer than {hide} have answered the question, when everybody gave the same answer, or "
    "when one {person} carries most of the weight. The reason then stands in place of the number."
)
BACK = _("Check a number")
BACK_WORDS = _(
    "Every number has an address. {address} is {theme} for {place}. The command “borgerpuls trace "
    "{address}” shows what the number is made from, the formula and an R script that computes it again."
)


def method(context: ReportContext) -> Section:
    unheard, covered = context.metadata.get("unheard") or [], context.metadata.get("covered")
    pairs: list[Pair] = [
        (ASKED, ASKED_WORDS),
        (WEIGHTS, _weights(context)),
        (SCORE, SCORE_WORDS),
        (NATIONAL, CITIZENS if context.spec.national == "citizens" else MUNICIPALITIES),
        (PART, PART_WORDS),
        (INTERVAL, INTERVAL_WORDS),
        *([(CLUSTERS, CLUSTERS_WORDS)] if context.spec.clusters else []),
        *([(NOTE, NOTE_WORDS)] if context.spec.note else []),
        *([(UNHEARD, UNHEARD_WORDS)] if unheard else []),
        *([(WARNED, WARNED_WORDS)] if context.wave.warnings else []),
        (PLANNED, PLANNED_WORDS),
        (CORRECTION, WITH if context.spec.fpc else WITHOUT),
        (MARKING, TOGETHER_WORDS if context.simultaneous else MARKING_WORDS),
        *([(PLACES, PLACES_WORDS)] if context.metadata.get("draws") and len(context.places.units) > 2 else []),
        *([(ADJUSTED, ADJUSTED_WORDS)] if context.spec.case_mix else []),
        *([(GOES, GOES_WORDS)] if _has_associations(context) else []),
        (HIDING, HIDING_WORDS),
        (BACK, BACK_WORDS),
    ]
    language, spec = context.language, context.spec
    values = {
        "title": spec.title,
        "when": _when(context),
        "least": _least(context),
        "rules": RULES.get(spec.rules, verbatim(spec.rules)),
        "relevant": number.mean(context.relevance.between_units, language),
        "minimum": number.count(spec.weighting.minimum, language),
        "hide": number.count(spec.hide_below, language),
        "note": spec.note or "",
        "clusters": number.count(context.metadata.get("clusters", 0), language),
        "by": listed_backgrounds(context, context.spec.weighting.by),
        "mix": listed_backgrounds(context, context.spec.case_mix),
        "draws": number.count(context.metadata.get("draws", 0), language),
        "seed": str(context.metadata.get("seed", "")),
        "address": first_address(context),
        "theme": _("“{theme}”", theme=context.overall.name)[language],
        "place": context.name,
        "unheard": listed([context.places.name_of(unit) for unit in unheard], language),
        "plan": plan_words(context),
        "warnings": " ".join(warning.say(language) for warning in context.wave.warnings),
        "covered": "–" if covered is None else number.share(covered, language, 0),
    }
    return Section(
        "method", context.say(HEADING), [Terms(tuple((context.say(a), context.say(b, **values)) for a, b in pairs))]
    )


def _when(context: ReportContext) -> str:
    period = number.period(context.spec.opened, context.spec.closed, context.language)
    return context.say(IN_YEAR if period.isdecimal() else FROM, period=period)


def _least(context: ReportContext) -> str:
    """The share of a theme's items that a score takes; the themes with a rule of their own by name."""
    rules: dict[float, list[str]] = {}
    for theme in context.questionnaire.themes:
        rules.setdefault(float(theme.answered), []).append(theme.name[context.language])
    usual, *others = sorted(rules, key=lambda share: -len(rules[share]))
    shares = {share: number.share(share, context.language, 0) for share in rules}
    own = [f"{listed(rules[share], context.language)}: {shares[share]}" for share in others]
    return f"{shares[usual]} ({'; '.join(own)})" if own else shares[usual]


def _has_associations(context: ReportContext) -> bool:
    """Does the report say what goes together, or whether those who answered resemble those asked?"""
    place, theme = context.places.whole, context.overall.id
    figures = (
        context.figure("driver", theme, place, R2.id),
        context.response(R_INDICATOR, place),
    )
    return any(f is not None and f.estimate is not None for f in figures)


def _weights(context: ReportContext) -> Text:
    """How the wave was weighted."""
    weighting = context.spec.weighting
    if weighting.method == "given":
        return GIVEN_WEIGHTS
    if weighting.method == "none":
        return NO_WEIGHTS
    if not weighting.by:
        return COUNTED
    return {"rake": RAKED, "greg": REGRESSED}.get(weighting.method, CALIBRATED)
