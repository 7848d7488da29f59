"""What a report knows: its names, its benchmark, and the figure it asks for."""

from typing import Any

import pytest

from borgerpuls.reports.context.figure_index import FigureIndex, Key
from borgerpuls.reports.context.phrases import unbroken
from borgerpuls.reports.context.report_context import ReportContext, gather


@pytest.fixture(scope="module")
def context(small: Any) -> ReportContext:
    return gather(small.shelf, small.wave, "0101", "da")


def test_a_figure_beside_several_others_is_found_beside_the_wanted_one(small: Any, context: ReportContext) -> None:
    found = FigureIndex(tuple(small.shelf.figures(wave="2024-spring", place="0101")))
    key = Key("theme", "overall", "0101")
    beside = [found.one(key, beside=other) for other in ("dk", "dk.units", "rest")]
    assert [f.compared_with for f in beside if f] == ["dk", "dk.units", "rest"]
    mine = context.theme(context.overall)
    assert mine is not None
    assert mine.address == "2024-spring/theme/overall/0101"


def test_what_was_never_made_is_none(context: ReportContext) -> None:
    assert context.figure("item", "nothing") is None


def test_places_are_named_in_the_language_of_the_report(small: Any) -> None:
    names = [gather(small.shelf, small.wave, "0147", language) for language in ("da", "en")]
    assert [(s.name, s.places.benchmark_name) for s in names] == [
        ("Sted 0147", "gennemsnittet for hele landet"),
        ("Place 0147", "the mean of the whole country"),
    ]


def test_the_overall_theme_comes_first(context: ReportContext) -> None:
    assert [theme.id for theme in context.themes] == ["overall", "meeting"]


def test_a_per_cent_sign_is_never_parted_from_its_number() -> None:
    assert unbroken("et 95 %-interval, 12 % af alle") == "et 95\u00a0%\u2011interval, 12\u00a0% af alle"
