"""Which units and themes stand out."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from borgerpuls.method.analysis_of_means.anom import anom
from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg
from borgerpuls.results.build import build
from borgerpuls.results.declaration.statistic import Inputs
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, SEED
from borgerpuls.results.statistics.anom import anom_figures

ALONE = ("shrunken", "reliability", "rank", "tau", "answers-needed")
"""Comparisons whose numbers are not a difference."""
UNITS = ("0101", "0147", "0230", "0360")


def test_a_unit_is_judged_as_the_method_judges_it(two: Any) -> None:
    breakdown = two.now.shared[EVERYBODY]
    totals = breakdown.totals.at(slice(None), slice(1), np.array([0]))
    expected = anom(totals, seed=SEED, scale=breakdown.measures.scale.at((-1, 0)))
    for place, unit in enumerate(UNITS):
        figure = two.find(f"theme/overall/{unit}/anom")
        mean = two.find(f"theme/overall/{unit}")
        assert (figure.estimate, figure.se, figure.n) == (mean.estimate, mean.se, mean.n)
        assert (figure.difference, figure.difference_se) == pytest.approx((mean.difference, mean.difference_se))
        assert figure.p == pytest.approx(expected.p[place])
        assert (figure.difference_low, figure.difference_high) == pytest.approx(
            (expected.low[place], expected.high[place])
        )
        assert figure.compared_with == "dk"


def test_the_unit_that_lies_lower_is_found(two: Any) -> None:
    found = two.find("theme/overall/0101/anom")
    assert found.p < 0.001
    assert found.difference_high < -0.1


def test_what_stands_out_is_adjusted_once_more_over_the_themes_of_the_unit(two: Any) -> None:
    for unit in UNITS:
        themes = [two.find(f"theme/{theme}/{unit}/anom").p for theme in ("overall", "meeting")]
        out = [two.find(f"theme/{theme}/{unit}/stands-out").p for theme in ("overall", "meeting")]
        assert out == pytest.approx(benjamini_hochberg(np.array(themes)))


def test_another_seed_gives_other_draws_and_the_same_gives_the_same(two: Any) -> None:
    inputs = Inputs(two.now)
    one, again, other = (next(anom_figures(inputs, seed)).numbers["p"] for seed in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)  # four units are felt in their whole, so there are draws
    assert np.allclose(one, other, atol=0.005)


def test_a_unit_of_too_few_answers_for_a_crowded_scale_has_no_verdict_and_is_told_how_many_it_takes(
    maker: Callable[..., Any], tmp_path: Path
) -> None:
    made = maker(sizes=(300, 300, 40, 30))
    column = [None if code is None else 5 if row % 25 else 1 for row, code in enumerate(made.persons["help"])]
    figures = build([replace(made, persons={**made.persons, "help": column}).freeze(tmp_path / "w")])
    found = [figures.find(f"2024-spring/item/help/{unit}/anom") for unit in UNITS]
    judged = [one.p is not None for one in found]
    assert judged[0]
    assert not all(judged)
    for one in found:
        few = re.fullmatch(r"fewer than (\d+) answers", one.hidden)
        assert (few is None) == (one.p is not None or one.hidden == "everybody gave the same answer")
        assert few is None or int(few[1]) > 5


def test_a_unit_alone_is_judged_beside_nobody(maker: Callable[..., Any], tmp_path: Path) -> None:
    figures = build([maker(sizes=(80,), compare={}, compare_groups={}).freeze(tmp_path / "w")])
    assert not [f for f in figures if f.statistic in ("anom", "stands-out", "unusual", "rank", "tau", "case-mix")]


def test_a_wave_that_compares_with_the_mean_over_units_is_judged_by_their_covariance(
    maker: Callable[..., Any], tmp_path: Path
) -> None:
    shelf = build([maker(national="municipalities").freeze(tmp_path / "w")])
    for unit in UNITS:
        judged, beside = (shelf.find(f"2024-spring/theme/overall/{unit}{ending}") for ending in ("/anom", ""))
        assert judged.compared_with == beside.compared_with == "dk.units"
        if unit == "0360":  # too few answered there
            assert judged.hidden == beside.hidden == "fewer than 5 answers"
            continue
        assert (judged.difference, judged.difference_se) == pytest.approx((beside.difference, beside.difference_se))
        assert judged.p >= beside.p - 1e-12
        assert judged.difference_low < beside.difference_low


def test_the_finite_population_correction_touches_no_comparison(maker: Callable[..., Any], tmp_path: Path) -> None:
    off, on = (build([maker(fpc=fpc).freeze(tmp_path / str(fpc))]) for fpc in (False, True))
    tested = 0
    for figure in off:
        same = on.find(figure.address)
        names = ["difference", "difference_se", "difference_low", "difference_high", "p"]
        for name in (*names, *(("estimate", "low", "high") if figure.statistic in ALONE else ())):
            one, other = getattr(same, name), getattr(figure, name)
            assert one is None if other is None else one == pytest.approx(other, rel=1e-9), (figure.address, name)
            tested += other is not None
    assert tested > 100
