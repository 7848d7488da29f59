"""The primary rule: too few answers, or everybody the same."""

import numpy as np
import pytest

from borgerpuls.method import primary_suppression, primary_suppression_of_scores
from borgerpuls.method.disclosure.primary import ALL_ALIKE, SHOWN, TOO_FEW


def test_fewer_than_five_answers_hide_a_figure() -> None:
    assert primary_suppression([0, 4, 5, 400]).tolist() == [TOO_FEW, TOO_FEW, SHOWN, SHOWN]


def test_the_minimum_can_be_raised() -> None:
    assert primary_suppression([9, 10], minimum=10).tolist() == [TOO_FEW, SHOWN]


def test_everybody_the_same_answer_hides_a_figure() -> None:
    counts = [[0, 8, 0], [1, 7, 0], [4, 0, 0]]
    assert primary_suppression([8, 8, 4], counts).tolist() == [ALL_ALIKE, SHOWN, TOO_FEW]


@pytest.mark.parametrize(
    ("answers", "code"), [([3] * 6, ALL_ALIKE), ([3] * 5 + [4], SHOWN), ([3] * 4, TOO_FEW), ([0] * 6, ALL_ALIKE)]
)
def test_scores_are_judged_by_their_whole_number_sums(answers: list[int], code: int) -> None:
    y = np.array(answers)
    assert primary_suppression_of_scores(len(y), y.sum(), (y * y).sum()).item() == code


def test_items_are_judged_one_by_one_in_the_shape_they_come_in() -> None:
    n = np.array([[[9, 3], [9, 9]]])
    made = primary_suppression_of_scores(n, 2 * n + 1, 6 * n)
    assert made.shape == (1, 2, 2)
    assert made.tolist() == [[[SHOWN, TOO_FEW], [SHOWN, SHOWN]]]
