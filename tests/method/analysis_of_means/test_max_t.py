"""The largest of several |t|: cases whose distribution is known exactly, and the tables of the textbooks."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy import integrate, stats

from borgerpuls.method.analysis_of_means.max_t import DRAWS, MaxT

T = np.array([0.5, 1.0, 2.0, 2.5, 3.0, 4.0])


def error(*shares: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Four Monte Carlo standard errors of a sum of drawn shares."""
    return np.asarray(4 * np.sqrt(sum(share * (1 - share) for share in shares) / DRAWS))


@pytest.mark.parametrize("df", [1.0, 7.0, 200.0, np.inf])
def test_the_largest_of_one_is_students_t_on_both_sides(df: float) -> None:
    one = MaxT(np.array([0.7]), np.array([0.2]), 0.3, df, seed=1)
    assert one.tail(T) == pytest.approx(2 * stats.t.sf(T, df), rel=1e-9)
    assert one.critical(0.95) == pytest.approx(stats.t.ppf(0.975, df), rel=1e-9)


@pytest.mark.parametrize("df", [12.0, np.inf])
def test_differences_that_move_as_one_are_as_likely_as_one_alone(df: float) -> None:
    five = MaxT(np.zeros(5), np.ones(5), 0.5, df, seed=2)
    alone = 2 * stats.t.sf(T, df)
    independent = 1 - (1 - alone) ** 5  # about what is taken off: its draws err too
    assert np.all(np.abs(five.tail(T) - alone) <= error(alone, independent))


@pytest.mark.parametrize("count", [2, 10, 98])
def test_independent_normal_differences_have_the_probability_of_sidak(count: int) -> None:
    found = MaxT(np.full(count, 0.3), np.zeros(count), 0.0, np.inf, seed=3)
    assert found.tail(T) == pytest.approx(1 - (1 - 2 * stats.norm.sf(T)) ** count, abs=1e-6)
    assert found.critical(0.95) == pytest.approx(stats.norm.ppf((1 + 0.95 ** (1 / count)) / 2), abs=1e-4)


@pytest.mark.parametrize("df", [5.0, 40.0])
def test_independent_differences_over_one_estimated_spread_are_averaged_over_that_spread(df: float) -> None:
    def above(t: float) -> float:
        def below(s: float) -> float:
            return float((1 - 2 * stats.norm.sf(t * s)) ** 8 * stats.chi.pdf(s * df**0.5, df) * df**0.5)

        return 1 - integrate.quad(below, 0, 6, epsabs=1e-10)[0]

    found = MaxT(np.ones(8), np.zeros(8), 0.0, df, seed=4)
    assert found.tail(T) == pytest.approx([above(t) for t in T], abs=1e-4)


@pytest.mark.parametrize(("count", "published"), [(2, 2.21), (5, 2.51), (9, 2.69)])
def test_comparisons_with_one_control_have_the_critical_values_of_dunnett(count: int, published: float) -> None:
    # Dunnett (1964), Biometrics 20, table II: two-sided 5 %, infinite df, p treatments beside a control; rho = 1/2.
    drawn = [MaxT(np.ones(count), np.zeros(count), 1.0, np.inf, seed=seed).critical(0.95) for seed in range(4)]
    assert np.mean(drawn) == pytest.approx(published, abs=0.02)


def test_the_critical_value_is_the_published_one_for_equal_units() -> None:
    # Nelson, Wludyka & Copeland (2005), table B.1, alpha .05, infinite df: h(5) = 2.57, h(10) = 2.80.
    for count, published in ((5, 2.57), (10, 2.80)):
        own, common = np.ones(count), np.full(count, -1 / count)
        drawn = [MaxT(own, common, 0.0, np.inf, seed=seed).critical(0.95) for seed in range(8)]
        assert np.mean(drawn) == pytest.approx(published, abs=0.02)


def test_uncorrelated_t_have_the_maximum_modulus_of_tables() -> None:
    # Studentized maximum modulus, Stoline & Ury (1979): k = 5, 20 df: 2.82; k = 10, infinite df: 2.80.
    assert MaxT(np.ones(5), np.zeros(5), 0.0, 20, seed=1).critical(0.95) == pytest.approx(2.82, abs=0.01)
    assert MaxT(np.ones(10), np.zeros(10), 0.0, np.inf, seed=1).critical(0.95) == pytest.approx(2.80, abs=0.01)


def test_the_largest_is_as_likely_as_one_alone_at_least_and_never_likelier_than_all_together() -> None:
    found = MaxT(np.array([1.0, 2.0, 0.5]), np.array([-0.3, -0.3, -0.1]), 0.4, 9, seed=5)
    t = np.linspace(0, 9, 200).reshape(20, 10)
    tail, alone = found.tail(t), 2 * stats.t.sf(t, 9)
    assert tail.shape == t.shape
    assert tail[0, 0] == 1
    assert np.all(tail >= alone - 1e-12)
    assert np.all(tail <= np.minimum(1, 3 * alone) + 1e-12)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99])
def test_the_largest_passes_the_critical_value_with_the_probability_that_is_left(level: float) -> None:
    found = MaxT(np.ones(6), np.full(6, -1 / 6), 0.0, 30, seed=6)
    at = found.critical(level)
    assert found.tail(np.array([at]))[0] == pytest.approx(1 - level, abs=2 / DRAWS)


def test_the_same_seed_draws_the_same_and_the_unit_of_measurement_changes_nothing() -> None:
    own, common = np.array([1.0, 2.0, 0.5]), np.array([-0.3, -0.3, -0.1])
    once = MaxT(own, common, 0.4, 9, seed=5).tail(T)
    again, scaled, other = (
        MaxT(own * k, common * k, 0.4 * k, 9, seed=seed).tail(T) for k, seed in ((1, 5), (64, 5), (1, 6))
    )
    assert np.array_equal(once, again)
    assert np.array_equal(once, scaled)  # a power of two leaves every digit as it is
    assert not np.array_equal(once, other)
