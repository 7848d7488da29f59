"""The likelihood interval follows R to the last digit, and the equation it solves to its spline."""

import pytest
from scipy.special import kl_div

from borgerpuls.method.estimation.profile import likelihood_interval


def test_where_the_trace_of_r_does_not_reach_the_equation_is_solved() -> None:
    low, high = likelihood_interval(0.5, 0.5, 2, 12.7)
    assert (low, high) == pytest.approx((0, 1), abs=1e-9)


@pytest.mark.parametrize(("p", "n", "effect"), [(0.3, 400, 1.0), (0.05, 900, 1.4), (0.85, 150, 0.7)])
def test_the_ends_solve_the_scaled_likelihood_equation(p: float, n: int, effect: float) -> None:
    se2, t = effect * p * (1 - p) / n, 1.97
    for end in likelihood_interval(p, se2**0.5, n, t):
        divergence = kl_div(p, end) + kl_div(1 - p, 1 - end)
        assert 2 * divergence * p * (1 - p) / se2 == pytest.approx(t**2 * n / (n - 1), rel=1e-3)
