"""Do those who answered resemble those asked: the measure in words, with its limits."""

from dataclasses import replace
from typing import Any

import pytest

from borgerpuls.reports.blocks import representativity
from borgerpuls.reports.blocks.theme_table import theme_table
from borgerpuls.reports.context.figure_index import FigureIndex
from borgerpuls.reports.context.report_context import ReportContext, gather


@pytest.fixture(scope="module")
def context(demo: Any) -> ReportContext:
    return gather(demo.shelf, demo.wave, "0101", "da")


def test_the_indicator_stands_with_its_interval_beside_that_of_the_whole(context: ReportContext) -> None:
    own = context.figure("response", "r-indicator", statistic="r-indicator")
    assert own is not None
    words = representativity.r_indicator(context)
    assert words.count("(0,") == 2
    assert "For alle kommuner er den" in words


def test_the_whole_is_not_set_beside_itself(demo: Any) -> None:
    words = representativity.r_indicator(gather(demo.shelf, demo.wave, "dk", "en"))
    assert words.startswith("The R\u2011indicator is 0.")
    assert "For all" not in words


def test_the_bound_is_called_a_bound_and_says_what_it_does_not_see(context: ReportContext) -> None:
    words = representativity.bias(context)
    assert "op til 0," in words
    assert "ser målet ikke" in words


def test_all_six_rates_are_told_with_what_they_count(context: ReportContext) -> None:
    words = representativity.outcome_rates(context)
    assert all(f"{name} " in words for name in ("RR1", "RR2", "RR3", "RR4", "RR5", "RR6"))
    assert "RR2 30,0" in words


def test_a_wave_of_answers_alone_says_nothing(context: ReportContext) -> None:
    bare = tuple(f for f in context.figures.figures if f.statistic not in ("r-indicator", "largest-bias", "rate"))
    assert list(representativity.representativity(replace(context, figures=FigureIndex(bare)))) == []


def test_a_variable_outside_the_weighting_by_which_response_differs_stands_beside_the_level(
    context: ReportContext,
) -> None:
    outside = [f for f in context.figures.figures if f.statistic == "outside-weighting"]
    assert outside
    assert not {f.group_by for f in outside} & set(context.spec.weighting.by)
    words = representativity.weights_fall_short(context)
    assert words.startswith("I alle kommuner afhænger det af ")
    assert "målgruppe" in words
    bias = context.figure("theme", context.overall.id, statistic="bias-left")
    assert bias is not None
    assert f"{bias.estimate:.2f}".replace(".", ",") in words


@pytest.mark.parametrize("changed", [{"p": 0.05}, {"p": 1.0}])
def test_where_response_does_not_surely_differ_nothing_stands_there(
    context: ReportContext, changed: dict[str, float]
) -> None:
    figures = (replace(f, **changed) if f.statistic == "outside-weighting" else f for f in context.figures.figures)
    assert representativity.weights_fall_short(replace(context, figures=FigureIndex(tuple(figures)))) == ""


def test_a_bound_too_small_to_matter_is_not_told_beside_the_level(context: ReportContext) -> None:
    figures = (replace(f, estimate=0.0949) if f.statistic == "bias-left" else f for f in context.figures.figures)
    assert representativity.weights_fall_short(replace(context, figures=FigureIndex(tuple(figures)))) == ""


def test_every_theme_that_can_be_off_is_named_with_its_bound_below_their_table(context: ReportContext) -> None:
    words = representativity.bias_of_themes(context)
    for theme in context.themes:
        left = context.figure("theme", theme.id, statistic="bias-left")
        assert left is not None
        assert left.estimate is not None
        assert (f"{theme.name['da']} {left.estimate:.2f}".replace(".", ",") in words) == (left.estimate >= 0.095)
    assert theme_table(context).notes[-1] == words
    small = (replace(f, estimate=0.05) if f.statistic == "bias-left" else f for f in context.figures.figures)
    without = replace(context, figures=FigureIndex(tuple(small)))
    assert representativity.bias_of_themes(without) == ""
    assert all("vægtene" not in note for note in theme_table(without).notes)
