"""What a wave's figures rest on."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.results.build import build

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
