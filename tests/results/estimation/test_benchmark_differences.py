"""A unit beside the whole, the rest and the mean over units: intervals recovered from both parts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from borgerpuls.dataset.counting.count import tally
from borgerpuls.method.comparison.differences import other_totals
from borgerpuls.method.intervals.answer_basis import answer_basis
from borgerpuls.results.estimation.benchmark_differences import (
    Benchmark,
    _mean_of_others,
    benchmark_difference,
    rest_of_units,
)
from borgerpuls.results.estimation.breakdown import Breakdown
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, estimate

Maker = Callable[..., Any]


@pytest.fixture
def breakdown(maker: Maker, tmp_path: Path) -> Breakdown:
    wave = maker(seed=2).freeze(tmp_path / "w")
    return estimate(wave, tally(wave)).shared[EVERYBODY]


@pytest.mark.parametrize("benchmark", ["citizens", "municipalities", "rest"])
def test_the_interval_is_about_as_long_as_the_standard_error_says(breakdown: Breakdown, benchmark: Benchmark) -> None:
    gap = benchmark_difference(breakdown, benchmark)
    told = ~np.isnan(gap.value) & ~breakdown.measures.share & (gap.n > 20)
    length = (gap.upper - gap.lower)[told] / (2 * 2.0 * gap.se[told])
    assert told.sum() > 10
    assert np.all((length > 0.85) & (length < 1.25))
    assert np.all(gap.lower[told] <= gap.value[told])


def test_beside_the_whole_it_is_that_beside_the_rest_times_the_share_of_the_others(breakdown: Breakdown) -> None:
    whole, rest = (benchmark_difference(breakdown, one) for one in ("citizens", "rest"))
    size = breakdown.totals.size
    told = ~np.isnan(whole.lower)
    others = (1 - size / size.sum(axis=0))[told]
    assert whole.value[told] == pytest.approx(rest.value[told] * others)
    assert whole.lower[told] == pytest.approx(rest.lower[told] * others)
    assert whole.upper[told] == pytest.approx(rest.upper[told] * others)


def test_degrees_of_freedom_are_those_of_the_answers_of_the_part(breakdown: Breakdown) -> None:
    gap = benchmark_difference(breakdown, "citizens")
    told = ~np.isnan(gap.value)
    assert gap.df[told] == pytest.approx((breakdown.totals.n - breakdown.totals.answer_strata)[told])


def test_the_rest_of_a_unit_is_all_others_together(breakdown: Breakdown) -> None:
    rest, totals = rest_of_units(breakdown), breakdown.totals
    assert rest.value[0, 0, 0] == pytest.approx(totals.total[1:, 0, 0].sum() / totals.size[1:, 0, 0].sum())
    assert rest.n[0, 0, 0] == totals.n[1:, 0, 0].sum()


def test_the_mean_of_the_other_units_has_their_variances_and_students_interval(breakdown: Breakdown) -> None:
    own = breakdown.compared.at(np.s_[:4])
    others, wide = _mean_of_others(breakdown, own), breakdown.basis.widening
    for unit in range(4):
        rest = [other for other in range(4) if other != unit]
        value = own.value[rest, 0, 0].mean()
        se = float(np.sqrt(((own.se * wide[:4])[rest, 0, 0] ** 2).sum())) / 3
        half = stats.t.ppf(0.975, own.df[rest, 0, 0].sum()) * se
        found = (others.value, others.se, others.lower, others.upper)
        assert [part[unit, 0, 0] for part in found] == pytest.approx([value, se, value - half, value + half])


def test_beside_thirty_times_as_many_others_the_interval_of_the_rest_is_students(maker: Maker, tmp_path: Path) -> None:
    wave = maker(seed=2, sizes=(400, 300, 200, 12)).freeze(tmp_path / "w")
    breakdown = estimate(wave, tally(wave)).shared[EVERYBODY]
    rest = rest_of_units(breakdown)
    wide = answer_basis(other_totals(breakdown.totals)).widening
    assert rest.n[3, 0, 0] > 30 * breakdown.compared.n[3, 0, 0]
    assert wide[3, 0, 0] > 1.0001
    half = stats.t.ppf(0.975, rest.df[3, 0, 0]) * rest.se[3, 0, 0] * wide[3, 0, 0]
    ends = [rest.lower[3, 0, 0], rest.upper[3, 0, 0]]
    assert ends == pytest.approx([rest.value[3, 0, 0] - half, rest.value[3, 0, 0] + half], rel=1e-12)
