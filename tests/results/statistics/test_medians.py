"""Medians, for waves that ask for them."""

from collections.abc import Callable
from pathlib import Path
from statistics import median_low
from typing import Any

import pyarrow.parquet as pq
import pytest

from borgerpuls.dataset.wave import ANSWERED, FrozenWave, Weighting
from borgerpuls.results.build import build
from borgerpuls.results.figures.table import Figures

AGREE = (1, 2, 3, 4, 5)


@pytest.fixture(scope="module")
def asking(maker: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> FrozenWave:
    made = maker(seed=7, weighting=Weighting("none"), statistics=("median",))
    frozen: FrozenWave = made.freeze(tmp_path_factory.mktemp("medians") / "wave")
    return frozen


@pytest.fixture(scope="module")
def figures(asking: FrozenWave) -> Figures:
    return build([asking])


@pytest.mark.parametrize("place", ["0101", "0230", "dk"])
@pytest.mark.parametrize("item", ["help", "speed", "gain"])
def test_half_of_the_answers_are_at_or_below_the_median(
    asking: FrozenWave, figures: Figures, item: str, place: str
) -> None:
    rows = [row for row in pq.read_table(asking.persons).to_pylist() if row["disposition"] in ANSWERED]
    codes = [row[item] for row in rows if row[item] in AGREE and place in (row["unit"], "dk")]
    figure = figures.find(f"2024-spring/item/{item}/{place}/median")
    assert figure.hidden == ""
    assert figure.low is not None
    assert figure.high is not None
    assert (figure.estimate, figure.n) == (median_low(codes), len(codes))
    assert figure.low <= median_low(codes) <= figure.high


def test_a_median_is_hidden_where_the_mean_of_its_item_is(figures: Figures) -> None:
    medians = [f for f in figures if f.statistic == "median"]
    hidden = {f.address.removesuffix("/median"): f.hidden for f in medians}
    assert {figures.find(mean).hidden == reason for mean, reason in hidden.items()} == {True}
    assert len(medians) > 10


def test_a_wave_that_does_not_ask_has_no_median_and_otherwise_the_same_figures(
    maker: Callable[..., Any], figures: Figures, tmp_path: Path
) -> None:
    without = build([maker(seed=7, weighting=Weighting("none")).freeze(tmp_path / "w")])
    assert [f for f in figures if f.statistic != "median"] == list(without)
