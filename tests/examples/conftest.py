"""The two real surveys of ``examples/``, imported and built once for all the tests of this folder."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow.compute as pc
import pytest

from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.results.build import build
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.figures.table import Figures


@pytest.fixture(scope="session")
def run(program: Callable[[str], ModuleType]) -> Any:
    """The module ``examples/run.py``."""
    return program("examples/run.py")


@pytest.fixture(scope="session")
def sfo_waves(run: Any, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[FrozenWave]:
    """The nine waves as their mapping files say: weighted where there are weights."""
    waves: list[FrozenWave] = run.SFO.waves(shared / "realdata", tmp_path_factory.mktemp("sfo"))
    return waves


@pytest.fixture(scope="session")
def army_wave(run: Any, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> FrozenWave:
    (wave,) = run.US_ARMY.waves(shared / "realdata", tmp_path_factory.mktemp("army"))
    assert isinstance(wave, FrozenWave)
    return wave


class Shown:
    """Figures by address; one that is not shown is a failure."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        everybody = figures.table.filter(pc.equal(figures.table["group_by"], ""))
        self._by_address = {figure.address: figure for figure in Figures(everybody, figures.facts)}

    def __getitem__(self, address: str) -> Figure:
        return self._by_address[address]

    def __contains__(self, address: str) -> bool:
        return address in self._by_address

    def number(self, address: str) -> float:
        found = self[address].estimate
        assert found is not None, self[address].hidden
        return found


@pytest.fixture(scope="session")
def sfo(sfo_waves: list[FrozenWave]) -> Shown:
    return Shown(build(sfo_waves))


@pytest.fixture(scope="session")
def sfo_unweighted(run: Any, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Their sisters in which every answer counts alike."""
    return Shown(build(run.SFO.waves(shared / "realdata", tmp_path_factory.mktemp("alike"), unweighted=True)))


@pytest.fixture(scope="session")
def army(army_wave: FrozenWave) -> Shown:
    return Shown(build([army_wave]))
