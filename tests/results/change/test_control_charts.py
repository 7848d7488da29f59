"""Charts of six waves and more."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.method.change.control_charts import cusum, ewma
from borgerpuls.results.build import build
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, estimate
from borgerpuls.results.figures.table import Figures

Maker = Callable[..., Any]


def frozen_years(maker: Maker, folder: Path, count: int, shifted: int = 0) -> list[FrozenWave]:
    """Waves year by year; in the last ``shifted`` everybody who answered the item answers it with 5."""
    waves = []
    for year in range(2020 - count, 2020):
        made = maker(seed=year, compare={}, compare_groups={}, opened=date(year, 3, 1), closed=date(year, 4, 1))
        made = made.change(name=f"w{year}", previous=f"w{year - 1}" if waves else None)
        if year >= 2020 - shifted:
            answers = [c if c is None or c > 5 else 4 + row % 2 for row, c in enumerate(made.persons["help"])]
            made = type(made)({**made.persons, "help": answers}, made.population, made.spec, made.source)
        waves.append(made.freeze(folder / str(year)))
    return waves


def years(maker: Maker, folder: Path, count: int, shifted: int = 0) -> Figures:
    return build(frozen_years(maker, folder, count, shifted))


def test_a_series_is_the_chart_of_each_wave_against_all_before_it(maker: Maker, tmp_path: Path) -> None:
    waves = frozen_years(maker, tmp_path, 7)
    figures = build(waves)
    means = [figures.find(f"w{year}/theme/overall/0101") for year in range(2013, 2020)]
    # What is claimed from the answers: se times the widening of the place 0101.
    widening = [estimate(wave, tally(wave)).shared[EVERYBODY].basis.widening[0, 0, 0] for wave in waves]
    y, v = np.array([f.estimate for f in means], float), np.array([f.se for f in means], float) ** 2
    v *= np.square(widening)
    z = [0.0]
    for t in range(1, 7):
        weight = 1 / v[:t]
        middle = np.sum(weight * y[:t]) / weight.sum()
        z.append(float((y[t] - middle) / np.sqrt(v[t] + 1 / weight.sum())))
    chart = ewma(np.array(z))
    found = figures.find("w2019/theme/overall/0101/ewma")
    assert found.estimate == pytest.approx(chart.upper[-1])
    assert (found.low, found.high) == pytest.approx((-chart.limit, chart.limit))
    assert found.compared_with == "w2013"
    sums, summed = cusum(np.array(z)), figures.find("w2019/theme/overall/0101/cusum")
    assert abs(summed.estimate) == pytest.approx(max(sums.upper[-1], -sums.lower[-1]))
    assert (summed.low, summed.high) == (-5, 5)


def test_five_waves_are_too_few_for_a_chart_and_six_are_enough(maker: Maker, tmp_path: Path) -> None:
    assert not [f for f in years(maker, tmp_path / "five", 5) if f.statistic == "ewma"]
    six = {f.wave for f in years(maker, tmp_path / "six", 6) if f.statistic == "ewma"}
    assert six == {"w2019"}


def test_a_lasting_shift_is_an_alert_where_it_happened(maker: Maker, tmp_path: Path) -> None:
    figures = years(maker, tmp_path, 7, shifted=2)
    moved, still = (figures.find(f"w2019/item/{item}/dk/ewma") for item in ("help", "listened"))
    assert moved.estimate > moved.high
    assert still.low <= still.estimate <= still.high
