"""What claims rest on: the answers to this variable in this group, not the persons of the design."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borgerpuls.method import (
    Design,
    Sums,
    answer_basis,
    calibrate_to,
    domain_totals,
    mean_of_units_basis,
    means,
    national_mean,
    poststratify,
    rake,
    union_totals,
)
from borgerpuls.method.estimation.totals import Totals


def few_of_many(persons: int = 200) -> npt.NDArray[np.float64]:
    y = np.full(persons, np.nan)
    y[:6] = [3, 4, 5, 4, 5, 4]
    return y


def test_six_answers_among_two_hundred_persons_have_five_degrees_of_freedom() -> None:
    totals = domain_totals(Design.from_columns(weight=np.full(200, 3.0)), Sums.from_persons(few_of_many()))
    basis, mean = answer_basis(totals), means(totals)
    assert basis.df.item() == 5
    assert mean.df.item() == 199  # R's degf of the whole design
    claimed = basis.widening.item() * mean.se.item()
    assert claimed == pytest.approx(np.std([3, 4, 5, 4, 5, 4], ddof=1) / 6**0.5, rel=1e-12)
    assert basis.effective.item() == pytest.approx(6)
    assert basis.spread.item() == pytest.approx(np.var([3, 4, 5, 4, 5, 4]))


@given(st.integers(2, 60), st.integers(0, 300))
@settings(max_examples=40, deadline=None)
def test_persons_who_did_not_answer_change_nothing_that_is_claimed(answers: int, others: int) -> None:
    y = np.concatenate([np.arange(answers) % 5 + 1.0, np.full(others, np.nan)])
    totals = domain_totals(Design.from_columns(weight=np.full(len(y), 2.0)), Sums.from_persons(y))
    claimed = answer_basis(totals).widening.item() * means(totals).se.item()
    assert claimed == pytest.approx(np.std(y[:answers], ddof=1) / answers**0.5, rel=1e-9)


def test_strata_without_an_answer_cost_no_degree_of_freedom() -> None:
    stratum = np.repeat([0, 1, 2], 20)
    y = np.where(stratum == 2, np.nan, np.arange(60) % 5 + 1.0)
    design = Design.from_columns(stratum=stratum, weight=np.ones(60))
    basis = answer_basis(domain_totals(design, Sums.from_persons(y), unit=np.zeros(60, int)))
    assert basis.df.item() == 40 - 2


def test_calibrated_to_cells_of_equal_size_the_claim_is_that_of_a_sample_stratified_by_cell() -> None:
    generator = np.random.default_rng(1)
    cell = np.repeat(np.arange(5), 12)
    y = generator.integers(1, 6, 60).astype(float)
    design = poststratify(Design.from_columns(weight=np.ones(60)), cell, np.full(5, 300.0)).design
    totals = domain_totals(design, Sums.from_persons(y))
    claimed = answer_basis(totals).widening.item() * means(totals).se.item()
    by_cell = np.array([y[cell == g].var(ddof=1) for g in range(5)])
    assert claimed == pytest.approx(np.sqrt((by_cell / 12).sum()) / 5, rel=1e-12)


@pytest.mark.parametrize("how", ["cells", "rake", "greg"])
def test_an_answer_from_everybody_has_lost_as_many_means_as_the_calibration_fits(how: str) -> None:
    generator = np.random.default_rng(2)
    first, second = generator.integers(0, 3, 240), generator.integers(0, 4, 240)
    plain = Design.from_columns(weight=np.full(240, 10.0))
    ones = (first[:, None] == np.arange(3)) + 0.0, (second[:, None] == np.arange(4)) + 0.0
    wanted = [10.5 * one.sum(axis=0) for one in ones]
    if how == "cells":
        design, fitted = poststratify(plain, first * 4 + second, 10 * np.bincount(first * 4 + second) + 3.0).design, 12
    elif how == "rake":
        design, fitted = rake(plain, [(first, wanted[0]), (second, wanted[1])]).design, 3 + 4 - 1
    else:
        design, fitted = calibrate_to(plain, np.hstack(ones), np.concatenate(wanted)).design, 3 + 4 - 1
    totals = domain_totals(design, Sums.from_persons(generator.integers(1, 6, 240)), unit=np.zeros(240, int))
    assert totals.leverage.item() == pytest.approx(fitted, rel=1e-6)
    assert totals.cells.item() == pytest.approx(fitted, rel=1e-6)
    assert answer_basis(totals).widening.item() == pytest.approx(np.sqrt(240 / (240 - fitted) * 239 / 240), rel=1e-6)


def units(answers: tuple[int, ...] = (4, 30, 200)) -> Totals:
    generator = np.random.default_rng(3)
    stratum = np.repeat(np.arange(len(answers)), answers)
    weight = np.array([50.0, 10, 4])[stratum]
    return domain_totals(
        Design.from_columns(stratum=stratum, weight=weight), Sums.from_persons(generator.integers(1, 6, len(stratum)))
    )


def test_the_mean_of_units_is_worth_what_its_smallest_unit_lets_it() -> None:
    totals = units()
    basis, found = mean_of_units_basis(totals), national_mean(totals, "municipalities")
    assert basis.effective.item() == pytest.approx(9 / (1 / 4 + 1 / 30 + 1 / 200))
    v, n = means(totals).se.ravel() ** 2, np.array([4, 30, 200])
    pooled = ((n - 1) * n * v).sum() / (n - 1).sum()
    claimed = ((n - 1) * v + 4 * pooled / n) / (n - 1 + 4)  # all answered, so that nothing is to be widened
    expected = np.sqrt(max(claimed.sum(), v.sum())) / 3
    assert (basis.widening * found.se).item() == pytest.approx(expected, rel=1e-9)
    assert claimed.sum() != pytest.approx(v.sum())
    assert basis.df.item() == 234 - 3


def test_the_answers_behind_a_union_are_those_of_its_units_together() -> None:
    basis = answer_basis(union_totals(units(), [0, 0, 0]))
    assert basis.n.item() == 234
    assert basis.effective.item() == pytest.approx((200 + 300 + 800) ** 2 / (4 * 50**2 + 30 * 10**2 + 200 * 4**2))


def test_nobody_has_no_answers_behind_and_no_spread() -> None:
    y = np.array([[np.nan], [np.nan], [np.nan]])
    basis = answer_basis(domain_totals(Design.from_columns(weight=np.ones(3)), Sums.from_persons(y)))
    assert basis.n.item() == 0
    assert basis.effective.item() == 0
    assert np.isnan(basis.spread.item())
    assert basis.widening.item() == 1


def test_with_clusters_degrees_of_freedom_and_the_factor_are_those_of_clusters() -> None:
    """Ten clusters of six, of which four answer: their means as four answers of a sample of four."""
    rng = np.random.default_rng(4)
    of_clusters = rng.normal(3, 1, 10)
    y = np.repeat(of_clusters, 6)
    y[24:] = np.nan
    design = Design(np.zeros(60, np.int64), np.ones(60), np.ones(60, np.int64), psu=np.repeat(np.arange(10), 6))
    totals = domain_totals(design, Sums.from_persons(y))
    basis = answer_basis(totals)
    assert (basis.n.item(), basis.df.item(), basis.effective.item()) == (24, 3, 24)
    claimed = basis.widening.item() * means(totals).se.item()
    assert claimed == pytest.approx(np.std(of_clusters[:4], ddof=1) / 2)
