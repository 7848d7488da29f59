"""95 % intervals hold the truth of a made population in 94 to 96 of 100 draws (a short run of bench/coverage.py)."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

DRAWS = 500


@pytest.fixture(scope="module")
def coverage(repository: Path) -> ModuleType:
    place = importlib.util.spec_from_file_location("bench_coverage", repository / "bench" / "coverage.py")
    assert place is not None
    assert place.loader is not None
    module = importlib.util.module_from_spec(place)
    sys.modules["bench_coverage"] = module
    place.loader.exec_module(module)
    return module


@pytest.mark.parametrize("grouped", [False, True], ids=["units", "groups"])
def test_intervals_cover_for_units_of_30_to_3000_answers_and_groups_inside_them(
    coverage: ModuleType, grouped: bool
) -> None:
    held = coverage.simulate(DRAWS, grouped)
    found = coverage.rates(held)
    assert 0.94 <= found["mean"] <= 0.96
    assert 0.94 <= found["share"] <= 0.965  # Korn-Graubard errs on the safe side with few answers
    assert 0.94 <= found["careful"] <= 0.96


def test_the_made_population_is_what_it_says(coverage: ModuleType) -> None:
    n = coverage.simulate(20, False).n.mean(axis=0).ravel()
    answered = 1 - 0.125
    assert n == pytest.approx(answered * coverage.ANSWERS, rel=0.1)
