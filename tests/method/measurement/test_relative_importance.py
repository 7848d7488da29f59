from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.method.errors import TooFew
from borgerpuls.method.measurement.relative_importance import relative_importance, relative_importance_interval

PREDICTORS = ("Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality")


def test_swiss_fertility_is_that_of_relaimpo(inputs: Callable[[str], Any], expected: Callable[[str], Any]) -> None:
    swiss, wanted = inputs("swiss"), expected("C25")
    found = relative_importance(np.cov(swiss.number("Fertility", *PREDICTORS), rowvar=False))
    case = "swiss Fertility"
    assert found.r2 == pytest.approx(wanted[f"{case} (relaimpo 2.2-7)", "", "R2"], abs=1e-8)
    for stat in ("lmg", "johnson", "first", "last"):
        ours = getattr(found, stat)
        assert ours == pytest.approx([wanted[case, name, stat] for name in PREDICTORS], abs=1e-8), stat


def test_the_municipal_items_are_those_of_relaimpo(
    inputs: Callable[[str], Any], expected: Callable[[str], Any]
) -> None:
    answers = inputs("kommune_wave1").number("q6", "q1", "q2", "q3", "q4", "q5")
    complete = answers[~np.isnan(answers).any(axis=1)]
    wanted = expected("C25")
    case = "kommune q6 on q1-q5 complete"
    assert len(complete) == wanted[case, "", "n"]
    found = relative_importance(np.cov(complete, rowvar=False))
    assert found.r2 == pytest.approx(wanted[case, "", "R2"], abs=1e-8)
    for stat in ("lmg", "johnson"):
        assert getattr(found, stat) == pytest.approx([wanted[case, f"q{k}", stat] for k in range(1, 6)], abs=1e-8)


@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
def test_shares_add_up_and_no_share_is_negative(seed: int, count: int) -> None:
    answers = np.random.default_rng(seed).standard_normal((30, count + 1))
    found = relative_importance(np.cov(answers, rowvar=False))
    assert found.lmg.sum() == pytest.approx(found.r2)
    assert found.johnson.sum() == pytest.approx(found.r2)
    assert np.all(found.lmg > -1e-12)
    assert np.all(found.johnson > -1e-12)


def test_unrelated_predictors_keep_what_they_explain_alone() -> None:
    matrix = np.eye(4)
    matrix[0, 1:] = matrix[1:, 0] = [0.5, 0.3, 0.1]
    found = relative_importance(matrix)
    for share in (found.lmg, found.johnson, found.last):
        assert share == pytest.approx([0.25, 0.09, 0.01])


def test_the_interval_covers_as_often_as_promised() -> None:
    generator = np.random.default_rng(43)
    truth = np.array([[1, 0.6, 0.5, 0.3], [0.6, 1, 0.4, 0.2], [0.5, 0.4, 1, 0.3], [0.3, 0.2, 0.3, 1]])
    right = relative_importance(truth)
    hits = np.zeros(3)
    for _ in range(200):
        answers = generator.multivariate_normal(np.zeros(4), truth, size=300)
        blocks = np.array_split(answers, 30)
        left_out = [np.cov(np.concatenate(blocks[:k] + blocks[k + 1 :]), rowvar=False) for k in range(30)]
        interval = relative_importance_interval(np.cov(answers, rowvar=False), np.array(left_out), np.full(30, 29 / 30))
        hits += (interval.low <= right.lmg / right.r2) & (right.lmg / right.r2 <= interval.high)
    assert np.all(np.abs(hits / 200 - 0.95) < 0.05)


def test_what_cannot_be_told_apart_is_refused() -> None:
    with pytest.raises(TooFew, match="0 of at least 1"):
        relative_importance(np.eye(1))
    with pytest.raises(ValueError, match="combination of the others"):
        relative_importance(np.array([[1, 0.5, 0.5], [0.5, 1, 1], [0.5, 1, 1.0]]))
    with pytest.raises(ValueError, match="never varies"):
        relative_importance(np.diag([1.0, 0.0]))
