"""How a figure was made: its answers, weights, formula, files and versions, as the store of figures keeps them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from borgerpuls.dataset.folder import open_wave
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.messages import _, verbatim
from borgerpuls.problems import Problem, Problems
from borgerpuls.results.declaration.statistic import Formula
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.results.registry import statistic_of


@dataclass(frozen=True)
class CalibrationCell:
    """Persons who share a weight: how many answered, how many of the frame they stand for, the weight of each."""

    name: str
    answered: int
    population: float
    weight: float


@dataclass(frozen=True)
class Trace:
    """A figure and what it was made from.

    ``made_from`` has the number of tally ``cells`` that hold an answer and the sum of their weights (``weighted``).
    ``weights`` are the calibration cells of the figure's place. ``facts`` are the store's, by wave: settings,
    digests of the wave's files and of the tally, versions. ``waves`` are the frozen waves, that of the figure first.
    """

    figure: Figure
    made_from: Mapping[str, Any]
    formula: Formula
    weights: tuple[CalibrationCell, ...]
    facts: Mapping[str, Mapping[str, Any]]
    waves: tuple[FrozenWave, ...]


def trace(shelf: FigureStore, address: str, folders: Sequence[Path]) -> Trace:
    """Trace a figure of the store back to the frozen waves in ``folders``.

    Nothing is counted: the files of the waves must have the digests that the figures were made from, and then the
    store's numbers are theirs (``reproduction.reproduce`` counts again). ``Refused`` when nothing stands at the
    address, when a wave that the figure is made from is not in the folders, or when its files are others.
    """
    figure, made_from = shelf.figure(address), shelf.made_from(address)
    wanted = [figure.wave, *([figure.compared_with] if figure.compared_with in shelf.waves() else [])]
    facts = {name: shelf.facts(name) for name in wanted}
    opened = {wave.spec.name: wave for wave in map(open_wave, folders)}
    problems = Problems()
    for name in wanted:
        if name not in opened:
            problems.found.append(_missing(name))
        elif dict(opened[name].digests) != facts[name]["digests"]:
            problems.found.append(changed(opened[name]))
    problems.refuse()
    waves = tuple(opened[name] for name in wanted)
    return Trace(
        figure=figure,
        made_from=made_from,
        formula=statistic_of(figure, made_from["kind"]).formula_of(figure, waves[0].spec),
        weights=_weights(facts[figure.wave], figure.place),
        facts=facts,
        waves=waves,
    )


def _weights(facts: Mapping[str, Any], place: str) -> tuple[CalibrationCell, ...]:
    """The calibration cells of a place (strata where nothing is calibrated): a unit's own, or all of them."""
    cells = facts["weighting"]["calibration_cells"]
    return tuple(CalibrationCell(*cell) for unit, *cell in cells if place == unit or place not in facts["units"])


def _missing(name: str) -> Problem:
    return Problem(
        where=_("wave {name}", name=name),
        what=_("The figure is made from it."),
        remedy=_("Name its folder too."),
    )


def changed(wave: FrozenWave) -> Problem:
    """The problem of a wave that is not the one the store's figures were made from."""
    return Problem(
        where=verbatim(wave.folder),
        what=_("The wave is not the one that the figures on the shelf were made from."),
        remedy=_("Build the figures again with `borgerpuls figures`, or fetch the wave they were made from."),
    )
