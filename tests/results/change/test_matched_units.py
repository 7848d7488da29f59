"""The units of both waves: a change of the whole is theirs alone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made.waves import answering

from borgerpuls.dataset.counting.count import tally
from borgerpuls.results.build import build
from borgerpuls.results.change.matched_units import matched_wholes
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, estimate
from borgerpuls.results.figures.table import Figures

Maker = Callable[..., Any]


def two(maker: Maker, folder: Path, **before: Any) -> tuple[Any, Any]:
    """An earlier wave and this one, ready to freeze."""
    earlier = replace(maker(seed=2), **before)
    earlier = earlier.change(name="2023-spring", previous=None)
    return earlier, maker(seed=1, previous="2023-spring")


def built(pair: tuple[Any, Any], folder: Path) -> Figures:
    earlier, now = pair
    return build([now.freeze(folder / "now"), earlier.freeze(folder / "earlier")])


@pytest.fixture(scope="module")
def figures(maker: Maker, tmp_path_factory: pytest.TempPathFactory) -> Figures:
    folder = tmp_path_factory.mktemp("two")
    return built(two(maker, folder), folder)


def test_the_whole_changes_over_the_units_that_are_in_both_waves(maker: Maker, tmp_path: Path) -> None:
    now = maker(seed=1, previous="2023-spring")
    alone = now.change(units=now.spec.units[:3])
    kept = {name: [v for v, u in zip(c, now.persons["unit"], strict=True) if u != "0360"] for name, c in
            now.persons.items()}  # fmt: skip
    frame = {name: [v for v, u in zip(c, now.population["unit"], strict=True) if u != "0360"] for name, c in
             now.population.items()}  # fmt: skip
    three = replace(alone, persons=kept, population=frame)
    earlier = maker(seed=2, sizes=(90, 60, 40)).change(name="2023-spring")
    then = earlier.freeze(tmp_path / "then")
    among_four, among_three = (
        build([made.freeze(tmp_path / name), then]) for name, made in (("four", now), ("three", three))
    )
    for what in ("theme/overall/dk", "item/help/dk.units", "theme/meeting/dk/sex=f"):
        four, of_three = (figures.find(f"2024-spring/{what}/change") for figures in (among_four, among_three))
        for column in ("estimate", "se", "df", "low", "high", "n", "population", "p"):
            assert getattr(four, column) == pytest.approx(getattr(of_three, column)), (what, column)
        assert four.n < (among_four.find(f"2024-spring/{what}").n or 0)
    common = {"wave": "2023-spring", "units": ["0101", "0147", "0230"], "mix": "age"}
    assert among_four.facts["2024-spring"]["common"] == common


@pytest.mark.parametrize("wave", ["now", "then"])
@pytest.mark.parametrize(("answers", "hidden"), [(4, "fewer than 5 answers"), (5, "")])
def test_the_whole_change_is_hidden_where_the_units_in_both_waves_gave_few_answers(
    maker: Maker, tmp_path: Path, wave: str, answers: int, hidden: str
) -> None:
    now, then = maker(seed=1, previous="2023-spring"), maker(seed=2, sizes=(90,), compare={}, compare_groups={})
    few = answering(now if wave == "now" else then, "0101", "help", [1, 2, 3, 4, 5][:answers])
    now, then = (few, then) if wave == "now" else (now, few)
    figures = built((then.change(name="2023-spring"), now), tmp_path)
    assert figures.find("2024-spring/item/help/dk").hidden == ""
    for whole in ("dk", "dk.units"):
        change = figures.find(f"2024-spring/item/help/{whole}/change")
        assert change.hidden == hidden
        assert (change.estimate is None) == bool(hidden)


def test_without_a_common_unit_the_whole_has_no_change_and_says_so(maker: Maker, tmp_path: Path) -> None:
    earlier = maker(seed=2).change(name="2023-spring", compare={}, compare_groups={})
    other = {"0101": "0999", "0147": "0998", "0230": "0997", "0360": "0996"}
    units = tuple(replace(u, code=other[u.code]) for u in earlier.spec.units)
    persons = {**earlier.persons, "unit": [other[u] for u in earlier.persons["unit"]]}
    frame = {**earlier.population, "unit": [other[u] for u in earlier.population["unit"]]}
    source = earlier.source.replace('unit = "0101"', 'unit = "0999"')
    moved = replace(earlier, spec=replace(earlier.spec, units=units), persons=persons, population=frame, source=source)
    figures = built((moved, maker(seed=1, previous="2023-spring")), tmp_path)
    changed = [f for f in figures if f.statistic == "change"]
    assert {f.place for f in changed} == {"dk", "dk.units"}
    assert {f.hidden for f in changed} == {"no unit in both waves"}
    assert all(f.estimate is None and f.n is None for f in changed)


def test_over_all_units_both_means_rest_on_the_answers_that_those_of_the_wave_do(maker: Maker, tmp_path: Path) -> None:
    wave = maker(seed=1).freeze(tmp_path / "w")
    own = estimate(wave, tally(wave)).shared[EVERYBODY]
    measures = np.arange(own.totals.n.shape[2])
    at = (np.arange(1), measures, measures)
    scale = own.measures.scale.at((-1, measures))
    now, then, few = matched_wholes(own.totals, own.totals, np.arange(len(own.totals.n)), at, scale, 5)
    wave_means = own.compared.at(np.s_[-2:])
    told = ~few & ~np.isnan(wave_means.lower) & ~own.measures.share
    assert told.sum() > 8
    for part in ("value", "se", "df", "lower", "upper"):
        assert getattr(now, part)[told] == pytest.approx(getattr(wave_means, part)[told]), part
        assert getattr(now, part)[told] == pytest.approx(getattr(then, part)[told])
