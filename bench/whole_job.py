"""The whole job of a wave office: 98 municipalities, 6 themes and 20 items, four subgroup variables, four waves.

Two questions. Against ``svy``: the same means, shares, groups and part-whole differences, with the same numbers, and
how many times faster. Against DuckDB: how many times as long as merely reading the columns that are needed, and how
that and the memory grow with the rows.

    python bench/whole_job.py                               33 thousand and 330 thousand rows, without svy
    python bench/whole_job.py --svy build/svy/bin/python  the same beside svy, at the first number of rows
    python bench/whole_job.py --rows 33e3 330e3 3.3e6 33e6  the growth table
    python bench/whole_job.py --svy ... --all               svy does every wave and statistic, nothing is extrapolated

Rows are those of all four waves together. "The job" goes from frozen waves on disk to figures as rows: value, standard
error, interval, n, difference with its own, address, reason where hidden. "All" is ``results.build``, which also makes
every other comparison; ``svy`` has no part of that.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from statistics import median

import pyarrow as pa
from against_svy import Svy, run
from synth import write
from tally import scan, seconds

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.folder import open_wave
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.results.build import build
from borgerpuls.results.change.net_change import change_figures
from borgerpuls.results.declaration.statistic import Inputs
from borgerpuls.results.estimation.wave_estimates import WaveEstimates, estimate
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.statistics.levels import level_figures
from borgerpuls.results.statistics.response_rates import response_figures

WAVES = 4
EVERY = 40
"""Of 201 statistics ``svy`` is given each 40th, in one wave of four, unless it is asked for all."""


def job(waves: Sequence[FrozenWave]) -> pa.Table:
    """Frozen waves to figures: counts, weights, estimates, part-whole differences, what may be shown, changes.

    Two waves are counted at a time, and one's figures are laid out while the next is counted.
    """
    with ThreadPoolExecutor(os.cpu_count()) as counting, ThreadPoolExecutor(os.cpu_count()) as pool:
        counted = [counting.submit(_counted, wave) for wave in waves]
        tables: list[Future[pa.Table]] = []
        for n in range(len(waves)):
            tables += [pool.submit(FigureBlock.table, block) for block in _laid(counted[max(0, n - 1) : n + 1])]
        return pa.concat_tables(table.result() for table in tables)


def _counted(wave: FrozenWave) -> WaveEstimates:
    return estimate(wave, tally(wave))


def _laid(counted: Sequence[Future[WaveEstimates]]) -> Iterator[FigureBlock]:
    """The blocks of the last of these waves, and its changes from the one before."""
    inputs = Inputs(counted[-1].result(), tuple(wave.result() for wave in counted))
    yield from response_figures(inputs)
    yield from level_figures(inputs)
    if len(counted) > 1:
        yield from change_figures(inputs)


def waves_of(rows: int, folder: Path) -> list[FrozenWave]:
    names = [f"wave-{n}" for n in range(WAVES)]
    return [
        write(folder / name, rows // WAVES, seed=n, previous=names[n - 1] if n else None)
        for n, name in enumerate(names)
    ]


def growth(rows: int, waves: list[FrozenWave]) -> str:
    """Medians of scan and job side by side, ``build`` once, and the peak memory of a process that does only the job."""
    job(waves)  # the first time, Ibis writes the SQL
    repeats = 5 if rows < 10_000_000 else 3
    times = [(*seconds(scan, waves), *seconds(job, waves)) for _ in range(repeats)]
    scanned, scan_cpu, done, done_cpu = (median(column) for column in zip(*times, strict=True))
    everything, _ = seconds(build, waves)
    peak = subprocess.run([sys.executable, __file__, "--peak", waves[0].folder.parent], capture_output=True, check=True)
    return (
        f"| {rows:,} | {scanned:.3f} | {done:.2f} | {done / scanned:.1f} | {done_cpu / scan_cpu:.1f} "
        f"| {everything:.2f} | {done / rows * 1e6:.2f} | {int(peak.stdout) // 1024:,} |"
    )


def beside_svy(python: Path, waves: list[FrozenWave], every: int | None) -> Iterator[str]:
    figures = build(waves)
    before = [seconds(job, waves) for _ in range(3)]
    with tempfile.TemporaryDirectory() as folder:
        svy = run(python, waves, figures, Path(folder), every)
    ours, ours_cpu = (median(column) for column in zip(*before, *(seconds(job, waves) for _ in range(3)), strict=True))
    theirs, theirs_cpu = svy.spent(len(waves))
    yield f"svy did {svy.waves} of {len(waves)} waves and {svy.statistics} of {svy.of_statistics} statistics;"
    yield "what it left out is taken to cost as much." if every else "nothing is extrapolated."
    yield ""
    yield "| | seconds | processor seconds |"
    yield "| --- | ---: | ---: |"
    yield f"| svy | {theirs:,.1f} | {theirs_cpu:,.1f} |"
    yield f"| the job | {ours:.2f} | {ours_cpu:.2f} |"
    yield f"| times faster | {theirs / ours:,.0f} | {theirs_cpu / ours_cpu:,.0f} |"
    yield ""
    yield from agreement(svy)


def agreement(svy: Svy) -> Iterator[str]:
    found = svy.agreement
    yield f"Largest relative distance, {found.figures:,} figures: estimate {found.estimate:.0e}, standard error "
    yield f"{found.se:.0e}, difference {found.difference:.0e}; its standard error {found.difference_se:.0e} "
    yield f"({found.differences} differences)."


def main() -> None:
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("--rows", nargs="+", type=float, default=[33_000, 330_000])
    parse.add_argument("--svy", type=Path, help="the interpreter of an environment with svy")
    parse.add_argument("--all", action="store_true", help="svy does every wave and every statistic")
    parse.add_argument("--peak", type=Path, help=argparse.SUPPRESS)
    asked = parse.parse_args()
    if asked.peak:
        job([open_wave(asked.peak / f"wave-{n}") for n in range(WAVES)])
        print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line))
        return
    table = ["| rows | scan, s | job, s | job/scan | CPU job/scan | all, s | µs a row | peak MB |"]
    table.append("| ---: |" + " ---: |" * 7)
    for rows in map(int, asked.rows):
        with tempfile.TemporaryDirectory() as folder:
            waves = waves_of(rows, Path(folder))
            if asked.svy and rows == int(asked.rows[0]):
                print(*beside_svy(asked.svy, waves, None if asked.all else EVERY), "", sep="\n", flush=True)
            print(*table, growth(rows, waves), sep="\n", flush=True)
            table = []


if __name__ == "__main__":
    main()
