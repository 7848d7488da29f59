from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from borgerpuls.method.errors import TooFew
from borgerpuls.method.measurement.reliability import reliability


def pairwise(answers: np.ndarray) -> np.ndarray:
    return np.ma.cov(np.ma.masked_invalid(answers), rowvar=False, allow_masked=True).data


@pytest.fixture(scope="module")
def agreeableness(inputs: Callable[[str], Any]) -> np.ndarray:
    table = inputs("bfi_agreeableness")
    answers = table.number("A1", "A2", "A3", "A4", "A5")
    answers[:, 0] = 7 - answers[:, 0]
    return answers


def test_alpha_and_item_statistics_are_those_of_psych(
    agreeableness: np.ndarray, expected: Callable[[str], Any]
) -> None:
    wanted = expected("C24")
    case = "bfi A1r-A5 (psych::alpha, pairwise)"
    found = reliability(pairwise(agreeableness), persons=len(agreeableness))
    for ours, stat in ((found.alpha, "raw_alpha"), (found.standardised, "std_alpha"), (found.mean_r, "average_r")):
        assert ours == pytest.approx(wanted[case, "", stat], abs=1e-3), stat
    assert found.se == pytest.approx(wanted[case, "", "ase"], abs=1e-3)
    assert found.guttman == pytest.approx(wanted[case, "", "G6"], abs=1e-3)
    for k in range(5):
        assert found.without[k] == pytest.approx(wanted["bfi item statistics", f"A{k + 1}", "alpha_drop"], abs=1e-3)
        assert np.nanmean(agreeableness[:, k]) == pytest.approx(wanted["bfi item statistics", f"A{k + 1}", "mean"])
        spread = np.nanstd(agreeableness[:, k], ddof=1)
        assert spread == pytest.approx(wanted["bfi item statistics", f"A{k + 1}", "sd"])
        assert found.item_rest[k] == pytest.approx(wanted["bfi item statistics", f"A{k + 1}", "r_drop"], abs=2e-2)


def test_complete_answers_give_alpha_and_omega_of_psych(
    agreeableness: np.ndarray, expected: Callable[[str], Any]
) -> None:
    complete = agreeableness[~np.isnan(agreeableness).any(axis=1)]
    wanted = expected("C24")
    found = reliability(np.cov(complete, rowvar=False), persons=len(complete))
    assert len(complete) == wanted["bfi complete cases", "", "n"]
    assert found.alpha == pytest.approx(wanted["bfi complete cases", "", "alpha"], abs=1e-9)
    assert found.omega == pytest.approx(wanted["bfi complete cases, one factor ML", "", "omega"], abs=1e-3)


def test_parallel_items_give_the_formula_of_spearman_and_brown() -> None:
    found = reliability(np.full((4, 4), 0.5) + 0.5 * np.eye(4))
    assert found.alpha == pytest.approx(4 * 0.5 / (1 + 3 * 0.5))
    assert found.omega == pytest.approx(found.alpha, abs=1e-6)
    assert found.loadings == pytest.approx(np.full(4, 0.5**0.5), abs=1e-5)


def test_the_standard_error_is_that_of_repeated_samples() -> None:
    generator = np.random.default_rng(47)
    truth = np.full((4, 4), 0.4) + 0.6 * np.eye(4)
    made = [
        reliability(np.cov(generator.multivariate_normal(np.zeros(4), truth, size=250), rowvar=False), persons=250)
        for _ in range(300)
    ]
    assert np.std([m.alpha for m in made]) == pytest.approx(np.mean([m.se for m in made]), rel=0.12)


def test_two_items_have_no_omega_and_one_item_is_refused() -> None:
    found = reliability(np.array([[1, 0.5], [0.5, 1]]))
    assert found.omega is None
    assert np.isnan(found.without).all()
    with pytest.raises(TooFew, match="1 of at least 2"):
        reliability(np.eye(1))


def test_items_that_cancel_each_other_have_no_number_that_is_not_one() -> None:
    # The last two are each other's opposite: left alone they never vary together.
    found = reliability(np.array([[1, 0.2, -0.2], [0.2, 1, -1], [-0.2, -1, 1.0]]))
    assert found.item_rest[0] == 0
    assert found.without[0] == 0
    assert found.guttman == 1
    assert np.isfinite(found.item_rest).all()


def test_what_is_no_covariance_of_items_that_vary_is_refused() -> None:
    with pytest.raises(ValueError, match="never varies"):
        reliability(np.diag([1.0, 0.0, 1.0]))
    with pytest.raises(ValueError, match="square"):
        reliability(np.ones((3, 2)))
    with pytest.raises(ValueError, match="without gaps"):
        reliability(np.array([[1, np.nan], [np.nan, 1]]))


def test_order_and_scale_of_all_items_change_nothing() -> None:
    matrix = np.array([[1, 0.5, 0.3, 0.2], [0.5, 1.2, 0.4, 0.3], [0.3, 0.4, 0.9, 0.1], [0.2, 0.3, 0.1, 1.1]])
    order = np.array([2, 0, 3, 1])
    plain, moved = reliability(matrix, 200), reliability(9 * matrix[np.ix_(order, order)], 200)
    for name in ("alpha", "standardised", "mean_r", "se", "guttman", "omega"):
        assert getattr(moved, name) == pytest.approx(getattr(plain, name), rel=1e-5), name
    assert moved.item_rest == pytest.approx(plain.item_rest[order])
    assert moved.without == pytest.approx(plain.without[order])
