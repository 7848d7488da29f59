"""Intervals of shares: inside 0 and 1, exact where nothing is weighted, honest where everybody agrees."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats
from scipy.special import kl_div

from borgerpuls.method.estimation.proportion_intervals import beta_quantile, likelihood_interval, share_interval

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


@pytest.mark.parametrize("p", [1e-4, 0.005, 0.025, 0.5, 0.975, 0.995])
def test_quantiles_are_those_of_scipy_from_one_answer_to_millions(p: float) -> None:
    sizes = np.geomspace(0.3, 3e6, 60)
    a, b = (axis.ravel() for axis in np.meshgrid(sizes, sizes))
    found, theirs = beta_quantile(p, a, b), special.betaincinv(a, b, p)
    assert np.all((found > 0) & (found <= 1))
    assert found == pytest.approx(theirs, rel=1e-9, abs=1e-300)
    assert 1 - found == pytest.approx(1 - theirs, rel=1e-9, abs=1e-11)


def test_the_limits_of_clopper_and_pearson_are_those_of_every_table() -> None:
    # Clopper & Pearson's limits for 2 of 10 and 5 of 10, as every table of them has it.
    low = beta_quantile(0.025, np.array([2.0, 5.0]), np.array([9.0, 6.0]))
    high = beta_quantile(0.975, np.array([3.0, 6.0]), np.array([8.0, 5.0]))
    assert low == pytest.approx([0.0252, 0.1871], abs=5e-5)
    assert high == pytest.approx([0.5561, 0.8129], abs=5e-5)


@settings(max_examples=200, deadline=None)
@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(1e-4, 1 - 1e-4))
def test_the_share_below_the_quantile_is_p(a: float, b: float, p: float) -> None:
    found = beta_quantile(p, np.array([a]), np.array([b]))
    assert special.betainc(a, b, found) == pytest.approx([p], abs=1e-7)


def test_nothing_asked_is_nothing_answered() -> None:
    assert beta_quantile(0.025, np.zeros(0), np.zeros(0)).shape == (0,)


def test_where_the_trace_of_r_does_not_reach_the_equation_is_solved() -> None:
    low, high = likelihood_interval(0.5, 0.5, 2, 12.7)
    assert (low, high) == pytest.approx((0, 1), abs=1e-9)


@pytest.mark.parametrize(("p", "n", "effect"), [(0.3, 400, 1.0), (0.05, 900, 1.4), (0.85, 150, 0.7)])
def test_the_ends_solve_the_scaled_likelihood_equation(p: float, n: int, effect: float) -> None:
    se2, t = effect * p * (1 - p) / n, 1.97
    for end in likelihood_interval(p, se2**0.5, n, t):
        divergence = kl_div(p, end) + kl_div(1 - p, 1 - end)
        assert 2 * divergence * p * (1 - p) / se2 == pytest.approx(t**2 * n / (n - 1), rel=1e-3)
