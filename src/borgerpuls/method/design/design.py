"""The sampling design: strata, weights, clusters, finite populations, and collapsed strata."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Booleans, Floats, Integers
from borgerpuls.method.array_operations import combination_codes, group_sums


@dataclass(frozen=True, eq=False)
class SecondStage:
    """Units drawn inside each PSU: ``unit`` int [R] numbers them; ``population`` float [R] is how many the PSU has."""

    unit: Integers
    population: Floats


class Calibration(Protocol):
    """The regression whose residuals a variance takes after raking or GREG, over C calibration cells.

    ``base`` float [C] is what a person weighs in it per unit of final weight; None: every person counts once.
    ``block`` int [C]: cells with different numbers have nothing to do with each other; ``leverage`` float [C] is what
    one person of a cell adds to its own fitted value, per unit of its base.
    """

    @property
    def base(self) -> Floats | None: ...

    @property
    def block(self) -> Integers: ...

    @property
    def leverage(self) -> Floats: ...

    def fitted(self, sums: Floats) -> Floats:
        """Fitted value of a person in each cell, from the sums of ``base`` times the variable: [C, …] -> [C, …]."""
        ...


@dataclass(frozen=True, eq=False)
class Design:
    """How the answering persons were drawn, one row a person or one row a cell of persons alike in the design.

    ``stratum`` int [R] counts from 0; ``weight`` float [R] is the weight of *each* person of the row;
    ``persons`` int [R] is how many answering persons the row holds (1 in microdata). ``population`` float [H] is the
    number of PSUs in the frame and switches the finite population correction on; None leaves it off.
    ``psu`` int [R] numbers clusters, None means that persons are the PSUs; ``second`` is a further stage inside them.
    A row may hold many persons of one cluster.
    ``poststratum`` int [R] is set by ``poststratify``: the weights are then calibrated to these cells, and every
    variance takes residuals about their means. After ``rake`` or ``calibrate_to`` the cells are those of persons alike
    in the margins, and ``calibration`` fits each a value of its own. ``alike`` says that the persons of a row gave the
    same answers too (cells × answers, ``expand_counts``); then functions for persons take rows of many.

    Raises ValueError where shapes disagree, or a weight is negative or not a number.
    """

    stratum: Integers
    weight: Floats
    persons: Integers
    population: Floats | None = None
    psu: Integers | None = None
    second: SecondStage | None = None
    poststratum: Integers | None = None
    calibration: Calibration | None = None
    alike: bool = False

    def __post_init__(self) -> None:
        rows = self.stratum.shape
        aligned = {"weight": self.weight, "persons": self.persons, "psu": self.psu, "poststratum": self.poststratum}
        for name, array in aligned.items():
            if array is not None and array.shape != rows:
                raise ValueError(f"{name} has shape {array.shape}, the strata have {rows}")
        if not np.all(np.isfinite(self.weight)) or np.any(self.weight < 0):
            raise ValueError("weights are numbers and not negative")
        if self.population is not None and (len(self.population) < self.strata or np.any(self.population < self.psus)):
            raise ValueError("a stratum has more answering units than its population")

    @classmethod
    def from_columns(
        cls,
        *,
        weight: npt.ArrayLike | None = None,
        stratum: npt.ArrayLike | None = None,
        psu: npt.ArrayLike | None = None,
        population: npt.ArrayLike | None = None,
        ssu: npt.ArrayLike | None = None,
        ssu_population: npt.ArrayLike | None = None,
    ) -> "Design":
        """A design of persons from columns as a file has them (``svydesign`` in R's survey).

        Every argument is [R]. ``stratum``, ``psu`` (numbered inside strata) and ``ssu`` (inside PSUs) are labels of
        any kind. ``population`` is the number of PSUs in the frame of the row's stratum and ``ssu_population`` the
        number of second-stage units in its PSU. Without ``weight`` the weights follow from them: Π N/n.
        Source: Lumley (2010), Complex Surveys, ch. 2-3.
        """
        given = next((a for a in (weight, stratum, psu, population, ssu) if a is not None), None)
        if given is None:
            raise ValueError("a design needs weights, strata, clusters or a population")
        rows = len(np.asarray(given))
        strata = combination_codes(np.zeros(rows) if stratum is None else stratum)
        clusters = None if psu is None else combination_codes(strata, psu)
        second = None
        if ssu is not None and ssu_population is not None and clusters is not None:
            second = SecondStage(combination_codes(clusters, ssu), _floats(ssu_population))
        frame = None
        if population is not None:
            frame = np.zeros(strata.max() + 1)
            frame[strata] = _floats(population)
        unweighted = cls(strata, np.ones(rows), np.ones(rows, np.int64), frame, clusters, second)
        return replace(unweighted, weight=unweighted._inclusion() if weight is None else _floats(weight))

    def _inclusion(self) -> Floats:
        """Weights from the stages: N/n of the stratum, times M/m of the PSU."""
        if self.population is None:
            raise ValueError("weights or a population are needed")
        weight = (self.population[: self.strata] / self.psus)[self.stratum]
        if self.second is None or self.psu is None:
            return weight
        drawn = np.unique(np.stack([self.psu, self.second.unit]), axis=1)[0]
        return np.asarray(weight * self.second.population / np.bincount(drawn)[self.psu])

    @property
    def strata(self) -> int:
        """H, the number of strata."""
        return int(self.stratum.max(initial=-1)) + 1

    @cached_property
    def psus(self) -> Integers:
        """int [H]: answering PSUs (persons where there are no clusters) of each stratum."""
        if self.psu is None:
            return np.bincount(self.stratum, self.persons, self.strata).astype(np.int64)
        return np.bincount(np.unique(np.stack([self.stratum, self.psu]), axis=1)[0], minlength=self.strata)

    @cached_property
    def scale(self) -> Floats:
        """float [H]: (1 − f_h)·n_h/(n_h − 1), Cochran (1977) sec. 5.4; 0 where the stratum was fully counted.

        NaN in a stratum with one PSU, which has no spread of its own (``collapse_strata``).
        """
        share = np.ones(self.strata)
        if self.population is not None:
            frame = self.population[: self.strata]
            share = np.divide(frame - self.psus, frame, out=np.zeros(self.strata), where=frame > 0)
        spread = np.divide(self.psus, self.psus - 1, out=np.full(self.strata, np.nan), where=self.psus > 1)
        return np.where((share < 1e-7) | (self.psus == 0), 0.0, share * spread)

    @cached_property
    def base(self) -> Floats:
        """float [R]: what each person weighs in the regression whose residuals the variance takes."""
        if self.calibration is None or self.poststratum is None:
            return self.weight
        if self.calibration.base is None:
            return (self.weight > 0).astype(np.float64)
        return np.asarray(self.weight * self.calibration.base[self.poststratum])

    def degrees(self, member: Booleans) -> int:
        """Degrees of freedom of a subset: PSUs in it minus strata among them (Korn & Graubard 1999)."""
        inside = member & (self.persons > 0) & (self.weight > 0)
        strata = len(np.unique(self.stratum[inside]))
        if self.psu is None:
            return int(self.persons[inside].sum()) - strata
        return len(np.unique(np.stack([self.stratum[inside], self.psu[inside]]), axis=1).T) - strata


@dataclass(frozen=True, eq=False)
class CollapsedDesign:
    """A design without lonely strata, and which stratum joined which, in the old numbers: ((lonely, neighbour), …)."""

    design: Design
    joined: tuple[tuple[int, int], ...]


def collapse_strata(design: Design, unit: npt.ArrayLike | None = None) -> CollapsedDesign:
    """Join each stratum with one answering PSU to its neighbour, for the variance only.

    The rule is fixed before data: the next stratum in order inside the same ``unit`` (int [R], None for one unit),
    and for the last one the stratum before. Populations add up; weights do not change. A unit whose only stratum is
    lonely keeps it. The variance is then, if anything, too large. Source: Cochran (1977) sec. 5A.12.
    """
    home = np.zeros(design.strata, np.int64)
    home[design.stratum] = 0 if unit is None else np.asarray(unit)
    counted = (design.psus > 0) & ~(design.scale == 0)
    target = np.arange(design.strata)
    joined: list[tuple[int, int]] = []
    for place in np.unique(home[counted & (design.psus == 1)]):
        line = np.flatnonzero(counted & (home == place))
        held = np.array([design.psus[h] for h in line])
        for i in range(len(line)):
            if held[i] != 1 or len(line) == 1:
                continue
            # A stratum that another has joined is no longer lonely, and one that has moved holds nobody.
            j = i + 1 if i + 1 < len(line) else int(np.flatnonzero(held[:i] > 0)[-1])
            held[j], held[i] = held[j] + held[i], 0
            joined.append((int(line[i]), int(line[j])))
    for lonely, neighbour in joined:
        target[lonely] = neighbour
    kept, new = np.unique(target, return_inverse=True)
    population = None if design.population is None else group_sums(new, len(kept), design.population[: design.strata])
    return CollapsedDesign(replace(design, stratum=new[design.stratum], population=population), tuple(joined))


def nested_units(outer: Integers, inner: Integers | None) -> tuple[Integers, Integers]:
    """Units numbered across all their groups [R], and the group of each unit [units]."""
    unit = np.arange(len(outer)) if inner is None else combination_codes(outer, inner)
    home = np.zeros(int(unit.max(initial=-1)) + 1, np.int64)
    home[unit] = outer
    return unit, home


def _floats(values: npt.ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)
