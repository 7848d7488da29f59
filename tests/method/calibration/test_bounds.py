"""Bounds that weights can keep, and totals that no weights can meet."""

import numpy as np
import pytest

from borgerpuls.method import calibrate_to, least_misses, sufficient_bounds
from borgerpuls.method.design.design import Design

MEN, WOMEN, YOUNG, OLD = range(4)
CROSSED = np.array([[1, 0, 1, 0], [1, 0, 0, 1], [0, 1, 1, 0], [0, 1, 0, 1]], np.float64)
CARRIED = np.full(4, 10.0)
TOTALS = np.array([30.0, 10.0, 25.0, 15.0])


def test_the_bounds_nearest_to_one_are_found_beside_the_other_end() -> None:
    assert sufficient_bounds(CARRIED, CROSSED, TOTALS, (0.0, np.inf)) == pytest.approx((0.5, 1.5))
    assert sufficient_bounds(CARRIED, CROSSED, TOTALS, (0.3, 3.0)) == pytest.approx((0.5, 1.8))
    assert np.isnan(sufficient_bounds(CARRIED, CROSSED, TOTALS, (0.9, 1.1))).all()


def test_calibration_finds_weights_a_little_outside_these_bounds_and_none_inside() -> None:
    plain = Design.from_columns(weight=CARRIED)
    low = 0.3
    high = sufficient_bounds(CARRIED, CROSSED, TOTALS, (low, np.inf))[1]
    assert calibrate_to(plain, CROSSED, TOTALS, bounds=(low, high * 1.02)).g.max() <= high * 1.02
    with pytest.raises(ValueError, match="not converged"):
        calibrate_to(plain, CROSSED, TOTALS, bounds=(low, high * 0.98))


def test_totals_that_weights_meet_are_missed_by_nothing() -> None:
    assert least_misses(CARRIED, CROSSED, TOTALS, (0.3, 3.0)).tolist() == [0.0] * 4


def test_totals_that_contradict_each_other_among_those_who_answered_are_named() -> None:
    """Only young men and old women answered: they cannot be 24 men and 16 young at once."""
    missed = least_misses(np.full(2, 20.0), CROSSED[[0, 3]], [24, 16, 16, 24], (0.0, np.inf))
    assert np.abs(missed).sum() == pytest.approx(16.0)
    assert (missed[MEN] != 0) != (missed[YOUNG] != 0)
    assert (missed[WOMEN] != 0) != (missed[OLD] != 0)


def test_rows_without_weight_help_nothing() -> None:
    assert np.isnan(sufficient_bounds([0.0, 10.0], np.eye(2), [5, 10], (0.0, np.inf))).all()


def test_variables_and_totals_must_be_as_many() -> None:
    with pytest.raises(ValueError, match="4 variables need as many totals"):
        sufficient_bounds(CARRIED, CROSSED, [1, 2], (0.0, np.inf))
