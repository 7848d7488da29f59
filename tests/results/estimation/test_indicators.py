"""Background variables as 0/1 columns."""

import numpy as np

from borgerpuls.results.estimation.indicators import indicator_columns


def test_every_level_but_the_first_of_each_variable_has_a_column() -> None:
    age, sex = np.array([0, 2, 5, 2]), np.array([1, 0, 1, 1])
    assert indicator_columns([age, sex], 4).T.tolist() == [[0, 1, 0, 1], [0, 0, 1, 0], [1, 0, 1, 1]]


def test_a_variable_of_one_level_tells_nothing() -> None:
    assert indicator_columns([np.array([3, 3])], 2).shape == (2, 0)


def test_no_variables_are_no_columns() -> None:
    assert indicator_columns([], 5).shape == (5, 0)
