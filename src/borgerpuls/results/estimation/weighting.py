"""Strata, calibration cells and weights of a wave: who stands for whom, decided from counts, never from answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Floats, Integers
from borgerpuls.dataset.counting.tally import Tally
from borgerpuls.dataset.wave import FrozenWave, WeightingMethod
from borgerpuls.method.array_operations import combination_codes
from borgerpuls.method.calibration.greg import calibrate_to
from borgerpuls.method.calibration.poststratification import collapse_cells, poststratify
from borgerpuls.method.calibration.raking import rake
from borgerpuls.method.design.design import Design
from borgerpuls.results.estimation.code_order import code_order, positions
from borgerpuls.results.estimation.frame import Frame
from borgerpuls.results.margins.margin import Margin
from borgerpuls.results.margins.unmet import UnitMargins

JOINED = " + "
UNKNOWN = "?"
UNBOUNDED = (-np.inf, np.inf)


@dataclass(frozen=True)
class WaveWeighting:
    """Each tally cell's place in the design: C cells, H strata, P calibration cells, all inside one unit each.

    ``unit`` [C] points into ``units``; ``stratum`` and ``poststratum`` [C] are -1 where nobody answered.
    ``weight`` [C] is one person's before calibration. ``unit_of`` [H] points into ``units``; ``frame`` [H] and
    ``totals`` [P] are persons of the frame; ``poststratum`` is None when nothing is calibrated.
    ``names`` [P, or H without calibration] say what is in a cell: ``0101: f|18-29``, or ``0101: f|18-29 + f|30-39``
    where thin cells stand together.
    Raking and GREG calibrate to ``margins`` with weights held by ``bounds``: P is then the combinations of their
    categories, ``totals`` is empty.
    ``cluster`` [C] numbers the clusters that persons were drawn in, each inside one stratum; None without any.
    """

    units: tuple[str, ...]
    unit: Integers
    stratum: Integers
    unit_of: Integers
    frame: Floats
    weight: Floats
    poststratum: Integers | None
    totals: Floats
    names: tuple[str, ...]
    method: WeightingMethod = "none"
    margins: tuple[Margin, ...] = ()
    bounds: tuple[float, float] | None = None
    cluster: Integers | None = None

    @property
    def collapsed(self) -> tuple[str, ...]:
        """The calibration cells, or categories of a margin, that are several put together."""
        names = [name for margin in self.margins for name in margin.names] if self.margins else self.names
        return tuple(name for name in names if JOINED in name)

    def calibrate(self, design: Design, cell: Integers) -> Design:
        """A design whose weights meet the frame; ``cell`` [R] is a tally cell of each row of ``design``.

        Raises NotConverged or NegativeWeights where no such weights are found.
        """
        if self.poststratum is None:
            return design
        codes = [margin.code[cell] for margin in self.margins]
        if self.method == "rake":
            pairs = [(c, m.totals) for c, m in zip(codes, self.margins, strict=True)]
            return rake(design, pairs, bounds=self.bounds).design
        if self.method == "greg":
            indicators = [margin.indicators(cell) for margin in self.margins]
            totals = np.concatenate([m.totals for m in self.margins])
            return calibrate_to(design, np.hstack(indicators), totals, bounds=self.bounds or UNBOUNDED).design
        return poststratify(design, self.poststratum[cell], self.totals).design

    def unit_margins(self, answered: Integers) -> tuple[UnitMargins, ...]:
        """The margins of each unit where anybody answered; ``answered`` [C] are the persons of the tally cells."""
        here = np.flatnonzero(self.stratum >= 0)
        return tuple(
            UnitMargins.of(code, self.margins, here[self.unit[here] == u], answered, self.weight)
            for u, code in enumerate(self.units)
            if np.any(self.unit[here] == u)
        )


def weight_wave(wave: FrozenWave, tally: Tally, population: Frame) -> WaveWeighting:
    """The design of a wave from its tally and its frame, which counts somebody in every cell that answered.

    A stratum is a unit and the wave's strata inside it. Weights before calibration are N/n of the stratum, the
    file's own, or 1. Calibration cells are a unit and the variables of ``weighting.by``; thin ones are joined by
    ``method.collapse_cells``, and so are thin categories of a margin.
    """
    spec, method = wave.spec, wave.spec.weighting.method
    units = tuple(u.code for u in spec.units)
    unit = positions(tally, "unit", units)
    answers = np.where(unit >= 0, tally.answered, 0)
    levels = {
        v: code_order(wave, v, (*tally.levels[v], *population.column.get(v, ())))
        for v in (*spec.strata, *spec.weighting.by)
    }
    levels["unit"] = units
    strata = _cells(tally, population, answers, ("unit", *spec.strata), levels)
    held = np.flatnonzero(strata.answers)
    renumber = np.full(len(strata.answers), -1, dtype=np.int64)
    renumber[held] = np.arange(len(held))
    stratum = np.where(answers > 0, renumber[strata.of], -1)
    frame = strata.persons[held]
    if method == "given":
        weight = np.array([float(text) if text else 0.0 for text in tally.levels["weight"]])[tally.codes["weight"]]
    elif method in ("poststratify", "rake", "greg"):
        weight = np.append(frame / strata.answers[held], 0.0)[stratum]
    else:
        weight = np.ones(len(unit))

    poststratum: Integers | None = None
    totals, names = np.zeros(0), _names(strata, renumber, spec.strata, levels)
    margins: tuple[Margin, ...] = ()
    if method == "poststratify" and spec.weighting.by:
        whole = _margin(tally, population, answers, spec.weighting.by, levels, spec.weighting.minimum)
        poststratum, totals, names = whole.code, whole.totals, whole.names
    elif method in ("rake", "greg"):
        margins = tuple(
            _margin(tally, population, answers, (v,), levels, spec.weighting.minimum) for v in spec.weighting.by
        )
        poststratum, names = _cross(margins, answers)
    return WaveWeighting(
        units,
        unit,
        stratum,
        strata.keys[held, 0],
        frame,
        weight,
        poststratum,
        totals,
        names,
        method,
        margins,
        spec.weighting.bounds,
        tally.codes["cluster"] if spec.clusters else None,
    )


def _margin(
    tally: Tally,
    population: Frame,
    answers: Integers,
    by: Sequence[str],
    levels: Mapping[str, tuple[str, ...]],
    minimum: int,
) -> Margin:
    """The categories of variables crossed with the unit, thin ones joined."""
    cells = _cells(tally, population, answers, ("unit", *by), levels)
    collapsed = collapse_cells(cells.answers, cells.persons, cells.keys[:, 0], cells.keys[:, 1:], minimum)
    return Margin(
        variable=" × ".join(by),
        code=np.where(answers > 0, collapsed.cell[cells.of], -1),
        totals=np.where(collapsed.answered > 0, collapsed.population, 0.0),
        names=_names(cells, collapsed.cell, by, levels),
    )


def _cross(margins: Sequence[Margin], answers: Integers) -> tuple[Integers, tuple[str, ...]]:
    """The combination of categories that each tally cell is in [C], -1 without answers, and the combinations' names."""
    here = np.flatnonzero(answers > 0)
    codes = combination_codes(*(margin.code[here] for margin in margins))
    crossed = np.full(len(answers), -1, dtype=np.int64)
    crossed[here] = codes
    names = [""] * (int(codes.max(initial=-1)) + 1)
    for cell, code in zip(here.tolist(), codes.tolist(), strict=True):
        unit, first = margins[0].names[margins[0].code[cell]].split(": ", 1)
        others = [margin.names[margin.code[cell]].split(": ", 1)[1] for margin in margins[1:]]
        names[code] = f"{unit}: {'|'.join((first, *others))}"
    return crossed, tuple(names)


@dataclass(frozen=True)
class _Cells:
    """K combinations of variables met in the tally or the frame: ``keys`` [K, variables] point into the levels."""

    keys: Integers
    of: Integers
    """[C] which combination each tally cell is."""
    answers: Floats
    persons: Floats


def _cells(
    tally: Tally,
    population: Frame,
    answers: Integers,
    variables: Sequence[str],
    levels: Mapping[str, tuple[str, ...]],
) -> _Cells:
    asked = np.stack([positions(tally, v, levels[v]) for v in variables], axis=1)
    framed = np.zeros((0, len(variables)), dtype=np.int64)
    persons = np.zeros(0)
    if population.known(*variables):
        framed = np.stack([population.codes(v, levels[v]) for v in variables], axis=1)
        framed, persons = framed[framed[:, 0] >= 0], population.count[framed[:, 0] >= 0]
    sizes = [len(levels[v]) + 1 for v in variables]
    code = np.ravel_multi_index(tuple((np.concatenate([asked, framed]) + 1).T), sizes)
    distinct, at = np.unique(code, return_inverse=True)
    keys = np.stack(np.unravel_index(distinct, sizes), axis=1) - 1
    of, within = at[: len(asked)], at[len(asked) :]
    return _Cells(keys, of, _sum(of, answers, len(distinct)), _sum(within, persons, len(distinct)))


def _sum(group: Integers, values: npt.NDArray[Any], groups: int) -> Floats:
    return np.bincount(group, values, groups).astype(np.float64)


def _names(
    cells: _Cells, group: Integers, variables: Sequence[str], levels: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """[groups] the unit and the levels of the cells put together in each group; empty cells are not named."""
    held = np.flatnonzero((cells.answers + cells.persons > 0) & (group >= 0))
    names = [""] * (int(group.max(initial=-1)) + 1)
    for position in held.tolist():
        unit, *key = cells.keys[position].tolist()
        name = "|".join(levels[v][k] or UNKNOWN for v, k in zip(variables, key, strict=True))
        before = names[group[position]]
        names[group[position]] = before + JOINED + name if before else f"{levels['unit'][unit]}: {name}"
    return tuple(names)
