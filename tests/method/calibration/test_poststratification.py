"""Weights that meet the population, what they cost, and which cells had to be joined first."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.method import Design, TooFew, collapse_cells, kish, mean, poststratify, total


def simple(n: int) -> Design:
    return Design(np.zeros(n, np.int64), np.ones(n), np.ones(n, np.int64))


def test_calibrated_weights_add_up_to_the_population_of_every_cell() -> None:
    cell = np.array([0, 0, 1, 1, 1])
    made = poststratify(simple(5), cell, [10, 90])
    assert np.bincount(cell, made.design.weight).tolist() == [10, 90]
    assert made.g.tolist() == [5, 5, 30, 30, 30]


def test_the_total_of_a_post_stratum_is_known_without_error() -> None:
    cell = np.array([0, 0, 1, 1, 1])
    design = poststratify(simple(5), cell, [10, 90]).design
    size = total(design, (cell == 1).astype(float))
    assert size.value[0] == pytest.approx(90)
    assert size.se[0] == pytest.approx(0, abs=1e-12)


def test_post_strata_that_explain_the_answers_make_them_certain() -> None:
    design = poststratify(simple(4), [0, 0, 1, 1], [30, 70]).design
    known = mean(design, np.array([1.0, 1, 5, 5]))
    assert known.value[0] == pytest.approx(0.3 * 1 + 0.7 * 5)
    assert known.se[0] == pytest.approx(0, abs=1e-12)


def test_calibrating_twice_to_the_same_totals_changes_nothing() -> None:
    cell, y = np.array([0, 0, 1, 1, 1]), np.array([1.0, 2, 3, 5, 5])
    once = poststratify(simple(5), cell, [10, 90])
    twice = poststratify(once.design, cell, [10, 90])
    assert twice.g == pytest.approx(np.ones(5))
    assert mean(twice.design, y).se == pytest.approx(mean(once.design, y).se)


def test_a_post_stratum_that_nobody_answered_in_is_refused_with_the_number() -> None:
    with pytest.raises(TooFew, match="nobody answered in 1 of 3 post-strata, first number 1"):
        poststratify(simple(2), [0, 2], [10, 20, 30])


def test_answers_from_outside_the_population_are_refused() -> None:
    with pytest.raises(ValueError, match="without population"):
        poststratify(simple(2), [0, 1], [10, 0])


@pytest.mark.parametrize("cell", [[0], [0, 2], [0, -1]])
def test_every_row_needs_a_post_stratum(cell: list[int]) -> None:
    with pytest.raises(ValueError, match="post-stratum"):
        poststratify(simple(2), cell, [10, 20])


def test_kish_is_one_plus_the_squared_variation_of_the_weights() -> None:
    weight = np.array([1.0, 2, 3, 2])
    design = Design(np.zeros(4, np.int64), weight, np.ones(4, np.int64))
    assert kish(design) == pytest.approx(1 + weight.var() / weight.mean() ** 2)


def test_kish_by_unit_counts_the_persons_of_a_cell() -> None:
    design = Design(np.zeros(3, np.int64), np.array([1.0, 3, 5]), np.array([2, 2, 7]))
    effect = kish(design, group=[0, 0, 1], groups=3)
    assert effect[:2] == pytest.approx([4 * (2 * 1 + 2 * 9) / (2 + 6) ** 2, 1.0])
    assert np.isnan(effect[2])


def joined(answered: list[int], codes: list[list[int]], unit: list[int] | None = None, minimum: int = 5) -> list[int]:
    n = np.array(answered)
    made = collapse_cells(n, 3.0 * n, unit or [0] * len(n), codes, minimum)
    return made.cell.tolist()


AGE = [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]
"""Two sexes by three ages, in order."""


def test_fat_cells_stand_alone() -> None:
    assert joined([5, 5, 5, 5, 5, 5], AGE) == [0, 1, 2, 3, 4, 5]


def test_a_thin_cell_joins_the_next_age_of_its_own_sex() -> None:
    assert joined([2, 9, 9, 9, 9, 9], AGE) == [0, 0, 1, 2, 3, 4]


def test_the_last_age_joins_the_one_before_it_and_not_the_other_sex() -> None:
    assert joined([9, 9, 2, 9, 9, 9], AGE) == [0, 1, 1, 2, 3, 4]


def test_joining_goes_on_until_no_cell_is_thin() -> None:
    assert joined([1, 1, 9, 9, 9, 9], AGE) == [0, 0, 0, 1, 2, 3]


def test_a_sex_that_is_thin_as_a_whole_gives_up_being_apart() -> None:
    assert joined([1, 1, 1, 9, 9, 9], AGE) == [0, 0, 0, 0, 1, 2]


def test_cells_never_leave_their_unit() -> None:
    assert joined([1, 1, 9, 9], [[0], [1], [0], [1]], unit=[7, 7, 3, 3]) == [2, 2, 0, 1]


def test_answers_that_the_frame_does_not_have_join_a_cell_that_it_has() -> None:
    made = collapse_cells([9, 9], [0.0, 40.0], [0, 0], [[0], [1]], minimum=5)
    assert made.cell.tolist() == [0, 0]
    assert made.joined.tolist() == [True, True]
    assert (made.answered.tolist(), made.population.tolist()) == ([18], [40.0])


def test_a_cell_of_nobody_is_in_none() -> None:
    made = collapse_cells([9, 0, 9], [20, 0, 20], [0, 0, 0], [[0], [1], [2]], minimum=5)
    assert made.cell.tolist() == [0, -1, 1]
    assert not made.joined.any()


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 9)), min_size=1, max_size=12), st.integers(1, 8), st.data()
)
def test_joined_cells_are_fat_or_whole_units_whatever_the_order_of_the_rows(
    counts: list[tuple[int, int]], minimum: int, data: st.DataObject
) -> None:
    answered = np.array([a for a, _ in counts])
    population = answered + np.array([extra for _, extra in counts])
    unit = np.arange(len(counts)) // 4
    codes = np.column_stack([np.arange(len(counts)) // 2 % 2, np.arange(len(counts)) % 2])
    made = collapse_cells(answered, population, unit, codes, minimum)
    there = population > 0
    assert (made.cell >= 0).tolist() == there.tolist()
    assert made.answered.sum() == answered.sum()
    assert made.population.sum() == population.sum()
    for cell in range(len(made.answered)):
        members = made.cell == cell
        assert len(set(unit[members])) == 1
        alone = members.sum() == (there & (unit == unit[members][0])).sum()
        assert alone or made.answered[cell] >= minimum
    order = np.array(data.draw(st.permutations(range(len(counts)))))
    shuffled = collapse_cells(answered[order], population[order], unit[order], codes[order], minimum)
    assert shuffled.cell.tolist() == made.cell[order].tolist()
