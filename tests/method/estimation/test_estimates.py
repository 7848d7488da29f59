"""The result of an estimator: its interval by Student's t, and its parts taken out, left out and put together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from borgerpuls.method.estimation.estimates import Estimates, t_quantile

MADE = Estimates(
    value=np.array([[3.0, 4.0], [2.0, np.nan]]),
    se=np.array([[0.5, 0.1], [0.2, np.nan]]),
    df=np.array([[1.0, 10.0], [np.inf, 0.0]]),
    n=np.array([[2.0, 11.0], [900.0, 0.0]]),
)


def test_t_quantiles_keep_the_shape_of_their_degrees() -> None:
    # The two-sided 5 % points of every table of Student's t: 12.706 on 1, 2.228 on 10, 1.960 on infinitely many.
    df = np.array([[1.0, 0.0], [10.0, np.inf]])
    assert t_quantile(0.95, df) == pytest.approx(np.array([[12.7062047, np.nan], [2.2281389, 1.9599640]]), nan_ok=True)


@given(st.lists(st.floats(1, 1e6), min_size=1, max_size=9), st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.999]))
def test_t_quantiles_are_those_of_scipy(df: list[float], level: float) -> None:
    assert t_quantile(level, df) == pytest.approx(stats.t.ppf((1 + level) / 2, df), rel=1e-8)


@pytest.mark.parametrize("df", [0.0, 0.999, -3.0, np.nan])
def test_fewer_than_one_degree_of_freedom_has_no_quantile(df: float) -> None:
    assert np.isnan(t_quantile(0.95, df))


def test_no_degrees_have_no_quantiles() -> None:
    assert t_quantile(0.95, np.zeros((0, 3))).shape == (0, 3)


def test_an_interval_reaches_as_far_to_both_sides_as_students_t_says() -> None:
    low, high = MADE.interval(0.9)
    half = stats.t.ppf(0.95, [1, 10, np.inf]) * [0.5, 0.1, 0.2]
    assert (high - MADE.value).ravel()[:3] == pytest.approx(half)
    assert (MADE.value - low).ravel()[:3] == pytest.approx(half)


def test_infinite_degrees_give_the_normal_interval_whatever_the_estimates_have() -> None:
    low, high = MADE.interval(df=np.inf)
    assert (low[0, 0], high[0, 0]) == pytest.approx((3 - 1.959964 * 0.5, 3 + 1.959964 * 0.5), abs=1e-6)


def test_no_interval_without_a_degree_of_freedom() -> None:
    one = Estimates(np.array([3.0]), np.array([0.0]), np.array([0.0]), np.array([1.0]))
    assert np.isnan(one.interval()).all()


def test_an_index_takes_all_four_parts() -> None:
    found = MADE.at(np.s_[:, 0])
    assert [part.tolist() for part in (found.value, found.se, found.df, found.n)] == [
        [3.0, 2.0],
        [0.5, 0.2],
        [1.0, np.inf],
        [2.0, 900.0],
    ]


def test_what_is_not_known_is_nan_in_all_four_parts() -> None:
    known = np.array([[True, False], [True, False]])
    found = MADE.where(known)
    for part, given_part in ((found.value, MADE.value), (found.se, MADE.se), (found.df, MADE.df), (found.n, MADE.n)):
        assert np.array_equal(part[known], given_part[known])
        assert np.isnan(part[~known]).all()


def test_estimates_put_together_stand_one_after_the_other() -> None:
    whole = Estimates.concatenate([MADE.at(np.s_[:1]), MADE.at(np.s_[1:])])
    for part in ("value", "se", "df", "n"):
        assert np.array_equal(getattr(whole, part), getattr(MADE, part), equal_nan=True)
