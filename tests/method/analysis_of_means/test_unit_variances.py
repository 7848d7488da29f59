"""Variances of units: pooled where units vary alike, their own where they do not and there are answers to tell."""

import numpy as np
import pytest

from borgerpuls.arrays import Floats
from borgerpuls.method import AnswerBasis, Scale, unit_variances

FIVE = Scale.of_values([1, 2, 3, 4, 5]).at(np.newaxis)


def basis(n: Floats) -> AnswerBasis:
    return AnswerBasis(n, n - 1, n, np.ones_like(n), np.ones_like(n), n)


def drawn(n: Floats, sd: Floats, seed: int) -> tuple[Floats, Floats]:
    """Means and standard errors [H, 1] of normal answers."""
    generator = np.random.default_rng(seed)
    own = sd**2 * generator.chisquare(n - 1) / (n - 1)
    return generator.normal(3, sd / np.sqrt(n))[:, None], np.sqrt(own / n)[:, None]


def test_units_that_vary_alike_have_one_variance_on_all_degrees_of_freedom() -> None:
    n = np.linspace(15, 60, 40).round()
    pooled = 0
    for seed in range(40):
        value, se = drawn(n, np.full(40, 0.9), seed)
        found = unit_variances(value, se, basis(n[:, None]))
        if np.all(found.df == (n - 1).sum()):
            pooled += 1
            s2 = ((n - 1) * n * se[:, 0] ** 2).sum() / (n - 1).sum()
            assert found.variance[:, 0] == pytest.approx(s2 / n)
    assert pooled > 15  # about half of the time log variances happen to differ less than chance makes them


def test_a_unit_that_varies_more_than_the_others_keeps_most_of_its_own_variance() -> None:
    n = np.full(40, 200.0)
    sd = np.where(np.arange(40) < 8, 1.5, 0.7)
    value, se = drawn(n, sd, 1)
    found = unit_variances(value, se, basis(n[:, None]))
    assert found.variance[:8, 0] == pytest.approx(se[:8, 0] ** 2, rel=0.15)
    assert np.all(found.df < 400)


def test_the_moderated_variance_lies_between_the_own_and_the_pooled_one() -> None:
    n = np.linspace(10, 300, 30).round()
    value, se = drawn(n, np.linspace(0.6, 1.4, 30), 3)
    found = unit_variances(value, se, basis(n[:, None]))
    own = n * se[:, 0] ** 2
    pooled = ((n - 1) * own).sum() / (n - 1).sum()
    per_answer = found.variance[:, 0] * n
    assert np.all((per_answer >= np.minimum(own, pooled) - 1e-12) & (per_answer <= np.maximum(own, pooled) + 1e-12))


def test_prior_degrees_of_freedom_are_those_of_the_variances_that_were_made() -> None:
    generator, n = np.random.default_rng(2), np.full(4000, 30.0)
    truth = 8 * 0.8 / generator.chisquare(8, 4000)  # a scaled inverse chi-square with 8 degrees of freedom
    own = truth * generator.chisquare(29, 4000) / 29
    found = unit_variances(np.full((4000, 1), 3.0), np.sqrt(own / 30)[:, None], basis(n[:, None]))
    assert found.df[0, 0] - 29 == pytest.approx(8, rel=0.1)


def test_ninety_per_cent_fives_are_as_skewed_as_they_are() -> None:
    p, values = np.array([0.01, 0.01, 0.02, 0.06, 0.9]), np.arange(1.0, 6)
    mean = p @ values
    spread = p @ (values - mean) ** 2
    skewness = p @ (values - mean) ** 3 / spread**1.5
    n = np.full(50, 400.0)
    found = unit_variances(np.full((50, 1), mean), np.full((50, 1), np.sqrt(spread / 400)), basis(n[:, None]), FIVE)
    assert found.needed[0, 0] == pytest.approx(skewness**2, abs=2)
    # All variances are alike here, so nothing of it is the unit's own: half of the skewness is counted.
    assert found.skewness[0, 0] == pytest.approx(0.5 * skewness / 20, rel=0.05)
    assert np.all(found.enough)


def test_a_mean_in_the_middle_is_hardly_skewed_and_any_number_of_answers_is_enough() -> None:
    n = np.full(10, 5.0)
    found = unit_variances(np.full((10, 1), 3.0), np.full((10, 1), 0.4), basis(n[:, None]), FIVE)
    assert found.skewness == pytest.approx(0, abs=1e-9)
    assert np.all(found.enough)


def test_a_unit_without_answers_has_no_variance_and_upsets_nobody() -> None:
    n = np.array([0.0, 50, 60])
    value, se = np.array([[np.nan], [3.0], [3.2]]), np.array([[np.nan], [0.1], [0.1]])
    found = unit_variances(value, se, basis(n[:, None]))
    assert np.isnan(found.variance[0, 0])
    assert not found.enough[0, 0]
    assert np.all(found.variance[1:] > 0)


def test_clusters_keep_their_variance_and_take_four_times_as_many_answers_of_a_crowded_scale() -> None:
    """Twelve units of 120 answers in 8 clusters, which make the variance of a mean three times larger."""
    n, one = np.full((12, 1), 120.0), np.ones((12, 1))
    value, spread = 4.7 * one + np.linspace(-0.05, 0.05, 12)[:, None], 0.5 * one
    alone = AnswerBasis(n, n - 1, n, spread, one, n)
    drawn = AnswerBasis(n, 7 * one, n, spread, one, 8 * one)
    persons = unit_variances(value, np.sqrt(spread / n), alone, FIVE)
    clusters = unit_variances(value, np.sqrt(3 * spread / n), drawn, FIVE)
    assert clusters.variance == pytest.approx(3 * persons.variance)
    assert clusters.needed == pytest.approx(12 * persons.needed, rel=0.1)
    assert np.all(persons.enough)
    same = unit_variances(value, np.sqrt(spread / n), AnswerBasis(n, n - 1, n, 9 * spread, one, n), FIVE)
    assert np.array_equal(same.skewness, persons.skewness)
