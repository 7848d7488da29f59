"""How much of itself an answer fits, and a cluster."""

import numpy as np
import pytest

from borgerpuls.method import Design, calibrate_to, poststratify, rake
from borgerpuls.method.array_operations import combination_codes
from borgerpuls.method.design.leverage import cluster_leverage, leverage


def drawn(persons: int = 60, seed: int = 3) -> Design:
    """Two strata of persons in clusters of five."""
    rng = np.random.default_rng(seed)
    psu = np.arange(persons) // 5
    return Design((psu >= 6).astype(np.int64), rng.choice([1.0, 2.0], persons), np.ones(persons, np.int64), psu=psu)


def test_an_answer_fits_one_over_the_answers_of_its_stratum_or_cell() -> None:
    design = Design(np.array([0, 0, 0, 0, 1, 1]), np.ones(6), np.ones(6, np.int64))
    assert leverage(design).tolist() == [0.25] * 4 + [0.5] * 2
    calibrated = poststratify(design, [0, 0, 0, 1, 1, 1], [30, 30]).design
    assert leverage(calibrated) == pytest.approx(np.full(6, 1 / 3))


def test_without_calibration_a_cluster_fits_its_share_of_the_stratum() -> None:
    design = Design(np.zeros(4, np.int64), np.ones(4), np.array([2, 1, 4, 3]), psu=np.array([0, 0, 1, 2]))
    assert cluster_leverage(design) == pytest.approx([0.3, 0.4, 0.3])
    assert leverage(design) == pytest.approx([0.3, 0.3, 0.4, 0.3])


def test_a_cluster_that_is_a_calibration_cell_fits_itself_wholly() -> None:
    design = drawn()
    cell = np.where(design.psu == 2, 0, design.stratum + 1)
    calibrated = poststratify(design, cell, [10, 50, 80]).design
    fit = cluster_leverage(calibrated)
    assert fit[2] == pytest.approx(1)
    assert np.delete(fit, 2) == pytest.approx([1 / 5] * 5 + [1 / 6] * 6)


@pytest.mark.parametrize("method", ["raked", "regressed"])
def test_after_calibration_to_margins_it_is_that_of_the_regression(method: str) -> None:
    """h of a cluster = Σ of the hat matrix over all pairs of its persons, over its persons."""
    design = drawn()
    rng = np.random.default_rng(8)
    margins = [combination_codes(design.stratum, rng.integers(0, 2, 60)) for _ in range(2)]
    x = np.hstack([code[:, None] == np.arange(4) for code in margins]).astype(float)
    if method == "raked":
        calibrated = rake(design, [(code, np.bincount(code) * 3.0) for code in margins]).design
        base = np.ones(60)
    else:
        calibrated = calibrate_to(design, x, np.concatenate([np.bincount(code) * 3.0 for code in margins])).design
        base = design.weight
    hat = x @ np.linalg.pinv(x.T @ (base[:, None] * x)) @ (x.T * base)
    assert design.psu is not None
    pairs = [hat[np.ix_(design.psu == c, design.psu == c)].sum() / 5 for c in range(12)]
    assert cluster_leverage(calibrated) == pytest.approx(pairs, rel=2e-2 if method == "raked" else 1e-9)
