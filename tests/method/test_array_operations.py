"""Group sums, codes of combinations and quotients: what every estimator is made of."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.method.array_operations import combination_codes, group_sums, quotient, zero_for_nan

rows = st.lists(st.tuples(st.sampled_from("abc"), st.integers(-2, 2), st.booleans()), min_size=1, max_size=30)
sums = st.lists(st.tuples(st.integers(-1, 3), st.integers(-50, 50), st.sampled_from([0.0, 0.5, 2.0])), max_size=30)


def test_combinations_of_labels_are_numbered_in_sorted_order() -> None:
    assert combination_codes(["b", "a", "b", "a"], [1, 1, 0, 1]).tolist() == [2, 0, 1, 0]


@given(rows)
def test_codes_are_the_places_of_the_combinations_among_those_that_occur(found: list[tuple[str, int, bool]]) -> None:
    order = sorted(set(found))
    codes = combination_codes(*([row[column] for row in found] for column in range(3)))
    assert codes.tolist() == [order.index(row) for row in found]


def test_no_rows_have_no_codes() -> None:
    codes = combination_codes([], [])
    assert (codes.shape, codes.dtype) == ((0,), np.int64)


def test_group_sums_leave_minus_one_out() -> None:
    made = group_sums(np.array([1, -1, 1]), 3, np.array([[1, 2], [4, 8], [16, 32]]), np.array([1.0, 1.0, 0.5]))
    assert made.tolist() == [[0, 0], [9, 18], [0, 0]]


@given(sums)
def test_group_sums_are_those_added_row_by_row(found: list[tuple[int, int, float]]) -> None:
    group, values, weight = (np.array([row[column] for row in found]) for column in range(3))
    expected = np.zeros(4)
    for g, value, times in found:
        if g >= 0:
            expected[g] += value * times
    assert group_sums(group.astype(np.int64), 4, values, weight.astype(float)) == pytest.approx(expected)


def test_group_sums_keep_every_axis_but_the_first() -> None:
    values = np.arange(24.0).reshape(4, 2, 3)
    made = group_sums(np.array([0, 1, 0, -1]), 2, values)
    assert made.shape == (2, 2, 3)
    assert np.array_equal(made, np.stack([values[0] + values[2], values[1]]))


def test_a_group_beyond_the_last_is_refused() -> None:
    assert group_sums(np.array([2, -1]), 3, np.ones(2)).tolist() == [0, 0, 1]
    with pytest.raises(ValueError, match="3 groups have no group 3"):
        group_sums(np.array([0, 3]), 3, np.ones(2))


def test_a_quotient_by_zero_is_nan_without_a_warning() -> None:
    assert quotient(np.array([1.0, 0.0, 1.0]), np.array([0.0, 0.0, 2.0])) == pytest.approx(
        [np.nan, np.nan, 0.5], nan_ok=True
    )


def test_the_sides_of_a_quotient_broadcast() -> None:
    made = quotient(np.array([[6.0], [0.0]]), np.array([1.0, 2.0, 0.0]))
    assert made == pytest.approx(np.array([[6.0, 3.0, np.nan], [0.0, 0.0, np.nan]]), nan_ok=True)


def test_zero_stands_for_nan_and_the_array_given_keeps_its_own() -> None:
    values = np.array([np.nan, -1.5, np.inf])
    assert zero_for_nan(values).tolist() == [0.0, -1.5, np.inf]
    assert np.isnan(values[0])
