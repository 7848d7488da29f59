"""The correlation behind two answers in steps."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borgerpuls.method import TooFew, polychoric_correlation, reliability


def table(first: np.ndarray, second: np.ndarray, steps: int) -> np.ndarray:
    counts = np.zeros((steps, steps))
    np.add.at(counts, (first.astype(int) - 1, second.astype(int) - 1), 1)
    return counts


def test_the_correlations_of_agreeableness_are_those_of_psych(
    inputs: Callable[[str], Any], expected: Callable[[str], Any]
) -> None:
    answers = inputs("bfi_agreeableness").number("A1", "A2", "A3", "A4", "A5")
    answers = answers[~np.isnan(answers).any(axis=1)]
    answers[:, 0] = 7 - answers[:, 0]
    wanted, matrix = expected("C24"), np.eye(5)
    for j, k in combinations(range(5), 2):
        matrix[j, k] = matrix[k, j] = polychoric_correlation(table(answers[:, j], answers[:, k], 6)).rho
        case = "polychoric bfi complete (psych, two-step)", f"A{j + 1}-A{k + 1}", "rho"
        assert matrix[j, k] == pytest.approx(wanted[case], abs=1e-3), case
    assert reliability(matrix).alpha == pytest.approx(wanted["ordinal alpha from polychoric", "", "alpha"], abs=1e-3)


def test_two_by_two_split_in_the_middle_has_the_known_answer() -> None:
    # Sheppard: P(both above) = 1/4 + asin(rho)/2pi, so 1/3 is rho = 0.5.
    found = polychoric_correlation([[1 / 3, 1 / 6], [1 / 6, 1 / 3]])
    assert found.rho == pytest.approx(0.5, abs=1e-7)
    assert (found.rows[0], found.columns[0]) == pytest.approx((0, 0), abs=1e-12)


def test_the_correlation_is_found_again() -> None:
    generator = np.random.default_rng(61)
    found = []
    for _ in range(60):
        x, y = generator.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], 600).T
        steps = [np.digitize(part, [-1, -0.3, 0.5, 1.4]) + 1 for part in (x, y)]
        found.append(polychoric_correlation(table(*steps, 5)).rho)
    assert np.mean(found) == pytest.approx(0.6, abs=0.01)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=12, max_size=12))
def test_turning_and_multiplying_the_table_change_nothing(counts: list[int]) -> None:
    given_table = np.array(counts, float).reshape(3, 4)
    if min((given_table.sum(axis=1) > 0).sum(), (given_table.sum(axis=0) > 0).sum()) < 2:
        with pytest.raises(TooFew, match="of at least 2"):
            polychoric_correlation(given_table)
        return
    rho = polychoric_correlation(given_table).rho
    assert -1 < rho < 1
    assert polychoric_correlation(given_table.T).rho == pytest.approx(rho, abs=1e-6)
    assert polychoric_correlation(7 * given_table).rho == pytest.approx(rho, abs=1e-6)
    assert polychoric_correlation(given_table[::-1]).rho == pytest.approx(-rho, abs=1e-6)


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        polychoric_correlation([[1, -1], [2, 2]])
