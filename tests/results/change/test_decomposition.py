"""What a change is made of, and which changes stand out."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made.waves import answering

from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg
from borgerpuls.results.build import build

UNITS = ("0101", "0147", "0230", "0360")


@pytest.mark.parametrize("place", [*UNITS, "dk"])
@pytest.mark.parametrize("what", ["theme/overall", "item/help", "theme/meeting"])
def test_mix_and_performance_add_up_to_the_change(two: Any, what: str, place: str) -> None:
    change, mix, performance = (two.find(f"{what}/{place}/{s}") for s in ("change", "mix", "performance"))
    assert mix.estimate + performance.estimate == pytest.approx(change.estimate, abs=1e-12)
    assert mix.se < performance.se
    assert performance.difference == performance.estimate
    assert performance.compared_with == "2023-spring"
    assert performance.n == change.n


def test_the_unit_that_answers_lower_answers_otherwise(two: Any) -> None:
    assert two.find("theme/overall/0101/performance").p < 0.001
    assert abs(two.find("theme/overall/0101/mix").estimate) < 0.1


def test_changes_are_judged_among_all_of_the_wave(two: Any) -> None:
    names = [f"theme/{theme}/{unit}" for theme in ("overall", "meeting") for unit in UNITS]
    plain = np.array([two.find(f"{name}/change").p for name in names])
    judged = [two.find(f"{name}/change/stands-out").p for name in names]
    assert judged == pytest.approx(benjamini_hochberg(plain))
    assert two.find("theme/overall/0101/change/stands-out").statistic == "change-stands-out"


def test_the_whole_is_a_family_of_its_own(two: Any) -> None:
    plain = np.array([two.find(f"theme/{theme}/dk/change").p for theme in ("overall", "meeting")])
    assert [two.find(f"theme/{t}/dk/change/stands-out").p for t in ("overall", "meeting")] == pytest.approx(
        benjamini_hochberg(plain)
    )


def test_the_facts_name_the_variable_of_the_mix(two: Any) -> None:
    assert two.figures.facts["2024-spring"]["common"]["mix"] == "age"


def test_changes_that_are_hidden_are_not_among_those_that_are_judged(maker: Callable[..., Any], tmp_path: Path) -> None:
    then = maker(seed=2)
    then = replace(then, source=then.source.replace("Fik du hjælp?", "Hjalp vi?")).change(name="2023-spring")
    now = maker(seed=1, previous="2023-spring")
    figures = build([now.freeze(tmp_path / "now"), then.freeze(tmp_path / "then")])
    changes = [f for f in figures if f.statistic == "change" and not f.group_by and f.place in UNITS]
    items = [f for f in changes if f.address.split("/")[1] == "item"]
    shown = [f for f in items if not f.hidden]
    assert {f.measure for f in items} - {f.measure for f in shown} == {"help"}
    judged = [figures.find(f"{f.address}/stands-out").p for f in shown]
    assert judged == pytest.approx(benjamini_hochberg(np.array([f.p for f in shown])))


@pytest.mark.parametrize(("now", "then"), [([5], [1]), ([5, 4, 5], [None]), ([None], [1, 2, 1])])
def test_a_unit_counts_in_the_parts_of_the_whole_as_in_its_change(
    maker: Callable[..., Any], tmp_path: Path, now: list[int | None], then: list[int | None]
) -> None:
    later = answering(maker(seed=1, previous="2023-spring"), "0360", "help", now)
    earlier = answering(maker(seed=2), "0360", "help", then).change(name="2023-spring")
    figures = build([later.freeze(tmp_path / "now"), earlier.freeze(tmp_path / "then")])
    change, mix, performance = (
        figures.find(f"2024-spring/item/help/dk/{statistic}").estimate for statistic in ("change", "mix", "performance")
    )
    assert mix + performance == pytest.approx(change, abs=1e-12)
