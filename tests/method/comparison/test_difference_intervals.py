"""Intervals of differences are recovered from those of their parts, and p says what they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from borgerpuls.arrays import Floats
from borgerpuls.method import (
    AnswerBasis,
    BoundedDifference,
    BoundedEstimates,
    Difference,
    Scale,
    bounded_difference,
    scale_interval,
)


def share(yes: Floats, n: float) -> BoundedEstimates:
    p = yes / n
    spread = p * (1 - p)
    se = np.sqrt(spread / (n - 1))
    every = np.full_like(p, n)
    basis = AnswerBasis(every, every - 1, every, spread, np.ones_like(p), every)
    return BoundedEstimates(p, se, every - 1, every, *scale_interval(p, se, basis, Scale.of_values([0, 1]), share=True))


def beside(first: BoundedEstimates, second: BoundedEstimates, covariance: float = 0.0) -> BoundedDifference:
    se = np.sqrt(first.se**2 + second.se**2 - 2 * covariance)
    gap = Difference(first.value - second.value, se, first.df + second.df, first.n)
    return bounded_difference(gap, first, second, covariance=covariance)


def symmetrical(value: float, half: float, se: float) -> BoundedEstimates:
    return BoundedEstimates(*map(np.array, (value, se, np.inf, 1000.0, value - half, value + half)))


@pytest.mark.parametrize("covariance", [0.0, 0.002, -0.002])
def test_of_two_symmetrical_intervals_it_is_the_usual_one(covariance: float) -> None:
    z = stats.norm.ppf(0.975)
    one, two = symmetrical(3.6, z * 0.05, 0.05), symmetrical(3.4, z * 0.07, 0.07)
    found = beside(one, two, covariance)
    half = z * np.sqrt(0.05**2 + 0.07**2 - 2 * covariance)
    assert (found.low, found.high) == pytest.approx((0.2 - half, 0.2 + half))
    assert found.p == pytest.approx(2 * stats.norm.sf(0.2 / half * z))


def test_newcombes_example_of_two_shares() -> None:
    # Newcombe (1998) table II, 56/70 against 48/80, method 10 from Wilson's intervals: 0.0524 to 0.3339.
    one, two = (
        BoundedEstimates(*map(np.array, (p, (p * (1 - p) / n) ** 0.5, n - 1, n, *ends)))
        for p, n, ends in ((0.8, 70.0, (0.6920, 0.8771)), (0.6, 80.0, (0.4904, 0.7004)))
    )
    found = beside(one, two)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=2e-4)


@given(st.integers(0, 12), st.integers(0, 15), st.floats(-0.9, 0.9))
@settings(max_examples=80, deadline=None)
def test_no_difference_of_shares_is_further_out_than_the_ends_let_it(first: int, second: int, rho: float) -> None:
    one, two = share(np.array([float(first)]), 12.0), share(np.array([float(second)]), 15.0)
    found = beside(one, two, rho * float(one.se[0] * two.se[0]))
    assert -1 <= found.low[0] <= found.value[0] <= found.high[0] <= 1


@given(st.integers(0, 40), st.integers(0, 40))
@settings(max_examples=80, deadline=None)
def test_p_is_below_five_per_cent_exactly_where_zero_is_left_out(first: int, second: int) -> None:
    found = beside(share(np.array([float(first)]), 40.0), share(np.array([float(second)]), 40.0))
    assert (found.p[0] < 0.05) == bool(found.low[0] > 0 or found.high[0] < 0)


@pytest.mark.parametrize(("n", "truth"), [(10, 0.9), (20, 0.9), (40, 0.9), (80, 0.95), (20, 0.5)])
def test_differences_of_shares_near_an_end_are_covered(n: int, truth: float) -> None:
    yes = np.arange(n + 1.0)
    one, two = np.meshgrid(yes, yes, indexing="ij")
    found = beside(share(one, float(n)), share(two, float(n)))
    likely = np.outer(stats.binom.pmf(yes, n, truth), stats.binom.pmf(yes, n, truth))
    assert 0.935 < float(np.sum(likely * ((found.low <= 0) & (found.high >= 0)))) < 0.991


def test_an_interval_of_another_level_is_refused() -> None:
    found = beside(share(np.array([3.0]), 10.0), share(np.array([6.0]), 10.0))
    with pytest.raises(ValueError, match=r"made at 0\.95"):
        found.interval(0.9)


def test_nobody_has_no_difference() -> None:
    nothing = BoundedEstimates(*(np.array([np.nan]) for _ in range(6)))
    assert np.isnan(beside(nothing, share(np.array([3.0]), 10.0)).p).all()
