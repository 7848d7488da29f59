"""What goes together, and what holds together."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.special import stdtr

from borgerpuls.dataset.wave import Weighting
from borgerpuls.method.comparison.multiple_testing import holm
from borgerpuls.method.measurement.reliability import reliability
from borgerpuls.results.build import build
from borgerpuls.results.estimation.covariances import covariances
from borgerpuls.results.figures.store import FigureStore


def test_the_reliability_of_a_theme_is_that_of_its_items(two: Any) -> None:
    found = covariances(two.now, [("item", item) for item in ("help", "speed", "gain")])
    expected = reliability(found.covariance[-1], int(found.n[-1]))
    alpha = two.find("theme/overall/dk/alpha")
    assert (alpha.estimate, alpha.se) == pytest.approx((expected.alpha, expected.se))
    assert two.find("theme/overall/dk/omega").estimate == pytest.approx(expected.omega)
    assert two.find("item/speed/dk/item-rest").estimate == pytest.approx(expected.item_rest[1])
    assert not [f for f in two.figures if f.measure == "meeting" and f.statistic in ("alpha", "omega")]


def test_one_theme_carries_all_that_is_explained(two: Any) -> None:
    lmg, johnson = (two.find(f"driver/meeting/dk/{s}") for s in ("lmg", "johnson"))
    assert lmg.estimate == pytest.approx(1)
    assert johnson.estimate == pytest.approx(1)
    assert lmg.se == pytest.approx(0, abs=1e-12)
    assert 0 <= two.find("driver/overall/dk/r2").estimate < 0.2


def test_a_share_is_judged_beside_an_even_one_among_the_themes_of_its_place(demo_figures: Path) -> None:
    with FigureStore.open(demo_figures) as shelf:
        for place in ("dk", "0101"):
            told = shelf.figures(wave="2024-spring", kind="driver", place=place, statistic="lmg")
            assert len(told) == 5
            plain = [2 * stdtr(f.df or 0.0, -abs((f.estimate or 0.0) - 0.2) / (f.se or 1.0)) for f in told]
            assert [f.p for f in told] == pytest.approx(list(holm(np.array(plain))))
            for f in told:
                assert f.difference == pytest.approx((f.estimate or 0.0) - 0.2)
                assert (f.difference_low or 0.0) < f.difference < (f.difference_high or 0.0)


def test_too_few_answers_show_nothing_and_say_so(maker: Callable[..., Any], tmp_path: Path) -> None:
    figures = build([maker().freeze(tmp_path / "w")])
    for what in ("driver/meeting/0101/lmg", "driver/overall/0360/r2"):
        assert figures.find(f"2024-spring/{what}").hidden == "fewer than 100 answers"


def test_clusters_stay_together_when_groups_of_them_are_left_out(maker: Callable[..., Any], tmp_path: Path) -> None:
    """Everybody 8 times in a cluster: as sure as once, where counted one by one 8 answers were surer by √8."""
    made = maker(sizes=(300, 250, 200, 250), weighting=Weighting("none"), compare={}, compare_groups={})
    persons = {name: [cell for cell in column for _ in range(8)] for name, column in made.persons.items()}
    persons["person"] = [f"{person}-{row % 8}" for row, person in enumerate(persons["person"])]
    persons["cluster"] = [f"c{row // 8}" for row in range(len(persons["unit"]))]
    population = {**made.population, "count": [8 * count for count in made.population["count"]]}
    many = replace(made, persons=persons, population=population)
    alone = build([replace(many, persons={**persons, "cluster": []}).change(clusters=False).freeze(tmp_path / "a")])
    drawn = build([many.change(clusters=True).freeze(tmp_path / "b")])
    once = build([made.freeze(tmp_path / "c")])
    one, eight, clusters = (figures.find("2024-spring/theme/overall/dk/alpha") for figures in (once, alone, drawn))
    assert eight.estimate == pytest.approx(clusters.estimate)
    assert one.se == pytest.approx(8**0.5 * eight.se)
    assert clusters.se == pytest.approx(one.se, rel=0.35)
