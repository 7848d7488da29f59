"""The plan of analysis in words: when it was fixed, its digest, and what was found afterwards."""

from collections.abc import Mapping

from borgerpuls.dataset.analysis_plan import Addition
from borgerpuls.messages import _, verbatim
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import listed
from borgerpuls.results.registry import STATISTICS
from borgerpuls.text import Text

NO_PLAN = _("The wave was frozen without one, by an earlier version.")
BEFORE = _(
    "Measures, groups, comparisons, weighting and rules were fixed on {day}, before anybody had answered. The "
    "digest of the plan is {digest}; the plan itself lies in the data package."
)
DURING = _(
    "Measures, groups, comparisons, weighting and rules were fixed on {day}, while answers were coming in. The digest "
    "of the plan is {digest}; the plan itself lies in the data package."
)
AFTER = _(
    "Measures, groups, comparisons, weighting and rules were fixed on {day}, after the answers were in, so the "
    "plan does not show that nothing was chosen by what they said. Its digest is {digest}; it lies in the data "
    "package."
)
NOBODY = _(
    "No plan was fixed before the answers were in. Measures, groups, comparisons, weighting and rules are those "
    "decided when the wave was frozen (digest {digest}; they lie in the data package)."
)
OWN = _("What {place} asks and compares of its own was fixed on {day} (digest {digest}).")
FOUND = _("Found afterwards, and marked †: {list}.")
CHANGED = _("Changed afterwards: {list}.")
CHANGE = _("{rule}: {now} (planned {planned})")
FOLLOWED = _("Nothing was added.")
RULES = {
    "weighting": _("the weighting"),
    "weighting by": _("what is weighted by"),
    "smallest cell": _("the fewest answers of a weighting cell"),
    "bounds": _("the bounds of the weights"),
    "national": _("the national mean"),
    "rules": _("the rule set"),
    "relevant": _("the least difference that matters"),
    "hide_below": _("the fewest answers shown"),
    "dominance": _("the largest share of one person"),
    "fpc": _("the finite population correction"),
    "share_interval": _("the interval of shares"),
    "level": _("the level of intervals"),
    "clusters": _("whether persons were drawn in clusters"),
}
CHOICES = {
    "True": _("yes"),
    "False": _("no"),
    "none": _("none"),
    "poststratify": _("post-stratification"),
    "rake": _("raking"),
    "greg": _("generalised regression"),
    "given": _("the weights of the file"),
    "citizens": _("over persons"),
    "municipalities": _("over units"),
}
CASE_MIX = _("adjustment for {name}")
PREVIOUS = _("the change since {name}")


def plan_words(context: ReportContext) -> str:
    """When the plan of the report's wave was fixed, and what the report tells beyond it."""
    plan, spec = context.wave.plan, context.spec
    if plan is None:
        return context.say(NO_PLAN)
    if plan.fixed is None:
        words = NOBODY
    else:
        words = (
            BEFORE if plan.unanswered or plan.fixed <= spec.opened else DURING if plan.fixed <= spec.closed else AFTER
        )
    day = number.day(plan.fixed, context.language) if plan.fixed else ""
    sentences = [context.say(words, day=day, digest=plan.digest[:16])]
    own = plan.units.get(context.place)
    if own is not None and any(own.own.values()) and own.fixed and own.fixed != plan.fixed:
        later = {"place": context.name, "day": number.day(own.fixed, context.language), "digest": own.digest[:16]}
        sentences.append(context.say(OWN, **later))
    told = [one for one in context.wave.added if not one.unit or one.unit == context.place]
    found = [_name(one, context) for one in told if one.what != "rule"]
    changed = [
        context.say(
            CHANGE, rule=RULES.get(one.name, one.name), now=_told(one.now, context), planned=_told(one.planned, context)
        )
        for one in told
        if one.what == "rule"
    ]
    sentences += [context.say(FOUND, list=listed(found, context.language))] if found else []
    sentences += [context.say(CHANGED, list="; ".join(changed))] if changed else []
    return " ".join(sentences if told else [*sentences, context.say(FOLLOWED)])


def _told(setting: str, context: ReportContext) -> str:
    """A setting of the plan in a reader's words: numbers as the report prints them, variables and choices by name."""
    names = {b.id: b.label for b in context.questionnaire.backgrounds}
    parts = []
    for part in setting.split(" × "):
        known = CHOICES.get(part) or names.get(part)
        try:
            parts.append(known[context.language] if known else number.least(float(part), context.language))
        except ValueError:
            parts.append(part)
    return " × ".join(parts)


def _name(one: Addition, context: ReportContext) -> str:
    """What was added, as the report calls it; by its code where the report has no name for it."""
    asked = context.questionnaire
    backgrounds = {b.id: b.label for b in asked.backgrounds}
    statistics = {statistic.id: statistic.label for statistic in STATISTICS}
    names: Mapping[str, Mapping[str, Text]] = {
        "theme": {theme.id: theme.name for theme in asked.themes},
        "item": {item.id: item.short for item in asked.items},
        "group": backgrounds,
        "local": {item.id: item.short for item in asked.local_of(one.unit)},
        "comparison": dict.fromkeys([one.name], context.spec.compare.get(one.unit, verbatim(one.unit))),
        "case_mix": {code: CASE_MIX.format(name=label) for code, label in backgrounds.items()},
        "previous": {one.name: PREVIOUS.format(name=one.name)},
        "statistic": statistics,
        "family": statistics,
    }
    return names[one.what].get(one.name, verbatim(one.name))[context.language]
