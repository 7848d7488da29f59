"""The handful of sentences that the first page stands on, each made from figures and held to what they bear."""

from collections.abc import Sequence

from borgerpuls.messages import _
from borgerpuls.reports import cells
from borgerpuls.reports.context.history import Past, change
from borgerpuls.reports.context.report_context import Subject
from borgerpuls.reports.sections import respondents
from borgerpuls.reports.sections.overview import groups
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import Names, Verdict, against, listed, verdict
from borgerpuls.results.figures.figure import Figure

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
ITEMS = _("Most positive answers: “{best}” ({high}). Fewest: “{worst}” ({low}).")
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


def findings(subject: Subject, past: Sequence[Past]) -> list[str]:
    """Four to six findings, the most important first."""
    parts = (level(subject), by_theme(subject), by_item(subject), by_group(subject), since(subject, past))
    return [
        words for words in (*parts, f"{respondents.answered(subject)} {respondents.uneven(subject)}".strip()) if words
    ]


def level(subject: Subject) -> str:
    """The overall theme beside the benchmark, and beside the middle of its scale."""
    own, language = subject.theme(subject.overall), subject.language
    if own is None or own.estimate is None or own.low is None or own.high is None:
        return ""
    values = [c.value for c in subject.scale(subject.overall).answers if c.value is not None]
    middle = (min(values) + max(values)) / 2
    said = OVER_MIDDLE if own.low > middle else UNDER_MIDDLE if own.high < middle else AT_MIDDLE
    words = subject.say(said, middle=number.least(middle, language))
    if own.difference is None:
        place = subject.name if subject.place in subject.places else subject.questionnaire.words.whole
        value = cells.estimate(own, "mean", language).text
        return f"{subject.say(ALONE, theme=subject.overall.name, value=value, place=place)} {words}"
    names = Names(subject.overall.name[language], subject.name, subject.benchmark_name)
    return f"{against(own, names, subject.relevant, language)} {words}"


def by_theme(subject: Subject) -> str:
    """On how many themes the place is marked as different, and on which."""
    said = {t.name[subject.language]: verdict(subject.theme(t), subject.relevant) for t in subject.themes}
    known = [name for name, v in said.items() if v is not Verdict.UNKNOWN]
    if len(known) < 2:
        return ""
    sentences = []
    for wanted in THEMES:
        names = [name for name in known if said[name] is wanted]
        if names:
            words = (EVERY_THEME if len(names) == len(known) else THEMES)[wanted]
            values = {"count": len(names), "all": len(known), "list": listed(names, subject.language)}
            sentences.append(subject.say(words, place=subject.name, other=subject.benchmark_name, **values))
    names = [name for name in known if not said[name].marked]
    if names:
        values = {"count": len(names), "all": len(known), "list": listed(names, subject.language)}
        sentences.append(subject.say(UNMARKED, **values))
    return " ".join(sentences)


def by_item(subject: Subject) -> str:
    """The questions with the largest and the smallest share of favourable answers."""
    found = [(item, subject.figure("item", item.id, statistic="top2")) for item in subject.questionnaire.items]
    shown = [(item, f.estimate, f) for item, f in found if f is not None and f.estimate is not None]
    if len(shown) < 2:
        return ""
    best, worst = max(shown, key=lambda s: s[1]), min(shown, key=lambda s: s[1])
    language = subject.language

    def share(f: Figure) -> str:
        return f"{cells.estimate(f, 'share', language).text}, {number.n(f.n or 0, language)}"

    return subject.say(ITEMS, best=best[0].short, high=share(best[2]), worst=worst[0].short, low=share(worst[2]))


def by_group(subject: Subject) -> str:
    """How many groups differ from the same group of the whole on the overall theme, the largest differences by name."""
    theme, relevant = subject.overall, subject.relevant
    found = [
        (code.label[subject.language], f)
        for by in subject.spec.groups
        for code in groups.members(subject, by)
        if (f := subject.theme(theme, by=(by, code.id))) is not None
    ]
    known = [(name, f) for name, f in found if verdict(f, relevant) is not Verdict.UNKNOWN]
    sentences = []
    for wanted, words in GROUPS.items():
        marked = [(name, f) for name, f in known if verdict(f, relevant) is wanted]
        if marked:
            largest = sorted(marked, key=lambda pair: -abs(pair[1].difference or 0.0))[:NAMED]
            names = listed([f"{name} ({_gap(f, subject)})" for name, f in largest], subject.language)
            sentences.append(subject.say(words, theme=theme.name, count=len(marked), all=len(known), list=names))
    if known and not sentences:
        return subject.say(NO_GROUP, theme=theme.name, count=len(known))
    return " ".join(sentences)


def since(subject: Subject, past: Sequence[Past]) -> str:
    """The themes that have changed since the wave before."""
    if len(past) < 2:
        return ""
    found = {t.name[subject.language]: change(past, t, subject.place) for t in subject.themes}
    known = {name: f for name, f in found.items() if f is not None and f.difference is not None}
    if not known:
        return ""
    sentences = []
    for wanted, words in CHANGES.items():
        names = [
            f"{name} ({_gap(f, subject)})"
            for name, f in known.items()
            if verdict(f, subject.relevant_inside(f)) is wanted
        ]
        if names:
            sentences.append(subject.say(words, before=past[-2].title, list=listed(names, subject.language)))
    return " ".join(sentences) or subject.say(NO_CHANGE, before=past[-2].title, count=len(known))


def _gap(figure: Figure, subject: Subject) -> str:
    return number.difference(figure.difference or 0.0, subject.language)
