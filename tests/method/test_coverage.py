"""95 % intervals hold the truth where few answer and where most answer alike (a short run of bench/coverage.py)."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

DRAWS = 60


@pytest.fixture(scope="module")
def coverage(program: Callable[[str], ModuleType]) -> ModuleType:
    return program("bench/coverage.py")


def test_from_five_answers_on_no_kind_of_interval_covers_less_than_it_should(coverage: ModuleType) -> None:
    counts = coverage.simulate(DRAWS)
    short = []
    for what in coverage.rows():
        for number in range(len(coverage.BINS)):
            found, error, count = counts.rate(what, number)
            if count >= 100 and found < coverage.LOW - 3.5 * error:
                short.append(f"{what}, {coverage.BINS[number]}: {found:.1f} of {count}")
    assert not short
    assert sum(count for _hits, count in counts.held.values()) > 50_000


def test_over_all_numbers_of_answers_ordinary_items_and_themes_are_covered_as_often_as_promised(
    coverage: ModuleType,
) -> None:
    counts = coverage.simulate(DRAWS)
    for kind in ("mean", "share", "unit minus country, mean", "unit minus country, share", "change"):
        for measure in ("theme", "ordinary item"):
            cells = [seen for (what, _n), seen in counts.held.items() if what.startswith(f"{kind}, {measure}, ")]
            hits, count = (sum(seen[part] for seen in cells) for part in (0, 1))
            assert count > 2_000
            assert 94 <= 100 * hits / count <= 96.5, f"{kind}, {measure}"


def test_the_made_population_answers_as_it_says(coverage: ModuleType) -> None:
    generator = np.random.default_rng(4)
    people = coverage.Frame.make(generator)
    drawn = [people.draw(generator) for _ in range(20)]
    assert np.mean([len(here) for here, _answers in drawn]) == pytest.approx(0.65 * coverage.FRAME.sum(), rel=0.05)
    answers = np.vstack([answers for _here, answers in drawn])
    assert np.mean(answers[:, coverage.CEILING] == 5) == pytest.approx(0.9, abs=0.02)
    assert np.mean(np.isnan(answers[:, coverage.SELDOM])) == pytest.approx(0.85, abs=0.02)


def test_raking_to_a_group_that_answers_otherwise_mends_the_national_means(coverage: ModuleType) -> None:
    found = {one.what: one.found for one in coverage.unmodelled(DRAWS)}
    assert found["national theme, post-stratified to sex by age"] < 50
    raked = [value for what, value in found.items() if "raked" in what]
    assert min(raked) > 90


def test_the_correction_for_a_finite_population_covers_these_very_persons(coverage: ModuleType) -> None:
    counts = coverage.finite(DRAWS)
    rates = [counts.rate("mean, ordinary item, unit, fpc", number) for number in range(len(coverage.BINS))]
    told = [(found, error) for found, error, count in rates if count >= 100]
    assert len(told) >= 3
    assert all(found > coverage.LOW - 3.5 * error for found, error in told)


def test_the_committed_table_is_that_of_the_program_and_shows_nothing_that_covers_too_little(
    coverage: ModuleType, repository: Path
) -> None:
    lines = (repository / "bench" / "coverage.md").read_text(encoding="utf-8").splitlines()
    for what in coverage.rows():
        (line,) = [line for line in lines if line.startswith(f"| {what} |")]
        told = [float(cell.strip(" *")) for cell in line.split("|")[2:-1] if cell.strip()]
        assert told
        assert min(told) > coverage.LOW - 0.7, line
