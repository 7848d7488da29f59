"""Intervals of shares: inside 0 and 1, exact where nothing is weighted, honest where everybody agrees."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from borgerpuls.method import share_interval

HONEST = ("beta", "logit", "xlogit", "arcsine", "likelihood")


def test_an_unweighted_share_has_the_exact_binomial_interval() -> None:
    """12 of 40, variance p(1 − p)/n and df = n − 1: n* = n, and beta is Clopper-Pearson."""
    p, n = 12 / 40, 40
    low, high = share_interval(p, np.sqrt(p * (1 - p) / n), n, n - 1)
    exact = stats.binomtest(12, 40).proportion_ci(0.95, "exact")
    assert (low, high) == pytest.approx((exact.low, exact.high), abs=1e-12)


@pytest.mark.parametrize("kind", HONEST)
def test_where_everybody_or_nobody_agrees_the_interval_is_exact_and_has_width(kind: str) -> None:
    low, high = share_interval([0.0, 1.0], [0.0, 0.0], [20, 20], [19, 19], kind)
    assert low == pytest.approx([0, 0.025 ** (1 / 20)])
    assert high == pytest.approx([1 - 0.025 ** (1 / 20), 1])


@given(
    st.floats(0, 1), st.integers(2, 3000), st.floats(0.3, 4), st.integers(1, 3000), st.sampled_from(HONEST),
    st.sampled_from([0.5, 0.9, 0.95, 0.99]),
)  # fmt: skip
def test_no_interval_leaves_zero_to_one_or_its_share(
    p: float, n: int, effect: float, df: int, kind: str, level: float
) -> None:
    if 0 < p < 0.5 / n or 1 - 0.5 / n < p < 1:
        p = round(p)  # nobody chose it, or everybody
    low, high = share_interval(p, np.sqrt(effect * p * (1 - p) / n), n, df, kind, level=level)
    assert 0 <= low <= high <= 1
    if kind != "likelihood":  # R reads the ends off a spline
        assert low <= p + 1e-12
        assert high >= p - 1e-12


@given(st.floats(0.05, 0.95), st.integers(30, 3000), st.sampled_from(HONEST))
def test_the_share_of_the_others_has_the_mirrored_interval(p: float, n: int, kind: str) -> None:
    se = np.sqrt(1.3 * p * (1 - p) / n)
    low, high = share_interval(p, se, n, n - 5, kind)
    other_low, other_high = share_interval(1 - p, se, n, n - 5, kind)
    np.testing.assert_allclose([1 - other_high, 1 - other_low], [low, high], atol=1e-9)


def test_the_wald_control_leaves_zero_to_one() -> None:
    assert share_interval(0.02, 0.02, 50, 49, "wald")[0] < 0


def test_shares_of_a_fully_counted_group_are_points() -> None:
    for kind in HONEST:
        assert np.array(share_interval(0.4, 0.0, 10, 9, kind)).tolist() == [0.4, 0.4]


@pytest.mark.parametrize("kind", [*HONEST, "wald"])
def test_what_nobody_answered_is_nan_and_warns_of_nothing(kind: str) -> None:
    low, high = share_interval([np.nan, 0.5, 0.5], [np.nan, 0.0, 0.1], [0, 1, 9], [0, 0, 8], kind)
    assert np.isnan([low[:2], high[:2]]).all()
    assert not np.isnan([low[2], high[2]]).any()


def test_the_arrays_of_an_interval_broadcast() -> None:
    low, high = share_interval(np.full((2, 3), 0.3), 0.05, 80, np.array([70, 71, 72]), "likelihood")
    assert low.shape == high.shape == (2, 3)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="exact"):
        share_interval(0.5, 0.1, 10, 9, "exact")  # type: ignore[arg-type]
