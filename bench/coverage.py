"""How often 95 % intervals hold the truth, by the number of answers behind them, in settings that are not kind.

Sixteen units of 23 to 2,600 persons; young persons answer less often than old ones; weights are post-stratified to sex
by age with at least 20 answers a cell. Four measures: a theme of three items, an ordinary item, one with 90 per cent
fives, and one that 85 per cent find not relevant. What counts is what would be shown: five answers or more, not all
alike. The truth is what the persons of the frame would answer on average, whoever is drawn.

    python bench/coverage.py [draws] > bench/coverage.md
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import cast

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from borgerpuls.method import (
    Design,
    Sums,
    bounded_difference,
    collapse_cells,
    domain_totals,
    independent_difference,
    poststratify,
    rake,
)
from borgerpuls.method.estimation.estimates import BoundedEstimates
from borgerpuls.method.estimation.totals import Totals
from borgerpuls.method.intervals.scale_intervals import Scale
from borgerpuls.results.estimation.benchmark_differences import benchmark_difference
from borgerpuls.results.estimation.breakdown import Breakdown, bounded, places_basis, places_means

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

UNITS, AGES, SEXES, TARGETS = 16, 4, 2, 3
FRAME = np.exp(np.linspace(np.log(23), np.log(2600), UNITS)).astype(np.int64)
RATE = np.array([0.5, 0.6, 0.7, 0.8])
"""How many of each age answer."""
WILLING = np.array([1.15, 1.0, 0.75])
"""How willing each target group is beside that, where response depends on it."""
MINIMUM, SEED, DRAWS = 20, 20240501, 1500
THEME, ORDINARY, CEILING, SELDOM = range(4)
MEASURES = ("theme", "ordinary item", "90 % fives", "85 % not relevant")
VALUES = np.arange(1.0, 6)
BINS = ((5, 9), (10, 19), (20, 40), (41, 100), (101, 400), (401, 10**9))
FIVE, SHARE = Scale.of_values(VALUES), Scale.of_values((0, 1))
LOW, HIGH = 93.5, 96.5
PARTS = ("lowest", "highest", "middle", "spread")


@dataclass(frozen=True)
class Frame:
    """Every person of the frame, and what is known of the answers: ``likely`` [N, 3, 5], how likely each is to give
    each answer to an ordinary item, to one with 90 per cent fives, and to the one that is seldom relevant."""

    unit: Codes
    sex: Codes
    age: Codes
    target: Codes
    likely: Array

    @classmethod
    def make(cls, rng: np.random.Generator) -> "Frame":
        unit = np.repeat(np.arange(UNITS), FRAME)
        persons = len(unit)
        sex, age = rng.integers(0, SEXES, persons), rng.choice(AGES, persons, p=[0.2, 0.3, 0.3, 0.2])
        target = np.minimum((rng.random(persons) + 0.1 * age) * TARGETS, TARGETS - 1).astype(np.int64)
        middle = 3.2 + 0.15 * rng.normal(size=UNITS)[unit] + 0.2 * age - 0.35 * target
        below = ndtr(np.arange(1.5, 5)[None, :] - middle[:, None])
        ordinary = np.diff(np.concatenate([np.zeros((persons, 1)), below, np.ones((persons, 1))], axis=1), axis=1)
        fives = 0.88 + 0.015 * age
        ceiling = np.concatenate([(1 - fives)[:, None] * [0.1, 0.1, 0.2, 0.6], fives[:, None]], axis=1)
        return cls(unit, sex, age, target, np.stack([ordinary, ceiling, ordinary], axis=1))

    def truth(self, group: Codes, groups: int) -> Array:
        """Means [U + 2, D, 8]: of the four measures and of their favourable shares; units, citizens and units' mean."""
        mean, top = self.likely @ VALUES, self.likely[:, :, 3:].sum(axis=2)
        each = np.concatenate([mean[:, [0, 0, 1, 2]], top[:, [0, 0, 1, 2]]], axis=1)
        sums = np.zeros((UNITS, groups, 8))
        count = np.zeros((UNITS, groups, 1))
        np.add.at(sums, (self.unit, group), each)
        np.add.at(count, (self.unit, group), 1.0)
        with np.errstate(invalid="ignore", divide="ignore"):
            own = sums / count
            return np.concatenate([own, (sums.sum(axis=0) / count.sum(axis=0))[None], np.nanmean(own, axis=0)[None]])

    def draw(self, rng: np.random.Generator, willing: Array | None = None) -> tuple[Codes, Array]:
        """Who answers, and what [R, 8]: NaN where a question was not relevant."""
        rate = RATE[self.age] * (1.0 if willing is None else willing[self.target])
        here = np.flatnonzero(rng.random(len(self.unit)) < rate)
        mood = rng.normal(size=len(here))

        def answer(question: int, own: Array) -> Array:
            steps = np.cumsum(self.likely[here, question], axis=1)
            return np.asarray(1.0 + (ndtr(own)[:, None] > steps[:, :-1]).sum(axis=1))

        def noise() -> Array:
            return np.asarray(0.6 * mood + 0.8 * rng.normal(size=len(here)))

        three = np.stack([answer(0, noise()) for _ in range(3)], axis=1)
        ceiling, seldom = answer(1, noise()), answer(2, noise())
        seldom[rng.random(len(here)) < 0.85] = np.nan
        mean = np.stack([three.mean(axis=1), three[:, 0], ceiling, seldom], axis=1)
        top = np.stack([(three >= 4).mean(axis=1), three[:, 0] >= 4, ceiling >= 4, seldom >= 4], axis=1) * 1.0
        return here, np.concatenate([mean, np.where(np.isnan(mean), np.nan, top)], axis=1)

    def design(self, here: Codes, population: bool = False, margins: bool = False) -> Design:
        """The calibrated design of those who answered; to sex by age, or raked to sex, age and target group."""
        unit, cell = self.unit[here], (self.sex * AGES + self.age)
        size = np.bincount(self.unit, minlength=UNITS).astype(np.float64)
        answered = np.bincount(unit, minlength=UNITS)
        weight = (size / np.maximum(answered, 1))[unit]
        plain = Design(unit, weight, np.ones(len(unit), np.int64), size if population else None)
        if margins:
            return rake(plain, [self._margin(here, code) for code in (self.sex, self.age, self.target)]).design
        code, totals = self._margin(here, cell)
        return poststratify(plain, code, totals).design

    def _margin(self, here: Codes, code: Codes) -> tuple[Codes, Array]:
        """Cells of a unit and a code, thin ones joined: the cell of each who answered, and the persons of each cell."""
        width = int(code.max()) + 1
        every = self.unit * width + code
        frame = np.bincount(every, minlength=UNITS * width)
        answers = np.bincount(every[here], minlength=UNITS * width)
        places, levels = np.divmod(np.arange(UNITS * width), width)
        keys = np.column_stack(np.divmod(levels, AGES)) if width > AGES else levels[:, None]
        cells = collapse_cells(answers, frame, places, keys, MINIMUM)
        return cells.cell[every[here]], np.where(cells.answered > 0, cells.population, 0.0)


def breakdown(design: Design, y: Array, group: Codes, groups: int, unit: Codes) -> Breakdown:
    """The part of a breakdown that intervals are made from."""
    totals = domain_totals(design, Sums.from_persons(y), group, groups, unit=unit, units=UNITS)
    share = np.arange(8) >= 4
    parts = [np.where(share, getattr(SHARE, name), getattr(FIVE, name)) for name in PARTS]
    parts[-1][THEME] /= 3
    scale = Scale(*(np.broadcast_to(part, (UNITS + 2, 8)) for part in parts))
    basis = places_basis(totals)
    compared = bounded(places_means(totals), basis, scale, share)
    measures = SimpleNamespace(scale=scale, share=share)
    return cast(Breakdown, SimpleNamespace(totals=totals, compared=compared, basis=basis, measures=measures))


@dataclass
class Counts:
    """How many intervals held the truth, of how many, by what they are of and the bin of n."""

    held: dict[tuple[str, int], list[int]]

    def add(self, what: str, n: Array, low: Array, high: Array, truth: Array, shown: Booleans) -> None:
        told = shown & ~np.isnan(low) & ~np.isnan(truth)
        inside = (low <= truth + 1e-9) & (truth <= high + 1e-9)
        for number, (least, most) in enumerate(BINS):
            here = told & (n >= least) & (n <= most)
            seen = self.held.setdefault((what, number), [0, 0])
            seen[0] += int(inside[here].sum())
            seen[1] += int(here.sum())

    def rate(self, what: str, number: int) -> tuple[float, float, int]:
        hits, count = self.held.get((what, number), [0, 0])
        share = hits / count if count else np.nan
        return 100 * share, 100 * float(np.sqrt(0.95 * 0.05 / count)) if count else np.nan, count


def shown(found: Breakdown) -> Booleans:
    """Five answers or more that are not all alike, by the mean of each measure: [U + 2, D, 8]."""
    basis = found.basis
    fine = (basis.n[..., :4] >= 5) & (basis.spread[..., :4] > 1e-9)
    return np.concatenate([fine, fine], axis=-1)


def simulate(draws: int, seed: int = SEED) -> Counts:
    """All draws in units and in groups inside them, of levels, differences from the country and changes."""
    rng = np.random.default_rng(seed)
    people, counts = Frame.make(rng), Counts({})
    before: dict[str, tuple[BoundedEstimates, Booleans]] = {}
    for _ in range(draws):
        here, y = people.draw(rng)
        design = people.design(here)
        for where, code, groups in (("unit", np.zeros_like(people.unit), 1), ("group", people.age, AGES)):
            found = breakdown(design, y, code[here], groups, people.unit[here])
            truth, fine = people.truth(code, groups), shown(found)
            low, high = found.compared.interval()
            gap = benchmark_difference(found, "citizens")
            for v, name in enumerate(MEASURES):
                for kind, column in (("mean", v), ("share", v + 4)):
                    at = np.s_[:UNITS, :, column]
                    what = f"{kind}, {name}, {where}"
                    counts.add(what, found.basis.n[at], low[at], high[at], truth[at], fine[at])
                    apart = truth[at] - truth[UNITS, :, column]
                    counts.add(f"unit minus country, {what}", found.basis.n[at], gap.lower[..., column],
                               gap.upper[..., column], apart, fine[at])  # fmt: skip
                    if where == "unit":
                        for place, whole in ((UNITS, "citizens"), (UNITS + 1, "units")):
                            at = np.s_[place : place + 1, :, column]
                            what = f"{kind}, {name}, mean over {whole}"
                            counts.add(what, found.basis.n[at], low[at], high[at], truth[at], fine[at])
            if where in before:
                then, fine_then = before[where]
                change = bounded_difference(independent_difference(found.compared, then), found.compared, then)
                for v, name in enumerate(MEASURES):
                    at = np.s_[:UNITS, :, v]
                    n = np.minimum(found.basis.n, then.n)[at]
                    told = (fine & fine_then)[at]
                    counts.add(
                        f"change, {name}, {where}", n, change.lower[at], change.upper[at], np.zeros(n.shape), told
                    )
            before[where] = found.compared, fine
    return counts


@dataclass(frozen=True)
class Whole:
    """Coverage of the national means, in pct., of how many intervals."""

    what: str
    found: float
    count: int


def unmodelled(draws: int, seed: int = SEED + 1) -> list[Whole]:
    """National means where response depends on the target group: weighted to sex by age, and raked to it as well."""
    rng = np.random.default_rng(seed)
    people = Frame.make(rng)
    nobody = np.zeros_like(people.unit)
    truth = people.truth(nobody, 1)[UNITS, 0]
    held: dict[bool, list[Booleans]] = {False: [], True: []}
    for _ in range(draws):
        here, y = people.draw(rng, WILLING)
        for margins, hits in held.items():
            found = breakdown(people.design(here, margins=margins), y, nobody[here], 1, people.unit[here])
            low, high = (end[UNITS, 0, :4] for end in found.compared.interval())
            hits.append((low <= truth[:4]) & (truth[:4] <= high))
    names = {False: "post-stratified to sex by age", True: "raked to sex, age and target group"}
    return [
        Whole(
            f"national {what}, {names[margins]}", 100 * float(np.mean(np.stack(hits)[:, columns])), draws * len(columns)
        )
        for margins, hits in held.items()
        for what, columns in (("theme", [0]), ("items", [1, 2, 3]))
    ]


def finite(draws: int, seed: int = SEED + 2) -> Counts:
    """Means of units with the finite population correction: the truth is what these very persons answer on average."""
    rng = np.random.default_rng(seed)
    people, counts = Frame.make(rng), Counts({})
    nobody = np.zeros_like(people.unit)
    for _ in range(draws):
        y = _everybody(people, rng)
        here = np.flatnonzero(rng.random(len(people.unit)) < RATE[people.age])
        design = people.design(here, population=True)
        free = people.design(here)
        unit = people.unit[here]
        plain, corrected = (
            domain_totals(one, Sums.from_persons(y[here]), nobody[here], 1, unit=unit, units=UNITS)
            for one in (free, design)
        )
        truth = _mean(y, people.unit)
        found = _corrected(plain, corrected)
        low, high = (end[:UNITS, 0, 0] for end in found.interval())
        fine = (plain.n[:, 0, 0] >= 5) & (found.se[:UNITS, 0, 0] > 0)
        counts.add("mean, ordinary item, unit, fpc", plain.n[:, 0, 0], low, high, truth, fine)
    return counts


def _everybody(people: Frame, rng: np.random.Generator) -> Array:
    """What every person would answer to the ordinary item."""
    steps = np.cumsum(people.likely[:, 0], axis=1)
    return np.asarray(1.0 + (rng.random(len(people.unit))[:, None] > steps[:, :-1]).sum(axis=1))


def _mean(y: Array, unit: Codes) -> Array:
    return np.asarray(np.bincount(unit, y) / np.bincount(unit))


def _corrected(plain: Totals, corrected: Totals) -> BoundedEstimates:
    parts = [getattr(FIVE, name) for name in PARTS]
    scale = Scale(*(np.broadcast_to(part, (UNITS + 2, 1)) for part in parts))
    free, fpc = places_means(plain), places_means(corrected)
    counted = np.square(np.divide(fpc.se, free.se, out=np.zeros_like(fpc.se), where=free.se > 0))
    return bounded(fpc, places_basis(plain), scale, np.zeros(1, dtype=np.bool_), "jeffreys", counted)


def rows() -> Iterator[str]:
    for what in ("mean", "share"):
        for name in MEASURES:
            for where in ("unit", "group"):
                yield f"{what}, {name}, {where}"
    for what in ("mean", "share"):
        for name in MEASURES:
            for where in ("unit", "group"):
                yield f"unit minus country, {what}, {name}, {where}"
    for name in MEASURES:
        for where in ("unit", "group"):
            yield f"change, {name}, {where}"


def cell(counts: Counts, what: str, number: int) -> str:
    found, error, count = counts.rate(what, number)
    if count < 200:
        return ""
    outside = found < LOW - 2 * error or found > HIGH + 2 * error
    return f"**{found:.1f}**" if outside else f"{found:.1f}"


def whole(counts: Counts, what: str) -> str:
    hits = [counts.held.get((what, number), [0, 0]) for number in range(len(BINS))]
    return f"{100 * sum(h for h, _ in hits) / sum(count for _, count in hits):.1f}"


def table(draws: int) -> Iterator[str]:
    counts = simulate(draws)
    yield "# Coverage of the intervals"
    yield ""
    yield f"Share of 95 % intervals that hold the truth, pct., by the answers behind them: {draws} draws, seed {SEED}."
    yield f"In bold: outside {LOW}-{HIGH} by more than two Monte Carlo errors (0.1-0.9 points; cells of fewer than 200"
    yield "intervals are left out). Made by `bench/coverage.py`, whose first lines say how."
    yield ""
    names = [f"{least}-{most}" if most < 10**9 else f"over {least - 1}" for least, most in BINS]
    yield f"| answers | {' | '.join(names)} |"
    yield "| --- |" + " ---: |" * len(BINS)
    for what in rows():
        yield f"| {what} | {' | '.join(cell(counts, what, k) for k in range(len(BINS)))} |"
    yield ""
    yield "The whole. The smallest units answer too seldom to be weighted by age, and in the mean over units they count"
    yield "as much as the largest: it is off by 0.4 standard errors before any draw."
    yield ""
    yield "| the whole | mean over citizens | mean over units |"
    yield "| --- | ---: | ---: |"
    for what in ("mean", "share"):
        for name in MEASURES:
            both = (whole(counts, f"{what}, {name}, mean over {kind}") for kind in ("citizens", "units"))
            yield f"| {what}, {name} | {' | '.join(both)} |"
    yield ""
    yield "Response that depends on a printed group: means of the country, and what raking to that group mends."
    yield ""
    yield "| what | pct. |"
    yield "| --- | ---: |"
    for one in unmodelled(max(draws // 2, 20)):
        yield f"| {one.what} | {one.found:.1f} |"
    yield ""
    yield "Finite population correction on (the truth is what these very persons answer on average):"
    yield ""
    yield f"| answers | {' | '.join(names)} |"
    yield "| --- |" + " ---: |" * len(BINS)
    corrected = finite(draws)
    what = "mean, ordinary item, unit, fpc"
    yield f"| {what} | {' | '.join(cell(corrected, what, k) for k in range(len(BINS)))} |"


if __name__ == "__main__":
    print("\n".join(table(int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS)))
