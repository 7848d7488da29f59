"""The tally against DuckDB merely reading the columns that it needs, from 33 thousand to 33 million rows.

python bench/tally.py [ROWS ...]: for each size four invented waves are written to a temporary folder, then each
repeat reads all columns (the bare scan: sums of the answers, counts of the keys) and counts all waves, side by side
in the same process; medians are printed. Peak memory is that of a process of its own that only counts.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import duckdb
from synth import write

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.counting.count_plan import plan_of
from borgerpuls.dataset.wave import FrozenWave

SIZES = (33_000, 330_000, 3_300_000, 33_000_000)
WAVES = 4
PEAK = """
import re, sys
from pathlib import Path
from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.folder import open_wave
peak = lambda: re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
waves = [open_wave(Path(folder)) for folder in sys.argv[1:]]
print(peak())
for wave in waves:
    tally(wave)
print(peak())
"""


def scan(waves: list[FrozenWave]) -> None:
    """Read every needed column of every wave and do next to nothing with it."""
    for wave in waves:
        plan = plan_of(wave.spec, wave.questionnaire, pairs=False)
        texts = [f'count("{name}")' for name in (*plan.keys, "disposition")]
        answers = [f'sum("{choice.id}")' for choice in plan.choices]
        with duckdb.connect() as connection:
            connection.execute(f"SELECT {', '.join(texts + answers)} FROM read_parquet(?)", [str(wave.persons)])
            connection.fetchall()


def count(waves: list[FrozenWave]) -> None:
    for wave in waves:
        tally(wave)


def seconds(job: Callable[[list[FrozenWave]], object], waves: list[FrozenWave]) -> tuple[float, float]:
    """How long a job takes, and how much of all processors it uses."""
    start, busy = time.perf_counter(), time.process_time()
    job(waves)
    return time.perf_counter() - start, time.process_time() - busy


def main(sizes: list[int]) -> None:
    print("        rows    scan s   tally s     ratio  CPU ratio  ns a row  MB before    MB peak")
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            names = [Path(folder) / f"wave-{n}" for n in range(WAVES)]
            waves = [write(name, rows // WAVES, seed=n) for n, name in enumerate(names)]
            count(waves)  # the first time, Ibis writes the SQL
            times = [(*seconds(scan, waves), *seconds(count, waves)) for _ in range(5 if rows < 10_000_000 else 3)]
            scanned, scanned_busy, counted, counted_busy = (median(column) for column in zip(*times, strict=True))
            alone = subprocess.run([sys.executable, "-c", PEAK, *names], capture_output=True, text=True, check=True)
            before, peak = (int(line) // 1024 for line in alone.stdout.split())
            print(
                f"{rows:>12,}{scanned:>10.3f}{counted:>10.3f}{counted / scanned:>10.2f}"
                f"{counted_busy / scanned_busy:>11.2f}{counted / rows * 1e9:>10.0f}{before:>11}{peak:>11}",
                flush=True,
            )


if __name__ == "__main__":
    main([int(float(a)) for a in sys.argv[1:]] or list(SIZES))
