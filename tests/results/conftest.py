"""What the tests of the results share: a made wave, its maker, and two waves of a thousand persons."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from made.waves import Made, lower, make

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.results.build import lay_out
from borgerpuls.results.declaration.compared_means import ComparedMeans
from borgerpuls.results.estimation.wave_estimates import WaveEstimates, estimate
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.figures.table import Figures


@pytest.fixture
def answerable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit's own comparison is shown however small the groups are."""
    monkeypatch.setattr("borgerpuls.results.statistics.local_comparison.LARGEST_DETECTABLE", np.inf)


@pytest.fixture(scope="session")
def maker() -> Callable[..., Made]:
    return make


@pytest.fixture(scope="session")
def wave(tmp_path_factory: pytest.TempPathFactory) -> FrozenWave:
    return make().freeze(tmp_path_factory.mktemp("waves") / "2024-spring")


@dataclass(frozen=True)
class Two:
    """Two waves of a thousand persons in four units, of which 0101 answers lower on the theme ``overall``."""

    now: WaveEstimates
    then: WaveEstimates
    figures: Figures

    def find(self, address: str) -> Figure:
        return self.figures.find(f"2024-spring/{address}")

    def mean(self, wave: WaveEstimates, kind: str, measure: str) -> tuple[Any, Any]:
        """Value and variance [U + 2] of a mean among everybody."""
        means = ComparedMeans.of_wave(wave)
        at = list(zip(means.kind, means.measure, strict=True)).index((kind, measure))
        return means.estimates.value[:, at], means.estimates.se[:, at] ** 2


@pytest.fixture(scope="session")
def two(tmp_path_factory: pytest.TempPathFactory) -> Two:
    folder = tmp_path_factory.mktemp("two")
    sizes, mix = (400, 300, 200, 120), ("age", "sex")
    now = lower(make(1, sizes, previous="2023-spring", case_mix=mix), "0101").freeze(folder / "now")
    then = make(2, sizes).change(name="2023-spring").freeze(folder / "then")
    counted = [estimate(wave, tally(wave, pairs=True)) for wave in (now, then)]
    return Two(counted[0], counted[1], lay_out(counted))
