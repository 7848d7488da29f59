"""Thin groups stand together."""

import numpy as np

from borgerpuls.results.estimation.sparse_cells import collapse_sparse


def test_groups_thin_on_either_side_are_put_together() -> None:
    code, persons, inside = np.array([3, 5, 7, 9]), np.array([40, 8, 8, 30]), np.array([20, 4, 4, 15])
    found = collapse_sparse(code, persons, inside)
    assert found[1] == found[2]
    assert len(set(found.tolist())) == 3


def test_a_thin_group_alone_joins_the_thinnest_of_the_others() -> None:
    found = collapse_sparse(np.array([0, 1, 2]), np.array([100, 50, 4]), np.array([50, 25, 2]))
    assert found[1] == found[2] != found[0]


def test_nothing_thin_changes_nothing() -> None:
    assert collapse_sparse(np.array([2, 4, 2]), np.array([20, 20, 20]), np.array([10, 10, 10])).tolist() == [0, 1, 0]


def test_everything_thin_is_one_group() -> None:
    assert set(collapse_sparse(np.array([0, 1]), np.array([3, 3]), np.array([1, 1])).tolist()) == {0}


def together(persons: list[int], inside: list[int]) -> list[set[int]]:
    """Which of the groups, numbered from 0, stand together."""
    found = collapse_sparse(np.arange(len(persons)), np.array(persons), np.array(inside)).tolist()
    return sorted(({k for k, one in enumerate(found) if one == group} for group in set(found)), key=min)


def test_a_group_is_thin_on_whichever_side_is_the_smaller() -> None:
    assert together([40, 23, 23], [20, 20, 3]) == [{0}, {1, 2}]


def test_five_on_the_smaller_side_are_enough_and_four_are_not() -> None:
    assert together([10, 20, 8, 8], [5, 10, 4, 4]) == [{0}, {1}, {2, 3}]


def test_thin_groups_that_are_five_together_take_no_other() -> None:
    assert together([40, 60, 10, 10], [20, 30, 2, 3]) == [{0}, {1}, {2, 3}]
    assert together([60, 40, 10, 10], [30, 20, 2, 2]) == [{0}, {1, 2, 3}]
