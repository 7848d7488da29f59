"""What all comparisons cost beside plain means and standard errors: 98 municipalities, 26 means, 5 groupings, 4 waves.

    python bench/comparisons.py [ROWS]

Functions of ``method`` alone, on sums a cell; ROWS (33,000) are those of all four waves. Plain: totals of every group
in every municipality, means with standard errors, both national means. Comparisons: everything that is then said of
them. Processor time, the median of five rounds, in which the steps follow each other. "From the wave" is what the
plain figures cost whoever has a frozen wave: counting it, and the arithmetic; "from the cells" is the arithmetic alone.
"""

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from whole_job import waves_of

from borgerpuls.arrays import Floats, Integers
from borgerpuls.dataset.counting.count import tally
from borgerpuls.method.analysis_of_means.anom import anom_by_variable
from borgerpuls.method.array_operations import combination_codes, group_sums
from borgerpuls.method.comparison.case_mix import case_mix
from borgerpuls.method.comparison.differences import (
    independent_difference,
    part_rest_difference,
    part_whole_difference,
    units_mean_difference,
)
from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg
from borgerpuls.method.comparison.random_effects import random_effects
from borgerpuls.method.comparison.rank_sets import rank_sets
from borgerpuls.method.estimation.estimates import Estimates
from borgerpuls.method.estimation.means import means, national_mean
from borgerpuls.method.estimation.totals import Sums, Totals, domain_totals
from borgerpuls.results.estimation.breakdown import DesignRows
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, WaveEstimates, estimate

ROUNDS = 5
SEED = 1
Made = TypeVar("Made")


@dataclass(frozen=True)
class Cells:
    """One wave's cells as ``method`` takes them: sums of the means of 6 themes and 20 items, by grouping."""

    rows: dict[str, DesignRows]
    groups: dict[str, int]
    units: int
    themes: Integers
    n: Floats
    total: Floats
    squares: Floats
    mix_unit: Integers
    mix_of: Integers
    adjusters: Floats

    @classmethod
    def of(cls, counted: WaveEstimates) -> "Cells":
        measures = counted.shared[EVERYBODY].measures
        heads = np.unique(measures.judge)
        n, squares = measures.spread(measures.n, measures.total, measures.squares)
        whole, divisor = counted.tally, measures.divisor[heads]
        unit, sex, age = (whole.codes[name] for name in ("unit", "sex", "age"))
        mix = combination_codes(unit, sex, age)
        first = np.unique(mix, return_index=True)[1]
        return cls(
            rows=dict(counted.rows),
            groups={name: len(found.groups) for name, found in counted.shared.items()},
            units=len(counted.weighting.units),
            themes=np.flatnonzero([measures.kind[v] == "theme" for v in heads]),
            n=n[:, heads],
            total=measures.total[:, heads] / divisor,
            squares=squares[:, heads] / divisor**2,
            mix_unit=unit[first],
            mix_of=mix,
            adjusters=np.column_stack([sex[first] == 1, *(age[first] == level for level in range(1, age.max() + 1))]),
        )

    def sums(self, rows: DesignRows) -> Sums:
        return Sums(*(rows.add(part) for part in (self.n, self.total, self.squares)))

    def mixed(self) -> Sums:
        """Sums by municipality, sex and age."""
        return Sums(*(group_sums(self.mix_of, len(self.mix_unit), part) for part in (self.n, self.total, self.squares)))


class Clock:
    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)

    def time(self, what: str, job: Callable[..., Made], *given: object, **named: object) -> Made:
        start = time.process_time()
        made = job(*given, **named)
        self.spent[what] += time.process_time() - start
        return made


def plain(cells: Cells) -> dict[str, tuple[Totals, Estimates]]:
    found = {}
    for name, rows in cells.rows.items():
        totals = domain_totals(
            rows.design, cells.sums(rows), rows.group, cells.groups[name], unit=rows.unit, units=cells.units
        )
        national_mean(totals, "citizens"), national_mean(totals, "municipalities")
        found[name] = totals, means(totals)
    return found


def among(estimates: Estimates, measures: Sequence[int], job: Callable[..., object], **named: object) -> None:
    """A function of estimates and variances, measure by measure, for the municipalities that have both."""
    for v in measures:
        value, variance = estimates.value[:, 0, v], estimates.se[:, 0, v] ** 2
        there = variance > 0
        job(value[there], variance[there], **named)


def adjust(totals: Totals, themes: Integers) -> None:
    """Benjamini-Hochberg over the themes, and over the items, of each municipality."""
    p = part_whole_difference(totals).p[:, 0]
    family: npt.NDArray[np.bool_] = np.isin(np.arange(p.shape[1]), themes)
    for unit in p:
        benjamini_hochberg(unit[family]), benjamini_hochberg(unit[~family])


def mixes(cells: Cells) -> None:
    sums = cells.mixed()
    for v in range(sums.n.shape[1]):
        case_mix(
            Sums(*(part[:, v : v + 1] for part in (sums.n, sums.total, sums.squares))), cells.mix_unit, cells.adjusters
        )


def one_round(waves: Sequence[Cells]) -> dict[str, float]:
    clock = Clock()
    before: dict[str, tuple[Totals, Estimates]] = {}
    for cells in waves:
        found = clock.time("plain means and standard errors", plain, cells)
        every = [totals for totals, _ in found.values()]
        whole, estimates = found[EVERYBODY]
        clock.time("part and whole", lambda all_of: [part_whole_difference(t).p for t in all_of], every)
        clock.time(
            "beside the municipalities' mean", lambda all_of: [units_mean_difference(t).p for t in all_of], every
        )
        clock.time("beside the rest", part_rest_difference, whole)
        clock.time("analysis of means", anom_by_variable, whole, seed=SEED)
        clock.time("Benjamini-Hochberg", adjust, whole, cells.themes)
        clock.time("between municipalities", among, estimates, range(estimates.value.shape[2]), random_effects)
        clock.time("rank sets", among, estimates, cells.themes.tolist(), rank_sets, seed=SEED)
        clock.time("case mix", mixes, cells)
        for name, (_, then) in before.items():
            clock.time("change", lambda now, then: independent_difference(now, then).p, found[name][1], then)
        before = found
    return dict(clock.spent)


def timed(job: Callable[[], object]) -> float:
    start = time.process_time()
    job()
    return time.process_time() - start


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        frozen = waves_of(rows, Path(folder))
        for wave in frozen:
            tally(wave)
        counting = median(timed(lambda: [tally(wave) for wave in frozen]) for _ in range(ROUNDS))
        waves = [Cells.of(estimate(wave, tally(wave))) for wave in frozen]
    rounds = [one_round(waves) for _ in range(ROUNDS + 1)][1:]
    spent = {what: median(each[what] for each in rounds) for what in rounds[0]}
    cells, *steps = spent.values()
    from_wave, comparisons = counting + cells, sum(steps)
    print(
        "| step | processor ms | of the plain from the wave | from the cells |",
        "| --- | ---: | ---: | ---: |",
        sep="\n",
    )
    lines = {"counting": counting, **spent, "**all comparisons**": comparisons}
    for what, seconds in lines.items():
        print(f"| {what} | {1e3 * seconds:,.0f} | {seconds / from_wave:.2f} | {seconds / cells:.2f} |")


if __name__ == "__main__":
    main(int(float(sys.argv[1])) if len(sys.argv) > 1 else 33_000)
