"""How the units of a wave differ: which of them stand out on which theme, and how much of it is more than chance."""

from collections.abc import Iterator
from statistics import median_low

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports import cells
from borgerpuls.reports.context.report_context import Subject, capital
from borgerpuls.reports.document import Block, Cell, Column, Paragraph, Section, Table
from borgerpuls.reports.sections.benchmark import standing
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import Verdict, verdict

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


def spread(subject: Subject) -> Section | None:
    """None where units were not compared."""
    if not subject.together:
        return None
    guide = subject.say(GUIDE, other=subject.benchmark_name, relevant=number.mean(subject.relevant, subject.language))
    blocks: list[Block] = [Paragraph(f"{capital(guide)} {_words(subject, subject.overall)}".strip()), out(subject)]
    if any(_tau(subject, theme) is not None for theme in subject.themes):
        blocks.append(sure(subject))
    return Section("spread", subject.say(HEADING), blocks)


def out(subject: Subject) -> Table:
    """The units that stand out on each theme, by name."""
    rows = []
    for theme in subject.themes:
        said = {place: verdict(subject.theme(theme, place), subject.relevant) for place in subject.places}

        def names(wanted: Verdict, said: dict[str, Verdict] = said) -> Cell:
            found = [subject.name_of(place) for place, v in said.items() if v is wanted]
            return Cell(", ".join(found) or subject.say(NOBODY))

        rows.append((cells.words(theme.name[subject.language]), names(Verdict.ABOVE), names(Verdict.BELOW)))
    return Table(
        id="spread-out",
        title=capital(subject.say(OUT)),
        columns=(
            Column(subject.say(THEME)),
            Column(subject.say(ABOVE), width=0.36),
            Column(subject.say(BELOW), width=0.36),
        ),
        rows=tuple(rows),
    )


def sure(subject: Subject) -> Table:
    """How far units lie from each other, and whether that is enough to tell them apart."""
    reliable = number.fixed(standing.RELIABLE, subject.language, 1)
    titles = (THEME, TAU, RELIABILITY, NEEDED, APART)
    return Table(
        id="spread-sure",
        title=subject.say(SURE),
        columns=tuple(
            Column(subject.say(title), "right" if title in (TAU, RELIABILITY, NEEDED) else "left") for title in titles
        ),
        rows=tuple(tuple(_sure(subject, theme)) for theme in subject.themes),
        notes=(subject.say(NOTE, reliable=reliable),),
    )


def _sure(subject: Subject, theme: Theme) -> Iterator[Cell]:
    language, whole = subject.language, subject.spec.place_code
    yield cells.words(theme.name[language])
    yield cells.plain(subject.figure("theme", theme.id, whole, "tau"), language)
    middle = reliability(subject, theme)
    if middle is None:
        yield from (Cell("–"), Cell("–"), Cell("–"))
        return
    yield Cell(number.mean(middle, language), middle, "mean")
    needed = subject.figure("theme", theme.id, whole, "answers-needed")
    if needed is None or needed.estimate is None:
        yield Cell("–")
    else:
        yield Cell(number.count(needed.estimate, language), needed.estimate, "count")
    yield Cell(capital(subject.say(CAN if middle >= standing.RELIABLE else CANNOT)))


def reliability(subject: Subject, theme: Theme) -> float | None:
    """The middle one of the units' reliabilities."""
    found = (subject.figure("theme", theme.id, place, "reliability") for place in subject.places)
    known = [f.estimate for f in found if f is not None and f.estimate is not None]
    return median_low(known) if known else None


def _tau(subject: Subject, theme: Theme) -> float | None:
    f = subject.figure("theme", theme.id, subject.spec.place_code, "tau")
    return None if f is None else f.estimate


def _words(subject: Subject, theme: Theme) -> str:
    """The spread on a theme in a sentence."""
    tau, name = _tau(subject, theme), theme.name[subject.language]
    if tau is None:
        return ""
    one = number.mean(tau, subject.language)
    return (
        subject.say(NO_SPREAD, theme=name) if number.rounded(tau, 2) == 0 else subject.say(SPREAD, theme=name, one=one)
    )
