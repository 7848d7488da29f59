"""What the tables of an exit say: by arrows, and in words."""

import re
from collections.abc import Mapping

from reports.exits.readers import Grid, squeezed
from reports.exits.truth import Said, group_codes

from borgerpuls.reports.blocks import theme_table
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.sections.benchmark import between_units, case_mix
from borgerpuls.reports.sections.change import change
from borgerpuls.reports.sections.local import comparison
from borgerpuls.reports.sections.overview import national_themes
from borgerpuls.reports.wording import sentence
from borgerpuls.reports.wording.sentence import Verdict
from borgerpuls.text import Text

ARROWS = {"↑": "above", "↓": "below"}
THEMES = ("theme", theme_table.DIFFERENCE, theme_table.MEANING, sentence.SHORT)
CHANGES = ("change", change.CHANGE, change.MEANING, sentence.CHANGE_SHORT)
COMPARISON = ("comparison", comparison.DIFFERENCE, None, sentence.SHORT)
JUDGED: Mapping[str, tuple[str, Text, Text | None, Mapping[Verdict, Text]]] = {
    "table-themes-table": THEMES,
    "chart-overview-table": THEMES,
    "chart-themes-chart-table": THEMES,
    "table-change-table": CHANGES,
    "chart-change-chart-table": CHANGES,
    "table-casemix-table": ("adjusted", case_mix.DIFFERENCE, case_mix.MEANING, case_mix.ALONE),
    "table-local-comparison-table": COMPARISON,
    "chart-local-comparison-chart-table": COMPARISON,
}
"""Tables with a row a theme: of what, the headings of the difference and of its words, and these words."""


def in_tables(context: ReportContext, where: str, grids: Mapping[str, Grid]) -> Said:
    """What tables say, by their id on the page; an arrow where no claim stands is told too."""
    for name, grid in grids.items():
        here, columns = f"{where}: {name}", set(range(len(grid.header)))
        if name in JUDGED:
            yield from _theme_by_theme(context, here, name, grid)
            columns = {grid.header.index(squeezed(context.say(JUDGED[name][1])))}
        elif name in ("table-groups-table", "chart-groups-chart-table") and context.of_unit:
            for (by, code), row in zip(group_codes(context), grid.rows, strict=True):
                yield here, ("group", f"{by}={code}", context.place), of_cell(*row[1], alone=True)
            columns = {1}
        elif name == "table-units-table":
            yield from _unit_by_unit(context, here, grid)
        elif name == "table-spread-out":
            yield from _by_name(context, here, grid)
        elif name == "table-national-themes":
            yield from _counted(context, here, grid)
        else:
            columns = set()
        for row in grid.rows:
            if any(arrow for at, (arrow, _words) in enumerate(row) if at not in columns):
                yield here, ("a stray arrow", str(row), context.place), "arrow"


def _theme_by_theme(context: ReportContext, where: str, name: str, grid: Grid) -> Said:
    what, title, meaning, short = JUDGED[name]
    at = grid.header.index(squeezed(context.say(title)))
    words = grid.header.index(squeezed(context.say(meaning))) if meaning else None
    for theme, row in zip(context.themes, grid.rows, strict=True):
        claim = (what, theme.id, context.place)
        yield where, claim, of_cell(*row[at])
        if words is not None:
            yield f"{where}, words", claim, _of_words(row[words][1], short, context)


def _unit_by_unit(context: ReportContext, where: str, grid: Grid) -> Said:
    ordered = [place for _region, members in context.places.regions for place in members]
    for place, row in zip(ordered, grid.rows[1:], strict=True):
        for theme, cell in zip(context.themes, row[1:], strict=False):
            yield where, ("theme", theme.id, place), of_cell(*cell, alone=True)


def _by_name(context: ReportContext, where: str, grid: Grid) -> Said:
    names = {context.places.name_of(place): place for place in context.places.units}
    for theme, row in zip(context.themes, grid.rows, strict=True):
        for at, side in ((1, "above"), (2, "below")):
            told = [] if row[at][1] == squeezed(context.say(between_units.NOBODY)) else row[at][1].split(", ")
            for name in told:
                yield where, ("theme", theme.id, names[name]), side
            yield where, (f"count {side}", theme.id, context.place), str(len(told))


def _counted(context: ReportContext, where: str, grid: Grid) -> Said:
    at = grid.header.index(squeezed(context.say(national_themes.OUT)))
    for theme, row in zip(context.themes, grid.rows, strict=True):
        for side, count in zip(("above", "below"), row[at][1].split(" / "), strict=True):
            yield where, (f"count {side}", theme.id, context.place), count


def of_cell(arrow: str, words: str, *, alone: bool = False) -> str:
    """What a cell says: by its arrow, or by there being a number; ``alone``: the number is no difference."""
    if arrow:
        return ARROWS[arrow]
    return ("unmarked" if alone else "none") if re.search(r"\d", words) else "hidden"


def _of_words(words: str, short: Mapping[Verdict, Text], context: ReportContext) -> str:
    known = {squeezed(text[context.language]): verdict for verdict, text in short.items()}
    verdict = known.get(words, Verdict.UNKNOWN)
    return verdict.value if verdict.marked else "hidden" if verdict is Verdict.UNKNOWN else "none"
