"""How many to ask, and whom: a simple random sample, or a stratified one in proportion to the strata."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Z = 1.959964
"""The 97.5 % point of the normal distribution: intervals are of 95 %."""
SD = 0.85
"""How far answers on a scale of five lie from their mean; the spread seen in earlier waves."""


@dataclass(frozen=True)
class Part:
    """One stratum of a sample: persons in the list, persons asked, answers expected, and the half width to expect.

    ``half_width`` is of the mean of the stratum, in points of the scale; None below two answers.
    """

    stratum: str
    population: int
    asked: int
    answers: float
    half_width: float | None


@dataclass(frozen=True)
class Proposal:
    """How many to ask for the precision wanted: ``size`` of ``population``, and what it brings."""

    population: int
    size: int
    answers: float
    half_width: float | None
    parts: tuple[Part, ...]

    @property
    def census(self) -> bool:
        return self.size >= self.population


def propose(strata: Mapping[str, int], *, half_width: float, rate: float, sd: float = SD) -> Proposal:
    """The smallest sample whose mean is known within ``half_width`` points, when the share ``rate`` of it answers.

    ``strata`` counts the list's persons in each stratum. (z sd / half_width)² answers are needed, however long the
    list: without the finite population correction, which the reports are without too, for those who answer are not
    drawn. Raises ValueError for a width, rate or spread that cannot be.

    Source: Cochran (1977), Sampling Techniques, 4.4 to 4.7.
    """
    if not (half_width > 0 and sd > 0 and 0 < rate <= 1):
        raise ValueError("a half width and a spread above 0, and a response rate in (0, 1], are needed")
    population = sum(strata.values())
    if population == 0:
        return Proposal(0, 0, 0.0, None, ())
    wanted = (Z * sd / half_width) ** 2
    size = min(population, math.ceil(wanted / rate))
    return expected(strata, size, rate=rate, sd=sd)


def expected(strata: Mapping[str, int], size: int, *, rate: float, sd: float = SD) -> Proposal:
    """What a sample of ``size`` brings, stratum by stratum."""
    population = sum(strata.values())
    asked = allocate(strata, size)
    parts = tuple(
        Part(name, many, asked[name], asked[name] * rate, _half_width(asked[name] * rate, sd))
        for name, many in strata.items()
    )
    size = sum(asked.values())
    return Proposal(population, size, size * rate, _half_width(size * rate, sd), parts)


def allocate(strata: Mapping[str, int], size: int) -> dict[str, int]:
    """How many of each stratum: in proportion, by largest remainder, ties to the first by name.

    No stratum is left out: each gives two persons (all it has, if fewer), as long as ``size`` has room, for a stratum
    without them has no chance to be heard, and one person shows no spread.
    """
    names = sorted(strata)
    total = sum(strata.values())
    size = min(size, total)
    given = {name: size * strata[name] // total if total else 0 for name in names}
    rest = sorted(names, key=lambda name: (-(size * strata[name] % total) if total else 0, name))
    for name in rest[: size - sum(given.values())]:
        given[name] += 1
    least = {name: min(2, strata[name]) for name in names}
    if size >= sum(least.values()):
        for name in names:
            while given[name] < least[name]:
                richest = max(names, key=lambda other: (given[other] - least[other], other))
                given[richest] -= 1
                given[name] += 1
    return {name: given[name] for name in strata}


def draw(strata: Sequence[str], size: int, seed: int) -> npt.NDArray[np.bool_]:
    """Who is asked [R]: a random choice without replacement in each stratum; the same list and seed, the same persons.

    ``strata`` [R] names each person's stratum, in the order of the list. NumPy's PCG64, strata in order of their names.
    """
    names, of = np.unique(np.asarray(strata, dtype=str), return_inverse=True)
    counts = np.bincount(of, minlength=len(names))
    asked = allocate(dict(zip(names.tolist(), counts.tolist(), strict=True)), size)
    random = np.random.Generator(np.random.PCG64(seed))
    chosen = np.zeros(len(of), dtype=bool)
    for n, name in enumerate(names.tolist()):
        chosen[random.choice(np.flatnonzero(of == n), asked[name], replace=False)] = True
    return chosen


def _half_width(answers: float, sd: float) -> float | None:
    return Z * sd / math.sqrt(answers) if answers >= 2 else None
