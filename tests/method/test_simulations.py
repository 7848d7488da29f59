"""Every comparison keeps its promise in made populations (a short run of bench/simulations.py)."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

DRAWS = 60
NAMES = (
    "analysis_of_means", "few_and_skewed_answers", "groups_of_a_place", "false_discoveries",
    "ranks", "charts", "unusual", "shrinkage", "overlapping_waves",
    "taken_apart", "who_answered", "same_citizens", "two_groups", "what_goes_together", "small_shares",
    "alike_everywhere",
)  # fmt: skip


@pytest.fixture(scope="module")
def simulations(program: Callable[[str], ModuleType]) -> ModuleType:
    return program("bench/simulations.py")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_promised_is_found(simulations: ModuleType, name: str) -> None:
    lines = list(simulations.SIMULATIONS[name](DRAWS))
    assert not [f"{line.what}: {line.found:.2f} for {line.promised:.2f}" for line in lines if not line.kept]


def test_all_simulations_are_run_here_too(simulations: ModuleType) -> None:
    assert tuple(simulations.SIMULATIONS) == NAMES


def test_the_committed_table_kept_every_promise(simulations: ModuleType, repository: Path) -> None:
    text = (repository / "bench" / "simulations.md").read_text(encoding="utf-8")
    assert "not kept" not in text
    assert "| what | promised | found | ± |" in text
    for name in ("analysis of means", "rank sets", "EWMA", "CUSUM", "Kitagawa", "R-indicator", "overlap weights"):
        assert name in text
