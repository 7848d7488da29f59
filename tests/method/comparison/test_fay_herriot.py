"""Small units that lean on the others."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borgerpuls.method import TooFew, fay_herriot, random_effects

Units = tuple[np.ndarray, np.ndarray, np.ndarray]


@pytest.fixture(scope="module")
def milk(inputs: Callable[[str], Any]) -> Units:
    table = inputs("milk")
    return table.number("yi"), table.number("SD") ** 2, table["MajorArea"][:, None] == ["2", "3", "4"]


def test_milk_in_small_areas_is_that_of_sae_and_metafor(milk: Units) -> None:
    # Molina & Marhuenda (2015), The R Journal 7(1), mseFH(yi ~ as.factor(MajorArea), SD^2); metafor::rma, blup.
    found = fay_herriot(*milk)
    assert found.tau2 == pytest.approx(0.01855033476, rel=1e-9)
    assert found.coefficients == pytest.approx([0.96818898697, 0.13278030546, 0.22694622452, -0.24130103994], rel=1e-8)
    assert found.coefficients_se == pytest.approx(
        [0.06936220828, 0.10300088995, 0.09232996146, 0.08161721708], rel=1e-8
    )
    assert found.value[:4] == pytest.approx([1.0219705442, 1.0476019514, 1.0679514263, 0.7608165651], rel=1e-9)
    assert found.mse[:4] == pytest.approx([0.013460220, 0.005372876, 0.005701990, 0.008541740], rel=1e-5)


def test_without_covariates_it_is_the_shrinking_of_between(milk: Units) -> None:
    found, plain = fay_herriot(*milk[:2]), random_effects(*milk[:2])
    assert (found.tau2, found.coefficients[0]) == pytest.approx((plain.tau2, plain.mean), rel=1e-9)
    assert found.value == pytest.approx(plain.value, rel=1e-9)
    assert np.all(found.mse > plain.se**2)


def test_the_promised_error_is_the_one_made() -> None:
    generator = np.random.default_rng(67)
    variance, known = generator.uniform(0.05, 0.2, 30) ** 2, generator.random((30, 1))
    made, promised = [], []
    for _ in range(400):
        truth = 3 + 0.5 * known[:, 0] + generator.normal(0, 0.1, 30)
        found = fay_herriot(generator.normal(truth, variance**0.5), variance, known)
        made.append((found.value - truth) ** 2)
        promised.append(found.mse)
    assert np.mean(made) == pytest.approx(np.mean(promised), rel=0.05)


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(43)), st.floats(-3, 3), st.floats(0.5, 20))
def test_order_origin_and_scale_change_nothing(milk: Units, order: list[int], shift: float, scale: float) -> None:
    y, v, x = milk
    plain, moved = fay_herriot(y, v, x), fay_herriot(shift + scale * y[order], scale**2 * v[order], 2 * x[order] - 1)
    assert moved.value == pytest.approx(shift + scale * plain.value[order], rel=1e-6)
    assert moved.mse == pytest.approx(scale**2 * plain.mse[order], rel=1e-6)


def test_units_no_different_than_chance_shrink_all_the_way() -> None:
    found = fay_herriot([3.0, 3.01, 3.02, 2.99, 3.0], np.full(5, 0.04))
    assert found.tau2 == 0
    assert found.value == pytest.approx(np.full(5, 3.004))
    assert np.all(found.mse > 0)


def test_too_few_units_and_repeated_covariates_are_refused() -> None:
    with pytest.raises(TooFew, match="3 of at least 4"):
        fay_herriot([1.0, 2, 3], np.ones(3), [0.0, 1, 0])
    with pytest.raises(ValueError, match="repeats the others"):
        fay_herriot([1.0, 2, 3, 5], np.ones(4), np.ones(4))
    with pytest.raises(ValueError, match="positive variance"):
        fay_herriot([1.0, 2, 3], [1.0, 0, 1])
