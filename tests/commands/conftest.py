"""A small invented wave, a made one with its figures, and the command line as a test calls it."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from made.waves import make

from borgerpuls.cli import main
from borgerpuls.dataset.folder import open_wave, write_wave
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.results.build import build
from borgerpuls.results.figures.store import FigureStore

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in English, whatever the machine speaks, on a wide terminal."""
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("BORGERPULS_LANG", "en")

    def _run(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)

    return _run


@pytest.fixture(scope="session")
def small(demo_waves: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two municipalities of the invented pilot: counted in a moment."""
    wave = open_wave(demo_waves / "2023-pilot")
    units = tuple(unit for unit in wave.spec.units if unit.code in ("0101", "0707"))
    persons, population = (
        table.filter(pc.is_in(table["unit"], value_set=pa.array(["0101", "0707"])))
        for table in (pq.read_table(wave.persons, partitioning=None), pq.read_table(wave.population))
    )
    folder = tmp_path_factory.mktemp("small") / "2023-pilot"
    write_wave(folder, replace(wave.spec, units=units), wave.questionnaire, persons, population)
    return folder


@pytest.fixture
def pilot(small: Path, tmp_path: Path) -> Path:
    """A copy of the small wave, so that a test may write beside it."""
    return Path(shutil.copytree(small, tmp_path / "waves" / "2023-pilot"))


@pytest.fixture(scope="session")
def counted(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small wave with its figures beside it; read them, never write there."""
    folder = tmp_path_factory.mktemp("counted")
    wave = Path(shutil.copytree(small, folder / "2023-pilot"))
    with FigureStore.open(folder / "figures.sqlite") as store:
        store.put(build([open_wave(wave)]))
    return wave


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made wave of four units."""
    return make().freeze(tmp_path_factory.mktemp("frozen") / "2024-spring").folder


@pytest.fixture
def spring(frozen: Path, tmp_path: Path) -> Path:
    """A copy of the made wave, for what any wave shows: it is counted in an eighth of the time of the pilot."""
    return Path(shutil.copytree(frozen, tmp_path / "waves" / "2024-spring"))


@dataclass(frozen=True)
class Kept:
    """A wave and the file of its figures."""

    wave: FrozenWave
    store: Path


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A made wave of four units and its figures; read them, never write there."""
    folder = tmp_path_factory.mktemp("kept")
    wave = make().freeze(folder / "2024-spring")
    with FigureStore.open(folder / "figures.sqlite") as store:
        store.put(build([wave]))
    return Kept(wave, folder / "figures.sqlite")
