"""A figure traced to its persons, and made again by R's survey package."""

import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from borgerpuls.dataset.wave import FrozenWave, Weighting
from borgerpuls.problems import Refused
from borgerpuls.results.build import build
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.results.provenance.reproduction import reproduce
from borgerpuls.results.provenance.trace import Trace, trace

Maker = Callable[..., Any]

LEVELS = (
    "theme/overall/0101",
    "theme/overall/0101/top2",
    "theme/overall/dk",
    "theme/overall/dk.units",
    "theme/meeting/0147/age=30-49",
    "theme/overall/dk.units/sex=f/top2",
    "item/help/0101/share=4",
    "item/help/dk/share=8",
    "item/alone/dk/age=50-/top2",
    "item/alone/0230/sex=m/share=0",
    "theme/overall/0101/vs-rest",
    "item/speed/0147/vs-dk.units",
    "theme/overall/0147/compare=1",
    "theme/overall/0147/compare/1-0",
    "local/local_0101_1/0101",
    "local/local_0101_1/0101/age=18-29/top2",
    "response/rate/0101",
    "response/answered/dk/age=18-29",
    "response/kish/dk",
    "response/kish/0101",
    *(f"response/rr{k}/dk" for k in range(1, 7)),
    "response/rr4/0101",
)
CHANGES = (
    "theme/overall/0101/change",
    "item/help/dk/change",
    "theme/overall/dk.units/change",
    "item/alone/0101/sex=f/change",
)
DESIGNS = {
    "calibrated": {},
    "strata and correction": {"strata": ("sex",), "weighting": Weighting("poststratify", ("age",)), "fpc": True},
    "stratified and corrected": {"weighting": Weighting("poststratify"), "fpc": True},
    "weights given": {"weighting": Weighting("given"), "national": "municipalities"},
    "no weights": {"weighting": Weighting("none")},
    "raked": {"weighting": Weighting("rake", ("age", "sex"))},
    "raked and corrected": {"weighting": Weighting("rake", ("age", "sex")), "strata": ("sex",), "fpc": True},
    "intervals of rare shares": {"share_interval": "rare"},
    "calibrated by regression": {"weighting": Weighting("greg", ("age", "sex"))},
}


def folders(maker: Maker, folder: Path, **spec: Any) -> list[Path]:
    """Two waves and their figures on a shelf, in a folder."""
    now = maker(seed=1, previous="2023-spring", **spec).freeze(folder / "2024-spring")
    then = maker(seed=2, **spec).change(name="2023-spring").freeze(folder / "2023-spring")
    with FigureStore.open(folder / "figures.sqlite") as shelf:
        shelf.put(build([now, then]))
    return [now.folder, then.folder]


def numbers(figure: Figure) -> dict[str, float]:
    names = (
        "estimate",
        "se",
        "df",
        "low",
        "high",
        "n",
        "difference",
        "difference_se",
        "difference_low",
        "difference_high",
        "p",
    )
    return {name: value for name in names if (value := getattr(figure, name)) is not None}


def run_r(folders: Sequence[Path]) -> dict[Path, dict[str, float]]:
    """What ``script.R`` says in each folder, all in one R process."""
    steps = "".join(f'cat("@ {f}\\n"); setwd("{f}"); source("script.R", local = new.env()); ' for f in folders)
    done = subprocess.run(["Rscript", "-e", steps], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said: dict[Path, dict[str, float]] = {}
    for line in done.stdout.splitlines():
        name, value = line.split(" ", 1)
        if name == "@":
            here = said.setdefault(Path(value), {})
        else:
            here[name] = float(value)
    return said


@pytest.fixture(scope="module")
def has_r() -> None:
    found = shutil.which("Rscript") and subprocess.run(
        ["Rscript", "-e", "library(survey)"], capture_output=True, check=False
    )
    if not found or found.returncode:
        pytest.skip("SKIPPED LOUDLY: R with the package survey is missing; no trace was made again by R")


@pytest.mark.usefixtures("has_r", "answerable")
@pytest.mark.parametrize("design", DESIGNS)
def test_r_makes_the_same_figures_again(maker: Maker, tmp_path: Path, design: str) -> None:
    waves = folders(maker, tmp_path, **DESIGNS[design])
    figures: dict[Path, Figure] = {}
    with FigureStore.open(tmp_path / "figures.sqlite") as shelf:
        for number, address in enumerate((*LEVELS, *CHANGES)):
            other = "dk" if DESIGNS[design].get("national") else "dk.units"
            found = trace(shelf, f"2024-spring/{address.replace('vs-dk.units', f'vs-{other}')}", waves)
            assert not found.figure.hidden
            reproduce(found, tmp_path / f"r{number}")
            figures[tmp_path / f"r{number}"] = found.figure
    for folder, said in run_r(list(figures)).items():
        expected = numbers(figures[folder])
        assert said.keys() == expected.keys(), figures[folder].address
        for name, value in said.items():
            assert value == pytest.approx(expected[name], rel=1e-9, abs=1e-12), (figures[folder].address, name)


@pytest.mark.usefixtures("has_r")
def test_r_makes_the_change_of_the_whole_over_the_units_in_both_waves(maker: Maker, tmp_path: Path) -> None:
    now = maker(seed=1, previous="2023-spring").freeze(tmp_path / "2024-spring")
    then = maker(seed=2, sizes=(90, 60, 40)).change(name="2023-spring").freeze(tmp_path / "2023-spring")
    found = {}
    with FigureStore.open(tmp_path / "figures.sqlite") as shelf:
        shelf.put(build([now, then]))
        for number, place in enumerate(("dk", "dk.units", "dk/sex=f")):
            traced = trace(shelf, f"2024-spring/theme/overall/{place}/change", [now.folder, then.folder])
            reproduce(traced, tmp_path / f"r{number}")
            found[tmp_path / f"r{number}"] = traced.figure
    for folder, said in run_r(list(found)).items():
        assert said == pytest.approx(numbers(found[folder]), rel=1e-9, abs=1e-12), found[folder].address


@pytest.fixture(scope="module")
def traced(maker: Maker, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    folder = tmp_path_factory.mktemp("traced")
    return {"folder": folder, "waves": folders(maker, folder)}


def follow(traced: Mapping[str, Any], address: str) -> Trace:
    with FigureStore.open(traced["folder"] / "figures.sqlite") as shelf:
        return trace(shelf, f"2024-spring/{address}", traced["waves"])


def test_a_trace_tells_the_cells_weights_files_and_versions(traced: Mapping[str, Any]) -> None:
    found = follow(traced, "theme/overall/0101")
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
        ("item/help/0101/share=4", "Beta quantiles", "Korn"),
        ("theme/overall/0101/vs-rest", "θ̂_m − θ̂_rest", "Deville"),
        ("theme/overall/0101/vs-dk.units", "(1 − 1/H)²", "Lumley"),
        ("theme/overall/dk/change", "θ̂_now − θ̂_then", "Lumley"),
        ("theme/overall/0101/anom", "P(max_k |T_k| ≥ |t_m|)", "Pallmann"),
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
def test_a_trace_names_the_formula_and_its_source(
    traced: Mapping[str, Any], address: str, line: str, source: str
) -> None:
    found = follow(traced, address).formula
    assert any(line in written for written in found.lines)
    assert any(source in written for written in found.sources)
    assert set(found.what) == {"da", "en"}


@pytest.mark.usefixtures("answerable")
def test_the_plain_difference_of_two_groups_names_its_formula(maker: Maker, tmp_path: Path) -> None:
    waves = folders(maker, tmp_path)
    with FigureStore.open(tmp_path / "figures.sqlite") as shelf:
        found = trace(shelf, "2024-spring/theme/overall/0147/compare/1-0", waves).formula
    assert any("θ̂_1 − θ̂_0" in line for line in found.lines)
    assert any("Binder" in source for source in found.sources)


@pytest.mark.parametrize(("fpc", "said"), [(False, "f_h = 0:"), (True, "f_h = 0 in Δ")])
def test_every_figure_says_whether_the_population_is_finite(maker: Maker, tmp_path: Path, fpc: bool, said: str) -> None:
    waves = folders(maker, tmp_path, fpc=fpc)
    with FigureStore.open(tmp_path / "figures.sqlite") as shelf:
        level, change = (
            trace(shelf, f"2024-spring/theme/overall/0101{ending}", waves).formula for ending in ("", "/change")
        )
    assert any(said in line for line in level.lines)
    assert any("f_h = 0:" in line for line in change.lines)


def test_a_drawn_figure_says_its_seed_and_that_r_has_no_script(traced: Mapping[str, Any], tmp_path: Path) -> None:
    for address in ("theme/overall/0101/anom", "theme/overall/0101/rank"):
        found = follow(traced, address)
        facts = found.facts["2024-spring"]
        reproduce(found, tmp_path)
        script = (tmp_path / "script.R").read_text("utf-8")
        assert f"Drawn {facts['draws']} times from seed {facts['seed']}" in script
        assert all(line.startswith("#") for line in script.splitlines())
        assert [path.name for path in tmp_path.iterdir()] == ["script.R"]


def test_nothing_that_tells_who_a_person_is_goes_to_r(traced: Mapping[str, Any], tmp_path: Path) -> None:
    found = follow(traced, "theme/overall/0101/age=18-29")
    reproduce(found, tmp_path)
    header = (tmp_path / "persons-2024-spring.csv").read_text().splitlines()[0]
    assert header == "unit,stratum,cell,frame,weight,group,help,speed,gain"


def test_a_change_needs_both_waves(traced: Mapping[str, Any]) -> None:
    with (
        FigureStore.open(traced["folder"] / "figures.sqlite") as shelf,
        pytest.raises(Refused, match="wave 2023-spring"),
    ):
        trace(shelf, "2024-spring/theme/overall/dk/change", traced["waves"][:1])


def test_a_wave_that_is_not_the_one_on_the_shelf_is_refused(maker: Maker, tmp_path: Path) -> None:
    waves = folders(maker, tmp_path / "one")
    other: FrozenWave = replace(maker(seed=9)).freeze(tmp_path / "other" / "2024-spring")
    with FigureStore.open(tmp_path / "one" / "figures.sqlite") as shelf, pytest.raises(Refused, match="not the one"):
        trace(shelf, "2024-spring/theme/overall/dk", [other.folder, waves[1]])


def test_a_hidden_figure_is_traced_to_its_reason(maker: Maker, tmp_path: Path) -> None:
    now = maker(hide_below=500).freeze(tmp_path / "2024-spring")
    with FigureStore.open(tmp_path / "figures.sqlite") as shelf:
        shelf.put(build([now]))
        found = trace(shelf, "2024-spring/theme/overall/0101", [now.folder])
    assert found.figure.hidden == "fewer than 500 answers"
    assert found.made_from["cells"] is None
