import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.method.comparison.random_effects import answers_needed, funnel_limits, random_effects
from borgerpuls.method.errors import TooFew

# R 4.2.2, metafor: rma(yi, sei = se, method = "DL" | "REML") and blup() on the six units below.
Y = np.array([3.32, 3.41, 3.07, 3.64, 3.53, 3.75])
V = np.array([0.05, 0.08, 0.11, 0.04, 0.06, 0.12]) ** 2


def test_moment_and_likelihood_estimates_are_those_of_metafor() -> None:
    moment, likely = random_effects(Y, V, kind="dl"), random_effects(Y, V)
    assert moment.tau2 == pytest.approx(0.03444583832, rel=1e-9)
    assert moment.q == pytest.approx(46.30304409103, rel=1e-9)
    assert (moment.mean, moment.mean_se) == pytest.approx((3.45578594490, 0.08232969567), rel=1e-9)
    assert likely.tau2 == pytest.approx(0.04491557748, rel=1e-8)
    assert likely.mean == pytest.approx(3.45516930441, rel=1e-9)
    assert likely.value[[0, 5]] == pytest.approx([3.327126841, 3.678424164], rel=1e-8)
    assert likely.se[[0, 5]] == pytest.approx([0.04890735865, 0.10680584622], rel=1e-8)


def test_equal_units_have_no_variance_between_them_and_shrink_to_the_mean() -> None:
    result = random_effects(np.array([3.5, 3.5, 3.5, 3.5]), np.full(4, 0.01))
    assert result.tau2 == 0
    assert np.array_equal(result.reliability, np.zeros(4))
    assert result.value == pytest.approx(np.full(4, 3.5))


def test_pure_noise_is_called_unusual_at_the_level_promised() -> None:
    generator = np.random.default_rng(23)
    variance = generator.uniform(0.03, 0.15, 98) ** 2
    flagged = [(random_effects(generator.normal(3.5, variance**0.5), variance).p < 0.05).mean() for _ in range(300)]
    assert 0.035 < np.mean(flagged) < 0.055


def test_the_variance_between_units_is_found_again() -> None:
    generator = np.random.default_rng(29)
    variance = generator.uniform(0.03, 0.15, 98) ** 2
    found = [random_effects(generator.normal(3.5, np.sqrt(variance + 0.0144)), variance).tau2 for _ in range(300)]
    assert np.mean(found) == pytest.approx(0.0144, rel=0.05)


def test_shrunken_estimates_lie_closer_to_the_truth() -> None:
    generator = np.random.default_rng(31)
    variance = generator.uniform(0.05, 0.2, 98) ** 2
    raw = shrunken = 0.0
    for _ in range(100):
        truth = generator.normal(3.5, 0.1, 98)
        seen = generator.normal(truth, variance**0.5)
        raw += np.sum((seen - truth) ** 2)
        shrunken += np.sum((random_effects(seen, variance).value - truth) ** 2)
    assert shrunken < 0.7 * raw


@given(st.permutations(range(6)), st.floats(-3, 3))
def test_order_and_a_constant_added_to_all_change_nothing(order: list[int], shift: float) -> None:
    plain, moved = random_effects(Y, V), random_effects(Y[order] + shift, V[order])
    assert moved.tau2 == pytest.approx(plain.tau2, rel=1e-6)
    assert moved.value == pytest.approx(plain.value[order] + shift, rel=1e-6)


def test_expected_range_without_ordinary_variation_is_the_classical_funnel() -> None:
    funnel = funnel_limits(Y, V, tau2=0)
    weight = 1 / V
    assert funnel.high - funnel.low == pytest.approx(2 * 1.959963984540054 * np.sqrt(V))
    assert (funnel.high + funnel.low) / 2 == pytest.approx(np.full(6, np.sum(weight * Y) / np.sum(weight)))
    assert funnel.outside.sum() > funnel_limits(Y, V).outside.sum()


def test_answers_needed_give_the_reliability_asked_for() -> None:
    needed = answers_needed(0.0144, 0.85**2)
    assert 0.0144 / (0.0144 + 0.85**2 / needed) >= 0.7
    assert 0.0144 / (0.0144 + 0.85**2 / (needed - 1)) < 0.7


def test_two_units_and_units_that_do_not_differ_are_refused() -> None:
    with pytest.raises(TooFew, match="2 of at least 3"):
        random_effects(Y[:2], V[:2])
    with pytest.raises(TooFew, match="do not differ"):
        answers_needed(0.0, 0.7)
