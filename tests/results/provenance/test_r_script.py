"""The R script of a figure: R's survey package makes the same numbers again."""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from made.waves import answering

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import FrozenWave, Weighting
from borgerpuls.results.build import build, lay_out
from borgerpuls.results.estimation.wave_estimates import WaveEstimates, estimate
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.results.provenance import reproduction
from borgerpuls.results.provenance.r_script import script
from borgerpuls.results.provenance.reproduction import count_again, reproduce
from borgerpuls.results.provenance.trace import trace

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
CLUSTERS: dict[str, Any] = {"clusters": True, "compare": {}, "compare_groups": {}}
CLUSTERED = {
    "drawn in clusters": {"weighting": Weighting("none"), **CLUSTERS},
    "clusters inside strata": {"strata": ("sex",), "weighting": Weighting("poststratify", ("age",)), **CLUSTERS},
    "clusters with weights given": {"weighting": Weighting("given"), "national": "municipalities", **CLUSTERS},
    "clusters raked": {"weighting": Weighting("rake", ("age", "sex")), **CLUSTERS},
    "clusters calibrated by regression": {"weighting": Weighting("greg", ("age", "sex")), **CLUSTERS},
}


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
        missing = "SKIPPED LOUDLY: R with the package survey is missing; no trace was made again by R"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)


@pytest.fixture
def counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each wave is counted again for the first of its figures, not for every one."""
    counted: dict[str, WaveEstimates] = {}

    def first(wave: FrozenWave, expected: str) -> WaveEstimates:
        if expected not in counted:
            counted[expected] = count_again(wave, expected)
        return counted[expected]

    monkeypatch.setattr(reproduction, "count_again", first)


@pytest.mark.usefixtures("has_r", "answerable", "counted_once")
@pytest.mark.parametrize("design", DESIGNS | CLUSTERED)
def test_r_makes_the_same_figures_again(traced_waves: Maker, tmp_path: Path, design: str) -> None:
    spec: dict[str, Any] = (DESIGNS | CLUSTERED)[design]
    traced = traced_waves(tmp_path, **spec)
    figures: dict[Path, Figure] = {}
    for number, address in enumerate((*LEVELS, *CHANGES)):
        if "compare" in address and design in CLUSTERED:
            continue
        other = "dk" if spec.get("national") else "dk.units"
        found = traced.trace(address.replace("vs-dk.units", f"vs-{other}"))
        assert not found.figure.hidden
        reproduce(found, tmp_path / f"r{number}")
        figures[tmp_path / f"r{number}"] = found.figure
    for folder, said in run_r(list(figures)).items():
        expected = numbers(figures[folder])
        assert said.keys() == expected.keys(), figures[folder].address
        for name, value in said.items():
            assert value == pytest.approx(expected[name], rel=1e-9, abs=1e-12), (figures[folder].address, name)


@pytest.mark.parametrize(("answers", "borrowed"), [(1, True), (2, False)])
def test_r_lends_a_spread_to_a_unit_of_one_answer_alone(
    maker: Maker, tmp_path: Path, answers: int, borrowed: bool
) -> None:
    made = answering(maker(weighting=Weighting("none")), "0360", "help", [3, 4][:answers])
    wave = made.freeze(tmp_path / "w")
    counted = estimate(wave, tally(wave, pairs=True))
    figure = lay_out([counted]).find("2024-spring/item/help/dk")
    assert ("survey.lonely.psu" in script(figure, "item", counted, None)) is borrowed


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


@pytest.mark.parametrize(("method", "kind"), [("rake", "raking"), ("greg", "linear")])
def test_bounds_of_the_weights_are_given_to_r(maker: Maker, tmp_path: Path, method: str, kind: str) -> None:
    wave = maker(weighting=Weighting(method, ("age", "sex"), 20, (0.6, 1.7))).freeze(tmp_path / "w")  # type: ignore[arg-type]
    counted = estimate(wave, tally(wave, pairs=True))
    found = script(lay_out([counted]).find("2024-spring/item/help/0101"), "item", counted, None)
    assert f'calfun = "{kind}", bounds = c(0.6, 1.7)' in found
    assert "MASS" in found
