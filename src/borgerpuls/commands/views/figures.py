"""A place beside the whole, in the terminal: the report's own table, so that screen and paper cannot disagree."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text as Line

from borgerpuls.messages import _
from borgerpuls.reports.blocks.theme_table import theme_table
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Table
from borgerpuls.reports.wording import number
from borgerpuls.results.statistics.levels import TOP2
from borgerpuls.results.statistics.response_rates import RATE

_ANSWERS = _("{answers} answers from {invited} invited ({rate})")
_SATISFIED = _("{theme}, favourable answers: {own} for {place}, {reference} for {whole}")


def show_place(context: ReportContext, console: Console) -> None:
    """Print the themes of one place beside the whole, who answered, and what the table needs said of it."""
    console.print(Line(f"{context.name} · {context.spec.title[context.language]}", style="bold"))
    if context.warning:
        console.print(Line(context.warning, style="yellow"))
    for line in (_response(context), _favourable(context)):
        if line:
            console.print(Line(line))
    show(theme_table(context), console)


def show(table: Table, console: Console) -> None:
    """A report's table in the terminal: marked cells in bold, notes below."""
    grid = Grid(box=SIMPLE_HEAD, title=Line(table.title, style="bold"), title_justify="left")
    for column in table.columns:
        longest = max(len(word) for word in column.title.split())
        grid.add_column(Line(column.title), justify=column.align, min_width=longest)
    for row in table.rows:
        grid.add_row(*(Line(cell.text, style="bold" if cell.strong or cell.mark else "") for cell in row))
    console.print(grid)
    for note in table.notes:
        console.print(Line(note, style="dim"))


def _response(context: ReportContext) -> str:
    rate = context.response(RATE)
    if rate is None or rate.estimate is None or not rate.n:
        return ""
    answers = number.count(rate.estimate * rate.n, context.language)
    return context.say(
        _ANSWERS,
        answers=answers,
        invited=number.count(rate.n, context.language),
        rate=number.share(rate.estimate, context.language),
    )


def _favourable(context: ReportContext) -> str:
    theme, language = context.overall, context.language
    own, whole = (context.figure("theme", theme.id, place, TOP2.id) for place in (context.place, context.places.whole))
    if own is None or whole is None or own.estimate is None or whole.estimate is None:
        return ""
    return context.say(
        _SATISFIED,
        theme=theme.name,
        own=number.share(own.estimate, language),
        place=context.name,
        reference=number.share(whole.estimate, language),
    )
