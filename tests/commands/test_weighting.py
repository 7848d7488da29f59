"""``borgerpuls weighting``: a proposal that keeps its promise when its lines are pasted and the wave is sealed."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from made.waves import make

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.folder import open_wave
from borgerpuls.dataset.wave import Weighting
from borgerpuls.results.estimation.wave_estimates import estimate

Run = Callable[..., Result]


@pytest.fixture
def crossed(tmp_path: Path) -> Path:
    """A wave weighted by age whose frame counts sex too."""
    both = Weighting("poststratify", ("age", "sex"))
    made = make(sizes=(400, 300, 200), compare={}, compare_groups={}, weighting=both)
    by_age = replace(made.spec, weighting=Weighting("poststratify", ("age",)))
    return replace(made, spec=by_age).freeze(tmp_path / "2024-spring").folder


def test_the_lines_pasted_and_sealed_give_the_design_effect_that_was_promised(run: Run, crossed: Path) -> None:
    said = run("weighting", crossed)
    assert said.exit_code == 0
    promised = re.findall(r"Kish's design effect of the weights +([\d.]+) +([\d.]+)", said.stdout)
    assert promised
    lines = said.stdout[said.stdout.index("[weighting]") :]
    told = [line for line in lines.splitlines() if not line.startswith("#")]
    assert told == ["[weighting]", 'method = "rake"', 'by = ["age", "sex"]', "minimum = 20"]
    spec = crossed / "wave.toml"
    spec.write_text(re.sub(r"\[weighting\].*?\n\n", lines + "\n", spec.read_text("utf-8"), flags=re.DOTALL), "utf-8")
    assert run("check", crossed, "--seal").exit_code == 0
    wave = open_wave(crossed)
    assert wave.spec.weighting.method == "rake"
    assert f"{estimate(wave, tally(wave)).kish[-1]:.2f}" == promised[0][1]
    again = run("weighting", crossed).stdout
    assert "Nothing is proposed. The weights know every printed group." in again
    assert "[weighting]" not in again


def test_what_the_frame_lacks_is_told_with_the_columns_it_needs(run: Run, spring: Path) -> None:
    said = run("weighting", spring)
    assert said.exit_code == 0
    assert "The frame does not count sex." in said.stdout
    assert "a row for each combination of unit, age, sex in [frame]" in said.stdout
    assert "name sex in [frame.columns]" in said.stdout


def test_it_speaks_danish(run: Run, crossed: Path) -> None:
    said = run("weighting", crossed, "--lang", "da").stdout
    assert "Vægtenes designeffekt (Kish)" in said
    assert "R-indikator for svarene, før vægte" in said
    assert "Sæt disse linjer ind i" in said
    assert 'method = "rake"' in said


def test_a_folder_that_is_no_wave_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("weighting", tmp_path).exit_code == 2


def test_weights_that_no_longer_fit_are_told_before_the_proposal(run: Run, tmp_path: Path) -> None:
    made = make(sizes=(400, 300), compare={}, compare_groups={}, weighting=Weighting("rake", ("age", "sex"), 20))
    narrow = replace(made.spec, weighting=Weighting("rake", ("age",), 20, (0.99, 1.01)))
    said = run("weighting", replace(made, spec=narrow).freeze(tmp_path / "w").folder)
    assert said.exit_code == 0
    assert "the bounds are 0.99 to 1.01" in said.stderr
    assert "[weighting]" in said.stdout
