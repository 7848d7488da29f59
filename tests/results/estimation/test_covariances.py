"""Covariances of items and themes, from the sums of the tally."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from made.waves import UNITS

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import ANSWERED
from borgerpuls.results.estimation.covariances import GROUPS, covariances
from borgerpuls.results.estimation.wave_estimates import estimate


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


def test_a_theme_varies_as_its_scores_do(two: Any) -> None:
    weight = weights(two)
    scored = [
        (sum(codes) / len(codes), weight[row["unit"], row["age"]])
        for row in persons(two)
        if len(codes := [row[i] for i in ("help", "speed", "gain") if row[i] is not None and row[i] < 8]) >= 2
    ]
    score, w = np.array(scored).T
    found = covariances(two.now, [("theme", "overall")])
    assert found.covariance[-1, 0, 0] == pytest.approx(np.cov(score, aweights=w, ddof=0))
    assert found.n.tolist()[-1] == len(w) == found.n[:-1].sum()


def test_few_clusters_have_few_degrees_of_freedom(maker: Callable[..., Any], tmp_path: Path) -> None:
    made = maker(sizes=(120, 90, 60, 40), clusters=True, compare={}, compare_groups={}).freeze(tmp_path / "w")
    found = covariances(estimate(made, tally(made, pairs=True)), [("theme", "overall"), ("theme", "meeting")])
    clusters = [len({c for c in answered if c.startswith(unit)}) for unit in UNITS for answered in [_answering(made)]]
    assert found.df.tolist() == [min(19, many - 1) for many in clusters] + [19]
    assert min(clusters) < 20


def _answering(wave: Any) -> list[str]:
    rows = pq.read_table(wave.persons, columns=["disposition", "cluster"]).to_pylist()
    return [row["cluster"] for row in rows if row["disposition"] in ANSWERED]
