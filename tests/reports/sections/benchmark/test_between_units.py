"""How much units differ: nothing said without its figure."""

from typing import Any

import pytest
from made.contexts import changed, without

from borgerpuls.reports.context.report_context import ReportContext, gather
from borgerpuls.reports.sections.benchmark import between_units
from borgerpuls.reports.wording.sentence import Verdict, judge


@pytest.fixture(scope="module")
def country(demo: Any) -> ReportContext:
    return gather(demo.shelf, demo.wave, "dk", "da")


def test_the_units_that_stand_out_are_named_on_each_theme(country: ReportContext) -> None:
    row = between_units.standing_out_table(country).rows[0]
    low = [country.places.name_of(p) for p in country.places.units
           if judge(country.theme(country.overall, p), country.relevance.between_units) is Verdict.BELOW]  # fmt: skip
    assert row[2].text == ", ".join(low)
    assert "København" in low


def test_the_spread_between_units_is_said_or_denied(country: ReportContext) -> None:
    assert "to ud af tre kommuner inden for 0,12" in between_units._spread_sentence(
        changed(country, "tau", estimate=0.12), country.overall
    )
    without = between_units._spread_sentence(changed(country, "tau", estimate=0.001), country.overall)
    assert "ikke større, end tilfældet" in without


def test_units_are_told_apart_only_from_the_reliability_that_bears_it(country: ReportContext) -> None:
    assert (
        between_units.reliability_table(changed(country, "reliability", estimate=0.7)).rows[0][-1].text
        == "Kommuner kan skelnes"
    )
    assert (
        between_units.reliability_table(changed(country, "reliability", estimate=0.6)).rows[0][-1].text
        == "Kommuner kan ikke skelnes"
    )


def test_where_units_were_not_tried_together_there_is_no_section(country: ReportContext) -> None:
    assert between_units.between_units(without(country, "rank", "reliability", "stands-out")) is None
