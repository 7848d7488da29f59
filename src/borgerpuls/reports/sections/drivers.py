"""Drivers: the relative importance of the themes for the overall one, and the room to improve; never a cause."""

from collections.abc import Sequence
from dataclasses import dataclass

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports import cells
from borgerpuls.reports.charts.specification import PriorityMap, PriorityPoint, ReferenceLine
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Block, Cell, Chart, Column, Paragraph, Section, Table
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import LEVEL, listed
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.statistics.drivers import ALPHA, LMG, R2

HEADING = _("What goes together with {theme}")
GUIDE = _(
    "This shares out how much each theme goes together with {theme}; the shares add up to 100%. That two "
    "things go together does not show that one brings about the other."
)
FEW = _(
    "{place} has too few answers for shares of its own. The shares are therefore those of {whole}; the "
    "room to improve is computed for {place} alone."
)
TOGETHER = _("The themes together go with {r2} of the differences in {theme} (n = {n}).")
MOST = _("More than an even share, {even}, has surely {themes}.")
NONE = _("No theme has a share that can safely be told apart from an even share of {even}.")
TITLE = _("Importance and room to improve")
DESCRIPTION = _(
    "Each theme is a marker: the higher, the more it goes together with {theme}; the farther right, the "
    "more room there is to improve. {lines}"
)
ROOM = _("Room to improve: points up to {best} →")
ROOMS = _("Room to improve: points to the best answer →")
SHARE = _("Share of what goes together (95% interval)")
CORNER = _("goes together more, and there is more room")
EVEN = _("even share")
FILLED = _(
    "A filled marker has a share that is surely larger than an even one, the number of themes corrected for "
    "(Holm 1979). The shares are LMG shares (Lindeman, Merenda and Gold 1980); the interval is a jackknife over "
    "groups."
)
STEADY = _(
    "The items of a theme measure roughly the same when Cronbach's α is at least 0.7. Here it runs from "
    "{least} ({loosest}) to {most} ({tightest})."
)
THEME = _("Theme")
MEAN = _("Mean (95% interval)")


@dataclass(frozen=True)
class Driver:
    """One theme, its share of what goes together with the overall theme, and its own mean."""

    theme: Theme
    share: Figure
    mean: Figure


def drivers(context: ReportContext) -> Section | None:
    """The unit's own shares where it has answers enough, else the whole's; None where nobody has."""
    place, shares = context.place, _drivers_of(context, context.place)
    if not shares:
        place, shares = context.places.whole, _drivers_of(context, context.places.whole)
    if len(shares) < 2:
        return None
    theme = _lower(context.overall.name[context.language])
    words = [context.say(GUIDE, theme=theme)]
    if place != context.place:
        words.append(context.say(FEW, place=context.name))
    blocks: list[Block] = [Paragraph(" ".join(words)), Paragraph(strongest(context, shares, place), "finding")]
    blocks.append(chart(context, shares))
    words = [reliability_sentence(context)] if not context.of_unit else []
    return Section("drivers", context.say(HEADING, theme=theme), [*blocks, *(Paragraph(w, "note") for w in words if w)])


def reliability_sentence(context: ReportContext) -> str:
    """How far the items of each theme hold together, from the theme where they do least to the one where most."""
    figures = {t: context.figure("theme", t.id, statistic=ALPHA.id) for t in context.themes}
    known = sorted((f.estimate, t.name[context.language]) for t, f in figures.items() if f and f.estimate is not None)
    if not known:
        return ""
    (least, loosest), (most, tightest) = known[0], known[-1]
    values = {"least": number.mean(least, context.language), "most": number.mean(most, context.language)}
    return context.say(STEADY, loosest=loosest, tightest=tightest, **values)


def _drivers_of(context: ReportContext, place: str) -> list[Driver]:
    pairs = [(t, context.figure("driver", t.id, place, LMG.id), context.theme(t)) for t in context.themes[1:]]
    shown = [(t, f, m) for t, f, m in pairs if f is not None and f.estimate is not None]
    return [Driver(t, f, m) for t, f, m in shown if m is not None and m.estimate is not None]


def strongest(context: ReportContext, shares: Sequence[Driver], place: str) -> str:
    """How much the themes go with the overall theme together, and which have surely more than an even share."""
    language = context.language
    even = number.share(1 / len(shares), language, 0)
    names = [d.theme.name[language] for d in shares if _strong(d)]
    most = context.say(MOST if names else NONE, themes=listed(names, language), even=even)
    together = context.figure("driver", context.overall.id, place, R2.id)
    if together is None or together.estimate is None or together.n is None:
        return most
    values = {"r2": number.share(together.estimate, language, 0), "n": number.count(together.n, language)}
    return f"{context.say(TOGETHER, theme=_lower(context.overall.name[language]), **values)} {most}"


def _strong(driver: Driver) -> bool:
    """Is the share surely larger than an even one, judged among those of all themes?"""
    share = driver.share
    return (share.difference or 0.0) > 0 and share.p is not None and share.p < LEVEL


def chart(context: ReportContext, shares: Sequence[Driver]) -> Chart:
    """The priority map; its table gives each share and mean with interval."""
    language = context.language
    best = {d.theme.id: _best(context, d.theme) for d in shares}
    points = [
        PriorityPoint(
            label=d.theme.name[language],
            room=abs(best[d.theme.id] - (d.mean.estimate or 0.0)),
            share=d.share.estimate or 0.0,
            low=d.share.low or 0.0,
            high=d.share.high or 0.0,
            strong=_strong(d),
        )
        for d in shares
    ]
    table = _table(context, shares)
    lines = " ".join(f"{row[0].text}: {row[1].text}; {row[2].text}." for row in table.rows)
    title = context.say(TITLE)
    description = context.say(DESCRIPTION, theme=_lower(context.overall.name[language]), lines=lines)
    one_scale = len(set(best.values())) == 1
    room = context.say(ROOM, best=best[shares[0].theme.id]) if one_scale else context.say(ROOMS)
    priorities = PriorityMap(
        points=tuple(points),
        even=ReferenceLine(1 / len(shares), context.say(EVEN)),
        room=room,
        share=context.say(SHARE),
        corner=context.say(CORNER),
    )
    return Chart("drivers-map", title, description, priorities, table, (context.say(FILLED),))


def _best(context: ReportContext, theme: Theme) -> int:
    """The best value of a theme's scale."""
    scale = context.scale(theme)
    values = [c.value for c in scale.answers if c.value is not None]
    return max(values) if scale.better == "high" else min(values)


def _table(context: ReportContext, shares: Sequence[Driver]) -> Table:
    language = context.language
    titles = (context.say(SHARE), context.say(MEAN), "n")
    return Table(
        id="drivers-table",
        title=context.say(TITLE),
        columns=(Column(context.say(THEME)), *(Column(title, "right") for title in titles)),
        rows=tuple(
            (
                Cell(d.theme.name[language]),
                cells.estimate(d.share, "share", language),
                cells.estimate(d.mean, "mean", language),
                cells.count(d.mean, language),
            )
            for d in shares
        ),
    )


def _lower(words: str) -> str:
    """A theme's name inside a sentence."""
    return words[:1].lower() + words[1:]
