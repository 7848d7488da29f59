"""The corrected chi-square test is R's, keeps its level where the naive one does not, and works from cells."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from borgerpuls.method.comparison.rao_scott import association, rao_scott
from borgerpuls.method.design.design import Design
from borgerpuls.method.design.expand_counts import expand_counts
from borgerpuls.method.errors import TooFew

Inputs = Callable[[str], Any]


def codes(column: Any) -> np.ndarray:
    return np.unique(column, return_inverse=True)[1].astype(float)


def test_goals_by_type_of_school_are_those_of_r(stratified: Any, clusters: Any) -> None:
    # svychisq(~sch.wide + stype, dstrat | dclus1, statistic = "F" | "Chisq")
    for schools, f, ndf, ddf, p, pearson, chisq_p in (
        (stratified, 17.2474439638888, 1.82867150416358, 360.248286320226, 2.03504635946516e-07, 26.7535340358907,
         3.23243841628865e-08),
        (clusters, 5.1933695414748762, 1.4946397777074560, 20.9249568879043863, 0.0217474623707969, 11.9408920807453,
         0.00555326330311322),
    ):  # fmt: skip
        made = association(schools.fpc, codes(schools.data["sch.wide"]), codes(schools.data["stype"]))
        assert (made.f, made.ndf, made.ddf, made.p) == pytest.approx((f, ndf, ddf, p), rel=1e-10)
        assert (made.pearson, made.df, made.chisq_p) == pytest.approx((pearson, 2, chisq_p), rel=1e-10)


def test_a_table_of_a_group_is_that_of_r(stratified: Any) -> None:
    # svychisq(~sch.wide + comp.imp, subset(dstrat, api.stu > 300), statistic = "F" | "Chisq")
    data = stratified.data
    large = data.number("api.stu") > 300
    made = association(stratified.fpc, codes(data["sch.wide"]), codes(data["comp.imp"]), large)
    assert (made.f, made.ndf, made.ddf) == pytest.approx((49.4463193152490, 1, 152), rel=1e-10)
    assert (made.p, made.chisq_p) == pytest.approx((6.47203167022515e-11, 2.03874688188669e-12), rel=1e-9)


def test_missing_answers_and_nested_clusters_are_those_of_r(inputs: Inputs) -> None:
    # svychisq(~HI_CHOL + race, svydesign(id=~SDMVPSU, strata=~SDMVSTRA, weights=~WTMEC2YR, nest=TRUE, data=nhanes))
    data = inputs("nhanes")
    design = Design.from_columns(psu=data["SDMVPSU"], stratum=data["SDMVSTRA"], weight=data.number("WTMEC2YR"))
    made = association(design, data.number("HI_CHOL"), data.number("race"))
    r = (3.1513386217122807, 1.9229766794436709, 30.7676268710987344, 0.0586747436854519)
    assert (made.f, made.ndf, made.ddf, made.p) == pytest.approx(r, rel=1e-9)
    assert made.chisq_p == pytest.approx(0.0238256199287605, rel=1e-9)


def test_a_simple_random_sample_gives_pearson_all_but_itself() -> None:
    """With n/(n − 1) for the variance, δ = n/(n − 1) in every direction: F = X²·(n − 1)/n/df."""
    table = np.array([[10, 20], [15, 5], [5, 45]])
    rows, columns = (np.repeat(np.indices(table.shape)[k].ravel(), table.ravel()).astype(float) for k in (0, 1))
    made = association(Design(np.zeros(100, np.int64), np.ones(100), np.ones(100, np.int64)), rows, columns)
    naive = stats.chi2_contingency(table, correction=False)
    assert made.pearson == pytest.approx(naive.statistic)
    assert made.f == pytest.approx(naive.statistic * 0.99 / 2)
    assert (made.ndf, made.ddf, made.df) == pytest.approx((2, 198, 2))


@given(st.integers(0, 10_000))
def test_cells_of_answers_give_what_the_persons_give(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 4, (6, 3)) + np.array([1, 1, 0])
    cells = Design(np.arange(6) % 2, rng.choice([2.0, 3.0], 6), counts.sum(axis=1))
    row = np.repeat(np.arange(6), cells.persons)
    persons = Design(cells.stratum[row], cells.weight[row], np.ones(len(row), np.int64))
    y = np.concatenate([np.repeat([0.0, 1, 2], c) for c in counts])
    long = expand_counts(cells, counts)
    ours = association(long.design, long.row % 3, long.category)
    theirs = association(persons, row % 3, y)
    for name in ("f", "ndf", "ddf", "p", "pearson", "n"):
        assert getattr(ours, name) == pytest.approx(getattr(theirs, name), rel=1e-8)


@given(st.integers(0, 10_000), st.floats(0.01, 100), st.randoms(use_true_random=False))
def test_order_names_and_turning_the_table_change_nothing(seed: int, factor: float, random: Any) -> None:
    rng = np.random.default_rng(seed)
    a, b = rng.integers(0, 3, 60).astype(float), rng.integers(0, 2, 60).astype(float)
    weight = rng.uniform(1, 3, 60)
    plain = association(Design(np.arange(60) % 2, weight, np.ones(60, np.int64)), a, b)
    order = np.array(random.sample(range(60), 60))
    other = Design(1 - np.arange(60)[order] % 2, weight[order] * factor, np.ones(60, np.int64))
    turned = association(other, 7 - b[order], np.array([2.0, 0, 5])[a[order].astype(int)])
    assert (turned.f, turned.ndf, turned.p) == pytest.approx((plain.f, plain.ndf, plain.p), rel=1e-8)


def test_a_category_that_nobody_chose_falls_away() -> None:
    table = np.array([[0.2, 0.3, 0], [0.4, 0.1, 0]])
    share = table.ravel()
    spread_ = (np.diag(share) - np.outer(share, share)) / 50
    made = rao_scott(table, spread_, 50, 49)
    kept = [0, 1, 3, 4]
    same = rao_scott(table[:, :2], spread_[np.ix_(kept, kept)], 50, 49)
    assert made == same


def test_a_combination_that_nobody_chose_stays_in_the_test() -> None:
    rows, columns = np.repeat([0.0, 0, 1], [10, 10, 10]), np.repeat([0.0, 1, 1], [10, 10, 10])
    made = association(Design(np.zeros(30, np.int64), np.ones(30), np.ones(30, np.int64)), rows, columns)
    assert made.pearson == pytest.approx(7.5)
    assert np.isfinite([made.f, made.p]).all()


def test_one_category_is_refused() -> None:
    with pytest.raises(TooFew, match="1 of at least 2 needed"):
        association(Design(np.zeros(4, np.int64), np.ones(4), np.ones(4, np.int64)), np.ones(4), [0.0, 1, 0, 1])


def test_nobody_who_answered_both_is_refused() -> None:
    with pytest.raises(TooFew, match="nobody answered both questions"):
        association(Design(np.zeros(2, np.int64), np.ones(2), np.ones(2, np.int64)), [1.0, np.nan], [np.nan, 1])


def test_a_census_is_not_tested() -> None:
    design = Design(np.zeros(4, np.int64), np.ones(4), np.ones(4, np.int64), np.array([4.0]))
    with pytest.raises(ValueError, match="no variance"):
        association(design, [0.0, 0, 1, 1], [0.0, 1, 0, 1])


def test_the_test_keeps_its_level_in_clusters_where_pearson_does_not() -> None:
    """30 clusters of 8 whose persons are alike in both answers; the two answers have nothing to do with each other."""
    rng = np.random.default_rng(8)
    psu = np.repeat(np.arange(30), 8)
    design = Design(np.zeros(240, np.int64), np.ones(240), np.ones(240, np.int64), psu=psu)
    corrected = naive = 0
    for _ in range(300):
        a, b = (rng.normal(size=30)[psu] + rng.normal(size=240) > 0 for _ in range(2))
        made = association(design, a, b)
        corrected += made.p < 0.05
        naive += stats.chi2.sf(made.pearson, 1) < 0.05
    assert 0.025 <= corrected / 300 <= 0.08
    assert naive / 300 > 0.1


def test_labels_are_as_good_as_numbers() -> None:
    generator = np.random.default_rng(73)
    rows, columns = generator.integers(0, 3, 200), generator.integers(0, 2, 200)
    design = Design.from_columns(weight=generator.uniform(1, 3, 200))
    labels = np.array(["young", "middle", "old"])[rows], np.array(["no", "yes"])[columns]
    assert association(design, *labels).f == pytest.approx(association(design, rows, columns).f, rel=1e-9)
