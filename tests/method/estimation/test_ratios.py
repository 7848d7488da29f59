"""Ratios in every group of every unit, from cells as from persons, and R's."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.method.array_operations import group_sums
from borgerpuls.method.calibration.poststratification import poststratify
from borgerpuls.method.design.design import Design
from borgerpuls.method.estimation.linearization import mean, ratio
from borgerpuls.method.estimation.ratios import PairSums, cell_ratios
from borgerpuls.method.estimation.totals import Sums


def test_students_over_enrolled_are_those_of_r(stratified: Any) -> None:
    # svyratio(~api.stu, ~enroll, dstrat); svyby(~api.stu, ~awards, denominator = ~enroll, dstrat, svyratio)
    data = stratified.data
    students, size = data.number("api.stu"), data.number("enroll")
    whole = np.zeros(200, np.int64)
    made = cell_ratios(stratified.fpc, PairSums.from_persons(students, size), unit=whole)
    assert made.value[0, 0, 0] == pytest.approx(0.83695688694052173, rel=1e-13)
    assert made.se[0, 0, 0] == pytest.approx(0.00775710316663788, rel=1e-11)
    award = (data["awards"] == "Yes").astype(np.int64)
    groups = cell_ratios(stratified.fpc, PairSums.from_persons(students, size), award, unit=whole)
    assert groups.value[0, :, 0] == pytest.approx([0.816624536882972, 0.853017947313908], rel=1e-13)
    assert groups.se[0, :, 0] == pytest.approx([0.01475564285514701, 0.00732180859668968], rel=1e-11)


def test_a_post_stratified_ratio_is_that_of_r(stratified: Any) -> None:
    # svyratio(~api.stu, ~enroll, postStratify(dstrat without fpc, ~sch.wide, ps))
    data = stratified.data
    design = poststratify(stratified.nofpc, (data["sch.wide"] == "Yes").astype(np.int64), [1072, 5122]).design
    made = ratio(design, data.number("api.stu"), data.number("enroll"))
    assert (made.value[0], made.se[0]) == pytest.approx((0.83689114895666572, 0.00806158308002344), rel=1e-11)
    sums = PairSums.from_persons(data.number("api.stu"), data.number("enroll"))
    cells = cell_ratios(design, sums, unit=np.zeros(200, np.int64))
    assert cells.se[0, 0, 0] == pytest.approx(made.se[0], rel=1e-9)


@given(st.integers(0, 10_000))
def test_cells_of_persons_give_what_the_persons_give(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = 48
    key = np.arange(rows) % 12
    persons = Design(key % 4, np.array([2.0, 3, 5])[key % 3], np.ones(rows, np.int64))
    x = rng.integers(1, 6, rows).astype(float)
    y = np.where(rng.random(rows) < 0.1, np.nan, rng.integers(0, 4, rows))
    pair = PairSums.from_persons(y, x)
    first = np.arange(12)
    cells = Design(persons.stratum[first], persons.weight[first], np.bincount(key))
    sums = PairSums(*(group_sums(key, 12, a) for a in (pair.n, pair.y, pair.x, pair.yy, pair.xx, pair.yx)))
    group, unit = first // 6, first % 4 // 2
    made = cell_ratios(cells, sums, group, 2, unit=unit, units=2)
    for u in (0, 1):
        for d in (0, 1):
            where = (key // 6 == d) & (key % 4 // 2 == u)
            if np.any(where & ~np.isnan(y)):
                theirs = ratio(persons, y, x, where)
                assert made.value[u, d, 0] == pytest.approx(theirs.value[0])
                assert made.se[u, d, 0] == pytest.approx(theirs.se[0], rel=1e-8, abs=1e-10)
                assert (made.df[u, d, 0], made.n[u, d, 0]) == (theirs.df[0], theirs.n[0])


def test_a_ratio_to_ones_is_the_mean() -> None:
    design = Design(np.zeros(5, np.int64), np.arange(1.0, 6), np.ones(5, np.int64))
    y = np.array([1.0, 4, 2, 5, 3])
    made = cell_ratios(design, PairSums.from_persons(y, np.ones(5)))
    assert made.value[0, 0, 0] == pytest.approx(mean(design, y).value[0])
    assert made.se[0, 0, 0] == pytest.approx(mean(design, y).se[0])


def test_a_ratio_that_is_the_same_for_all_has_no_error() -> None:
    design = Design(np.zeros(4, np.int64), np.ones(4), np.ones(4, np.int64))
    x = np.array([1.0, 2, 3, 5])
    made = cell_ratios(design, PairSums.from_persons(0.3 * x, x))
    assert made.value[0, 0, 0] == pytest.approx(0.3)
    assert made.se[0, 0, 0] == pytest.approx(0, abs=1e-9)


def test_only_those_who_have_both_are_counted() -> None:
    sums = PairSums.from_persons([1.0, np.nan, 3], [2.0, 5, np.nan])
    assert (sums.n.ravel().tolist(), sums.y.ravel().tolist(), sums.x.ravel().tolist()) == (
        [1, 0, 0],
        [1, 0, 0],
        [2, 0, 0],
    )


def test_a_group_without_answers_or_denominator_has_no_ratio() -> None:
    design = Design(np.zeros(4, np.int64), np.ones(4), np.ones(4, np.int64))
    made = cell_ratios(design, PairSums.from_persons([1.0, 2, 3, 4], [1.0, 1, 0, 0]), [0, 0, 1, 1], 3)
    assert np.isnan(made.value[0, :, 0]).tolist() == [False, True, True]
    assert np.isnan(made.se[0, :, 0]).tolist() == [False, True, True]
    assert made.n[0, :, 0].tolist() == [2, 2, 0]


def test_sums_of_a_pair_are_the_sums_of_each() -> None:
    y, x = np.array([1.0, 4, 2]), np.array([3.0, 1, 5])
    pair, alone = PairSums.from_persons(y, x), Sums.from_persons(y)
    assert np.array_equal(pair.y, alone.total)
    assert np.array_equal(pair.yy, alone.squares)
    assert pair.yx.ravel().tolist() == [3, 4, 10]


def test_intervals_of_a_ratio_hold_the_truth() -> None:
    rng = np.random.default_rng(2)
    stratum = np.arange(60) % 2
    design = Design(stratum, np.where(stratum == 0, 2.0, 5.0), np.ones(60, np.int64))
    held, truth = 0, (2 * 0.5 * 4 + 5 * 0.8 * 6) / (2 * 4 + 5 * 6)
    for _ in range(400):
        x = rng.gamma(np.where(stratum == 0, 4, 6))
        y = np.where(stratum == 0, 0.5, 0.8) * x + rng.normal(scale=0.5, size=60)
        low, high = cell_ratios(design, PairSums.from_persons(y, x), unit=np.zeros(60, np.int64)).interval()
        held += bool(low[0, 0, 0] <= truth <= high[0, 0, 0])
    assert 0.925 <= held / 400 <= 0.975
