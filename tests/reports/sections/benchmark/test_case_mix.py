"""Before adjusting, after, and what adjusting did: always the three together."""

from collections.abc import Callable
from typing import Any

import pytest
from made.contexts import changed

from borgerpuls.reports.context.report_context import ReportContext, gather
from borgerpuls.reports.sections.benchmark import case_mix


@pytest.fixture(scope="module")
def context(demo: Any) -> ReportContext:
    return gather(demo.shelf, demo.wave, "0101", "da")


def test_the_three_numbers_stand_together_and_add_up(context: ReportContext) -> None:
    for row in case_mix.table(context).rows:
        before, after, effect = (cell.number for cell in row[1:4])
        assert before is not None
        assert after is not None
        assert before + (effect or 0.0) == pytest.approx(after)


def test_what_adjusting_did_is_said_or_denied(context: ReportContext) -> None:
    moved = changed(changed(context, "case-mix-before", estimate=3.39), "case-mix-effect", estimate=-0.04)
    assert case_mix.effect_sentence(changed(moved, "case-mix", estimate=3.35), context.overall) == (
        "Overordnet tilfredshed: justeringen flytter København −0,04, fra 3,39 til 3,35."
    )
    still = changed(changed(context, "case-mix-before", estimate=3.391), "case-mix", estimate=3.392)
    assert "flytter ikke København; tallet er 3,39 før og efter" in case_mix.effect_sentence(still, context.overall)


def test_a_difference_that_adjusting_leaves_unsure_is_not_marked(context: ReportContext) -> None:
    row = case_mix.table(changed(context, "case-mix", difference_high=0.02, p=0.2)).rows[0]
    assert row[4].mark == ""
    assert row[5].text == "Kan ikke skelnes"


def test_the_whole_names_the_units_that_adjusting_moves_most(demo: Any) -> None:
    country = gather(demo.shelf, demo.wave, "dk", "da")
    for row in case_mix.ranges(country).rows:
        assert "−" in row[1].text
        assert "+" in row[2].text
        assert row[3].text.startswith("Ja, p")
    assert "Kan ikke ses" in case_mix.ranges(changed(country, "case-mix", p=0.2)).rows[0][3].text


def test_a_wave_that_adjusts_for_nothing_has_no_section(made: Any, tell: Callable[..., Any]) -> None:
    told = tell(made.make(case_mix=()))
    assert case_mix.case_mix(gather(told.shelf, told.wave, "0101", "da")) is None
