"""One thing measured, and measured alike in all groups."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borgerpuls.method import INVARIANCE_LEVELS, Moments, TooFew, factor_model, reliability

PATTERN = np.repeat([0, 1, 2], 3)


@pytest.fixture(scope="module")
def pupils(inputs: Callable[[str], Any]) -> tuple[np.ndarray, np.ndarray]:
    table = inputs("holzinger1939")
    return table.number(*(f"x{k}" for k in range(1, 10))), table["school"]


def test_three_factors_fit_the_pupils_as_the_lavaan_tutorial_says(
    pupils: tuple[np.ndarray, np.ndarray], expected: Callable[[str], Any]
) -> None:
    found, case = (
        factor_model([Moments.from_answers(pupils[0])], PATTERN),
        "HS1939 CFA (published in the lavaan tutorial)",
    )
    for stat in ("chi2", "df", "cfi", "rmsea", "srmr"):
        assert getattr(found, stat) == pytest.approx(expected("C24")[case, "", stat], abs=1e-6), stat
    assert found.p == pytest.approx(8.5e-9, rel=0.01)


@pytest.mark.parametrize("level", INVARIANCE_LEVELS)
def test_two_schools_are_as_alike_as_lavaan_says(
    level: Any, pupils: tuple[np.ndarray, np.ndarray], expected: Callable[[str], Any]
) -> None:
    answers, school = pupils
    found = factor_model([Moments.from_answers(answers[school == name]) for name in np.unique(school)], PATTERN, level)
    for stat in ("chi2", "df", "cfi", "rmsea"):
        wanted = expected("C24")["HS1939 invariance by school", level, stat]
        assert getattr(found, stat) == pytest.approx(wanted, abs=1e-5), stat


def test_one_factor_of_five_items_is_that_of_the_reference(
    inputs: Callable[[str], Any], expected: Callable[[str], Any]
) -> None:
    answers = inputs("bfi_agreeableness").number("A1", "A2", "A3", "A4", "A5")
    answers[:, 0] = 7 - answers[:, 0]
    found = factor_model([Moments.from_answers(answers)], np.zeros(5, int))
    for stat in ("chi2", "df", "cfi", "rmsea"):
        assert getattr(found, stat) == pytest.approx(
            expected("C24")["bfi complete cases, one factor ML", "", stat], abs=1e-5
        )
    loadings = reliability(Moments.from_answers(answers).covariance).loadings
    assert np.abs(found.loadings[0]) == pytest.approx(np.abs(loadings), abs=1e-4)


def made(seed: int, persons: int = 250, shift: float = 0.0) -> np.ndarray:
    """Four items of one factor; the last is answered ``shift`` higher at the same opinion."""
    generator = np.random.default_rng(seed)
    opinion = generator.normal(3.4, 0.8, persons)[:, None]
    return opinion * [1, 0.9, 0.8, 1.1] + generator.normal(0, 0.7, (persons, 4)) + [0, 0, 0, shift]


def test_levels_ask_for_more_and_fit_no_better() -> None:
    groups = [Moments.from_answers(made(seed)) for seed in (1, 2, 3)]
    fits = [factor_model(groups, np.zeros(4, int), level) for level in INVARIANCE_LEVELS]
    assert [fit.df for fit in fits] == [6, 12, 18, 26]
    assert np.all(np.diff([fit.chi2 for fit in fits]) > -1e-8)


def test_alike_groups_pass_as_often_as_promised_and_a_shifted_item_is_found() -> None:
    def rejected(first: np.ndarray, other: np.ndarray) -> bool:
        return (
            factor_model([Moments.from_answers(first), Moments.from_answers(other)], np.zeros(4, int), "scalar").p
            < 0.05
        )

    false = np.mean([rejected(made(2 * k), made(2 * k + 1)) for k in range(150)])
    assert false < 0.05 + 3 * (0.05 * 0.95 / 150) ** 0.5
    assert np.mean([rejected(made(2 * k), made(2 * k + 1, shift=0.4)) for k in range(20)]) > 0.9


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(4)), st.floats(0.1, 10), st.floats(-5, 5))
def test_order_of_items_scale_and_origin_change_nothing(order: list[int], scale: float, origin: float) -> None:
    plain = factor_model([Moments.from_answers(made(5))], np.zeros(4, int))
    moved = factor_model([Moments.from_answers(origin + scale * made(5)[:, order])], np.zeros(4, int))
    assert moved.chi2 == pytest.approx(plain.chi2, abs=1e-5)
    assert np.abs(moved.loadings[0]) == pytest.approx(np.abs(scale * plain.loadings[0, order]), rel=1e-3)


def test_too_little_is_refused_with_the_number() -> None:
    with pytest.raises(TooFew, match="9 of at least 10"):
        factor_model([Moments.from_answers(made(1)[:, :3])], np.zeros(3, int))
    with pytest.raises(TooFew, match="3 of at least 5"):
        Moments.from_answers(made(1)[:3])
    with pytest.raises(TooFew, match="0 of at least 1"):
        factor_model([], np.zeros(4, int))
    with pytest.raises(ValueError, match="never varies"):
        factor_model([Moments.from_answers(made(1) * [1, 1, 1, 0])], np.zeros(4, int))
    with pytest.raises(ValueError, match="numbered from 0"):
        factor_model([Moments.from_answers(made(1))], np.array([0, 0, 2, 2]))
