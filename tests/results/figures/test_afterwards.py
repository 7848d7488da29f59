"""Figures of what was added to a wave after its plan say so, and no others do."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from made.waves import make

from borgerpuls.dataset.analysis_plan import FAMILIES, Addition
from borgerpuls.dataset.folder import seal_wave
from borgerpuls.results.build import build
from borgerpuls.results.figures.afterwards import CASE_MIX, mark_afterwards
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.results.figures.table import Figures
from borgerpuls.results.registry import STATISTICS


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    folder = tmp_path_factory.mktemp("waves")
    first = make(2, name="2023-pilot").freeze(folder / "2023-pilot")
    return build([first, make(previous="2023-pilot", case_mix=("age",), statistics=("median",)).freeze(folder / "w")])


def marked(figures: Figures, *added: Addition) -> Counter[tuple[str, ...]]:
    """What marked figures have in common: wave, kind, place, measure, statistic, group variable, compared with."""
    table = mark_afterwards(figures.table, {"2024-spring": added})
    columns = ("wave", "kind", "place", "measure", "statistic", "group_by", "compared_with", "afterwards")
    return Counter(row for row in Figures(table, {}).rows(columns) if row[-1])


def test_a_wave_that_follows_its_plan_has_no_figure_found_afterwards(figures: Figures) -> None:
    assert {figure.afterwards for figure in figures} == {""}
    assert mark_afterwards(figures.table, {"2024-spring": ()}).equals(figures.table)


@pytest.mark.parametrize(
    ("added", "place", "value"),
    [
        (Addition("group", "sex"), 5, "sex"),
        (Addition("item", "help"), 3, "help"),
        (Addition("theme", "overall"), 3, "overall"),
        (Addition("statistic", "median"), 4, "median"),
        (Addition("family", "stands-out"), 4, "stands-out"),
        (Addition("previous", "2023-pilot"), 6, "2023-pilot"),
        (Addition("local", "local_0101_1", "0101"), 3, "local_0101_1"),
        (Addition("comparison", "compare", "0147"), 5, "compare"),
    ],
)
def test_every_figure_of_what_was_added_says_so_and_no_other(
    added: Addition, place: int, value: str, figures: Figures
) -> None:
    found = marked(figures, added)
    assert found
    assert {(row[0], row[place], row[-1]) for row in found} == {("2024-spring", value, f"{added.what} {added.name}")}
    columns = ("wave", "kind", "place", "measure", "statistic", "group_by", "compared_with")
    concerned = Counter(
        (*row, f"{added.what} {added.name}")
        for row in figures.rows(columns)
        if row[0] == "2024-spring" and row[place] == value and (added.unit in ("", row[2])) and
        (added.what not in ("item", "local") or row[1] == added.what) and
        (added.what != "theme" or row[1] in ("theme", "driver"))
    )  # fmt: skip
    assert found == concerned


def test_what_is_adjusted_for_afterwards_concerns_the_adjusted_figures(figures: Figures) -> None:
    assert {row[4] for row in marked(figures, Addition("case_mix", "age"))} == set(CASE_MIX)


def test_another_rule_concerns_every_figure_of_its_wave_and_none_of_another(figures: Figures) -> None:
    rule = Addition("rule", "relevant", planned="0.1", now="0.05")
    found = marked(figures, rule)
    assert sum(found.values()) == sum(figure.wave == "2024-spring" for figure in figures)
    assert {row[-1] for row in marked(figures, rule, Addition("group", "sex"))} == {"rule relevant"}


def test_the_families_of_a_plan_are_statistics_and_all_that_say_they_are_adjusted() -> None:
    told = {one.id: one.columns for one in STATISTICS}
    assert set(FAMILIES) <= set(told)
    picking = ("adjusted", "true for all")
    adjusted = {name for name, words in told.items() if any(some in words for some in picking)}
    assert adjusted - {"case-mix-effect", "r-indicator"} == set(FAMILIES)  # adjusted for persons and for bias


def test_a_group_that_is_added_to_a_frozen_wave_is_found_afterwards_from_folder_to_shelf(tmp_path: Path) -> None:
    wave = make(groups=("age",)).freeze(tmp_path / "w")
    words = (wave.folder / "wave.toml").read_text("utf-8")
    (wave.folder / "wave.toml").write_text(words.replace('groups = ["age"]', 'groups = ["age", "sex"]'), "utf-8")
    figures = build([seal_wave(wave.folder)])
    plan: Any = figures.facts["2024-spring"]["plan"]
    assert (plan["fixed"], [one["name"] for one in plan["added"]]) == (None, ["sex"])
    with FigureStore.open(tmp_path / "figures.sqlite") as shelf:
        shelf.put(figures)
        kept = shelf.figures(wave="2024-spring")
    assert {(figure.group_by == "sex", figure.afterwards) for figure in kept} == {(True, "group sex"), (False, "")}
