"""Which figures of themes and items there are, and what each stands beside."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made.waves import answering

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import FrozenWave, Weighting
from borgerpuls.method.disclosure.primary import TOO_FEW
from borgerpuls.results.build import build
from borgerpuls.results.estimation.wave_estimates import COMPARE, estimate
from borgerpuls.results.figures.table import Figures
from borgerpuls.results.statistics.levels import unadjusted_difference

Maker = Callable[..., Any]


@pytest.fixture(scope="module")
def figures(wave: FrozenWave) -> Figures:
    return build([wave])


def told(made: Any, folder: Path, unit: str, ages: list[str]) -> Figures:
    """Figures when the first persons of a unit are of these ages, and all others of the wave are 30 to 49."""
    units = made.persons["unit"]
    column = ["30-49"] * len(units)
    column[units.index(unit) : units.index(unit) + len(ages)] = ages
    return build([replace(made, persons={**made.persons, "age": column}).freeze(folder / "w")])


def test_the_whole_stands_beside_nothing_and_neither_do_shares_of_the_rest(figures: Figures) -> None:
    beside = [f for f in figures if "/vs-" in f.address]
    assert {f.place for f in beside} == {"0101", "0147", "0230", "0360"}
    assert {f.compared_with for f in beside} == {"rest", "dk.units"}
    assert {f.statistic for f in beside} == {"mean"}
    assert {f.compared_with for f in figures if f.place in ("dk", "dk.units") and f.statistic == "mean"} == {""}


def test_two_units_stand_beside_each_other_and_beside_both_means_of_the_whole(maker: Maker, tmp_path: Path) -> None:
    figures = build([maker(sizes=(60, 50)).freeze(tmp_path / "w")])
    for unit in ("0101", "0147"):
        beside = {f.compared_with for f in figures if f.place == unit and f.measure == "help" and not f.group_by}
        assert beside >= {"dk", "rest", "dk.units"}
    one, other = (figures.find(f"2024-spring/item/help/{unit}") for unit in ("0101", "0147"))
    rest = figures.find("2024-spring/item/help/0101/vs-rest")
    assert rest.difference == pytest.approx((one.estimate or 0) - (other.estimate or 0))
    half = figures.find("2024-spring/item/help/0101/vs-dk.units")
    assert half.difference == pytest.approx((rest.difference or 0) / 2)


def test_a_group_that_one_unit_alone_has_stands_beside_nothing(maker: Maker, tmp_path: Path) -> None:
    made = maker(weighting=Weighting("none"))
    figures = told(made, tmp_path, "0147", ["50-"] * 40)
    alone = figures.find("2024-spring/item/help/0147/age=50-")
    assert (alone.hidden, alone.difference, alone.difference_se, alone.p) == ("", None, None, None)
    assert figures.find("2024-spring/item/help/0147/age=30-49").difference is not None


def test_a_group_has_figures_where_anybody_was_invited_from_it(maker: Maker, tmp_path: Path) -> None:
    made = maker(weighting=Weighting("none"))
    addresses = set(told(made, tmp_path, "0147", ["50-"]).table["address"].to_pylist())
    of = "2024-spring/item/help/0147/age="
    assert {a for a in addresses if a.startswith(of) and a.count("/") == 4} == {of + "30-49", of + "50-"}


def test_a_comparison_of_one_group_has_no_difference(maker: Maker, tmp_path: Path) -> None:
    made = maker()
    side = ["1" if unit == "0147" else None for unit in made.persons["unit"]]
    figures = build([replace(made, persons={**made.persons, "compare": side}).freeze(tmp_path / "w")])
    assert figures.find("2024-spring/theme/overall/0147/compare=1").hidden == ""
    assert not [f for f in figures if f.statistic == "mean" and f.address.endswith("compare/1-0")]


def frozen_figures(made: Any, folder: Path) -> Figures:
    return build([made.freeze(folder)])


def test_the_mean_and_its_comparison_are_hidden_together(maker: Maker, tmp_path: Path) -> None:
    figures = frozen_figures(answering(maker(), "0360", "help", [2] * 6), tmp_path / "w")
    for beside in ("rest", "dk.units"):
        figure = figures.find(f"2024-spring/item/help/0360/vs-{beside}")
        assert (figure.hidden, figure.difference) == ("everybody gave the same answer", None)


def test_a_units_own_comparison_stands_in_that_unit_alone(figures: Figures) -> None:
    assert {f.place for f in figures if f.group_by == "compare"} == {"0147"}


def test_a_country_of_one_unit_stands_beside_nothing(maker: Maker, tmp_path: Path) -> None:
    figures = frozen_figures(maker(sizes=(80,), compare={}, compare_groups={}), tmp_path / "w")
    unit, whole = (figures.find(f"2024-spring/theme/overall/{place}") for place in ("0101", "dk"))
    assert (unit.estimate, unit.se) == pytest.approx((whole.estimate, whole.se))
    assert (unit.compared_with, unit.difference) == ("", None)
    assert not [f for f in figures if "/vs-" in f.address]


@pytest.mark.parametrize(("others", "hidden"), [(4, "fewer than 5 answers"), (5, "")])
def test_the_rest_is_hidden_where_the_rest_is_few(maker: Maker, tmp_path: Path, others: int, hidden: str) -> None:
    made = answering(maker(sizes=(60, 30)), "0147", "help", [1, 2, 3, 4, 5][:others])
    figures = frozen_figures(made, tmp_path / "w")
    assert figures.find("2024-spring/item/help/0101").hidden == ""
    rest = figures.find("2024-spring/item/help/0101/vs-rest")
    assert rest.hidden == hidden
    assert (rest.difference is None) == bool(hidden)


def test_a_group_that_nobody_was_invited_from_has_no_figure(maker: Maker, tmp_path: Path) -> None:
    made = maker(weighting=Weighting("none"))
    ages = ["30-49" if u == "0230" else a for u, a in zip(made.persons["unit"], made.persons["age"], strict=True)]
    figures = frozen_figures(replace(made, persons={**made.persons, "age": ages}), tmp_path / "w")
    addresses = set(figures.table["address"].to_pylist())
    assert "2024-spring/theme/overall/0230/age=18-29" not in addresses
    assert "2024-spring/theme/overall/0230/age=30-49" in addresses


def silent(maker: Maker, folder: Path, units: tuple[str, ...], count: int) -> Any:
    """A wave in which nobody of some units answered, each with this many persons a cell of the frame."""
    made = maker(compare={}, compare_groups={})
    for unit in units:
        made = answering(made, unit, "help", [])
    frame = zip(made.population["unit"], made.population["count"], strict=True)
    counts = [count if unit in units else old for unit, old in frame]
    return replace(made, population={**made.population, "count": counts}).freeze(folder)


def test_the_population_of_the_whole_is_that_of_the_units_that_answered(maker: Maker, tmp_path: Path) -> None:
    wave = silent(maker, tmp_path / "w", ("0360",), 100)
    figures = build([wave])
    each = {unit: figures.find(f"2024-spring/item/help/{unit}").population for unit in ("0101", "0147", "0230", "0360")}
    whole = figures.find("2024-spring/item/help/dk")
    assert each["0360"] == 400
    assert whole.hidden == ""
    assert whole.population == each["0101"] + each["0147"] + each["0230"]
    facts = next(iter(figures.facts.values()))
    assert facts["unheard"] == ["0360"]
    assert facts["covered"] == pytest.approx(whole.population / (whole.population + 400))


def test_where_most_citizens_were_not_heard_there_is_no_mean_of_the_whole(maker: Maker, tmp_path: Path) -> None:
    figures = build([silent(maker, tmp_path / "w", ("0360",), 900_000)])
    assert figures.find("2024-spring/item/help/dk").hidden == "most citizens live where nobody answered"
    assert figures.find("2024-spring/item/help/dk.units").hidden == "most citizens live where nobody answered"
    assert figures.find("2024-spring/item/help/0101").estimate is not None


@pytest.mark.parametrize("few", ["0", "1"])
def test_two_groups_are_not_set_side_by_side_where_either_has_too_few(
    maker: Callable[..., Any], tmp_path: Path, few: str
) -> None:
    made = maker()
    lots = [
        None if lot is None else few if row % 30 == 0 else str(1 - int(few))
        for row, lot in enumerate(made.persons["compare"])
    ]
    frozen = replace(made, persons={**made.persons, "compare": lots}).freeze(tmp_path / "w")
    figures, estimates = build([frozen]), estimate(frozen, tally(frozen))
    of_help = estimates.shared[COMPARE].measures.measure[0].tolist().index("help")
    block = unadjusted_difference(estimates, estimates.shared[COMPARE])
    assert block.reason[1, 0, block.measure[0].tolist().index("help")] == TOO_FEW
    assert estimates.shared[COMPARE].reasons[1, int(few), of_help] == TOO_FEW
    sides = {code: figures.find(f"2024-spring/item/help/0147/compare={code}").hidden for code in "01"}
    assert sides == {few: "fewer than 5 answers", str(1 - int(few)): ""}
    assert figures.find("2024-spring/item/help/0147/compare/1-0").hidden == "fewer than 5 answers"
