"""The whole stands after the units."""

import numpy as np

from borgerpuls.results.estimation.places import WHOLES, with_whole


def test_the_whole_is_the_sum_of_the_units_and_stands_last() -> None:
    units = np.array([[1, 10], [2, 20], [3, 30]])
    assert with_whole(units).tolist() == [[1, 10], [2, 20], [3, 30], [6, 60]]


def test_the_whole_stands_twice_where_it_has_two_means() -> None:
    assert with_whole(np.array([1.5, 2.5]), WHOLES).tolist() == [1.5, 2.5, 4.0, 4.0]
