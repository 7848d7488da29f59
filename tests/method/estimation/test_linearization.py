"""Estimates of persons: groups, missing answers, contrasts, and refusals with the number attached."""

import numpy as np
import pytest

from borgerpuls.method import Design, TooFew, concatenate_estimates, deff, distribution, mean, ratio, total


def simple(n: int, weight: float = 10.0, population: float | None = None) -> Design:
    frame = None if population is None else np.array([population])
    return Design(np.zeros(n, np.int64), np.full(n, weight), np.ones(n, np.int64), frame)


def test_a_simple_random_sample_by_hand() -> None:
    """Answers 2, 4, 4, 6 of 40 persons: s² = 8/3, so V = (1 − 4/40)·(8/3)/4 = 0.6."""
    made = mean(simple(4, population=40), np.array([2.0, 4, 4, 6]))
    assert made.value.tolist() == [4.0]
    assert made.se == pytest.approx([np.sqrt(0.6)])
    assert made.df.tolist() == [3.0]
    assert total(simple(4, population=40), np.array([2.0, 4, 4, 6])).se == pytest.approx([40 * np.sqrt(0.6)])


def test_a_missing_answer_leaves_the_group_but_not_the_design() -> None:
    y = np.array([2.0, np.nan, 4, 6])
    missing = mean(simple(4), y)
    grouped = mean(simple(4), np.nan_to_num(y), ~np.isnan(y))
    assert missing.value.tolist() == grouped.value.tolist() == [4.0]
    assert missing.se.tolist() == grouped.se.tolist()
    assert missing.n.tolist() == [3]
    assert (missing.df[0], grouped.df[0]) == (3, 2)


def test_variables_and_groups_broadcast() -> None:
    y, where = np.arange(8.0).reshape(4, 2), np.array([[True, False], [True, True], [True, True], [False, True]])
    assert mean(simple(4), y).value.tolist() == [3.0, 4.0]
    assert mean(simple(4), y[:, 0], where).value.tolist() == [2.0, 4.0]
    assert mean(simple(4), y, where).value.tolist() == [2.0, 5.0]


def test_a_mean_is_the_ratio_of_its_total_and_its_size() -> None:
    rng = np.random.default_rng(3)
    design = Design(np.repeat([0, 1], 20), rng.uniform(1, 5, 40), np.ones(40, np.int64))
    y, where = rng.integers(1, 6, 40).astype(float), rng.random(40) < 0.5
    made, same = mean(design, y, where), ratio(design, y, np.ones(40), where)
    assert same.value == pytest.approx(made.value)
    assert same.se == pytest.approx(made.se)


def test_the_shares_of_a_distribution_add_up_without_error() -> None:
    y = np.array([1.0, 2, 2, 3, np.nan, 3, 3])
    shares = distribution(simple(7), y, [1, 2, 3, 4])
    assert shares.value == pytest.approx([1 / 6, 2 / 6, 3 / 6, 0])
    assert shares.n.tolist() == [6, 6, 6, 6]
    assert shares.contrast([1, 1, 1, 1]).se == pytest.approx([0], abs=1e-12)


def test_the_share_of_favourable_answers_is_a_sum_of_shares() -> None:
    y = np.array([1.0, 2, 4, 5, 5, 3, 4])
    top = mean(simple(7), (y >= 4).astype(float))
    summed = distribution(simple(7), y, [1, 2, 3, 4, 5]).contrast([0, 0, 0, 1, 1])
    assert summed.value == pytest.approx(top.value)
    assert summed.se == pytest.approx(top.se)


def test_estimates_put_side_by_side_share_a_covariance() -> None:
    rng = np.random.default_rng(4)
    x, y = rng.normal(size=(2, 30))
    both = concatenate_estimates(mean(simple(30), x), mean(simple(30), y))
    assert both.covariance[0, 1] == pytest.approx(np.cov(x, y)[0, 1] / 30)
    gap = both.contrast([1, -1])
    assert gap.se[0] == pytest.approx((x - y).std(ddof=1) / np.sqrt(30))


def test_a_contrast_has_the_degrees_of_those_it_uses() -> None:
    design = Design(np.repeat([0, 1, 2], 4), np.ones(12), np.ones(12, np.int64))
    y = np.arange(12.0)
    units = mean(design, y, np.repeat([0, 1, 2], 4)[:, None] == np.arange(3))
    assert units.df.tolist() == [3, 3, 3]
    assert units.contrast([[1, -1, 0], [1, 1, 1]]).df.tolist() == [6, 9]


def test_a_simple_random_sample_has_design_effect_one() -> None:
    rng = np.random.default_rng(6)
    y = rng.normal(size=50)
    design = simple(50, weight=4.0, population=200)
    assert deff(mean(design, y), y) == pytest.approx([1])
    assert deff(total(design, y), y, of_total=True) == pytest.approx([1])
    assert deff(mean(simple(50), y), y, replace=True) == pytest.approx([1])


def test_nobody_in_the_group_is_refused() -> None:
    with pytest.raises(TooFew, match="0 of at least 1 needed: nobody answered in group number 1"):
        mean(simple(3), np.array([1.0, 2, 3]), np.array([[True, False]] * 3))


def test_a_ratio_to_nothing_is_refused() -> None:
    with pytest.raises(TooFew, match="denominator"):
        ratio(simple(2), np.ones(2), np.zeros(2))


def test_a_design_effect_of_one_answer_is_refused() -> None:
    y = np.array([1.0, np.nan, np.nan])
    with pytest.raises(TooFew, match="1 of at least 2 needed"):
        deff(mean(simple(3), y), y)


def test_cells_of_persons_have_no_influence() -> None:
    cells = Design(np.zeros(2, np.int64), np.ones(2), np.array([3, 1]))
    with pytest.raises(ValueError, match="one row a person"):
        _ = mean(cells, np.array([1.0, 2.0])).se
