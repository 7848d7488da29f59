"""How a figure was made: its answers, weights, formula, files and versions, and R that makes it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.folder import open_wave
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.files import write_file
from borgerpuls.messages import _, verbatim
from borgerpuls.problems import Problem, Problems, Refused
from borgerpuls.results.estimation.microdata import write_invited, write_persons, write_totals
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, Counted, estimate
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.figures.store import Shelf
from borgerpuls.results.provenance.formula import Formula, formula
from borgerpuls.results.provenance.formulas import FORMULAS
from borgerpuls.results.provenance.r_script import columns, script


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
    ``weights`` are the calibration cells of the figure's place. ``facts`` are the shelf's, by wave: settings,
    digests of the wave's files and of the tally, versions. ``r_script`` reads the files that ``write`` puts beside it.
    """

    figure: Figure
    made_from: Mapping[str, Any]
    formula: Formula
    weights: tuple[CalibrationCell, ...]
    facts: Mapping[str, Mapping[str, Any]]
    r_script: str
    counted: tuple[Counted, ...]

    def write(self, folder: Path) -> None:
        """Put ``script.R`` and the files it reads in a folder: ``Rscript script.R`` there makes the figure again."""
        folder.mkdir(parents=True, exist_ok=True)
        if self.figure.statistic in FORMULAS:
            write_file(folder / "script.R", self.r_script.encode())
            return
        kind, group_by = self.made_from["kind"], self.figure.group_by
        for wave in self.counted:
            name = wave.spec.name
            if kind == "response" and self.figure.measure != "kish":
                write_invited(wave, group_by, folder / f"invited-{name}.csv")
                continue
            asked = () if kind == "response" else columns(self.figure, kind, wave.wave.questionnaire)
            write_persons(wave, group_by, asked, folder / f"persons-{name}.csv")
            if wave.weighing.poststratum is not None:
                write_totals(wave, folder / f"totals-{name}.csv")
        write_file(folder / "script.R", self.r_script.encode())


def trace(shelf: Shelf, address: str, folders: Sequence[Path]) -> Trace:
    """Trace a figure of the shelf back to the frozen waves in ``folders``.

    The waves are opened and counted again. ``Refused`` when nothing stands at the address, when a wave that the
    figure is made from is not in the folders, or when its files or its tally are others than those on the shelf.
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
            problems.found.append(_changed(opened[name]))
    problems.refuse()
    counted = tuple(_again(opened[name], facts[name]["tally"]) for name in wanted)
    return Trace(
        figure=figure,
        made_from=made_from,
        formula=FORMULAS.get(figure.statistic) or formula(figure, made_from["kind"], counted[0].spec),
        weights=_weights(counted[0], figure),
        facts=facts,
        r_script=script(figure, made_from["kind"], counted[0], counted[1] if len(counted) > 1 else None),
        counted=counted,
    )


def _again(wave: FrozenWave, expected: str) -> Counted:
    found = tally(wave, pairs=True)
    if found.digest != expected:
        raise Refused([_changed(wave)])
    return estimate(wave, found)


def _weights(counted: Counted, figure: Figure) -> tuple[CalibrationCell, ...]:
    """The calibration cells of the figure's place (strata where nothing is calibrated)."""
    weighing, rows = counted.weighing, counted.rows[EVERYBODY]
    of_cell = weighing.stratum if weighing.poststratum is None else weighing.poststratum
    here = np.flatnonzero(weighing.stratum >= 0)
    if figure.place in weighing.units:
        here = here[weighing.unit[here] == weighing.units.index(figure.place)]
    weight, persons, cell = rows.design.weight[rows.of[here]], counted.tally.answered[here], of_cell[here]
    answered = np.bincount(cell, persons, len(weighing.names))
    carried = np.bincount(cell, persons * weight, len(weighing.names))
    return tuple(
        CalibrationCell(weighing.names[p], int(answered[p]), float(carried[p]), float(carried[p] / answered[p]))
        for p in np.flatnonzero(answered).tolist()
    )


def _missing(name: str) -> Problem:
    return Problem(
        where=_("wave {name}", name=name),
        what=_("The figure is made from it."),
        remedy=_("Name its folder too."),
    )


def _changed(wave: FrozenWave) -> Problem:
    return Problem(
        where=verbatim(wave.folder),
        what=_("The wave is not the one that the figures on the shelf were made from."),
        remedy=_("Build the figures again with `borgerpuls figures`, or fetch the wave they were made from."),
    )
