"""Whether the store of figures holds those of certain frozen waves, made by this version of the program."""

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.results.figures.store import FigureStore

LIBRARIES = ("borgerpuls", "duckdb", "ibis-framework", "numpy", "pyarrow", "scipy")
"""What a figure's digits may depend on."""


def versions() -> dict[str, str]:
    """The version of each of ``LIBRARIES`` that runs now."""
    return {library: version(library) for library in LIBRARIES}


def built_together(waves: Iterable[FrozenWave]) -> dict[str, dict[str, str]]:
    """The digests of the files of all waves whose figures are made in one run, by name: changes need them all."""
    return {wave.spec.name: dict(wave.digests) for wave in waves}


def holds(path: Path, waves: Sequence[FrozenWave]) -> bool:
    """Does the store at ``path`` hold the figures of these very waves, built together and by these versions?"""
    if not path.exists():
        return False
    wanted = built_together(waves)
    with FigureStore.open(path) as store:
        kept = set(store.waves())
        return all(name in kept and _fresh(store.facts(name), wanted) for name in wanted)


def _fresh(facts: Mapping[str, object], wanted: Mapping[str, Mapping[str, str]]) -> bool:
    """Facts of a store that an older version wrote lack what is asked for here, and are not fresh."""
    together = facts.get("built_together")
    return (
        facts.get("versions") == versions()
        and isinstance(together, dict)
        and all(together.get(name) == digests for name, digests in wanted.items())
    )
