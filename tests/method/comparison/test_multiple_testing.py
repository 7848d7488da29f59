"""P-values adjusted for the false discovery rate: Benjamini and Hochberg's own example, R's numbers, and properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg, holm

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=30)

THROMBOLYSIS = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip
"""The fifteen p-values of Benjamini & Hochberg (1995), section 4.1."""


def test_the_example_of_the_article_has_the_adjusted_p_values_of_r_and_its_four_rejections() -> None:
    # R 4.2.2: p.adjust(p, method = "BH")
    expected = [
        0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.0638571428571429, 0.0638571428571429, 0.0645, 0.0765, 0.486,
        0.581181818181818, 0.714875, 0.753230769230769, 0.813214285714286, 1.0,
    ]  # fmt: skip
    adjusted = benjamini_hochberg(THROMBOLYSIS)
    assert adjusted == pytest.approx(expected, rel=1e-12)
    assert (adjusted <= 0.05).tolist() == [True] * 4 + [False] * 11  # Bonferroni rejects three


def test_adjusted_p_values_are_those_worked_out_by_hand() -> None:
    p = np.array([[0.01, 0.04, 0.03], [0.005, np.nan, 0.5]])
    assert benjamini_hochberg(p) == pytest.approx(np.array([[0.025, 0.05, 0.05], [0.025, np.nan, 0.5]]), nan_ok=True)


def test_what_was_not_tested_does_not_count_among_the_tests() -> None:
    assert benjamini_hochberg([np.nan, 0.02, np.nan, 0.04]) == pytest.approx([np.nan, 0.04, np.nan, 0.04], nan_ok=True)
    assert np.isnan(benjamini_hochberg([np.nan, np.nan])).all()


@pytest.mark.parametrize("p", [0.0, 0.03, 1.0])
@pytest.mark.parametrize("tests", [1, 2, 7])
def test_equal_p_values_stay_what_they_are(p: float, tests: int) -> None:
    assert benjamini_hochberg([p] * tests) == pytest.approx([p] * tests)


def test_nothing_tested_is_nothing_adjusted() -> None:
    assert benjamini_hochberg(np.zeros((0, 4))).shape == (0, 4)


@pytest.mark.parametrize("p", [-1e-9, 1.0000001, np.inf, -np.inf])
def test_a_number_that_is_no_p_value_is_refused(p: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.5, p, np.nan])


@given(p_values)
def test_adjusting_never_lowers_a_p_value_nor_changes_their_order(p: list[float]) -> None:
    values = np.array(p)
    q = benjamini_hochberg(values)
    assert np.all(q >= values - 1e-15)
    assert np.all(np.diff(q[np.argsort(values)]) >= -1e-15)


@given(p_values, st.sampled_from([0.01, 0.05, 0.2]))
def test_the_adjusted_reject_what_the_step_up_rule_rejects(p: list[float], q: float) -> None:
    """The rule of the article: reject the k smallest, k the largest number whose p is at most q·k/m."""
    ordered = np.sort(p)
    bound = q * np.arange(1, len(p) + 1) / len(p)
    if np.abs(ordered - bound).min() < 1e-12:
        return  # a p-value on the line, but for the last bit
    reached = np.flatnonzero(ordered <= bound)
    rejected = reached[-1] + 1 if len(reached) else 0
    assert (benjamini_hochberg(p) <= q).sum() == rejected


def test_false_marks_are_as_few_as_promised() -> None:
    generator = np.random.default_rng(37)
    shares = []
    for _ in range(500):
        effect = np.where(np.arange(98) < 20, 3.0, 0.0)
        from_chance = generator.standard_normal(98) + effect
        marked = benjamini_hochberg(2 * ndtr(-np.abs(from_chance))) <= 0.05
        shares.append(marked[20:].sum() / max(1, marked.sum()))
    assert np.mean(shares) < 0.05


def test_holm_of_the_same_example_has_the_p_values_of_r() -> None:
    # R 4.2.2: p.adjust(p, method = "holm")
    expected = [0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1, 1, 1, 1, 1, 1]
    assert holm(THROMBOLYSIS) == pytest.approx(expected)


@given(p_values)
def test_holm_lies_between_the_plain_p_and_bonferroni_and_keeps_their_order(p: list[float]) -> None:
    found = holm(p)
    assert np.all(found >= np.array(p) - 1e-15)
    assert np.all(found <= np.minimum(1, np.array(p) * len(p)) + 1e-15)
    assert np.all(np.diff(found[np.argsort(p, kind="stable")]) >= -1e-15)


def test_holm_keeps_what_was_not_tested_and_refuses_what_is_no_probability() -> None:
    assert holm([0.02, np.nan, 0.04]) == pytest.approx([0.04, np.nan, 0.04], nan_ok=True)
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([0.5, 1.5])
