"""Rows of persons alike stand for all of them, in every function for persons."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.method.calibration.poststratification import poststratify
from borgerpuls.method.calibration.raking import rake
from borgerpuls.method.design.design import Design
from borgerpuls.method.design.expand_counts import expand_counts
from borgerpuls.method.estimation.linearization import deff, distribution, mean, ratio, total


def made(seed: int) -> tuple[Design, np.ndarray, Design, np.ndarray, np.ndarray]:
    """Eight cells in two strata and the same as persons: design, counts, persons, their answers, their cell."""
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 4, (8, 3))
    counts[:, 1] += 1
    silent = rng.integers(0, 3, 8)
    cells = Design(
        np.arange(8) % 2, rng.choice([2.0, 3.0, 5.0], 8), counts.sum(axis=1) + silent, np.array([300.0, 400])
    )
    row = np.repeat(np.arange(8), cells.persons)
    pairs = zip(counts, silent, strict=True)
    y = np.concatenate([[*np.repeat(np.arange(1.0, 4), c), *[np.nan] * s] for c, s in pairs])
    persons = Design(cells.stratum[row], cells.weight[row], np.ones(len(row), np.int64), cells.population)
    return cells, counts, persons, y, row


@given(st.integers(0, 10_000))
def test_cells_and_answers_give_what_the_persons_give(seed: int) -> None:
    cells, counts, persons, y, row = made(seed)
    long = expand_counts(cells, counts)
    score = np.where(long.category < 0, np.nan, long.category + 1.0)
    group, own = long.row % 4 == 1, row % 4 == 1
    pairs = [
        (mean(long.design, score), mean(persons, y)),
        (mean(long.design, score, group), mean(persons, y, own)),
        (total(long.design, score), total(persons, y)),
        (ratio(long.design, score, long.row + 1.0), ratio(persons, y, row + 1.0)),
        (distribution(long.design, score, [1, 2, 3]), distribution(persons, y, [1, 2, 3])),
    ]
    for ours, theirs in pairs:
        assert ours.value == pytest.approx(theirs.value)
        assert ours.covariance == pytest.approx(theirs.covariance, rel=1e-9, abs=1e-14)
        assert ours.df.tolist() == theirs.df.tolist()
        assert ours.n.tolist() == theirs.n.tolist()
    assert deff(pairs[0][0], score) == pytest.approx(deff(pairs[0][1], y))


@given(st.integers(0, 10_000))
def test_calibrated_cells_and_answers_too(seed: int) -> None:
    cells, counts, persons, y, row = made(seed)
    sex, age = np.arange(8) // 2 % 2, np.arange(8) // 4

    def cells_of(design: Design, rows: np.ndarray) -> Design:
        return poststratify(design, sex[rows], [130, 150]).design

    def margins_of(design: Design, rows: np.ndarray) -> Design:
        return rake(design, [(sex[rows], [130, 150]), (age[rows], [180, 100])]).design

    for calibrate in (cells_of, margins_of):
        folded = calibrate(cells, np.arange(8))
        long = expand_counts(folded, counts)
        score = np.where(long.category < 0, np.nan, long.category + 1.0)
        theirs = mean(calibrate(persons, row), y)
        assert mean(long.design, score).value == pytest.approx(theirs.value)
        assert mean(long.design, score).se == pytest.approx(theirs.se)


def test_the_silent_have_a_row_of_their_own() -> None:
    long = expand_counts(Design(np.zeros(2, np.int64), np.ones(2), np.array([5, 4])), [[2, 0], [1, 3]])
    assert long.row.tolist() == [0, 0, 1, 1]
    assert long.category.tolist() == [0, -1, 0, 1]
    assert long.design.persons.tolist() == [2, 3, 1, 3]


def test_more_answers_than_persons_are_refused() -> None:
    with pytest.raises(ValueError, match="more answers than persons"):
        expand_counts(Design(np.zeros(1, np.int64), np.ones(1), np.array([3])), [[2, 2]])


def test_clusters_are_refused() -> None:
    with pytest.raises(ValueError, match="one row a person"):
        expand_counts(Design(np.zeros(1, np.int64), np.ones(1), np.ones(1, np.int64), psu=np.zeros(1, np.int64)), [[1]])
