"""What goes together, and what holds together."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from borgerpuls.method.measurement.reliability import reliability
from borgerpuls.results.build import build
from borgerpuls.results.estimation.covariances import GROUPS, covariances


def persons(two: Any) -> list[dict[str, Any]]:
    rows = pq.read_table(two.now.wave.persons).to_pylist()
    return [r for r in rows if r["disposition"] in ("complete", "partial")]


def weights(two: Any) -> dict[tuple[str, str | None], float]:
    """The calibrated weight of each unit and age: N/n of the calibration cell, by hand."""
    tally, rows = two.now.tally, two.now.rows[""]
    found = {}
    for c in np.flatnonzero(rows.of >= 0):
        unit = tally.levels["unit"][tally.codes["unit"][c]]
        age = tally.levels["age"][tally.codes["age"][c]]
        found[unit, age or None] = rows.design.weight[rows.of[c]]
    return found


def test_moments_are_the_weighted_covariances_of_the_persons(two: Any) -> None:
    weight = weights(two)
    rows = [r for r in persons(two) if {r["help"], r["speed"]} <= {1, 2, 3, 4, 5}]
    w = np.array([weight[r["unit"], r["age"]] for r in rows])
    pair = np.array([[r["help"], r["speed"]] for r in rows], float)
    expected = np.cov(pair.T, aweights=w, ddof=0)
    found = covariances(two.now, [("item", "help"), ("item", "speed")])
    assert found.covariance[-1, 0, 1] == pytest.approx(expected[0, 1])
    assert found.n[-1] == len(rows)
    assert found.replicates.shape == (5, GROUPS, 2, 2)


def test_moments_of_themes_are_those_of_the_scores(two: Any) -> None:
    def score(row: dict[str, Any], items: Sequence[str]) -> float | None:
        codes = [row[item] for item in items if row[item] is not None and row[item] < 8]
        return sum(codes) / len(codes) if 2 * len(codes) >= len(items) else None

    weight = weights(two)
    pairs = [(score(r, ("help", "speed", "gain")), score(r, ("listened",)), weight[r["unit"], r["age"]])
             for r in persons(two)]  # fmt: skip
    overall, meeting, w = np.array([pair for pair in pairs if pair[0] is not None and pair[1] is not None]).T
    expected = np.cov(np.stack([overall, meeting]), aweights=w, ddof=0)
    for order in (("overall", "meeting"), ("meeting", "overall")):
        found = covariances(two.now, [("theme", theme) for theme in order])
        assert found.covariance[-1, 0, 1] == found.covariance[-1, 1, 0] == pytest.approx(expected[0, 1])
        assert found.n[-1] == len(w)


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


def test_too_few_answers_show_nothing_and_say_so(maker: Callable[..., Any], tmp_path: Path) -> None:
    figures = build([maker().freeze(tmp_path / "w")])
    for what in ("driver/meeting/0101/lmg", "driver/overall/0360/r2"):
        assert figures.find(f"2024-spring/{what}").hidden == "fewer than 100 answers"
