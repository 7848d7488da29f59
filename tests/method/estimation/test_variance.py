"""Variance from influences, by hand where a hand can reach; the rest is compared with R."""

import numpy as np
import pytest

from borgerpuls.method import Design, TooFew, covariance, mean, total


def test_two_clusters_by_hand() -> None:
    """Cluster totals 10·(1 + 2) = 30 and 10·(4 + 5) = 90, two of ten: V = (1 − 0.2)·2·[(30 − 60)² + (90 − 60)²]."""
    design = Design.from_columns(psu=["a", "a", "b", "b"], weight=np.full(4, 10.0), population=np.full(4, 10))
    made = total(design, np.array([1.0, 2, 4, 5]))
    assert made.value.tolist() == [120]
    assert made.se == pytest.approx([np.sqrt(0.8 * 2 * 1800)])
    assert made.df.tolist() == [1]


def test_the_second_stage_adds_its_share() -> None:
    """As above with weights 5 × 3 (2 of 10 clusters, 2 of 6 persons): within clusters s² = ½ on two of six persons.

    First stage: totals 45 and 135: 0.8·2·2·45² = 6480. Second: f₁ = 0.2 times Σ (1 − 2/6)·2·2·(7.5)² over two clusters.
    """
    design = Design.from_columns(
        psu=["a", "a", "b", "b"], population=np.full(4, 10), ssu=[1, 2, 1, 2], ssu_population=np.full(4, 6)
    )
    made = total(design, np.array([1.0, 2, 4, 5]))
    assert made.value.tolist() == [180]
    assert made.se**2 == pytest.approx([6480 + 0.2 * 2 * (4 / 6) * 2 * 2 * 7.5**2])


def test_a_cluster_with_one_of_several_at_the_second_stage_is_refused() -> None:
    design = Design.from_columns(
        psu=["a", "a", "b"], population=np.full(3, 10), ssu=[1, 2, 1], ssu_population=[6, 6, 6]
    )
    with pytest.raises(TooFew, match="second stage"):
        _ = mean(design, np.array([1.0, 2, 4])).se


def test_everybody_counted_has_no_variance() -> None:
    design = Design.from_columns(stratum=[0, 0, 1], population=[2, 2, 1])
    assert mean(design, np.array([1.0, 5, 3])).se.tolist() == [0.0]


def test_one_stratum_is_the_sample_covariance() -> None:
    z = np.random.default_rng(8).normal(size=(25, 3))
    design = Design(np.zeros(25, np.int64), np.ones(25), np.ones(25, np.int64))
    np.testing.assert_allclose(covariance(design, z), 25 * np.cov(z.T), rtol=1e-12)
