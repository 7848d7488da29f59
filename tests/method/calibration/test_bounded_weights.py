"""Weights between bounds, found however near the bounds they lie."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.method.calibration.bounded_weights import bounded_weights
from borgerpuls.method.calibration.bounds import sufficient_bounds
from borgerpuls.method.calibration.greg import calibrate_to
from borgerpuls.method.design.design import Design
from borgerpuls.method.errors import NotConverged

CROSSED = np.array([[1, 0, 1, 0], [1, 0, 0, 1], [0, 1, 1, 0], [0, 1, 0, 1]], np.float64)
CARRIED = np.full(4, 10.0)
TOTALS = np.array([30.0, 10.0, 25.0, 15.0])
each_distance = pytest.mark.parametrize("raking", [False, True])


@each_distance
def test_they_are_those_of_newton_where_that_comes_to_rest(raking: bool) -> None:
    bounds = (0.2, 2.2)
    newton = calibrate_to(
        Design.from_columns(weight=CARRIED), CROSSED, TOTALS, kind="raking" if raking else "linear", bounds=bounds
    )
    found = bounded_weights(CROSSED, CARRIED, TOTALS, raking=raking, bounds=bounds)
    assert found == pytest.approx(newton.g, rel=1e-6)


@each_distance
@given(seed=st.integers(0, 10_000), room=st.sampled_from([1.01, 1.1, 2.0]))
def test_they_are_found_wherever_they_exist(raking: bool, seed: int, room: float) -> None:
    """Bounds a hundredth wider than the linear programme says are enough."""
    random = np.random.default_rng(seed)
    x = np.column_stack([np.ones(12), random.integers(0, 2, (12, 3))]).astype(np.float64)
    carried = random.uniform(5, 20, 12)
    wanted = (carried * random.uniform(0.4, 2.0, 12)) @ x
    low = 0.3
    high = max(sufficient_bounds(carried, x, wanted, (low, np.inf))[1], 1.0) * room + 0.01
    g = bounded_weights(x, carried, wanted, raking=raking, bounds=(low, high))
    assert (carried * g) @ x == pytest.approx(wanted, rel=1e-7)
    assert low <= g.min()
    assert g.max() <= high


@each_distance
def test_where_there_are_none_they_are_refused_with_what_is_left(raking: bool) -> None:
    with pytest.raises(NotConverged, match=r"no weights between 0\.9 and 1\.1") as refused:
        bounded_weights(CROSSED, CARRIED, TOTALS, raking=raking, bounds=(0.9, 1.1))
    assert refused.value.misfit > 0.1
