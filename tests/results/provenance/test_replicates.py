"""Replicate weights as a check on the linearised standard error of a figure."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made.waves import twins

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import Weighting
from borgerpuls.results.build import build
from borgerpuls.results.estimation.wave_estimates import estimate
from borgerpuls.results.provenance import replicates
from borgerpuls.results.provenance.replicates import ReplicateCheck, replicate_check

Maker = Callable[..., Any]
ADDRESSES = ("theme/overall/0101", "theme/overall/dk/sex=f", "item/help/0147/top2", "item/alone/dk/share=1")


def checks(maker: Maker, folder: Path, **spec: Any) -> list[tuple[Any, ReplicateCheck | None]]:
    wave = maker(sizes=(120, 90, 70), **spec).freeze(folder / "w")
    figures, estimates = build([wave]), estimate(wave, tally(wave))
    return [(f := figures.find(f"2024-spring/{a}"), replicate_check(f, a.split("/")[0], estimates)) for a in ADDRESSES]


@pytest.mark.parametrize(
    "weighting",
    [Weighting("none"), Weighting("poststratify", ("age",)), Weighting("rake", ("age", "sex"))],
    ids=lambda w: w.method,
)
def test_the_jackknife_makes_the_estimate_and_nearly_the_standard_error(
    weighting: Weighting, maker: Maker, tmp_path: Path
) -> None:
    for figure, found in checks(maker, tmp_path, weighting=weighting):
        assert found is not None
        assert found.kind == "jackknife"
        assert found.value == pytest.approx(figure.estimate, rel=1e-9)
        assert found.se == pytest.approx(figure.se, rel=0.1)


def test_more_persons_are_drawn_again(maker: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicates, "JACKKNIFE_PERSONS", 10)
    for figure, found in checks(maker, tmp_path):
        assert found is not None
        assert (found.kind, found.replicates) == ("bootstrap", 500)
        assert found.se == pytest.approx(figure.se, rel=0.2)


def test_what_is_no_mean_of_one_place_has_no_replicates(maker: Maker, tmp_path: Path) -> None:
    wave = maker().freeze(tmp_path / "w")
    figures, estimates = build([wave]), estimate(wave, tally(wave))
    for address in ("theme/overall/dk.units", "theme/overall/0101/anom", "response/rate/0101"):
        assert replicate_check(figures.find(f"2024-spring/{address}"), address.split("/")[0], estimates) is None
    assert np.isfinite(figures.find("2024-spring/theme/overall/0101").se)


@pytest.mark.parametrize("fpc", [True, False])
def test_the_jackknife_is_corrected_for_a_finite_population_where_the_wave_is(
    fpc: bool, maker: Maker, tmp_path: Path
) -> None:
    made = maker(sizes=(120, 90, 70), fpc=fpc, weighting=Weighting("none"))
    few = {**made.population, "count": [120] * len(made.population["count"])}
    wave = replace(made, population=few).freeze(tmp_path / "w")
    figures, estimates = build([wave]), estimate(wave, tally(wave))
    for address in ("theme/overall/0101", "item/help/dk"):
        figure = figures.find(f"2024-spring/{address}")
        found = replicate_check(figure, address.split("/")[0], estimates)
        assert found is not None
        assert found.se == pytest.approx(figure.se, rel=0.05)


@pytest.mark.parametrize("largest", [replicates.JACKKNIFE_PERSONS, 10])
def test_it_is_clusters_that_are_left_out_or_drawn_again(
    largest: int, maker: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody twice in a cluster of two: persons one by one would make the standard error √2 too small."""
    monkeypatch.setattr(replicates, "JACKKNIFE_PERSONS", largest)
    made = twins(maker(sizes=(120, 90, 70), weighting=Weighting("none"), compare={}, compare_groups={}))
    wave = made.freeze(tmp_path / "w")
    figures, estimates = build([wave]), estimate(wave, tally(wave))
    for address in ("theme/overall/0101", "item/help/dk"):
        figure = figures.find(f"2024-spring/{address}")
        found = replicate_check(figure, address.split("/")[0], estimates)
        assert found is not None
        assert found.se == pytest.approx(figure.se, rel=0.12)
