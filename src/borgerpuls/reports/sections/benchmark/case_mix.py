"""What a place would show with the same persons everywhere: before adjusting, after, and what adjusting did."""

from collections.abc import Sequence

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports import cells
from borgerpuls.reports.context.report_context import Subject, capital
from borgerpuls.reports.document import Block, Cell, Column, Paragraph, Section, Table
from borgerpuls.reports.sections.respondents import by_words
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import LEVEL, SHORT, Verdict, verdict
from borgerpuls.results.figures.figure import Figure

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
    "from the adjusted mean of {whole}; the number of {units} is not corrected for here."
)
MOVED = _("{theme}: adjusting moves {place} by {effect}, from {before} to {after}.")
STILL = _("{theme}: adjusting does not move {place}; the number is {after} before and after.")
ALONE = {**SHORT, Verdict.ABOVE: _("Above"), Verdict.BELOW: _("Below")}
"""A difference that is judged by itself: it is above or below, but was not tried among all units."""
RANGE = _("What adjusting does to {units}")
DOWN = _("Most down")
UP = _("Most up")
LEFT = _("Differences between {units} after adjusting")
SURE = _("Yes, {p}")
UNSURE = _("Cannot be seen, {p}")


def casemix(subject: Subject) -> Section | None:
    """None where the wave names nothing to adjust for, or nothing could be adjusted."""
    own = subject.place in subject.places
    places = (subject.place,) if own else subject.places
    if not any(_shown(subject, theme, places) for theme in subject.themes):
        return None
    blocks: list[Block] = [Paragraph(_guide(subject))]
    if own:
        blocks += [Paragraph(words, "finding") for words in (moved(subject, subject.overall),) if words]
    blocks.append(table(subject) if own else ranges(subject))
    return Section("casemix", subject.say(HEADING), blocks)


def _guide(subject: Subject) -> str:
    return capital(subject.say(GUIDE, by=by_words(subject, subject.spec.case_mix)))


def moved(subject: Subject, theme: Theme) -> str:
    """What adjusting did to a theme, in a sentence; empty where there is nothing to tell."""
    before, after, effect = (_figure(subject, theme, part) for part in ("-before", "", "-effect"))
    if any(f is None or f.estimate is None for f in (before, after, effect)):
        return ""
    assert before is not None
    assert after is not None
    assert effect is not None
    language = subject.language
    values = {
        "before": number.mean(before.estimate or 0.0, language),
        "after": number.mean(after.estimate or 0.0, language),
        "effect": number.difference(effect.estimate or 0.0, language),
    }
    words = STILL if values["before"] == values["after"] else MOVED
    return subject.say(words, theme=theme.name, place=subject.name, **values)


def table(subject: Subject) -> Table:
    """A row a theme: before, after, effect, and the difference that is left."""
    titles = (THEME, BEFORE, AFTER, EFFECT, DIFFERENCE, MEANING)
    return Table(
        id="casemix-table",
        title=subject.say(TABLE),
        columns=tuple(Column(subject.say(title), "left" if title in (THEME, MEANING) else "right") for title in titles),
        rows=tuple(_row(subject, theme) for theme in subject.themes),
        notes=(subject.say(NOTE),),
    )


def _row(subject: Subject, theme: Theme) -> tuple[Cell, ...]:
    language = subject.language
    before, after, effect = (_figure(subject, theme, part) for part in ("-before", "", "-effect"))
    said = verdict(after, subject.relevant)
    return (
        cells.words(theme.name[language]),
        cells.plain(before, language),
        cells.estimate(after, "mean", language, strong=True),
        _signed(effect, language),
        cells.difference(after, said, language, subject.scale(theme).better),
        Cell(ALONE[said][language]),
    )


def ranges(subject: Subject) -> Table:
    """A row a theme: the units that adjusting moves most, and whether differences between units are left."""
    language = subject.language
    titles = (THEME, DOWN, UP, LEFT)
    return Table(
        id="casemix-ranges",
        title=subject.say(RANGE),
        columns=tuple(Column(subject.say(title)) for title in titles),
        rows=tuple(
            (cells.words(theme.name[language]), *_ends(subject, theme), _left(subject, theme))
            for theme in subject.themes
        ),
    )


def _ends(subject: Subject, theme: Theme) -> tuple[Cell, Cell]:
    found = {place: _figure(subject, theme, "-effect", place) for place in subject.places}
    known = [(f.estimate, place) for place, f in found.items() if f is not None and f.estimate is not None]
    if not known:
        return Cell("–"), Cell("–")

    def told(end: tuple[float, str]) -> Cell:
        return Cell(f"{subject.name_of(end[1])} {number.difference(end[0], subject.language)}")

    return told(min(known)), told(max(known))


def _left(subject: Subject, theme: Theme) -> Cell:
    whole = _figure(subject, theme, "", subject.spec.place_code)
    if whole is None or whole.p is None:
        return Cell("–")
    return Cell(subject.say(SURE if whole.p < LEVEL else UNSURE, p=number.p_value(whole.p, subject.language)))


def _shown(subject: Subject, theme: Theme, places: Sequence[str]) -> bool:
    found = (_figure(subject, theme, "", place) for place in places)
    return any(f is not None and f.estimate is not None for f in found)


def _figure(subject: Subject, theme: Theme, part: str, place: str = "") -> Figure | None:
    return subject.figure("theme", theme.id, place, f"case-mix{part}")


def _signed(figure: Figure | None, language: str) -> Cell:
    if figure is None or figure.estimate is None:
        return cells.absent(figure, language)
    return Cell(number.difference(figure.estimate, language), figure.estimate, "mean")
