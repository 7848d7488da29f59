"""Changes between waves: only where the question is the same."""

import re
from collections.abc import Callable
from dataclasses import replace
from math import hypot
from pathlib import Path
from typing import Any

import pytest

from borgerpuls.results.build import build
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


@pytest.mark.parametrize(
    "what", ["theme/overall/0101", "item/help/dk", "theme/meeting/dk.units", "item/alone/0147/age=30-49"]
)
def test_a_change_is_now_minus_then_as_two_samples(figures: Figures, what: str) -> None:
    now, then = figures.find(f"2024-spring/{what}"), figures.find(f"2023-spring/{what}")
    change = figures.find(f"2024-spring/{what}/change")
    assert change.estimate == change.difference == pytest.approx((now.estimate or 0) - (then.estimate or 0))
    assert change.se == change.difference_se == pytest.approx(hypot(now.se or 0, then.se or 0))
    v1, v2 = (now.se or 0) ** 2, (then.se or 0) ** 2
    assert change.df == pytest.approx((v1 + v2) ** 2 / (v1**2 / (now.df or 1) + v2**2 / (then.df or 1)))
    assert (change.compared_with, change.n) == ("2023-spring", now.n)
    assert (change.low, change.high) == (change.difference_low, change.difference_high)


def test_only_means_change_and_only_in_the_wave_that_names_the_other(figures: Figures) -> None:
    changed = [f for f in figures if f.statistic == "change"]
    assert {f.wave for f in changed} == {"2024-spring"}
    assert {f.address.split("/")[1] for f in changed} == {"theme", "item"}
    assert {f.measure for f in changed} == {"overall", "meeting", "help", "speed", "gain", "listened", "alone"}


def test_another_wording_hides_the_item_and_its_theme_and_says_so(maker: Maker, tmp_path: Path) -> None:
    pair = two(maker, tmp_path, source=maker().source.replace("Fik du hjælp?", "Fik du den rette hjælp?"))
    figures = built(pair, tmp_path)
    for measure in ("item/help", "theme/overall"):
        change = figures.find(f"2024-spring/{measure}/0101/change")
        assert (change.hidden, change.estimate, change.n) == ("wording changed", None, None)
        assert figures.find(f"2024-spring/{measure}/0101").hidden == ""
    assert figures.find("2024-spring/item/speed/0101/change").hidden == ""


def test_an_item_that_a_wave_left_out_has_no_figure_and_breaks_its_theme(maker: Maker, tmp_path: Path) -> None:
    earlier, now = two(maker, tmp_path)
    left_out = {**earlier.persons, "gain": [None] * len(earlier.persons["gain"])}
    figures = built((replace(earlier, persons=left_out), now), tmp_path)
    assert not [f for f in figures if f.measure == "gain" and (f.wave == "2023-spring" or f.statistic == "change")]
    assert figures.find("2023-spring/theme/overall/0101").hidden == ""
    assert figures.find("2024-spring/theme/overall/0101/change").hidden == "wording changed"
    assert figures.find("2024-spring/item/speed/0101/change").hidden == ""
    assert figures.find("2024-spring/theme/meeting/0101/change").hidden == ""


def test_a_change_is_hidden_where_either_wave_is(maker: Maker, tmp_path: Path) -> None:
    earlier, now = two(maker, tmp_path)
    silent = [
        "no_answer" if unit == "0230" else said
        for unit, said in zip(earlier.persons["unit"], earlier.persons["disposition"], strict=True)
    ]
    figures = built((replace(earlier, persons={**earlier.persons, "disposition": silent}), now), tmp_path)
    assert figures.find("2024-spring/theme/overall/0230").hidden == ""
    assert figures.find("2024-spring/theme/overall/0230/change").hidden == "fewer than 5 answers"


def test_a_unit_or_an_item_that_is_new_has_no_change(maker: Maker, tmp_path: Path) -> None:
    earlier = maker(seed=2, sizes=(90, 60, 40)).change(name="2023-spring")
    figures = built((earlier, maker(seed=1, previous="2023-spring")), tmp_path)
    changed = {f.place for f in figures if f.statistic == "change"}
    assert changed == {"0101", "0147", "0230", "dk", "dk.units"}
    each = [figures.find(f"2024-spring/item/help/{unit}").population or 0 for unit in ("0101", "0147", "0230")]
    for whole in ("dk", "dk.units"):
        assert figures.find(f"2024-spring/item/help/{whole}/change").population == sum(each)


def test_groups_with_another_code_list_are_not_compared(maker: Maker, tmp_path: Path) -> None:
    pair = two(maker, tmp_path, source=maker().source.replace("high = 29", "high = 28").replace("low = 30", "low = 29"))
    figures = built(pair, tmp_path)
    assert {f.group_by for f in figures if f.statistic == "change"} == {"", "sex"}


def test_without_the_earlier_wave_there_is_no_change(maker: Maker, tmp_path: Path) -> None:
    figures = build([maker(previous="2023-spring").freeze(tmp_path / "w")])
    assert not [f for f in figures if f.statistic == "change"]


def spoken(source: str, language: str) -> str:
    """The questionnaire with one of its two languages only."""
    other = {"da": r', en = "[^"]*"', "en": r'da = "[^"]*", '}[language]
    return re.sub(other, "", source).replace('["da", "en"]', f'["{language}"]')


def test_a_language_that_came_later_changes_no_question_and_no_code_list(maker: Maker, tmp_path: Path) -> None:
    figures = built(two(maker, tmp_path, source=spoken(maker().source, "da")), tmp_path)
    for what in ("theme/overall/dk", "item/help/0101", "item/alone/0147/age=30-49", "item/help/dk/sex=f"):
        assert figures.find(f"2024-spring/{what}/change").hidden == ""


def test_two_waves_without_a_language_in_common_asked_nothing_alike(maker: Maker, tmp_path: Path) -> None:
    earlier, now = two(maker, tmp_path, source=spoken(maker().source, "da"))
    figures = built((earlier, replace(now, source=spoken(now.source, "en"))), tmp_path)
    changed = {f.hidden for f in figures if f.statistic == "change" and f.place == "0101"}
    assert changed == {"wording changed"}


@pytest.mark.parametrize("same_persons", [True, False])
def test_the_change_of_the_mean_over_units_is_as_sure_as_its_units_are(
    maker: Maker, tmp_path: Path, same_persons: bool
) -> None:
    sizes = (70, 60, 50)
    now = maker(seed=1, sizes=sizes, previous="2023-spring", same_persons=same_persons)
    figures = built((maker(seed=2, sizes=sizes).change(name="2023-spring"), now), tmp_path)
    each = [figures.find(f"2024-spring/item/speed/{unit}/change").se or 0 for unit in ("0101", "0147", "0230")]
    apart = [hypot(*(figures.find(f"{wave}-spring/item/speed/0101").se or 0 for wave in (2023, 2024)))]
    assert (each[0] == pytest.approx(apart[0])) is not same_persons
    assert figures.find("2024-spring/item/speed/dk.units/change").se == pytest.approx(hypot(*each) / 3)


def test_the_persons_of_a_change_of_the_whole_are_those_of_all_units_in_both_waves(two: Any) -> None:
    units = [two.find(f"theme/overall/{unit}/change").population for unit in ("0101", "0147", "0230", "0360")]
    assert all(units)
    for whole in ("dk", "dk.units"):
        assert two.find(f"theme/overall/{whole}/change").population == pytest.approx(sum(units))
