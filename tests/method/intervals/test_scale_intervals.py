"""Intervals that know the ends of the scale cover what they promise, from five answers on, and never leave it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from borgerpuls.arrays import Floats
from borgerpuls.method import AnswerBasis, Scale, scale_interval

FIVE = Scale.of_values([1, 2, 3, 4, 5])
SHARE = Scale.of_values([0, 1])
ORDINARY, CEILING = [0.1, 0.15, 0.25, 0.3, 0.2], [0.01, 0.01, 0.02, 0.06, 0.9]


def simple(counts: Floats, values: Floats) -> tuple[Floats, Floats, AnswerBasis]:
    """Mean, standard error and basis of simple random samples with these counts of values [R, K]."""
    n = counts.sum(axis=1)
    mean = counts @ values / n
    spread = np.maximum(counts @ values**2 / n - mean**2, 0.0)
    return mean, np.sqrt(spread / (n - 1)), AnswerBasis(n, n - 1, n, spread, np.ones_like(n), n)


def covered(p: list[float], n: int, draws: int = 4000) -> float:
    """Share of intervals that hold the mean, among samples that do not all answer alike (those are hidden)."""
    values = np.arange(1.0, 6)
    counts = np.random.default_rng(n).multinomial(n, p, draws).astype(float)
    counts = counts[counts.max(axis=1) < n]
    low, high = scale_interval(*simple(counts, values), FIVE)
    truth = np.array(p) @ values
    return float(np.mean((low <= truth + 1e-9) & (truth <= high + 1e-9)))


@pytest.mark.parametrize("n", [5, 7, 10, 15, 25, 60, 150, 400])
def test_an_ordinary_item_is_covered_as_promised(n: int) -> None:
    assert 0.935 - 0.01 < covered(ORDINARY, n) < 0.98


@pytest.mark.parametrize("n", [5, 7, 10, 15, 25, 60, 150, 400])
def test_an_item_with_ninety_per_cent_fives_is_covered_as_promised(n: int) -> None:
    assert 0.935 - 0.01 < covered(CEILING, n) < 0.98


@pytest.mark.parametrize("truth", [0.05, 0.1, 0.2, 0.35, 0.5, 0.9])
@pytest.mark.parametrize("n", [(5, 9), (10, 19), (20, 40), (41, 100)])
def test_shares_are_covered_on_average_over_sizes_by_exact_enumeration(truth: float, n: tuple[int, int]) -> None:
    found = []
    for answers in range(n[0], n[1] + 1):
        yes = np.arange(answers + 1.0)
        mean, se, basis = simple(np.column_stack([answers - yes, yes]), np.array([0.0, 1.0]))
        low, high = scale_interval(mean, se, basis, SHARE, share=True)
        found.append(stats.binom.pmf(yes, answers, truth) @ ((low <= truth) & (truth <= high)))
    assert 0.93 < np.mean(found) < 0.98


@given(st.integers(1, 400), st.integers(1, 400))
@settings(max_examples=50, deadline=None)
def test_a_share_of_a_simple_random_sample_has_the_interval_of_jeffreys(yes: int, no: int) -> None:
    mean, se, basis = simple(np.array([[no, yes]], float), np.array([0.0, 1.0]))
    low, high = scale_interval(mean, se, basis, SHARE, share=True)
    expected = stats.beta(yes + 0.5, no + 0.5).ppf([0.025, 0.975])
    assert (low[0], high[0]) == pytest.approx(tuple(expected), abs=1e-9)


@pytest.mark.parametrize(("value", "end"), [(0.0, 0), (1.0, 1)])
def test_a_share_of_nobody_or_everybody_reaches_the_end_and_no_further(value: float, end: int) -> None:
    basis = AnswerBasis(*map(np.array, (12.0, 11.0, 12.0, 0.0, 1.0, 12.0)))
    ends = scale_interval(value, 0.0, basis, SHARE, share=True)
    assert ends[end] == value
    assert ends[1 - end] == pytest.approx(stats.beta(12 * value + 0.5, 12.5 - 12 * value).ppf([0.975, 0.025][end]))


@given(st.lists(st.integers(0, 60), min_size=5, max_size=5).filter(lambda counts: sum(counts) >= 2))
@settings(max_examples=100, deadline=None)
def test_no_interval_leaves_the_scale_and_all_hold_something(counts: list[int]) -> None:
    low, high = scale_interval(*simple(np.array([counts], float), np.arange(1.0, 6)), FIVE)
    assert 1 <= low[0] < high[0] <= 5


@given(st.lists(st.integers(1, 60), min_size=5, max_size=5))
@settings(max_examples=50, deadline=None)
def test_a_turned_scale_has_the_turned_interval(counts: list[int]) -> None:
    rows = np.array([counts, counts[::-1]], float)
    low, high = scale_interval(*simple(rows, np.arange(1.0, 6)), FIVE)
    assert (low[0], high[0]) == pytest.approx((6 - high[1], 6 - low[1]), abs=1e-9)


def test_with_many_answers_in_the_middle_it_is_that_of_student() -> None:
    mean, se, basis = simple(np.array([[1000.0, 1500, 2500, 3000, 2000]]), np.arange(1.0, 6))
    low, high = scale_interval(mean, se, basis, FIVE)
    assert low[0] == pytest.approx(mean[0] - 1.96 * se[0], abs=2e-4)
    assert high[0] == pytest.approx(mean[0] + 1.96 * se[0], abs=2e-4)


def test_what_is_told_altogether_by_calibration_is_its_own_interval() -> None:
    basis = AnswerBasis(*map(np.array, (40.0, 38.0, 40.0, 0.8, 1.0, 40.0)))
    low, high = scale_interval(3.2, 0.0, basis, FIVE)
    assert (float(low), float(high)) == (3.2, 3.2)


@pytest.mark.parametrize("df", [0.0, -1.0])
def test_without_a_degree_of_freedom_there_is_no_interval(df: float) -> None:
    basis = AnswerBasis(*map(np.array, (2.0, df, 2.0, 0.5, 1.0, 2.0)))
    assert np.isnan(scale_interval(3.0, 0.4, basis, FIVE)).all()
