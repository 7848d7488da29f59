"""The first page: key figures, findings and the themes at a glance; each sentence stands beside its figure."""

from dataclasses import replace

from borgerpuls.messages import _
from borgerpuls.reports import cells, marks
from borgerpuls.reports.blocks.findings import findings
from borgerpuls.reports.blocks.theme_table import scale_words, theme_table
from borgerpuls.reports.blocks.turnout_sentences import ANSWERED
from borgerpuls.reports.charts.specification import DotChart
from borgerpuls.reports.context.history import HistoryWave
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.context.turnout import answers, turnout
from borgerpuls.reports.document import Block, Chart, KeyFigure, KeyFigures, Paragraph, Section
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import Verdict
from borgerpuls.results.statistics.levels import MEAN, TOP2

HEADING = _("In short")
INTERVAL = _("95% interval {interval}")
BESIDE = _("{other}: {value}")
POSITIVE = _("Positive answers on {theme}")
RATE = _("Response rate")
OF = _("{answered} of {invited} invited")
CHART = _("The themes at a glance")
DESCRIPTION = _("A row for each theme with the number of {place} and its 95% interval, beside {other}. {lines}")
LINE = _("{theme}: {value}, {n}, against {beside}.")
SPREAD = _(
    "{theme}: {up} of {all} {units} have a higher number than {other} and {down} a lower one, counting "
    "only differences that can be marked. The rest cannot safely be told apart from it."
)


def front(context: ReportContext, past: tuple[HistoryWave, ...]) -> Section:
    blocks: list[Block] = [
        KeyFigures(tuple(key_figures(context))),
        *(Paragraph(words, "finding") for words in findings(context, past)),
        overview(context),
    ]
    return Section("short", context.say(HEADING), blocks, new_page=False)


def key_figures(context: ReportContext) -> list[KeyFigure]:
    """The overall theme's mean and share of favourable answers, and the response rate (or the number of answers)."""
    language, theme = context.language, context.overall
    name = theme.name[language]
    kinds: tuple[tuple[str, number.Kind, str], ...] = (
        (MEAN.id, "mean", name),
        (TOP2.id, "share", context.say(POSITIVE, theme=name[:1].lower() + name[1:])),
    )
    shown = []
    for statistic, kind, label in kinds:
        own = context.figure("theme", theme.id, statistic=statistic)
        other = context.figure("theme", theme.id, context.places.benchmark, statistic)
        if own is None or own.estimate is None or own.low is None or own.high is None or own.n is None:
            continue
        between = number.means if kind == "mean" else number.shares
        beside = ""
        if context.place != context.places.benchmark and other is not None and other.estimate is not None:
            value = number.short(kind, other.estimate, language)
            beside = context.say(BESIDE, other=context.places.name_of(context.places.benchmark), value=value)
        shown.append(
            KeyFigure(
                label=label,
                value=number.short(kind, own.estimate, language),
                interval=context.say(INTERVAL, interval=between(own.low, own.high, language)),
                n=number.n(own.n, language),
                beside=beside,
                address=own.address,
            )
        )
    rate = turnout(context)
    if rate is not None:
        answered, invited = number.count(rate.answered, language), number.count(rate.invited, language)
        value, of = number.share(rate.rate, language), context.say(OF, answered=answered, invited=invited)
        shown.append(KeyFigure(context.say(RATE), value, of, "", _other_rate(context), rate.address))
    elif (total := answers(context)) is not None:
        shown.append(KeyFigure(context.say(ANSWERED), number.count(total, language), "", ""))
    return shown


def _other_rate(context: ReportContext) -> str:
    whole = context.places.whole
    rate = turnout(context, whole) if context.place != whole else None
    if rate is None:
        return ""
    return context.say(BESIDE, other=context.places.name_of(whole), value=number.share(rate.rate, context.language))


def overview(context: ReportContext) -> Chart:
    """The themes as dots with intervals, the benchmark as a stroke beside each."""
    language = context.language
    rows, lines = [], []
    alone = context.place == context.places.benchmark
    for theme in context.themes:
        own = context.theme(theme)
        other = None if alone else context.theme(theme, context.places.benchmark)
        beside = other.estimate if other and own and own.estimate is not None else None
        rows.append(replace(marks.estimate(theme.name[language], own, language), beside=beside, own=True))
        if own is not None and own.n is not None and beside is not None:
            words = {"value": cells.estimate(own, "mean", language).text, "n": number.n(own.n, language)}
            lines.append(context.say(LINE, theme=theme.name, beside=number.mean(beside, language), **words))
    title = context.say(CHART)
    description = context.say(
        DESCRIPTION, place=context.name, other=context.places.benchmark_name, lines=" ".join(lines)
    )
    dots = DotChart(
        rows=tuple(rows),
        kind="mean",
        interval=context.say(marks.INTERVAL),
        own=context.name,
        beside="" if alone else context.places.name_of(context.places.benchmark),
        least=1.0,
    )
    return Chart(
        id="overview",
        title=title,
        description=description,
        specification=dots,
        table=theme_table(context),
        notes=(scale_words(context),),
    )


def national_front(context: ReportContext, past: tuple[HistoryWave, ...]) -> Section:
    words = findings(context, past)
    blocks: list[Block] = [
        KeyFigures(tuple(key_figures(context))),
        *(Paragraph(text, "finding") for text in (words[0], spread(context), *words[1:])),
        overview(context),
    ]
    return Section("short", context.say(HEADING), blocks, new_page=False)


def spread(context: ReportContext) -> str:
    """How many units are marked above and below on the overall theme."""
    theme = context.overall
    verdicts = [context.verdict(theme, place) for place in context.places.units]
    return context.say(
        SPREAD,
        theme=theme.name,
        up=verdicts.count(Verdict.ABOVE),
        down=verdicts.count(Verdict.BELOW),
        all=len(verdicts) - verdicts.count(Verdict.UNKNOWN),
        other=context.places.benchmark_name,
    )
