"""How often 95 % intervals hold the truth, in a made population that is known to the last person.

Units of 30 to 3,000 answers, three groups inside each, answers from 1 to 5, one in eight leaving the item out, and
young persons answering two thirds as often as old ones, which calibration has to mend. Every draw goes the whole way:
who answers, which calibration cells are joined, weights, estimates, intervals, differences.

    python bench/coverage.py [draws] > bench/coverage.md
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from borgerpuls.method import (
    Design,
    Sums,
    collapse_cells,
    domain_totals,
    means,
    part_whole_difference,
    poststratify,
    share_interval,
)

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

ANSWERS = np.array([30, 50, 100, 200, 400, 800, 1500, 3000])
"""Expected number of answering persons of each unit."""
PERSONS_AN_ANSWER = 30
RATE_BY_AGE = np.array([0.8, 0.95, 1.05, 1.2])
"""How willing each of four ages is, beside the average."""
AGES, SEXES, GROUPS = 4, 2, 3
CELLS = AGES * SEXES
MINIMUM = 20
SEED = 20240501
MEAN, TOP = 0, 1


@dataclass(frozen=True)
class Population:
    """Every person of the made population: unit, calibration cell (sex by age), group and what he would answer."""

    unit: Codes
    cell: Codes
    group: Codes
    rate: Array
    y: Array
    """[persons, 2]: the answer and whether it is favourable; NaN for those who would leave the item out."""

    @classmethod
    def make(cls, rng: np.random.Generator) -> "Population":
        size = ANSWERS * PERSONS_AN_ANSWER
        unit = np.repeat(np.arange(len(size)), size)
        persons = len(unit)
        age, sex = rng.choice(AGES, persons, p=[0.2, 0.3, 0.3, 0.2]), rng.integers(0, SEXES, persons)
        group = np.minimum((rng.random(persons) + 0.1 * age) * GROUPS, GROUPS - 1).astype(np.int64)
        latent = 3.2 + 0.15 * rng.normal(size=len(size))[unit] + 0.2 * age - 0.2 * group + rng.normal(size=persons)
        y = np.clip(np.round(latent), 1, 5)
        y[rng.random(persons) < 0.125] = np.nan
        top = np.where(np.isnan(y), np.nan, (y >= 4).astype(np.float64))
        relative = RATE_BY_AGE[age]
        total = np.bincount(unit, relative)
        return cls(unit, sex * AGES + age, group, ANSWERS[unit] * relative / total[unit], np.column_stack([y, top]))

    def truth(self, group: Codes, groups: int) -> Array:
        """The population's own means [U + 1, D, 2], the whole last."""
        answered = ~np.isnan(self.y)
        units = len(ANSWERS)
        at = self.unit * groups + group
        made = [
            np.stack([np.bincount(at, np.where(answered, x, 0)[:, v], units * groups) for v in (MEAN, TOP)], axis=1)
            for x in (self.y, np.ones_like(self.y))
        ]
        total, n = (np.concatenate([m, m.sum(axis=0)[None]]) for m in (x.reshape(units, groups, 2) for x in made))
        return np.asarray(total / n)


@dataclass(frozen=True)
class Held:
    """Whether intervals held the truth, bool [draws, U, D] each, and how many answers ``n`` were behind them.

    ``mean``, ``share`` (of favourable answers), ``difference`` (unit minus whole) with the degrees of freedom of the
    whole, as R counts them, and ``careful``: the same with those of the part.
    """

    n: Array
    mean: Booleans
    share: Booleans
    difference: Booleans
    careful: Booleans


KINDS = ("mean", "share", "difference", "careful")


def draw(people: Population, rng: np.random.Generator, group: Codes, truth: Array) -> Held:
    """One survey of the population, broken down by ``group``."""
    answering = np.flatnonzero(rng.random(len(people.unit)) < people.rate)
    unit, cell, units = people.unit[answering], people.cell[answering], len(ANSWERS)
    places, codes = np.divmod(np.arange(units * CELLS), CELLS)
    frame = np.bincount(people.unit * CELLS + people.cell, minlength=units * CELLS)
    answered = np.bincount(unit * CELLS + cell, minlength=units * CELLS)
    cells = collapse_cells(answered, frame, places, np.column_stack(np.divmod(codes, AGES)), MINIMUM)

    size = np.bincount(people.unit).astype(np.float64)
    weight = (size / np.bincount(unit, minlength=units))[unit]
    plain = Design(unit, weight, np.ones(len(unit), np.int64), size)
    design = poststratify(plain, cells.cell[unit * CELLS + cell], cells.population).design
    totals = domain_totals(
        design, Sums.from_persons(people.y[answering]), group[answering], truth.shape[1], units=units
    )

    estimates, gap = means(totals), part_whole_difference(totals)
    ends = share_interval(*(x[..., TOP] for x in (estimates.value, estimates.se, estimates.n, estimates.df)))
    return Held(
        n=estimates.n[..., MEAN],
        mean=within(estimates.interval(), truth[:-1])[..., MEAN],
        share=within(ends, truth[:-1, :, TOP]),
        difference=within(gap.interval(), truth[:-1] - truth[-1])[..., MEAN],
        careful=within(gap.interval(df=estimates.df), truth[:-1] - truth[-1])[..., MEAN],
    )


def within(ends: tuple[Array, Array], truth: Array) -> Booleans:
    return (ends[0] <= truth) & (truth <= ends[1])


def simulate(draws: int, grouped: bool, seed: int = SEED) -> Held:
    """All draws of one population put together, for everybody as one group or for the groups."""
    rng = np.random.default_rng(seed)
    people = Population.make(rng)
    group = people.group if grouped else np.zeros_like(people.group)
    truth = people.truth(group, GROUPS if grouped else 1)
    made = [draw(people, rng, group, truth) for _ in range(draws)]
    return Held(*(np.stack([getattr(one, name) for one in made]) for name in ("n", *KINDS)))


def rates(held: Held, chosen: Booleans | None = None) -> dict[str, float]:
    """Share of intervals that held the truth, among those on at least five answers (fewer are never shown)."""
    shown = (held.n >= 5) if chosen is None else (held.n >= 5) & chosen
    return {kind: float(getattr(held, kind)[shown].mean()) for kind in KINDS}


def table(draws: int) -> Iterator[str]:
    yield f"Share of 95 % intervals that hold the population's own value, pct.: {draws} draws, seed {SEED}."
    yield f"Calibration cells (sex by age) of at least {MINIMUM} answers."
    yield ""
    yield "| answers in the unit | mean | share (Korn-Graubard) | difference from the whole | with the part's df |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for grouped, what in ((False, "unit"), (True, "groups in a unit")):
        held = simulate(draws, grouped)
        for u, answers in enumerate(ANSWERS):
            yield line(f"{what} of {answers}", rates(held, (np.arange(len(ANSWERS)) == u)[:, None]))
        yield line(f"**{what}, all**", rates(held))


def line(name: str, found: dict[str, float]) -> str:
    return f"| {name} | {' | '.join(f'{100 * found[kind]:.1f}' for kind in KINDS)} |"


if __name__ == "__main__":
    print("\n".join(table(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)))
