"""What a report knows: its names, its benchmark, and the figure it asks for."""

from typing import Any

import pytest

from borgerpuls.reports.context.report_context import ReportContext, gather


@pytest.fixture(scope="module")
def context(small: Any) -> ReportContext:
    return gather(small.shelf, small.wave, "0101", "da")


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
