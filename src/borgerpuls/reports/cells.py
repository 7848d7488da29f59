"""Figures as the cells of a table: words for the reader, the number behind them for the workbook."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from borgerpuls.messages import _
from borgerpuls.reports.document import Block, Cell, Chart, Section, Table
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import Verdict
from borgerpuls.results.figures import suppression
from borgerpuls.results.figures.figure import Figure

SHORT = (
    (r"fewer than \d+ answers", _("too few")),
    (r"fewer than \d+ invited", _("too few invited")),
    (suppression.SAME_ANSWER, _("all answered alike")),
    (suppression.UNANSWERABLE, _("cannot be answered here")),
    (suppression.WORDING_CHANGED, _("new question")),
)
"""A reason as a cell has room for it; the table's note says it in full."""
MEANS = _("“{short}”: {full}.")
NOT_ASKED = _("not asked")
Form = Literal["mean", "share"]
Mark = Literal["", "above", "below"]
Better = Literal["high", "low"]
MARKS: Mapping[Verdict, Mark] = {Verdict.ABOVE: "above", Verdict.BELOW: "below"}
HALF = "\u202f±\u202f"


def words(text: str, strong: bool = False) -> Cell:
    """A cell with no number behind it."""
    return Cell(text, strong=strong)


def missing(figure: Figure | None, language: str) -> str:
    """Why there is no number: the reason that hides the figure, that there is none, or nothing to set it beside."""
    if figure is None:
        return NOT_ASKED[language]
    return suppression.reason_text(figure.hidden)[language] if figure.hidden else "–"


def absent(figure: Figure | None, language: str) -> Cell:
    """Why there is no number, as short as a cell needs it."""
    if figure is None or not figure.hidden:
        return Cell(missing(figure, language))
    short = next((words for pattern, words in SHORT if re.fullmatch(pattern, figure.hidden)), None)
    return Cell(short[language] if short else missing(figure, language), hidden=figure.hidden if short else "")


def reasons(rows: Sequence[Sequence[Cell]], language: str) -> tuple[str, ...]:
    """A note for each reason that stands in short among the cells."""
    met = dict.fromkeys((cell.text, cell.hidden) for row in rows for cell in row if cell.hidden)
    return tuple(
        MEANS[language].format(short=short, full=suppression.reason_text(hidden)[language]) for short, hidden in met
    )


def add_reasons(sections: Sequence[Section | None], language: str) -> tuple[Section, ...]:
    """The sections that there are; below each table, after its notes, every reason that its cells give in short."""
    return tuple(
        replace(section, blocks=tuple(_with_reasons(block, language) for block in section.blocks))
        for section in sections
        if section is not None
    )


def _with_reasons(block: Block, language: str) -> Block:
    if isinstance(block, Chart):
        return replace(block, table=_noted(block.table, language))
    return _noted(block, language) if isinstance(block, Table) else block


def _noted(table: Table, language: str) -> Table:
    return replace(table, notes=(*table.notes, *reasons(table.rows, language)))


def estimate(figure: Figure | None, kind: number.Kind, language: str, strong: bool = False) -> Cell:
    """``3,32 (3,24–3,40)``, or why there is nothing."""
    if figure is None or figure.estimate is None:
        return absent(figure, language)
    form: Form = "share" if kind == "share" else "mean"
    if figure.low is None or figure.high is None:
        return Cell(number.short(kind, figure.estimate, language), figure.estimate, form, strong)
    return Cell(number.full(kind, figure.estimate, figure.low, figure.high, language), figure.estimate, form, strong)


def plain(figure: Figure | None, language: str, strong: bool = False) -> Cell:
    """A mean alone, where its interval stands elsewhere in the row or is of no use: a benchmark."""
    if figure is None or figure.estimate is None:
        return absent(figure, language)
    return Cell(number.mean(figure.estimate, language), figure.estimate, "mean", strong)


def compact(
    figure: Figure | None,
    language: str,
    strong: bool = False,
    verdict: Verdict = Verdict.UNKNOWN,
    better: Better = "high",
) -> Cell:
    """``3,32 ± 0,08`` for a table with many columns: the interval of a mean is symmetric, but for the scale's end."""
    if figure is None or figure.estimate is None:
        return absent(figure, language)
    if figure.low is None or figure.high is None:
        return plain(figure, language, strong)
    half = number.mean(max(figure.high - figure.estimate, figure.estimate - figure.low), language)
    text = f"{number.mean(figure.estimate, language)}{HALF}{half}"
    return Cell(text, figure.estimate, "mean", strong, MARKS.get(verdict, ""), _good(verdict, better))


def count(figure: Figure | None, language: str) -> Cell:
    """n of a figure; empty where the figure is hidden."""
    if figure is None or figure.n is None:
        return Cell("")
    return Cell(number.count(figure.n, language), float(figure.n), "count")


def difference(figure: Figure | None, verdict: Verdict, language: str, better: Better = "high") -> Cell:
    """``−0,32 (−0,40 til −0,24)``, marked only when the verdict is; ``better`` is the scale's."""
    if figure is None or figure.difference is None:
        return Cell("–")
    mark: Mark = MARKS.get(verdict, "")
    if figure.difference_low is None or figure.difference_high is None:
        return Cell(number.difference(figure.difference, language), figure.difference, "mean")
    text = number.difference_with_interval(figure.difference, figure.difference_low, figure.difference_high, language)
    return Cell(text, figure.difference, "mean", mark=mark, good=_good(verdict, better))


def _good(verdict: Verdict, better: Better) -> bool:
    return verdict is not (Verdict.BELOW if better == "high" else Verdict.ABOVE)
