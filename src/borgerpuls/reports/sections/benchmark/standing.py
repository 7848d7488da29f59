"""Where a unit stands among the others: between which places, whether that is unusual, and whether units can be told
apart at all."""

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports import cells
from borgerpuls.reports.context.report_context import Subject, capital
from borgerpuls.reports.document import Cell, Column, Table
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import LEVEL, listed
from borgerpuls.results.figures.figure import Figure

RELIABLE = 0.7
"""From here on units can be told apart."""

TABLE = _("{place} among {count} {units}")
THEME = _("Theme")
PLACE = _("Place, 1 is best")
BETWEEN = _("between {low} and {high}")
EXACTLY = _("{low}")
AMONG = _("Among {units}")
RELIABILITY = _("Reliability")
HIGH = _("Unusually high")
LOW = _("Unusually low")
ORDINARY = _("Within the ordinary")
NOTE = _(
    "The places are 95% certain for all {units} at once. “Unusual” is a number farther from the others "
    "than {units} ordinarily are from each other. Reliability is the part of the differences that is not "
    "chance: below {reliable}, {units} cannot be told apart."
)
SENTENCE = _(
    "{place} is between place {low} and {high} of {count} {units}; place 1 is best, and the places are 95% "
    "certain for all {units} at once."
)
UNRELIABLE = _(
    "{units} cannot be told apart on {themes}: the differences are too small against the uncertainty "
    "(reliability below {reliable})."
)


def compared(subject: Subject, theme: Theme) -> int:
    """How many units take a place on a theme."""
    f = subject.figure("theme", theme.id, subject.spec.place_code, "compared")
    return 0 if f is None or f.estimate is None else round(f.estimate)


def place_sentence(subject: Subject, theme: Theme) -> str:
    """Between which places the report's own unit stands; empty where it takes none."""
    f = subject.figure("theme", theme.id, statistic="rank")
    if subject.place not in subject.places or f is None or f.low is None or f.high is None:
        return ""
    return subject.say(
        SENTENCE, place=subject.name, low=round(f.low), high=round(f.high), count=compared(subject, theme)
    )


def unreliable(subject: Subject) -> str:
    """The themes on which units cannot be told apart; empty when there is none."""
    found = {theme: subject.figure("theme", theme.id, statistic="reliability") for theme in subject.themes}
    themes = [
        theme.name[subject.language]
        for theme, f in found.items()
        if f is not None and f.estimate is not None and f.estimate < RELIABLE
    ]
    if not themes:
        return ""
    reliable = number.fixed(RELIABLE, subject.language, 1)
    return capital(subject.say(UNRELIABLE, themes=listed(themes, subject.language), reliable=reliable))


def table(subject: Subject) -> Table | None:
    """A row a theme: the place, the verdict among units, the reliability; None where units were not compared."""
    if not any(subject.figure("theme", theme.id, statistic="rank") for theme in subject.themes):
        return None
    language = subject.language
    return Table(
        id="standing-table",
        title=subject.say(TABLE, place=subject.name, count=max(compared(subject, theme) for theme in subject.themes)),
        columns=(
            Column(subject.say(THEME)),
            Column(subject.say(PLACE)),
            Column(subject.say(AMONG)),
            Column(subject.say(RELIABILITY), "right"),
        ),
        rows=tuple(_row(subject, theme) for theme in subject.themes),
        notes=tuple(
            words
            for words in (unreliable(subject), subject.say(NOTE, reliable=number.fixed(RELIABLE, language, 1)))
            if words
        ),
    )


def _row(subject: Subject, theme: Theme) -> tuple[Cell, ...]:
    language = subject.language
    rank, unusual, reliability = (
        subject.figure("theme", theme.id, statistic=statistic) for statistic in ("rank", "unusual", "reliability")
    )
    return (
        cells.words(theme.name[language]),
        cells.absent(rank, language) if rank is None or rank.low is None else Cell(_between(subject, rank)),
        cells.absent(unusual, language) if unusual is None or unusual.p is None else Cell(_unusual(subject, unusual)),
        cells.plain(reliability, language),
    )


def _between(subject: Subject, rank: Figure) -> str:
    assert rank.low is not None
    assert rank.high is not None
    low, high = round(rank.low), round(rank.high)
    return subject.say(EXACTLY if low == high else BETWEEN, low=low, high=high)


def _unusual(subject: Subject, f: Figure) -> str:
    assert f.p is not None
    assert f.difference is not None
    if f.p >= LEVEL:
        return subject.say(ORDINARY)
    return subject.say(HIGH if f.difference > 0 else LOW)
