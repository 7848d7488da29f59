"""A figure traced to the answers, weights, formula, files and versions that it was made from."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.problems import Refused
from borgerpuls.results.build import build
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.results.provenance.trace import trace

Maker = Callable[..., Any]


def test_a_trace_tells_the_cells_weights_files_and_versions(traced: Any) -> None:
    found = traced.trace("theme/overall/0101")
    assert found.made_from["cells"] > 3
    assert sum(cell.answered for cell in found.weights) == found.facts["2024-spring"]["units"]["0101"]["answered"]
    assert sum(cell.population for cell in found.weights) == pytest.approx(found.figure.population)
    assert all(cell.name.startswith("0101: ") for cell in found.weights)
    assert all(cell.answered * cell.weight == pytest.approx(cell.population) for cell in found.weights)
    assert {"persons.parquet", "population.parquet", "wave.toml", "questionnaire.toml"} <= set(
        found.facts["2024-spring"]["digests"]
    )
    assert len(found.facts["2024-spring"]["tally"]) == 64
    assert "borgerpuls" in found.facts["2024-spring"]["versions"]


@pytest.mark.parametrize(
    ("address", "line", "source"),
    [
        ("theme/overall/0101", "θ̂ = Σ w·y / Σ w", "Binder"),
        ("theme/overall/dk.units", "θ̂ = Σ_m θ̂_m/H,  V = Σ_m v_m/H²", "Lumley"),
        ("item/help/0101/share=4", "Beta(n*·θ̂ + ½", "Korn"),
        ("theme/overall/0101/vs-rest", "θ̂_m − θ̂_rest", "Deville"),
        ("theme/overall/0101/vs-dk.units", "(1 − 1/H)²", "Lumley"),
        ("theme/overall/dk/change", "θ̂_now − θ̂_then", "Lumley"),
        ("theme/overall/0101/anom", "moderated variances", "Pallmann"),
        ("theme/overall/0101/stands-out", "p adjusted over", "Benjamini"),
        ("theme/overall/0101/rank", "max-t, stepwise", "Mogstad"),
        ("theme/overall/dk/tau", "maximum likelihood", "Raudenbush"),
        ("theme/overall/dk/mix", "p_now − p_then", "Kitagawa"),
        ("response/rr3/dk", "K + e·U", "AAPOR"),
        ("response/r-indicator/dk", "logistic", "Schouten"),
        ("response/rate/dk", "RR2", "AAPOR"),
        ("response/answered/dk", "complete + partial", "AAPOR"),
        ("response/kish/dk", "1 + cv²", "Kish"),
    ],
)
def test_a_trace_names_the_formula_and_its_source(traced: Any, address: str, line: str, source: str) -> None:
    found = traced.trace(address).formula
    assert any(line in written for written in found.lines)
    assert any(source in written for written in found.sources)
    assert set(found.what) == {"da", "en"}


@pytest.mark.usefixtures("answerable")
def test_the_plain_difference_of_two_groups_names_its_formula(traced_waves: Maker, tmp_path: Path) -> None:
    found = traced_waves(tmp_path).trace("theme/overall/0147/compare/1-0").formula
    assert any("θ̂_1 − θ̂_0" in line for line in found.lines)
    assert any("Binder" in source for source in found.sources)


@pytest.mark.parametrize(("fpc", "said"), [(False, "f_h = 0:"), (True, "f_h = 0 in Δ")])
def test_every_figure_says_whether_the_population_is_finite(
    traced_waves: Maker, tmp_path: Path, fpc: bool, said: str
) -> None:
    traced = traced_waves(tmp_path, fpc=fpc)
    level, change = (traced.trace(f"theme/overall/0101{ending}").formula for ending in ("", "/change"))
    assert any(said in line for line in level.lines)
    assert any("f_h = 0:" in line for line in change.lines)


def test_a_change_needs_both_waves(traced: Any) -> None:
    newest = replace(traced, folders=traced.folders[:1])
    with pytest.raises(Refused, match="wave 2023-spring"):
        newest.trace("theme/overall/dk/change")


def test_a_wave_that_is_not_the_one_on_the_shelf_is_refused(traced: Any, maker: Maker, tmp_path: Path) -> None:
    other: FrozenWave = maker(seed=9).freeze(tmp_path / "2024-spring")
    with pytest.raises(Refused, match="not the one"):
        replace(traced, folders=(other.folder, traced.folders[1])).trace("theme/overall/dk")


def test_a_hidden_figure_is_traced_to_its_reason(maker: Maker, tmp_path: Path) -> None:
    now = maker(hide_below=500).freeze(tmp_path / "2024-spring")
    with FigureStore.open(tmp_path / "figures.sqlite") as shelf:
        shelf.put(build([now]))
        found = trace(shelf, "2024-spring/theme/overall/0101", [now.folder])
    assert found.figure.hidden == "fewer than 500 answers"
    assert found.made_from["cells"] is None
