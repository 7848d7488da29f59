"""What a wave's figures rest on."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made.waves import NOBODY, boundaries

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import ANSWERED, FrozenWave, Weighting
from borgerpuls.results.build import build
from borgerpuls.results.estimation.wave_estimates import estimate
from borgerpuls.results.provenance.wave_metadata import describe

Maker = Callable[..., Any]


def test_facts_are_plain_data_that_json_can_keep(wave: FrozenWave) -> None:
    (facts,) = build([wave]).facts.values()
    assert json.loads(json.dumps(facts)) == facts
    assert facts["invited"] == facts["answered"] + sum(
        count for name, count in facts["dispositions"].items() if name not in ("complete", "partial")
    )
    assert facts["invited"] - facts["dispositions"]["ineligible"] == facts["eligible"]
    assert facts["weighting"]["by"] == ["age"]


def test_a_unit_without_answers_has_no_weights(maker: Maker, tmp_path: Path) -> None:
    made = maker()
    silent = [
        "refused" if u == "0230" else d for u, d in zip(made.persons["unit"], made.persons["disposition"], strict=True)
    ]
    wave = replace(made, persons={**made.persons, "disposition": silent}).freeze(tmp_path / "w")
    unit = build([wave]).facts["2024-spring"]["units"]["0230"]
    assert (unit["answered"], unit["kish"], unit["smallest"]) == (0, None, None)


def test_the_digest_of_the_tally_is_among_them(wave: FrozenWave) -> None:
    (facts,) = build([wave]).facts.values()
    assert facts["tally"] == tally(wave, pairs=True).digest


def test_the_units_of_both_waves_are_told_and_nothing_of_both_where_there_is_one(two: Any) -> None:
    common = {"wave": "2023-spring", "units": ["0101", "0147", "0230", "0360"], "mix": "age"}
    assert two.figures.facts["2024-spring"]["common"] == common
    assert two.figures.facts["2023-spring"]["common"] is None


def test_answers_of_a_calibration_cell_stand_for_its_persons(two: Any) -> None:
    facts = two.figures.facts["2024-spring"]
    cells = facts["weighting"]["calibration_cells"]
    for unit in ("0101", "0147", "0230", "0360"):
        weights = [weight for home, _, answered, persons, weight in cells if home == unit]
        assert (facts["units"][unit]["smallest"], facts["units"][unit]["largest"]) == (
            pytest.approx(min(weights)),
            pytest.approx(max(weights)),
        )
    assert all(weight == pytest.approx(persons / answered) for _, _, answered, persons, weight in cells)
    assert sum(persons for *_, persons, _ in cells) == pytest.approx(two.now.weighting.frame.sum())


def test_units_that_gave_no_answers_and_the_share_of_citizens_left_are_told(tmp_path: Path) -> None:
    wave = boundaries().freeze(tmp_path / "w")
    facts = describe(estimate(wave, tally(wave)), None)
    assert facts["unheard"] == [NOBODY]
    assert facts["covered"] == pytest.approx(0.6)


def test_the_plan_and_its_digest_are_told(wave: FrozenWave) -> None:
    assert wave.plan is not None
    (facts,) = build([wave]).facts.values()
    assert facts["plan"]["digest"] == wave.plan.digest
    alone = replace(estimate(wave, tally(wave)), wave=replace(wave, plan=None))
    assert describe(alone, None)["plan"] is None


def test_clusters_with_answers_are_counted_where_persons_were_drawn_in_clusters(
    maker: Maker, tmp_path: Path, wave: FrozenWave
) -> None:
    drawn = maker(clusters=True, weighting=Weighting("none"), compare={}, compare_groups={})
    kept = drawn.freeze(tmp_path / "w")
    facts = describe(estimate(kept, tally(kept)), None)
    answered = {
        (unit, cluster)
        for unit, cluster, said in zip(
            drawn.persons["unit"], drawn.persons["cluster"], drawn.persons["disposition"], strict=True
        )
        if said in ANSWERED
    }
    assert facts["clusters"] == len(answered)
    assert "clusters" not in describe(estimate(wave, tally(wave)), None)
