"""Tails of a t with skewness: Student's without it, Pearson's type III on many degrees of freedom."""

import numpy as np
import pytest
from scipy import stats

from borgerpuls.method import critical_values, two_sided_p

T = np.array([-4.0, -2.5, -1.0, 0.0, 0.7, 1.96, 3.3])


@pytest.mark.parametrize("df", [3.0, 25.0, np.inf])
def test_without_skewness_it_is_student(df: float) -> None:
    assert two_sided_p(T, np.full(7, df), np.zeros(7)) == pytest.approx(2 * stats.t.sf(np.abs(T), df), rel=1e-9)


@pytest.mark.parametrize("skewness", [-0.9, -0.2, 0.05, 0.6])
def test_with_skewness_and_many_answers_it_is_pearsons_third_type(skewness: float) -> None:
    law = stats.pearson3(skewness)
    expected = 2 * np.minimum(law.cdf(T), law.sf(T))
    assert two_sided_p(T, np.full(7, np.inf), np.full(7, skewness)) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("skewness", [-0.9, -0.2, 0.0, 0.6])
@pytest.mark.parametrize("df", [4.0, np.inf])
def test_a_critical_value_is_where_p_is_that_of_the_normal(df: float, skewness: float) -> None:
    ends = np.array([*critical_values(2.8, np.array([df]), np.array([skewness]))])[:, 0]
    assert two_sided_p(ends, np.full(2, df), np.full(2, skewness)) == pytest.approx(2 * stats.norm.sf(2.8), rel=1e-6)
    assert ends[0] < 0 < ends[1]


def test_left_tails_of_left_skewed_means_are_the_longer_ones() -> None:
    below, above = critical_values(2.8, np.array([np.inf]), np.array([-0.5]))
    assert -below[0] > above[0]
