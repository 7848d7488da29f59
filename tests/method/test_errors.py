"""The errors of ``method``: each says in words and in numbers what was lacking, and all of them are ValueErrors."""

import pytest

from borgerpuls.method.errors import NegativeWeights, NotConverged, TooFew


def test_too_few_says_how_many_and_how_many_it_takes() -> None:
    problem = TooFew(1, 2, "one answering person in the stratum")
    assert (problem.number, problem.needed) == (1, 2)
    assert problem.reason == "one answering person in the stratum"
    assert str(problem) == "1 of at least 2 needed: one answering person in the stratum"


def test_negative_weights_say_how_many_rows_how_far_and_what_helps() -> None:
    problem = NegativeWeights(3, 40, -0.12345)
    assert (problem.rows, problem.smallest) == (3, -0.12345)
    assert str(problem) == (
        "3 of 40 kinds of rows would get a weight below zero (smallest g -0.123); give bounds or use raking"
    )


def test_an_iteration_without_a_solution_says_how_far_it_came() -> None:
    problem = NotConverged(50, 0.00123456, "margins contradict each other")
    assert (problem.iterations, problem.misfit) == (50, 0.00123456)
    assert str(problem) == "not converged after 50 iterations, 0.00123 left: margins contradict each other"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (TooFew(0, 2, "persons"), "0 of at least 2 needed"),
        (NegativeWeights(1, 2, -1.0), "1 of 2 kinds of rows"),
        (NotConverged(1, 0.5, "x"), "after 1 iterations"),
    ],
)
def test_who_catches_a_value_error_catches_them_all(error: Exception, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        raise error
