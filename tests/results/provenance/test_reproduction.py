"""A figure made again: what is written for R, and a tally that is another one is refused."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import FrozenWave, Weighting
from borgerpuls.problems import Refused
from borgerpuls.results.estimation.wave_estimates import EVERYBODY
from borgerpuls.results.provenance.reproduction import count_again, reproduce


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("address", "files"),
    [
        ("theme/overall/0101", {"persons-2024-spring.csv", "totals-2024-spring.csv"}),
        ("response/kish/dk", {"persons-2024-spring.csv", "totals-2024-spring.csv"}),
        ("response/rate/0101", {"invited-2024-spring.csv"}),
        (
            "item/help/dk/change",
            {f"{what}-{wave}.csv" for what in ("persons", "totals") for wave in ("2023-spring", "2024-spring")},
        ),
        ("theme/overall/0101/unusual", set()),
    ],
)
def test_a_figure_has_its_script_and_the_files_that_the_script_reads(
    traced: Any, address: str, files: set[str], tmp_path: Path
) -> None:
    reproduce(traced.trace(address), tmp_path / "made" / "here")
    assert {path.name for path in (tmp_path / "made" / "here").iterdir()} == {"script.R", *files}
    script = (tmp_path / "made" / "here" / "script.R").read_text("utf-8")
    assert script.startswith(f"# 2024-spring/{address}: ")
    assert all(f'read.csv("{file}"' in script for file in files)


def test_everybody_who_answered_goes_to_r_and_everybody_who_was_asked_where_response_is_told(
    traced: Any, tmp_path: Path
) -> None:
    trace = traced.trace("theme/overall/dk")
    facts = trace.facts["2024-spring"]
    reproduce(trace, tmp_path)
    reproduce(traced.trace("response/rate/dk"), tmp_path)
    assert len(rows(tmp_path / "persons-2024-spring.csv")) == facts["answered"]
    assert len(rows(tmp_path / "invited-2024-spring.csv")) == facts["invited"]


def test_a_wave_without_calibration_has_no_totals(maker: Callable[..., Any], traced_waves: Any, tmp_path: Path) -> None:
    traced = traced_waves(tmp_path, weighting=Weighting("none"))
    reproduce(traced.trace("theme/overall/0101"), tmp_path / "r")
    assert {path.name for path in (tmp_path / "r").iterdir()} == {"script.R", "persons-2024-spring.csv"}


def test_nothing_that_tells_who_a_person_is_goes_to_r(traced: Any, tmp_path: Path) -> None:
    reproduce(traced.trace("theme/overall/0101/age=18-29"), tmp_path)
    header = (tmp_path / "persons-2024-spring.csv").read_text().splitlines()[0]
    assert header == "unit,stratum,cell,frame,leverage,weight,group,help,speed,gain"


def test_a_drawn_figure_says_its_seed_and_that_r_has_no_script(traced: Any, tmp_path: Path) -> None:
    for address in ("theme/overall/0101/anom", "theme/overall/0101/rank"):
        found = traced.trace(address)
        facts = found.facts["2024-spring"]
        reproduce(found, tmp_path)
        script = (tmp_path / "script.R").read_text("utf-8")
        assert f"Drawn {facts['draws']} times from seed {facts['seed']}" in script
        assert all(line.startswith("#") for line in script.splitlines())
        assert [path.name for path in tmp_path.iterdir()] == ["script.R"]


def test_a_wave_counted_again_has_the_estimates_of_its_figures(wave: FrozenWave) -> None:
    counted = tally(wave, pairs=True)
    again = count_again(wave, counted.digest)
    assert again.tally.digest == counted.digest
    assert again.rows[EVERYBODY].design.persons.sum() == counted.answered.sum()


def test_another_tally_than_the_one_of_the_figure_is_refused_and_nothing_is_written(
    traced: Any, wave: FrozenWave, tmp_path: Path
) -> None:
    with pytest.raises(Refused) as refused:
        count_again(wave, "0" * 64)
    (problem,) = refused.value.problems
    assert problem.where["en"] == str(wave.folder)
    assert problem.what["en"] == "The wave is not the one that the figures on the shelf were made from."
    assert "borgerpuls figures" in problem.remedy["en"]
    trace = traced.trace("theme/overall/0101")
    facts = {name: {**of_wave, "tally": "0" * 64} for name, of_wave in trace.facts.items()}
    with pytest.raises(Refused, match="not the one"):
        reproduce(replace(trace, facts=facts), tmp_path / "r")
    assert not (tmp_path / "r").exists()
