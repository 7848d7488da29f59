"""The first page: what a busy reader needs, said once, each sentence with its figure."""

from dataclasses import replace

from borgerpuls.messages import _
from borgerpuls.reports import cells, marks
from borgerpuls.reports.charts.specification import DotChart
from borgerpuls.reports.context.history import Past
from borgerpuls.reports.context.report_context import Subject
from borgerpuls.reports.document import Block, Chart, KeyFigure, KeyFigures, Paragraph, Section
from borgerpuls.reports.sections import respondents
from borgerpuls.reports.sections.overview import findings, themes
from borgerpuls.reports.wording import number

HEADING = _("In short")
INTERVAL = _("95% interval {interval}")
BESIDE = _("{other}: {value}")
POSITIVE = _("Positive answers on {theme}")
RATE = _("Response rate")
OF = _("{answered} of {invited} invited")
CHART = _("The themes at a glance")
DESCRIPTION = _("A row for each theme with the number of {place} and its 95% interval, beside {other}. {lines}")
LINE = _("{theme}: {value}, {n}, against {beside}.")


def front(subject: Subject, past: tuple[Past, ...]) -> Section:
    blocks: list[Block] = [
        KeyFigures(tuple(key_figures(subject))),
        *(Paragraph(words, "finding") for words in findings.findings(subject, past)),
        overview(subject),
    ]
    return Section("short", subject.say(HEADING), blocks, new_page=False)


def key_figures(subject: Subject) -> list[KeyFigure]:
    """The overall theme's mean and share of favourable answers, and the response rate (or the number of answers)."""
    language, theme = subject.language, subject.overall
    name = theme.name[language]
    kinds: tuple[tuple[str, number.Kind, str], ...] = (
        ("mean", "mean", name),
        ("top2", "share", subject.say(POSITIVE, theme=name[:1].lower() + name[1:])),
    )
    shown = []
    for statistic, kind, label in kinds:
        own = subject.figure("theme", theme.id, statistic=statistic)
        other = subject.figure("theme", theme.id, subject.benchmark, statistic)
        if own is None or own.estimate is None or own.low is None or own.high is None or own.n is None:
            continue
        between = number.means if kind == "mean" else number.shares
        beside = ""
        if subject.place != subject.benchmark and other is not None and other.estimate is not None:
            value = number.short(kind, other.estimate, language)
            beside = subject.say(BESIDE, other=subject.name_of(subject.benchmark), value=value)
        shown.append(
            KeyFigure(
                label=label,
                value=number.short(kind, own.estimate, language),
                interval=subject.say(INTERVAL, interval=between(own.low, own.high, language)),
                n=number.n(own.n, language),
                beside=beside,
                address=own.address,
            )
        )
    rate = respondents.turnout(subject)
    if rate is not None:
        answered, invited = number.count(rate.answered, language), number.count(rate.invited, language)
        value, of = number.share(rate.rate, language), subject.say(OF, answered=answered, invited=invited)
        shown.append(KeyFigure(subject.say(RATE), value, of, "", _other_rate(subject), rate.address))
    elif (answers := respondents.answers(subject)) is not None:
        shown.append(KeyFigure(subject.say(respondents.ANSWERED), number.count(answers, language), "", ""))
    return shown


def _other_rate(subject: Subject) -> str:
    whole = subject.spec.place_code
    rate = respondents.turnout(subject, whole) if subject.place != whole else None
    if rate is None:
        return ""
    return subject.say(BESIDE, other=subject.name_of(whole), value=number.share(rate.rate, subject.language))


def overview(subject: Subject) -> Chart:
    """The themes as dots with intervals, the benchmark as a stroke beside each."""
    language = subject.language
    rows, lines = [], []
    alone = subject.place == subject.benchmark
    for theme in subject.themes:
        own = subject.theme(theme)
        other = None if alone else subject.theme(theme, subject.benchmark)
        beside = other.estimate if other and own and own.estimate is not None else None
        rows.append(replace(marks.estimate(theme.name[language], own, language), beside=beside, own=True))
        if own is not None and own.n is not None and beside is not None:
            words = {"value": cells.estimate(own, "mean", language).text, "n": number.n(own.n, language)}
            lines.append(subject.say(LINE, theme=theme.name, beside=number.mean(beside, language), **words))
    title = subject.say(CHART)
    description = subject.say(DESCRIPTION, place=subject.name, other=subject.benchmark_name, lines=" ".join(lines))
    dots = DotChart(
        rows=tuple(rows),
        kind="mean",
        interval=subject.say(marks.INTERVAL),
        own=subject.name,
        beside="" if alone else subject.name_of(subject.benchmark),
        least=1.0,
    )
    return Chart(
        id="overview",
        title=title,
        description=description,
        specification=dots,
        table=themes.table(subject),
        notes=(themes.scale_words(subject),),
    )
