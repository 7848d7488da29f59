"""Means from totals, the two national means, and intervals by Student's t."""

import numpy as np
import pytest
from scipy import stats

from borgerpuls.method import Design, Sums, domain_totals, means, national_mean, union_totals


@pytest.fixture
def two_units() -> Design:
    """Unit 0: 2 of 20 answered; unit 1: 4 of 400."""
    stratum = np.array([0, 0, 1, 1, 1, 1])
    return Design(stratum, np.array([10.0, 10, 100, 100, 100, 100]), np.ones(6, np.int64))


Y = np.array([1.0, 3.0, 4.0, 4.0, 5.0, 5.0])


def test_the_two_national_means_weigh_citizens_or_units(two_units: Design) -> None:
    totals = domain_totals(two_units, Sums.from_persons(Y))
    citizens, municipalities = national_mean(totals, "citizens"), national_mean(totals, "municipalities")
    assert citizens.value[0, 0] == pytest.approx((20 * 2.0 + 400 * 4.5) / 420)
    assert municipalities.value[0, 0] == pytest.approx((2.0 + 4.5) / 2)
    v = np.array([2 / 2, (1 / 3) / 4])
    assert citizens.se[0, 0] == pytest.approx(np.sqrt((20 / 420) ** 2 * v[0] + (400 / 420) ** 2 * v[1]))
    assert municipalities.se[0, 0] == pytest.approx(np.sqrt(v.sum() / 4))
    assert citizens.df[0, 0] == municipalities.df[0, 0] == 6 - 2
    assert citizens.n[0, 0] == 6


def test_the_mean_of_units_leaves_out_those_where_nobody_answered(two_units: Design) -> None:
    totals = domain_totals(two_units, Sums.from_persons(Y), [0, 0, 1, 1, 1, 1])
    assert national_mean(totals, "municipalities").value[:, 0] == pytest.approx([2.0, 4.5])
    empty = domain_totals(two_units, Sums.from_persons(np.full(6, np.nan)))
    assert np.isnan(national_mean(empty, "municipalities").value[0, 0])
    assert np.isnan(national_mean(empty, "citizens").value[0, 0])


def test_unions_of_units_add_up(two_units: Design) -> None:
    totals = domain_totals(two_units, Sums.from_persons(Y))
    whole = means(totals, by=[0, 0])
    assert whole.value[0, 0, 0] == national_mean(totals).value[0, 0]
    assert means(totals, by=[-1, 0]).value[0, 0, 0] == pytest.approx(4.5)
    assert union_totals(totals, [0, 0]).psus.tolist() == [[6]]


def test_intervals_are_students(two_units: Design) -> None:
    unit = means(domain_totals(two_units, Sums.from_persons(Y)))
    low, high = unit.interval(0.9)
    assert high[1, 0, 0] == pytest.approx(4.5 + stats.t.ppf(0.95, 3) * np.sqrt(1 / 12))
    assert low[1, 0, 0] == pytest.approx(9 - high[1, 0, 0])
    normal = unit.interval(df=np.inf)[1][1, 0, 0]
    assert normal == pytest.approx(4.5 + stats.norm.ppf(0.975) * np.sqrt(1 / 12))
