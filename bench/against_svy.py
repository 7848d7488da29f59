"""The same waves, statistics, groups and differences handed to ``svy``, and its numbers laid beside ours."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import ANSWERED, FrozenWave
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.results.estimation.wave_estimates import WaveEstimates, estimate
from borgerpuls.results.figures.table import Figures

Floats = npt.NDArray[np.float64]
JOB = Path(__file__).with_name("svy_job.py")


@dataclass(frozen=True)
class Agreement:
    """How far ``svy``'s numbers lie from ours at most, and on how many figures: estimates and standard errors in
    parts of the standard error or of the number itself, whichever is larger."""

    figures: int
    estimate: float
    se: float
    difference: float
    differences: int
    difference_se: float


@dataclass(frozen=True)
class Svy:
    """What ``svy`` spent, by step: seconds on the wall and of all processors; and its agreement with ours."""

    seconds: dict[str, tuple[float, float]]
    agreement: Agreement
    waves: int
    statistics: int
    of_statistics: int

    def spent(self, waves: int) -> tuple[float, float]:
        """Wall and processor seconds of the whole job: as measured, times the waves and statistics left out.

        Weights are made once a wave, whatever the number of statistics.
        """
        per_wave = waves / self.waves
        times = {k: per_wave * (1 if k == "weights" else self.of_statistics / self.statistics) for k in self.seconds}
        return tuple(sum(times[k] * spent[n] for k, spent in self.seconds.items()) for n in (0, 1))  # type: ignore[return-value]


def run(python: Path, waves: Sequence[FrozenWave], figures: Figures, folder: Path, every: int | None) -> Svy:
    """``svy`` does the job for one wave and every ``every``-th statistic, or for all of it (None)."""
    chosen = waves if every is None else waves[1:2]
    for wave in chosen:
        counted = estimate(wave, tally(wave))
        ys = hand_over(counted, folder)
    task = folder / "task.json"
    some = ys[:: every or 1]
    named = {"waves": [w.spec.name for w in chosen], "ys": some, "groups": list(chosen[0].spec.groups)}
    task.write_text(json.dumps(named))
    subprocess.run([python, JOB, task], check=True)
    told = json.loads((folder / "svy.json").read_text())
    found = pq.read_table(folder / "svy.parquet").to_pylist()
    return Svy(told["seconds"], _agreement(found, told["checks"], figures), len(chosen), len(some), len(ys))


def hand_over(counted: WaveEstimates, folder: Path) -> list[str]:
    """A Parquet file of those who answered, statistics ready as columns, and the frame's count a calibration cell."""
    wave, weighting = counted.wave, counted.weighting
    persons = pq.read_table(wave.persons)
    persons = persons.filter(pa.array(np.isin(persons["disposition"].to_numpy(), ANSWERED)))
    keys = tuple(dict.fromkeys(("unit", *wave.spec.weighting.by)))
    levels = counted.tally.levels
    shape = [len(levels[key]) for key in keys]
    lookup = np.full(shape, -1)
    lookup[tuple(counted.tally.codes[key] for key in keys)] = np.arange(len(counted.tally.invited))
    met = [np.searchsorted(levels[key], persons[key].to_numpy().astype(str)) for key in keys]
    at = lookup[tuple(met)]
    cell = weighting.poststratum[at]  # type: ignore[index]
    columns = dict(_statistics(persons, wave.questionnaire))
    table = {
        "unit": persons["unit"].cast(pa.string()),
        **{g: persons[g].cast(pa.string()) for g in wave.spec.groups},
        "base": weighting.weight[at],
        "cell": pa.array(cell).cast(pa.string()),
        **{name: pa.array(values, from_pandas=True) for name, values in columns.items()},
    }
    pq.write_table(pa.table(table), folder / f"{wave.spec.name}.parquet")
    controls = {str(n): total for n, total in enumerate(weighting.totals.tolist()) if total > 0}
    (folder / f"{wave.spec.name}.json").write_text(json.dumps(controls))
    return list(columns)


def _statistics(persons: pa.Table, questionnaire: Questionnaire) -> Iterator[tuple[str, Floats]]:
    """The statistics of ``results`` person by person, named by kind, measure and statistic as in an address."""
    value, good = {}, {}
    for item in questionnaire.items:
        code = persons[item.column].to_numpy().astype(np.float64)
        kinds = item.scale.categories
        value[item.id] = np.select([code == c.code for c in kinds], [float(c.value or np.nan) for c in kinds], np.nan)
        there = ~np.isnan(value[item.id])
        good[item.id] = np.where(there, np.isin(code, [c.code for c in kinds if c.favourable]), np.nan)
        yield f"item/{item.id}", value[item.id]
        yield f"item/{item.id}/top2", good[item.id]
        for c in kinds:
            base = there if c.value is not None else ~np.isnan(code)
            yield f"item/{item.id}/share={c.code}", np.where(base, code == c.code, np.nan)
    for theme in questionnaire.themes:
        enough = sum(~np.isnan(value[i]) for i in theme.items) >= max(1, ceil(len(theme.items) * theme.answered))
        for ending, scores in (("", value), ("/top2", good)):
            answers = np.stack([scores[i] for i in theme.items])
            answered = np.maximum((~np.isnan(answers)).sum(axis=0), 1)
            yield f"theme/{theme.id}{ending}", np.where(enough, np.nansum(answers, axis=0) / answered, np.nan)


def _agreement(found: list[dict[str, object]], checks: list[list[object]], figures: Figures) -> Agreement:
    """Of all that is shown; a figure that is hidden has no numbers to compare."""
    columns = ("address", "estimate", "se", "difference", "difference_se")
    ours = {address: rest for address, *rest in figures.rows(columns)}

    def of(wave: object, y: object, by: object, unit: object, group: object) -> list[float | None]:
        kind, measure, *statistic = str(y).split("/", 2)
        place = "/".join([str(unit or "dk"), *([f"{by}={group}"] if by else [])])
        return ours["/".join([str(wave), kind, measure, place, *statistic])]

    pairs = []
    for row in found:
        estimate, se, difference, _ = of(row["wave"], row["y"], row["group_by"], row["unit"], row["group"])
        if estimate is not None:
            pairs.append((estimate, row["estimate"], se, row["se"], difference, row["difference"]))
    mine, theirs, se, their_se, gap, their_gap = np.array(pairs, dtype=np.float64).T
    scale = np.maximum(np.maximum(np.abs(mine), se), 1e-9)
    apart = [(of(*check[:5])[3], check[5]) for check in checks]
    first, second = np.array([pair for pair in apart if pair[0] is not None], dtype=np.float64).T
    return Agreement(
        figures=len(mine),
        estimate=float(np.max(np.abs(mine - theirs) / scale)),
        se=float(np.max(np.abs(se - their_se) / np.maximum(se, 1e-9))),
        difference=float(np.nanmax(np.abs(gap - their_gap) / np.maximum(np.abs(gap), se))),
        differences=len(first),
        difference_se=float(np.max(np.abs(first - second) / first)),
    )
