"""Designs: what they refuse, how labels become numbers, and what happens to a lonely stratum."""

import numpy as np
import pytest

from borgerpuls.method import Design, TooFew, collapse_strata, domain_totals, mean, means, national_mean
from borgerpuls.method.estimation.totals import Sums


def test_weights_follow_from_the_population_when_none_are_given() -> None:
    design = Design.from_columns(stratum=["a", "a", "b", "b", "b"], population=[10, 10, 60, 60, 60])
    assert design.weight.tolist() == [5, 5, 20, 20, 20]


def test_weights_of_two_stages_multiply() -> None:
    design = Design.from_columns(
        psu=["x", "x", "y"], population=[6, 6, 6], ssu=["1", "2", "1"], ssu_population=[8, 8, 5]
    )
    assert design.weight.tolist() == [3 * 4, 3 * 4, 3 * 5]


def test_clusters_are_numbered_inside_their_stratum() -> None:
    design = Design.from_columns(weight=np.ones(4), stratum=["a", "a", "b", "b"], psu=[1, 2, 1, 2])
    assert design.psus.tolist() == [2, 2]


def test_the_correction_is_cochrans() -> None:
    design = Design.from_columns(stratum=[0, 0, 0, 1, 1], population=[10, 10, 10, 2, 2])
    assert design.scale == pytest.approx([(1 - 3 / 10) * 3 / 2, 0.0])


def test_degrees_of_freedom_count_the_strata_of_the_subset_only() -> None:
    design = Design.from_columns(weight=np.ones(6), stratum=[0, 0, 0, 1, 1, 1])
    assert design.degrees(np.ones(6, bool)) == 4
    assert design.degrees(np.array([True, True, False, False, False, False])) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"weight": np.array([1.0, -1.0])}, "not negative"),
        ({"weight": np.array([1.0, np.nan])}, "not negative"),
        ({"weight": np.ones(3)}, "shape"),
        ({"persons": np.array([1])}, "shape"),
        ({"population": np.array([1.0])}, "more answering units than its population"),
        ({"population": np.array([])}, "more answering units than its population"),
    ],
)
def test_a_design_that_cannot_be_is_refused(change: dict[str, np.ndarray], said: str) -> None:
    whole = {"stratum": np.array([0, 0]), "weight": np.ones(2), "persons": np.ones(2, int)}
    with pytest.raises(ValueError, match=said):
        Design(**(whole | change))


def test_columns_without_weights_or_population_are_refused() -> None:
    with pytest.raises(ValueError, match="weights"):
        Design.from_columns(stratum=["a", "b"])
    with pytest.raises(ValueError, match="weights"):
        Design.from_columns()


def strata(sizes: list[int], population: list[float] | None = None) -> Design:
    stratum = np.repeat(np.arange(len(sizes)), sizes)
    frame = None if population is None else np.array(population)
    return Design(stratum, np.ones(len(stratum)), np.ones(len(stratum), np.int64), frame)


@pytest.mark.parametrize(
    ("sizes", "joined", "left"),
    [
        ([1, 3, 2], ((0, 1),), [4, 2]),
        ([3, 1, 2], ((1, 2),), [3, 3]),
        ([3, 2, 1], ((2, 1),), [3, 3]),
        ([1, 1, 2], ((0, 1),), [2, 2]),
        ([1, 1, 1], ((0, 1), (2, 1)), [3]),
        ([2, 2], (), [2, 2]),
    ],
)
def test_a_lonely_stratum_joins_the_next_and_the_last_one_the_one_before(
    sizes: list[int], joined: tuple[tuple[int, int], ...], left: list[int]
) -> None:
    collapsed = collapse_strata(strata(sizes, [10.0 * s for s in sizes]))
    assert collapsed.joined == joined
    assert collapsed.design.psus.tolist() == left
    assert collapsed.design.population is not None
    assert collapsed.design.population.sum() == 10 * sum(sizes)


def test_a_lonely_stratum_that_was_fully_counted_stands_alone() -> None:
    assert collapse_strata(strata([1, 3], [1, 30])).joined == ()


def test_strata_join_inside_their_unit_only() -> None:
    design = strata([3, 1, 1, 2])
    collapsed = collapse_strata(design, unit=np.array([0, 0, 0, 0, 1, 1, 1]))
    assert collapsed.joined == ((1, 0), (2, 3))


def test_a_unit_of_one_person_keeps_its_stratum() -> None:
    assert collapse_strata(strata([3, 1]), unit=np.array([0, 0, 0, 1])).joined == ()


def test_a_lonely_stratum_is_refused_with_its_number_until_it_is_collapsed() -> None:
    design, y = strata([1, 3]), np.array([1.0, 2, 3, 4])
    with pytest.raises(TooFew, match="1 of at least 2 needed: stratum number 0") as problem:
        _ = mean(design, y).se
    assert (problem.value.number, problem.value.needed) == (1, 2)
    with pytest.raises(TooFew, match="stratum number 0"):
        domain_totals(design, Sums.from_persons(y), unit=np.zeros(4, int))
    collapsed = collapse_strata(design).design
    assert national_mean(domain_totals(collapsed, Sums.from_persons(y))).se[0, 0] == pytest.approx(
        mean(collapsed, y).se[0]
    )


def test_a_unit_of_one_person_borrows_its_neighbours_spread_and_is_marked() -> None:
    design, y = strata([1, 3]), np.array([5.0, 2, 3, 4])
    totals = domain_totals(design, Sums.from_persons(y))
    assert totals.borrowed.tolist() == [True, False]
    # The neighbour's variance of its total is 3·s² = 3 for three persons: 1 for one.
    assert totals.var_total[:, 0, 0] == pytest.approx([1.0, 3.0])
    low, high = means(totals).interval()
    assert np.isnan(low[0, 0, 0])
    assert np.isnan(high[0, 0, 0])
    assert national_mean(totals).se[0, 0] == pytest.approx(np.sqrt(4.0) / 4)


def test_nothing_to_borrow_from_is_refused() -> None:
    with pytest.raises(TooFew, match="nothing tells how much answers vary"):
        domain_totals(strata([1, 1]), Sums.from_persons(np.array([1.0, 2.0])))
