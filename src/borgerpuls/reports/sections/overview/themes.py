"""The themes beside the benchmark: a table with every difference and its interval, and the differences drawn."""

from borgerpuls.messages import _
from borgerpuls.reports import marks
from borgerpuls.reports.blocks import rank_sets
from borgerpuls.reports.blocks.relevance_band import band_between_units
from borgerpuls.reports.blocks.theme_table import scale_words, theme_table
from borgerpuls.reports.charts.specification import DotChart, ReferenceLine
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Block, Chart, Paragraph, Section
from borgerpuls.reports.wording import sentence
from borgerpuls.reports.wording.sentence import Names, Verdict, judge

HEADING = _("The themes beside {whole}")
CHART = _("The difference from {other}, theme by theme")
DESCRIPTION = _("A row for each theme with the difference between {place} and {other} and its interval. {findings}")
FILLED = _("A filled marker is a difference that this report marks. A hollow marker is one that it does not.")


def themes(context: ReportContext) -> Section:
    """The chart is left out where there is nothing to stand beside: a wave of one unit."""
    compared = any(context.verdict(t) is not Verdict.UNKNOWN for t in context.themes)
    blocks: list[Block] = [
        Paragraph(scale_words(context)),
        theme_table(context),
        *([chart(context)] if compared else []),
    ]
    places = rank_sets.table(context)
    blocks += [places] if places else []
    return Section("themes", context.say(HEADING), blocks)


def chart(context: ReportContext) -> Chart:
    language, relevant = context.language, context.relevance.between_units
    figures = [(theme.name[language], context.theme(theme)) for theme in context.themes]
    title = context.say(CHART, other=context.places.benchmark_name)
    findings = " ".join(
        sentence.against(
            own, Names(theme.name[language], context.name, context.places.benchmark_name), relevant, language
        )
        for theme in context.themes
        if (own := context.theme(theme)) is not None
    )
    description = context.say(DESCRIPTION, place=context.name, other=context.places.benchmark_name, findings=findings)
    dots = DotChart(
        rows=tuple(marks.difference(name, f, language, marked=judge(f, relevant).marked) for name, f in figures),
        kind="difference",
        interval=context.say(marks.INTERVAL),
        own=context.name,
        line=ReferenceLine(0.0, context.places.name_of(context.places.benchmark)),
        band=band_between_units(context),
        row_height=20.0,
    )
    return Chart(
        id="themes-chart",
        title=title,
        description=description,
        specification=dots,
        table=theme_table(context),
        notes=(context.say(FILLED),),
    )
