"""Shares of categories from counts and from persons, each with an interval that stays in 0..1."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.method.design.design import Design
from borgerpuls.method.estimation.category_shares import category_shares, category_sums, cumulative_sums
from borgerpuls.method.estimation.linearization import distribution
from borgerpuls.method.estimation.means import means
from borgerpuls.method.estimation.totals import domain_totals

COUNTS = st.lists(st.lists(st.integers(0, 6), min_size=4, max_size=4), min_size=2, max_size=5)


@given(COUNTS)
def test_counts_give_the_distribution_of_the_persons(rows: list[list[int]]) -> None:
    counts = np.array(rows) + np.array([1, 0, 0, 1])
    design = Design(np.arange(len(counts)), np.arange(1.0, len(counts) + 1), counts.sum(axis=1))
    row = np.repeat(np.arange(len(counts)), design.persons)
    y = np.concatenate([np.repeat(np.arange(4.0), c) for c in counts])
    persons = category_shares(distribution(Design(row, design.weight[row], np.ones(len(row), np.int64)), y, range(4)))
    whole = np.zeros(len(counts), np.int64)
    cells = category_shares(means(domain_totals(design, category_sums(counts), unit=whole)))
    for name in ("value", "se", "low", "high", "df", "n"):
        assert getattr(cells, name)[0, 0] == pytest.approx(getattr(persons, name), rel=1e-7, abs=1e-9)


@given(COUNTS)
def test_shares_add_up_and_stay_inside_their_intervals(rows: list[list[int]]) -> None:
    counts = np.array(rows) + np.array([1, 0, 0, 1])
    design = Design(np.arange(len(counts)), np.ones(len(counts)), counts.sum(axis=1))
    made = category_shares(means(domain_totals(design, category_sums(counts))))
    assert made.value.sum(axis=-1) == pytest.approx(np.ones((len(counts), 1)))
    assert np.all((made.low >= 0) & (made.low <= made.value + 1e-12))
    assert np.all((made.high <= 1) & (made.high >= made.value - 1e-12))
    up_to = means(domain_totals(design, cumulative_sums(counts)))
    assert np.cumsum(made.value, axis=-1) == pytest.approx(up_to.value)


def test_a_category_that_nobody_chose_may_still_be_chosen_by_some() -> None:
    design = Design(np.zeros(1, np.int64), np.ones(1), np.array([20]))
    made = category_shares(means(domain_totals(design, category_sums([[8, 12, 0]]))))
    assert made.low[0, 0, 2] == 0
    assert made.high[0, 0, 2] == pytest.approx(1 - 0.025 ** (1 / 20))
