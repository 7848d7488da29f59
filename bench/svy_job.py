"""The whole job in ``svy``, in a process and an environment of its own: only ``svy`` and ``polars`` are needed.

python bench/svy_job.py TASK.json, written by ``against_svy``. For each wave: post-stratify; then for each statistic
the mean of the whole and of every municipality, the same in every group of every variable, and each municipality's
difference from the whole by ``contrast``. ``y`` goes in as lists; every ``by=`` makes all levels at once with their
covariance, which ``contrast`` needs. The clock runs only while ``svy`` runs: not while this file writes down contrasts
or takes the numbers out.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import polars as pl
import svy

Made = TypeVar("Made")
Rows = list[tuple[object, ...]]
ROW = ("wave", "y", "group_by", "unit", "group", "estimate", "se", "difference")


class Clock:
    """Seconds on the wall and of all processors, by what was done."""

    def __init__(self) -> None:
        self.spent: dict[str, tuple[float, float]] = {}

    def time(self, what: str, job: Callable[..., Made], *given: Any, **named: Any) -> Made:
        start, busy = time.perf_counter(), time.process_time()
        made = job(*given, **named)
        wall, cpu = self.spent.get(what, (0.0, 0.0))
        self.spent[what] = wall + time.perf_counter() - start, cpu + time.process_time() - busy
        return made


def wave_rows(name: str, folder: Path, ys: Sequence[str], groups: Sequence[str], clock: Clock) -> tuple[Rows, Rows]:
    """All estimates of one wave, and the standard errors of some differences."""
    controls = json.loads((folder / f"{name}.json").read_text())

    def calibrated() -> svy.Sample:
        data = pl.read_parquet(folder / f"{name}.parquet")
        return svy.Sample(data, svy.Design(stratum="unit", wgt="base")).weighting.poststratify(controls, cells="cell")

    sample = clock.time("weights", calibrated)
    mean = sample.estimation.mean
    rows: Rows = []
    for by in (None, *groups):
        whole = clock.time("whole", mean, ys, by=by, drop_nulls=True)
        inside = clock.time("municipalities", mean, ys, by=("unit", by) if by else "unit", drop_nulls=True)
        for y, all_of_it, parts in zip(ys, whole, inside, strict=True):
            contrasts = part_whole(sample, y, by, parts.keys())
            gaps = clock.time("differences", parts.contrast, contrasts).to_polars()["est"].to_list()
            rows += [(name, y, by or "", "", group, value, se, None) for group, value, se in numbers(all_of_it, by, ())]
            cells = numbers(parts, by, ("unit",))
            rows += [
                (name, y, by or "", u, g, value, se, gap) for (u, g, value, se), gap in zip(cells, gaps, strict=True)
            ]
    checks = [(name, *check) for y in ys[:4] for by in (None, *groups) for check in linearised(sample, y, by)]
    return rows, checks


def numbers(estimate: svy.Estimate, by: str | None, first: tuple[str, ...]) -> Rows:
    """Unit (where asked for), group, estimate and standard error of every level, as ``keys`` lists them."""
    frame = estimate.to_polars()
    texts = [frame[column].to_list() for column in (*first, *((by,) if by else ()))]
    if not by:
        texts.append([""] * len(frame))
    return list(zip(*texts, frame["est"].to_list(), frame["se"].to_list(), strict=True))


def part_whole(sample: svy.Sample, y: str, by: str | None, keys: Sequence[object]) -> dict[str, dict[object, float]]:
    """For each municipality, itself minus the sum of all by their shares of those who answered."""
    weight = sample.design.wgt
    columns = ["unit", by] if by else ["unit"]
    answered = sample.data.filter(pl.col(y).is_not_null() & pl.all_horizontal(pl.col(columns).is_not_null()))
    sizes = {(row[0], *row[1:-1]): row[-1] for row in answered.group_by(columns).agg(pl.col(weight).sum()).rows()}
    at = {key: key if isinstance(key, tuple) else (key,) for key in keys}
    whole: dict[object, float] = {}
    for key in at.values():
        whole[key[1:]] = whole.get(key[1:], 0.0) + sizes[key]
    shared = {group: {k: -sizes[u] / total for k, u in at.items() if u[1:] == group} for group, total in whole.items()}
    return {str(key): {**shared[u[1:]], key: 1 + shared[u[1:]][key]} for key, u in at.items()}


def linearised(sample: svy.Sample, y: str, by: str | None) -> Rows:
    """y, variable, unit, group and standard error of a difference from the whole, for a few municipalities.

    ``contrast`` takes the municipalities' shares as known. Where some left the item out, the shares are estimated too,
    and the standard error is that of the total of the linearised difference, (y - mean)/size inside minus the same
    for the whole, which ``svy`` gives as of any other variable.
    """
    data, weight = sample.data, sample.design.wgt
    answered = data.filter(pl.col(y).is_not_null() & (pl.col(by).is_not_null() if by else True))
    groups = answered[by].unique().sort().to_list()[-2:] if by else [None]
    found: Rows = []
    for group in groups:
        inside = pl.col(y).is_not_null() & ((pl.col(by) == group) if by else True)
        one = data.filter(inside)
        largest = one.group_by("unit").len().sort("len", "unit", descending=True)["unit"].to_list()
        for unit in (largest[0], largest[len(largest) // 2]):
            mine = inside & (pl.col("unit") == unit)

            def influence(domain: pl.Expr) -> pl.Expr:
                part = data.filter(domain)
                size = part[weight].sum()
                middle = (part[weight] * part[y]).sum() / size
                return pl.when(domain).then((pl.col(y) - middle) / size).otherwise(0.0)

            marked = data.with_columns((influence(mine) - influence(inside)).alias("u"))
            probe = svy.Sample(marked, sample.design)
            found.append((y, by or "", unit, group or "", probe.estimation.total("u").to_polars()["se"][0]))
    return found


def main(task_file: Path) -> None:
    task = json.loads(task_file.read_text())
    clock, rows, checks = Clock(), [], []
    for name in task["waves"]:
        made = wave_rows(name, task_file.parent, task["ys"], task["groups"], clock)
        rows, checks = rows + made[0], checks + made[1]
    pl.DataFrame(rows, schema=ROW, orient="row").write_parquet(task_file.parent / "svy.parquet")
    (task_file.parent / "svy.json").write_text(json.dumps({"seconds": clock.spent, "checks": checks}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
