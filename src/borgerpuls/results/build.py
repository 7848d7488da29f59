"""Waves in, figures out."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.counting.tally import Tally
from borgerpuls.dataset.engines import Engine
from borgerpuls.dataset.folder import open_wave
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.messages import _, verbatim
from borgerpuls.problems import Problem, Refused
from borgerpuls.results.change.control_charts import wave_series
from borgerpuls.results.declaration.statistic import Inputs
from borgerpuls.results.estimation.wave_estimates import WaveEstimates, estimate
from borgerpuls.results.figures.afterwards import mark_afterwards
from borgerpuls.results.figures.freshness import built_together
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.results.figures.table import SCHEMA, Figures
from borgerpuls.results.provenance.wave_metadata import describe
from borgerpuls.results.registry import figure_blocks


def build(
    waves: Sequence[FrozenWave], engine: Engine | str | None = None, progress: Callable[[str], None] | None = None
) -> Figures:
    """Count the waves with an engine and make every figure of them; a change needs its earlier wave among them.

    ``progress`` is called with the name of each wave that is counted. ``Refused`` when two waves share a name or a
    wave's answers have nobody to stand for.
    """
    _refuse_twins(waves)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        # One wave is estimated while the next is counted: NumPy and the engine both let go of the interpreter.
        counted = [pool.submit(estimate, wave, _tally(wave, engine, progress)) for wave in waves]
    return lay_out(one.result() for one in counted)


def build_beside(folder: Path, store: Path) -> tuple[Path, ...]:
    """Make the figures of the frozen wave in ``folder`` and put them into the store; the folders of the waves counted.

    They are the wave itself and the chain of earlier ones that lie beside it, as a change is measured from them.
    """
    waves = [open_wave(folder)]
    while (previous := waves[-1].spec.previous) and (beside := folder.with_name(previous)).is_dir():
        waves.append(open_wave(beside))
    figures = build(waves)
    store.parent.mkdir(parents=True, exist_ok=True)
    with FigureStore.open(store) as opened:
        opened.put(figures)
    return tuple(wave.folder for wave in waves)


def lay_out(waves: Iterable[WaveEstimates]) -> Figures:
    """The figures of waves that are counted and estimated."""
    by_name = {counted.spec.name: counted for counted in waves}
    together = built_together(counted.wave for counted in by_name.values())
    laid = (block for one in by_name.values() for block in figure_blocks(Inputs(one, wave_series(one, by_name))))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        tables = pool.map(lambda block: block.table(), laid)
    added = {name: counted.wave.added for name, counted in by_name.items()}
    return Figures(
        mark_afterwards(pa.concat_tables([SCHEMA.empty_table(), *tables]), added),
        {
            name: {**describe(counted, by_name.get(counted.spec.previous or "")), "built_together": together}
            for name, counted in by_name.items()
        },
    )


def _tally(wave: FrozenWave, engine: Engine | str | None, progress: Callable[[str], None] | None) -> Tally:
    found = tally(wave, engine, pairs=True)
    if progress:
        progress(wave.spec.name)
    return found


def _refuse_twins(waves: Sequence[FrozenWave]) -> None:
    times = Counter(wave.spec.name for wave in waves)
    twins = [wave for wave in waves if times[wave.spec.name] > 1]
    if twins:
        raise Refused(
            Problem(
                where=verbatim(wave.folder),
                what=_("Several waves are called {wave}.", wave=wave.spec.name),
                remedy=_("Give each its own name in wave.toml."),
            )
            for wave in twins
        )
