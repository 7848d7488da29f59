"""Thin groups stand together."""

import numpy as np

from borgerpuls.results.estimation.sparse_cells import joined


def test_groups_thin_on_either_side_are_put_together() -> None:
    code, persons, inside = np.array([3, 5, 7, 9]), np.array([40, 8, 8, 30]), np.array([20, 4, 4, 15])
    found = joined(code, persons, inside)
    assert found[1] == found[2]
    assert len(set(found.tolist())) == 3


def test_a_thin_group_alone_joins_the_thinnest_of_the_others() -> None:
    found = joined(np.array([0, 1, 2]), np.array([100, 50, 4]), np.array([50, 25, 2]))
    assert found[1] == found[2] != found[0]


def test_nothing_thin_changes_nothing() -> None:
    assert joined(np.array([2, 4, 2]), np.array([20, 20, 20]), np.array([10, 10, 10])).tolist() == [0, 1, 0]


def test_everything_thin_is_one_group() -> None:
    assert set(joined(np.array([0, 1]), np.array([3, 3]), np.array([1, 1])).tolist()) == {0}
