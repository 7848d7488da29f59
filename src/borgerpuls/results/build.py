"""Waves in, figures out."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import pyarrow as pa

from borgerpuls.dataset.count import tally
from borgerpuls.dataset.engines import Engine
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.problems import Problem, Refused
from borgerpuls.results.block import Block
from borgerpuls.results.blocks import blocks
from borgerpuls.results.change import changes
from borgerpuls.results.counted import Counted, estimate
from borgerpuls.results.facts import describe
from borgerpuls.results.figures import SCHEMA, Figures
from borgerpuls.results.response import response
from borgerpuls.text import Text


def build(
    waves: Sequence[FrozenWave], engine: Engine | str | None = None, progress: Callable[[str], None] | None = None
) -> Figures:
    """Count the waves with an engine and make every figure of them; a change needs its earlier wave among them.

    ``progress`` is called with the name of each wave that is done. ``Refused`` when two waves share a name or a
    wave's answers have nobody to stand for.
    """
    _refuse_twins(waves)
    counted: dict[str, Counted] = {}
    for wave in waves:
        counted[wave.spec.name] = estimate(wave, tally(wave, engine))
        if progress:
            progress(wave.spec.name)
    return lay_out(counted.values())


def lay_out(waves: Iterable[Counted]) -> Figures:
    """The figures of waves that are counted and estimated."""
    by_name = {counted.spec.name: counted for counted in waves}
    tables = [block.table() for counted in by_name.values() for block in _all(counted, by_name)]
    table = pa.concat_tables([SCHEMA.empty_table(), *tables]).unify_dictionaries().combine_chunks()
    return Figures(table, {name: describe(counted) for name, counted in by_name.items()})


def _all(counted: Counted, waves: Mapping[str, Counted]) -> Iterator[Block]:
    yield from response(counted)
    yield from blocks(counted)
    if counted.spec.previous and counted.spec.previous in waves:
        yield from changes(counted, waves[counted.spec.previous])


def _refuse_twins(waves: Sequence[FrozenWave]) -> None:
    times = Counter(wave.spec.name for wave in waves)
    twins = [wave for wave in waves if times[wave.spec.name] > 1]
    if twins:
        raise Refused(
            Problem(
                where=Text(da=str(wave.folder), en=str(wave.folder)),
                what=Text(
                    da=f"Flere målinger hedder {wave.spec.name}.", en=f"Several waves are called {wave.spec.name}."
                ),
                remedy=Text(da="Giv hver sit navn i wave.toml.", en="Give each its own name in wave.toml."),
            )
            for wave in twins
        )
