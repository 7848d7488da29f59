"""The registry of statistics: every declaration of the shelves ``statistics`` and ``change``, in the order of rows.

A statistic is added by a module there with a tuple ``STATISTICS``; the figures, their traces, docs/figures.md and what
reports fetch follow from it.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from borgerpuls.results import change, statistics
from borgerpuls.results.declaration.statistic import LOCAL_COMPARISON, Inputs, Statistic
from borgerpuls.results.estimation.wave_estimates import COMPARE
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.figures.figure_block import FigureBlock


def _declared() -> Iterator[Statistic]:
    for shelf in (statistics, change):
        for module in sorted(iter_modules(shelf.__path__), key=lambda module: module.name):
            yield from getattr(import_module(f"{shelf.__name__}.{module.name}"), "STATISTICS", ())


STATISTICS = tuple(sorted(_declared(), key=lambda statistic: statistic.row))
_BY_ID = {statistic.id: statistic for statistic in STATISTICS}


def statistic_of(figure: Figure, kind: str) -> Statistic:
    """The statistic that a figure is of; a response figure's is named by its measure."""
    return _BY_ID[figure.measure if kind == "response" else figure.statistic.partition("=")[0]]


def figure_blocks(inputs: Inputs) -> Iterator[FigureBlock]:
    """Every block of figures of a wave, in the order of rows; those whose needs it does not meet are left out."""
    chosen = [one for one in STATISTICS if not one.optional or one.id in inputs.wave.spec.statistics]
    taken = {one.after for one in chosen}
    functions = {one.function: [other for other in chosen if other.function is one.function] for one in chosen}
    for function, made in functions.items():
        if not any(all(need.met(inputs) for need in one.needs) for one in made):
            continue
        blocks = function(inputs)
        keep = [one.id for one in made if one.id in taken]
        if keep:
            kept = tuple(blocks)
            inputs.made.update(dict.fromkeys(keep, kept))
            blocks = iter(kept)
        yield from blocks


@cache
def grouped(variable: str) -> tuple[tuple[str, str], ...]:
    """Kind and ``statistic`` of all that reports tell by the groups of a variable."""
    return tuple(
        (kind, one.name)
        for kind in dict.fromkeys(kind for one in STATISTICS for kind in one.grouped)
        for one in STATISTICS
        if kind in one.grouped and (variable == COMPARE or LOCAL_COMPARISON not in one.needs)
    )
