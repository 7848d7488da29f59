import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from borgerpuls.method.estimation.beta import beta_quantile


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
