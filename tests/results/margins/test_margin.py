"""A margin: its categories and how they are told."""

import numpy as np

from borgerpuls.results.margins.margin import Margin

MARGIN = Margin("age", np.array([1, -1, 0]), np.array([30.0, 20.0]), ("0101: 18-29", "0101: 30-49 + 50-"))


def test_a_category_is_told_without_its_unit() -> None:
    assert MARGIN.category(1) == "30-49 + 50-"


def test_indicators_say_which_category_a_cell_is_in() -> None:
    assert MARGIN.indicators(np.array([2, 0])).tolist() == [[True, False], [False, True]]
