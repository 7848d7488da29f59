"""Figures are looked up by what they are about."""

from typing import Any

from borgerpuls.reports.context.figure_index import FigureIndex, Key, kind


def test_a_figure_beside_several_others_is_found_beside_the_wanted_one(small: Any) -> None:
    found = FigureIndex(tuple(small.shelf.figures(wave="2024-spring", place="0101")))
    key = Key("theme", "overall", "0101")
    beside = [found.one(key, beside=other) for other in ("dk", "dk.units", "rest")]
    assert [f.compared_with for f in beside if f] == ["dk", "dk.units", "rest"]


def test_only_beside_the_wanted_place_means_no_other(
    small: Any,
) -> None:
    index = FigureIndex(tuple(small.shelf.figures(wave="2024-spring", place="0101")))
    key = Key("theme", "overall", "0101")
    assert index.one(key, beside="nowhere") is not None
    assert index.one(key, beside="nowhere", only=True) is None


def test_the_kind_of_a_figure_is_the_second_part_of_its_address(small: Any) -> None:
    assert kind(small.shelf.figure("2024-spring/theme/overall/0101")) == "theme"
