"""Every unit on every theme, in one table: the reference behind the dots."""

from borgerpuls.messages import _
from borgerpuls.reports import cells
from borgerpuls.reports.context.report_context import Subject, capital
from borgerpuls.reports.document import Cell, Column, Paragraph, Section, Table
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import verdict

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


def units(subject: Subject) -> Section:
    units = subject.questionnaire.words.units[subject.language]
    guide = GUIDE[subject.language].format(
        units=capital(units),
        regions=REGIONS[subject.language] if len(subject.regions) > 1 else "",
        other=subject.benchmark_name,
        relevant=number.mean(subject.relevant, subject.language),
    )
    return Section("units", subject.say(HEADING), [Paragraph(guide), table(subject)])


def table(subject: Subject) -> Table:
    """The benchmark, then a row a unit in alphabetical order, region by region where the wave knows regions."""
    language, places = subject.language, subject.places
    regions = subject.regions
    ordered = [place for _unused, members in regions for place in members]
    starts = [1 + sum(len(members) for _unused, members in regions[:k]) for k in range(len(regions))]
    compared = sum(
        f is not None and f.difference is not None
        for place in places
        for f in (subject.theme(theme, place) for theme in subject.themes)
    )
    return Table(
        id="units-table",
        title=subject.say(TABLE),
        columns=(
            Column(subject.unit_head),
            *(Column(theme.name[language], "right") for theme in subject.themes),
            Column("n", "right"),
        ),
        rows=tuple(_row(subject, place) for place in (subject.benchmark, *ordered)),
        notes=(
            subject.say(HALF, theme=subject.overall.name),
            subject.say(TOGETHER if subject.together else CHANCE, count=number.count(compared, language)),
        ),
        sections=tuple((start, name) for start, (name, _unused) in zip(starts, regions, strict=True) if name),
    )


def _row(subject: Subject, place: str) -> tuple[Cell, ...]:
    language, whole = subject.language, place == subject.benchmark
    return (
        cells.words(subject.name_of(place), strong=whole),
        *(
            cells.narrow(f, language, whole, verdict(f, subject.relevant), subject.scale(theme).better)
            for theme, f in ((theme, subject.theme(theme, place)) for theme in subject.themes)
        ),
        cells.count(subject.theme(subject.overall, place), language),
    )
