"""Changes since earlier waves, where the same was asked; where it was not, the section says so."""

from dataclasses import replace
from itertools import pairwise

from borgerpuls.languages import SPACE
from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports import cells, marks
from borgerpuls.reports.blocks.relevance_band import band_inside
from borgerpuls.reports.charts.specification import DotChart, ReferenceLine, Series, TrendChart, WavePoint
from borgerpuls.reports.context.history import HistoryWave, change
from borgerpuls.reports.context.phrases import capital
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Block, Cell, Chart, Column, Paragraph, Section, Table
from borgerpuls.reports.sections.change import decomposition
from borgerpuls.reports.sections.change.control_charts import alerts
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import CHANGE_SHORT, judge
from borgerpuls.results.figures.figure import Figure

HEADING = _("Change since last time")
GUIDE = _(
    "A change is shown only where the questions were asked in the same words both times. It is marked only "
    "when its interval leaves zero out and it is at least {relevant}."
)
TABLE = _("From {before} to {now}")
THEME = _("Theme")
CHANGE = _("Change")
MEANING = _("What it says")
CHANCE = _(
    "The 95% interval stands in brackets. The table has {count} changes. Even if nothing had happened, "
    "about 1 in 20 intervals would leave zero out by chance."
)
CORRECTED = _(
    "The 95% interval stands in brackets. Many changes are tried at once, in all {units} and on all "
    "themes, and that is corrected for: at most 1 in 20 marked changes is expected to be chance. An "
    "interval may therefore leave zero out without the change being marked."
)
CHART = _("The change on each theme")
NOW = _("Change, {place}")
NONE = _("No change")
N = _("n then / now")
DESCRIPTION = _("A row for each theme with the change since {before} and its 95% interval. {lines}")
COURSE = _("{theme} over {count} waves")
COURSE_DESCRIPTION = _("Mean with 95% interval in each wave. {lines}")
JOINED = _("Lines join only waves where the same was asked. The upright strokes are 95% intervals.")
WAVE = _("Wave")


def changes(context: ReportContext, past: tuple[HistoryWave, ...]) -> Section | None:
    """None when there is no earlier wave on the shelf that knows this place."""
    before = [p for p in past[:-1] if any(place == context.place for _unused, place in p.means)]
    if not before:
        return None
    blocks: list[Block] = [Paragraph(context.say(GUIDE, relevant=context.relevance.inside_words))]
    if past[-2].wave == before[-1].wave:
        blocks.append(table(context, past))
    blocks += alerts(context)
    if len(before) > 1:
        blocks += [trend_chart(context, past, theme) for theme in context.themes]
        blocks.append(Paragraph(context.say(JOINED), "note"))
    elif past[-2].wave == before[-1].wave:
        blocks.append(chart(context, past))
    components = decomposition.table(context, past)
    blocks += [components] if components and past[-2].wave == before[-1].wave else []
    return Section("change", context.say(HEADING), blocks)


def table(context: ReportContext, past: tuple[HistoryWave, ...]) -> Table:
    language = context.language
    before, now = past[-2], past[-1]
    rows, compared = [], 0
    for theme in context.themes:
        f = change(past, theme, context.place)
        verdict = judge(f, context.relevance.inside(f))
        known = f is not None and f.difference is not None
        compared += known
        rows.append(
            (
                cells.words(theme.name[language]),
                cells.estimate(before.means.get((theme.id, context.place)), "mean", language),
                cells.estimate(now.means.get((theme.id, context.place)), "mean", language),
                Cell(f"{SPACE}/{SPACE}".join(_n(p, theme, context) for p in (before, now))),
                cells.difference(f, verdict, language, context.scale(theme).better),
                Cell(CHANGE_SHORT[verdict][language]) if known else _absent(f, language),
            )
        )
    return Table(
        id="change-table",
        title=context.say(TABLE, before=before.title, now=now.title),
        columns=(
            Column(context.say(THEME)),
            Column(before.title, "right"),
            Column(now.title, "right"),
            Column(context.say(N), "right"),
            Column(context.say(CHANGE), "right"),
            Column(context.say(MEANING)),
        ),
        rows=tuple(rows),
        notes=(context.say(CORRECTED if now.corrected else CHANCE, count=number.count(compared, language)),),
    )


def _absent(f: Figure | None, language: str) -> Cell:
    cell = cells.absent(f, language)
    return replace(cell, text=capital(cell.text))


def _n(past: HistoryWave, theme: Theme, context: ReportContext) -> str:
    f = past.means.get((theme.id, context.place))
    return "–" if f is None or f.n is None else number.count(f.n, context.language)


def chart(context: ReportContext, past: tuple[HistoryWave, ...]) -> Chart:
    language = context.language
    rows, lines = [], []
    for theme in context.themes:
        f = change(past, theme, context.place)
        marked = judge(f, context.relevance.inside(f)).marked
        rows.append(marks.difference(theme.name[language], f, language, marked=marked))
        lines.append(f"{theme.name[language]}: {_change_words(f, context)}.")
    title = context.say(CHART)
    description = context.say(DESCRIPTION, before=past[-2].title, lines=" ".join(lines))
    dots = DotChart(
        rows=tuple(rows),
        kind="difference",
        interval=context.say(marks.INTERVAL),
        own=context.say(NOW, place=context.name),
        line=ReferenceLine(0.0, context.say(NONE)),
        band=band_inside(context),
        row_height=20.0,
    )
    return Chart(
        id="change-chart",
        title=title,
        description=description,
        specification=dots,
        table=table(context, past),
    )


def _change_words(f: Figure | None, context: ReportContext) -> str:
    verdict = judge(f, context.relevance.inside(f))
    if f is None or f.difference is None:
        return cells.missing(f, context.language)
    return cells.difference(f, verdict, context.language).text


def trend_chart(context: ReportContext, past: tuple[HistoryWave, ...], theme: Theme) -> Chart:
    """One theme in every wave, beside the benchmark."""
    language = context.language
    places = dict.fromkeys((context.place, context.places.benchmark))
    series = tuple(
        Series(context.places.name_of(place), _points(past, theme, place), own=place == context.place)
        for place in places
    )
    title = context.say(COURSE, theme=theme.name[language], count=number.count(len(past), language))
    lines = " ".join(
        f"{p.title}: {cells.estimate(p.means.get((theme.id, context.place)), 'mean', language).text}." for p in past
    )
    anchor = f"change-{theme.id}"
    rows = tuple(
        (
            cells.words(p.title),
            *(
                cell
                for place in places
                for cell in (
                    cells.estimate(p.means.get((theme.id, place)), "mean", language),
                    cells.count(p.means.get((theme.id, place)), language),
                )
            ),
        )
        for p in past
    )
    heads = (c for place in places for c in (Column(context.places.name_of(place), "right"), Column("n", "right")))
    return Chart(
        id=anchor,
        title=title,
        description=context.say(COURSE_DESCRIPTION, lines=lines),
        specification=TrendChart(tuple(p.title for p in past), series),
        table=Table(f"{anchor}-table", title, (Column(context.say(WAVE)), *heads), rows),
    )


def _points(past: tuple[HistoryWave, ...], theme: Theme, place: str) -> tuple[WavePoint, ...]:
    joined = [False, *(_comparable(a, b, theme, place) for a, b in pairwise(past))]
    means = [p.means.get((theme.id, place)) for p in past]
    return tuple(
        WavePoint(f.estimate, f.low, f.high, f.n, j) if f is not None else WavePoint(None, None, None)
        for f, j in zip(means, joined, strict=True)
    )


def _comparable(before: HistoryWave, now: HistoryWave, theme: Theme, place: str) -> bool:
    f = now.changes.get((theme.id, place))
    return f is not None and f.difference is not None and f.compared_with == before.wave
