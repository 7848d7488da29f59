"""Groups of a place are judged together: chance marks one report in twenty, not one group in twenty."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from borgerpuls.dataset.counting.count import tally
from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg
from borgerpuls.results.build import build
from borgerpuls.results.declaration.statistic import Inputs
from borgerpuls.results.estimation.wave_estimates import estimate
from borgerpuls.results.figures.table import Figures
from borgerpuls.results.statistics.group_families import GROUPS_STAND_OUT, group_family_figures
from borgerpuls.results.statistics.levels import MEAN, level_figures

Maker = Callable[..., Any]
GROUPS = ("age=18-29", "age=30-49", "age=50-", "sex=f", "sex=m")


@pytest.fixture(scope="module")
def figures(maker: Maker, tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return build([maker(seed=4).freeze(tmp_path_factory.mktemp("groups") / "w")])


@pytest.mark.parametrize("unit", ["0101", "0147"])
@pytest.mark.parametrize("theme", ["overall", "meeting"])
def test_p_is_adjusted_over_all_groups_of_all_variables_of_the_place(figures: Figures, unit: str, theme: str) -> None:
    plain = [figures.find(f"2024-spring/theme/{theme}/{unit}/{group}") for group in GROUPS]
    family = [figures.find(f"2024-spring/theme/{theme}/{unit}/{group}/groups-stand-out") for group in GROUPS]
    raw = np.array([np.nan if f.p is None else f.p for f in plain])
    adjusted = np.array([np.nan if f.p is None else f.p for f in family])
    np.testing.assert_allclose(adjusted, benjamini_hochberg(raw), rtol=1e-12)
    for one, other in zip(plain, family, strict=True):
        assert (one.difference, one.difference_low, one.hidden) == (
            other.difference,
            other.difference_low,
            other.hidden,
        )


def test_the_whole_stands_beside_nothing(figures: Figures) -> None:
    assert {f.place for f in figures if f.statistic == GROUPS_STAND_OUT.id} == {"0101", "0147", "0230", "0360"}


def test_a_hidden_group_is_no_part_of_the_family(maker: Maker, tmp_path: Path) -> None:
    figures = build([maker(seed=4, hide_below=18).freeze(tmp_path / "w")])
    family = [f for f in figures if f.statistic == GROUPS_STAND_OUT.id and f.place == "0101" and f.measure == "overall"]
    shown = [f for f in family if not f.hidden]
    assert 0 < len(shown) < len(family)
    raw = [figures.find(f.address.removesuffix("/groups-stand-out")).p for f in shown]
    assert [f.p for f in shown] == pytest.approx(benjamini_hochberg(np.array(raw, float)).tolist())


def test_where_no_group_differs_few_reports_mark_any(maker: Maker, tmp_path: Path) -> None:
    reports = marked = plain = 0
    for seed in range(60):
        wave = maker(seed=seed, sizes=(160, 110, 90, 70), compare={}, compare_groups={}).freeze(tmp_path / f"{seed}")
        inputs = Inputs(estimate(wave, tally(wave)))
        inputs.made[MEAN.id] = tuple(level_figures(inputs))
        found: dict[str, list[bool]] = {}
        alone: dict[str, list[bool]] = {}
        for block in group_family_figures(inputs):
            low, high = block.difference.interval() if block.difference else (np.nan, np.nan)
            large = np.abs(block.difference.value if block.difference else np.nan) >= 0.1
            sure = ((low > 0) | (high < 0)) & large & block.exists & (block.reason == 0)
            for place, unit in enumerate(block.places):
                found.setdefault(unit, []).append(bool((sure & (block.numbers["p"] < 0.05))[place, :, 0].any()))
                alone.setdefault(unit, []).append(bool(sure[place, :, 0].any()))
        reports += len(found)
        marked += sum(any(each) for each in found.values())
        plain += sum(any(each) for each in alone.values())
    assert reports == 240
    assert plain / reports > 0.1  # what judging each group by itself would mark
    assert marked / reports < 0.05 + 2 * (0.05 * 0.95 / reports) ** 0.5
