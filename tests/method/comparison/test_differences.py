"""A part and its whole share persons; their difference is more certain than two independent numbers would say."""

import numpy as np
import pytest
from scipy import stats

from borgerpuls.method import (
    Design,
    Difference,
    Estimates,
    Sums,
    Totals,
    domain_totals,
    independent_difference,
    means,
    national_mean,
    part_rest_difference,
    part_whole_difference,
    units_mean_difference,
)

SIZES, POPULATION = np.array([30, 50, 20]), np.array([300.0, 2000.0, 700.0])


@pytest.fixture
def totals() -> Totals:
    """Three units, everybody asked answered the item: sizes are known and the shares W are exact."""
    rng = np.random.default_rng(11)
    unit = np.repeat(np.arange(3), SIZES)
    design = Design(unit, (POPULATION / SIZES)[unit], np.ones(100, np.int64))
    return domain_totals(design, Sums.from_persons(rng.integers(1, 6, 100).astype(float)))


def test_part_and_whole_with_known_shares_is_the_formula_of_the_method(totals: Totals) -> None:
    w, v = POPULATION / POPULATION.sum(), means(totals).se.ravel() ** 2
    gap = part_whole_difference(totals)
    expected = [(1 - w[m]) ** 2 * v[m] + sum(w[k] ** 2 * v[k] for k in range(3) if k != m) for m in range(3)]
    assert gap.se.ravel() ** 2 == pytest.approx(expected)
    assert gap.value.ravel() == pytest.approx((means(totals).value - national_mean(totals).value).ravel())
    assert gap.df.ravel().tolist() == [97, 97, 97]


def test_the_classic_error_would_make_the_difference_less_certain(totals: Totals) -> None:
    naive = np.hypot(means(totals).se.ravel(), national_mean(totals).se.ravel())
    assert np.all(part_whole_difference(totals).se.ravel() < naive)


def test_part_and_rest_and_part_and_whole_are_one_test(totals: Totals) -> None:
    w = POPULATION / POPULATION.sum()
    whole, rest = part_whole_difference(totals), part_rest_difference(totals)
    assert rest.t.ravel() == pytest.approx(whole.t.ravel())
    assert rest.value.ravel() * (1 - w) == pytest.approx(whole.value.ravel())


def test_differences_from_the_mean_of_units_add_up_to_nothing(totals: Totals) -> None:
    gap, v = units_mean_difference(totals), means(totals).se.ravel() ** 2
    assert gap.value.sum() == pytest.approx(0, abs=1e-12)
    assert gap.se[0, 0, 0] ** 2 == pytest.approx((2 / 3) ** 2 * v[0] + (v[1] + v[2]) / 9)


def test_a_unit_alone_does_not_differ_from_the_whole_it_is() -> None:
    design = Design(np.zeros(4, np.int64), np.ones(4), np.ones(4, np.int64))
    alone = domain_totals(design, Sums.from_persons(np.array([1.0, 2, 3, 5])))
    assert part_whole_difference(alone).value.tolist() == [[[0.0]]]
    assert part_whole_difference(alone).se[0, 0, 0] == pytest.approx(0, abs=1e-12)
    assert np.isnan(part_rest_difference(alone).value[0, 0, 0])


def difference(value: float, se: float, df: float) -> Difference:
    return Difference(np.array([value]), np.array([se]), np.array([df]), np.array([9.0]))


def test_one_sided_and_two_sided_p() -> None:
    gap = difference(1.0, 0.5, 7)
    tail = stats.t.sf(2.0, 7)
    assert (gap.p[0], gap.p_greater[0], gap.p_less[0]) == pytest.approx((2 * tail, tail, 1 - tail))
    assert (gap.low[0], gap.high[0]) == pytest.approx(
        (1 - 0.5 * stats.t.ppf(0.975, 7), 1 + 0.5 * stats.t.ppf(0.975, 7))
    )


@pytest.mark.parametrize(("se", "df"), [(0.0, 5.0), (np.nan, 5.0), (0.5, 0.0)])
def test_no_p_where_there_is_no_spread_or_no_degree_of_freedom(se: float, df: float) -> None:
    assert np.isnan(difference(1.0, se, df).p[0])


def test_independent_samples_add_their_variances_and_share_their_degrees_by_satterthwaite() -> None:
    now = Estimates(np.array([3.5]), np.array([0.3]), np.array([40.0]), np.array([41.0]))
    before = Estimates(np.array([3.1]), np.array([0.4]), np.array([20.0]), np.array([21.0]))
    gap = independent_difference(now, before)
    assert (gap.value[0], gap.se[0], gap.df[0], gap.n[0]) == pytest.approx(
        (0.4, 0.5, 0.25**2 / (0.09**2 / 40 + 0.16**2 / 20), 41)
    )
