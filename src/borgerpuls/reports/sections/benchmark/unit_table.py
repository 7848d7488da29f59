"""Every unit on every theme, in one table: the reference behind the dots."""

from borgerpuls.messages import _
from borgerpuls.reports import cells
from borgerpuls.reports.context.phrases import capital
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Cell, Column, Paragraph, Section, Table
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import judge

HEADING = _("All {units}, all themes")
GUIDE = _(
    "{units} stand in alphabetical order{regions}. The arrow up or down shows the differences from {other} "
    "that this report marks: the whole interval lies to one side, and the difference is at least "
    "{relevant}."
)
REGIONS = _(" within each region")
TABLE = _("Mean on each theme in each {unit}")
HALF = _("Mean ± half the 95% interval. n is the number of answers on {theme}; on the other themes it may be fewer.")
TOGETHER = _(
    "The table makes {count} comparisons. They are corrected for: all {units} are tried at once, and the "
    "number of themes in each {unit} is corrected for."
)
CHANCE = _(
    "The table makes {count} comparisons. Even if there were no differences at all, about 1 in 20 "
    "intervals of the difference would leave zero out by chance."
)


def unit_table(context: ReportContext) -> Section:
    units = context.questionnaire.words.units[context.language]
    guide = GUIDE[context.language].format(
        units=capital(units),
        regions=REGIONS[context.language] if len(context.places.regions) > 1 else "",
        other=context.places.benchmark_name,
        relevant=number.mean(context.relevance.between_units, context.language),
    )
    return Section("units", context.say(HEADING), [Paragraph(guide), table(context)])


def table(context: ReportContext) -> Table:
    """The benchmark, then a row a unit in alphabetical order, region by region where the wave knows regions."""
    language, places = context.language, context.places.units
    regions = context.places.regions
    ordered = [place for _unused, members in regions for place in members]
    starts = [1 + sum(len(members) for _unused, members in regions[:k]) for k in range(len(regions))]
    compared = sum(
        f is not None and f.difference is not None
        for place in places
        for f in (context.theme(theme, place) for theme in context.themes)
    )
    return Table(
        id="units-table",
        title=context.say(TABLE),
        columns=(
            Column(context.phrases.unit_head),
            *(Column(theme.name[language], "right") for theme in context.themes),
            Column("n", "right"),
        ),
        rows=tuple(_row(context, place) for place in (context.places.benchmark, *ordered)),
        notes=(
            context.say(HALF, theme=context.overall.name),
            context.say(TOGETHER if context.simultaneous else CHANCE, count=number.count(compared, language)),
        ),
        sections=tuple((start, name) for start, (name, _unused) in zip(starts, regions, strict=True) if name),
    )


def _row(context: ReportContext, place: str) -> tuple[Cell, ...]:
    language, whole = context.language, place == context.places.benchmark
    return (
        cells.words(context.places.name_of(place), strong=whole),
        *(
            cells.compact(f, language, whole, judge(f, context.relevance.between_units), context.scale(theme).better)
            for theme, f in ((theme, context.theme(theme, place)) for theme in context.themes)
        ),
        cells.count(context.theme(context.overall, place), language),
    )
