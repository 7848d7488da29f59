"""A figure's trail in the terminal: the number, what it is made from, the formula, the weights, files and versions."""

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text as Line

from borgerpuls.messages import _
from borgerpuls.reports.wording import number
from borgerpuls.results.figures import suppression
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.provenance.trace import Trace

CELLS = 12
"""So many calibration cells are shown; a municipality rarely has more, the country has hundreds."""

_MADE_FROM = _("{n} answers in {cells} cells that together stand for {weighted}")
_NAMES = {
    "estimate": _("estimate"),
    "se": _("standard error"),
    "interval": _("95 % interval"),
    "difference": _("difference from {other}"),
    "hidden": _("not shown"),
    "afterwards": _("found afterwards"),
    "plan": _("plan of analysis"),
    "made_from": _("made from"),
    "formula": _("formula"),
    "source": _("source"),
    "rules": _("rules"),
    "wave": _("wave"),
    "tally": _("tally"),
    "warning": _("warning"),
    "versions": _("versions"),
}
_RULES = _("weighting: {method}; finite population correction: {fpc}; hidden below {hide} answers")
_CELL = _("cell")
_ANSWERS = _("answers")
_STANDS_FOR = _("stands for")
_WEIGHT = _("weight")
_MORE = _("… and {n} more cells")
_YES_NO = {True: _("yes"), False: _("no")}


def show_trace(trail: Trace, language: str, console: Console) -> None:
    """Print everything that a figure was made from."""
    console.print(Line(trail.figure.address, style="bold"))
    grid = Grid(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name, value in (*_number(trail.figure, language), *_making(trail, language)):
        grid.add_row(Line(name, style="dim"), Line(value))
    console.print(grid)
    if trail.weights:
        console.print(_weights(trail, language))
        if len(trail.weights) > CELLS:
            console.print(Line(_MORE.format(n=len(trail.weights) - CELLS)[language], style="dim"))


def _number(figure: Figure, language: str) -> Iterable[tuple[str, str]]:
    if figure.hidden:
        yield _NAMES["hidden"][language], suppression.reason_text(figure.hidden)[language]
    if figure.afterwards:
        yield _NAMES["afterwards"][language], figure.afterwards
    if figure.estimate is not None:
        yield _NAMES["estimate"][language], repr(figure.estimate)
    if figure.se is not None:
        yield _NAMES["se"][language], repr(figure.se)
    if figure.low is not None and figure.high is not None:
        yield _NAMES["interval"][language], f"{figure.low!r} – {figure.high!r}"
    if figure.difference is not None:
        name = _NAMES["difference"].format(other=figure.compared_with)[language]
        yield name, f"{figure.difference!r} ({figure.difference_low!r} – {figure.difference_high!r}), p = {figure.p!r}"


def _making(trail: Trace, language: str) -> Iterable[tuple[str, str]]:
    figure, made = trail.figure, trail.made_from
    if figure.n is not None and made["weighted"] is not None:
        counted = {"n": figure.n, "cells": made["cells"], "weighted": made["weighted"]}
        words = {name: number.count(value, language) for name, value in counted.items()}
        yield _NAMES["made_from"][language], _MADE_FROM.format(**words)[language]
    yield _NAMES["formula"][language], trail.formula.what[language]
    yield from (("", line) for line in trail.formula.lines)
    for source in trail.formula.sources:
        yield _NAMES["source"][language], source
    for wave, facts in trail.facts.items():
        method = " × ".join((facts["weighting"]["method"], *facts["weighting"]["by"]))
        rules = _RULES.format(method=method, fpc=_YES_NO[facts["fpc"]], hide=facts["hide_below"])
        yield _NAMES["wave"][language], wave
        yield _NAMES["rules"][language], rules[language]
        yield from ((file, f"sha256:{digest}") for file, digest in facts["digests"].items())
        if plan := facts.get("plan"):
            yield _NAMES["plan"][language], f"{plan['fixed'] or '–'} sha256:{plan['digest']}"
        yield _NAMES["tally"][language], f"sha256:{facts['tally']}"
        yield _NAMES["versions"][language], ", ".join(f"{name} {at}" for name, at in facts["versions"].items())
    yield from ((_NAMES["warning"][language], w.say(language)) for wave in trail.waves for w in wave.warnings)


def _weights(trail: Trace, language: str) -> Grid:
    grid = Grid(box=SIMPLE_HEAD)
    grid.add_column(_CELL[language])
    for title in (_ANSWERS, _STANDS_FOR, _WEIGHT):
        grid.add_column(title[language], justify="right")
    for cell in trail.weights[:CELLS]:
        persons = (number.count(value, language) for value in (cell.answered, cell.population))
        grid.add_row(Line(cell.name), *persons, number.fixed(cell.weight, language, 4))
    return grid
