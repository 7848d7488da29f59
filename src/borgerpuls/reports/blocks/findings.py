"""Findings: four to six sentences of the first page, each made from figures and saying no more than they hold."""

from collections.abc import Sequence

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Item
from borgerpuls.reports import cells
from borgerpuls.reports.blocks.backgrounds import groups_with_figures
from borgerpuls.reports.blocks.representativity import weights_fall_short
from borgerpuls.reports.blocks.turnout_sentences import answered, uneven
from borgerpuls.reports.context.history import HistoryWave, change
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import Names, Verdict, against, judge, listed
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.statistics.levels import TOP2
from borgerpuls.results.statistics.question_ranks import QUESTION_RANK
from borgerpuls.rounding import MEANS, rounded

OVER_MIDDLE = _("It is above the middle of the scale, {middle}.")
UNDER_MIDDLE = _("It is below the middle of the scale, {middle}.")
AT_MIDDLE = _("It cannot be told apart from the middle of the scale, {middle}.")
THEMES = {
    Verdict.BELOW: _("{place} is below {other} on {count} of {all} themes: {list}."),
    Verdict.ABOVE: _("{place} is above {other} on {count} of {all} themes: {list}."),
}
EVERY_THEME = {
    Verdict.BELOW: _("{place} is below {other} on all {all} themes."),
    Verdict.ABOVE: _("{place} is above {other} on all {all} themes."),
}
ALONE = _("{theme}: {value} for {place}.")
UNMARKED = _("No difference can be marked on {count} of {all} themes: {list}.")
MOST = {
    1: _("Most positive answers: {list}."),
    2: _("Most positive answers: one of these, and it cannot be told which: {list}."),
}
FEWEST = {
    1: _("Fewest positive answers: {list}."),
    2: _("Fewest positive answers: one of these, and it cannot be told which: {list}."),
}
"""With one question the answers tell it apart from all others; with a few these do."""
QUESTION = _("“{question}” ({share})")
FEW_QUESTIONS = 3
"""More questions than these that may be the first are no finding."""
GROUPS = {
    Verdict.BELOW: _("{theme}: {count} of {all} groups below the same group of {whole}. Largest differences: {list}."),
    Verdict.ABOVE: _("{theme}: {count} of {all} groups above the same group of {whole}. Largest differences: {list}."),
}
NAMED = 3
"""A finding names the few groups that differ most; the section on groups shows them all."""
NO_GROUP = _(
    "{theme}: of the {count} groups, none differs so much from the same group of {whole} that it can be marked."
)
NO_CHANGE = _("Of the {count} themes that can be compared with {before}, none has a change that can be marked.")
CHANGES = {
    Verdict.ABOVE: _("Up since {before}: {list}."),
    Verdict.BELOW: _("Down since {before}: {list}."),
}


def findings(context: ReportContext, past: Sequence[HistoryWave]) -> list[str]:
    """Four to six findings, the most important first."""
    parts = (level(context), by_theme(context), by_item(context), by_group(context), since(context, past))
    return [words for words in (*parts, f"{answered(context)} {uneven(context)}".strip()) if words]


def level(context: ReportContext) -> str:
    """The overall theme beside the benchmark and the middle of its scale, and what its interval leaves out."""
    own, language = context.theme(context.overall), context.language
    if own is None or own.estimate is None or own.low is None or own.high is None:
        return ""
    values = [c.value for c in context.scale(context.overall).answers if c.value is not None]
    middle = (min(values) + max(values)) / 2
    low, high = rounded(own.low, MEANS), rounded(own.high, MEANS)
    sentence = OVER_MIDDLE if low > middle else UNDER_MIDDLE if high < middle else AT_MIDDLE
    beside = weights_fall_short(context)
    words = f"{context.say(sentence, middle=number.least(middle, language))} {beside}".strip()
    if own.difference is None:
        place = context.name if context.of_unit else context.questionnaire.words.whole
        value = cells.estimate(own, "mean", language).text
        return f"{context.say(ALONE, theme=context.overall.name, value=value, place=place)} {words}"
    names = Names(context.overall.name[language], context.name, context.places.benchmark_name)
    return f"{against(own, names, context.relevance.between_units, language)} {words}"


def by_theme(context: ReportContext) -> str:
    """On how many themes the place is marked as different, and on which."""
    verdicts = {t.name[context.language]: context.verdict(t) for t in context.themes}
    known = [name for name, v in verdicts.items() if v is not Verdict.UNKNOWN]
    if len(known) < 2:
        return ""
    sentences = []
    for wanted in THEMES:
        names = [name for name in known if verdicts[name] is wanted]
        if names:
            words = (EVERY_THEME if len(names) == len(known) else THEMES)[wanted]
            values = {"count": len(names), "all": len(known), "list": listed(names, context.language)}
            sentences.append(context.say(words, place=context.name, other=context.places.benchmark_name, **values))
    names = [name for name in known if not verdicts[name].marked]
    if names:
        values = {"count": len(names), "all": len(known), "list": listed(names, context.language)}
        sentences.append(context.say(UNMARKED, **values))
    return " ".join(sentences)


def by_item(context: ReportContext) -> str:
    """The questions that surely have the most and the fewest favourable answers: one, or the few that may be it.

    From the 95 % sets of ``question-rank``, true for all questions at once. Nothing where too many may be the first.
    """
    ranked = []
    for item in context.questionnaire.items:
        rank, share = (context.figure("item", item.id, statistic=one.id) for one in (QUESTION_RANK, TOP2))
        if rank is not None and rank.low is not None and share is not None and share.estimate is not None:
            ranked.append((item, rank, share))
    best = [(item, share) for item, rank, share in ranked if rank.low == 1]
    worst = [(item, share) for item, rank, share in ranked if rank.high == len(ranked)]
    sentences = []
    for words, named in ((MOST, best), (FEWEST, worst)):
        if 0 < len(named) <= FEW_QUESTIONS and len(named) < len(ranked):
            among = listed([_question(item, share, context) for item, share in named], context.language)
            sentences.append(context.say(words[min(len(named), 2)], list=among))
    return " ".join(sentences)


def _question(item: Item, share: Figure, context: ReportContext) -> str:
    language = context.language
    told = f"{cells.estimate(share, 'share', language).text}, {number.n(share.n or 0, language)}"
    return context.say(QUESTION, question=item.short, share=told)


def by_group(context: ReportContext) -> str:
    """How many groups differ from the same group of the whole on the overall theme, the largest differences by name."""
    theme, relevant = context.overall, context.relevance.between_units
    figures = [
        (code.label[context.language], f)
        for by in context.spec.groups
        for code in groups_with_figures(context, by)
        if (f := context.theme(theme, by=(by, code.id))) is not None
    ]
    known = [(name, f) for name, f in figures if judge(f, relevant) is not Verdict.UNKNOWN]
    sentences = []
    for wanted, words in GROUPS.items():
        marked = [(name, f) for name, f in known if judge(f, relevant) is wanted]
        if marked:
            largest = sorted(marked, key=lambda pair: -abs(pair[1].difference or 0.0))[:NAMED]
            names = listed([f"{name} ({_difference_words(f, context)})" for name, f in largest], context.language)
            sentences.append(context.say(words, theme=theme.name, count=len(marked), all=len(known), list=names))
    if known and not sentences:
        return context.say(NO_GROUP, theme=theme.name, count=len(known))
    return " ".join(sentences)


def since(context: ReportContext, past: Sequence[HistoryWave]) -> str:
    """The themes that have changed since the wave before."""
    if len(past) < 2:
        return ""
    figures = {t.name[context.language]: change(past, t, context.place) for t in context.themes}
    known = {name: f for name, f in figures.items() if f is not None and f.difference is not None}
    if not known:
        return ""
    sentences = []
    for wanted, words in CHANGES.items():
        names = [
            f"{name} ({_difference_words(f, context)})"
            for name, f in known.items()
            if judge(f, context.relevance.inside(f)) is wanted
        ]
        if names:
            sentences.append(context.say(words, before=past[-2].title, list=listed(names, context.language)))
    return " ".join(sentences) or context.say(NO_CHANGE, before=past[-2].title, count=len(known))


def _difference_words(figure: Figure, context: ReportContext) -> str:
    return number.difference(figure.difference or 0.0, context.language)
