"""A place beside the whole, in the terminal: the report's own table, so that screen and paper cannot disagree."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text as Line

from borgerpuls.messages import _
from borgerpuls.reports.context.report_context import Subject
from borgerpuls.reports.document import Table
from borgerpuls.reports.sections.overview import themes
from borgerpuls.reports.wording import number

_ANSWERS = _("{answers} answers from {invited} invited ({rate})")
_SATISFIED = _("{theme}, favourable answers: {own} for {place}, {reference} for {whole}")


def show_place(subject: Subject, console: Console) -> None:
    """Print the themes of one place beside the whole, who answered, and what the table needs said of it."""
    console.print(Line(f"{subject.name} · {subject.spec.title[subject.language]}", style="bold"))
    if subject.spec.invented:
        console.print(Line(subject.spec.invented[subject.language], style="yellow"))
    for line in (_response(subject), _favourable(subject)):
        if line:
            console.print(Line(line))
    show(themes.table(subject), console)


def show(table: Table, console: Console) -> None:
    """A report's table in the terminal: marked cells in bold, notes below."""
    grid = Grid(box=SIMPLE_HEAD, title=table.title, title_justify="left", title_style="bold")
    for column in table.columns:
        longest = max(len(word) for word in column.title.split())
        grid.add_column(Line(column.title), justify=column.align, min_width=longest)
    for row in table.rows:
        grid.add_row(*(Line(cell.text, style="bold" if cell.strong or cell.mark else "") for cell in row))
    console.print(grid)
    for note in table.notes:
        console.print(Line(note, style="dim"))


def _response(subject: Subject) -> str:
    rate = subject.figure("response", "rate", statistic="rate")
    if rate is None or rate.estimate is None or not rate.n:
        return ""
    answers = number.count(rate.estimate * rate.n, subject.language)
    return subject.say(
        _ANSWERS,
        answers=answers,
        invited=number.count(rate.n, subject.language),
        rate=number.share(rate.estimate, subject.language),
    )


def _favourable(subject: Subject) -> str:
    theme, language = subject.overall, subject.language
    own, whole = (
        subject.figure("theme", theme.id, place, "top2") for place in (subject.place, subject.spec.place_code)
    )
    if own is None or whole is None or own.estimate is None or whole.estimate is None:
        return ""
    return subject.say(
        _SATISFIED,
        theme=theme.name,
        own=number.share(own.estimate, language),
        place=subject.name,
        reference=number.share(whole.estimate, language),
    )
