"""Where a unit stands among the others, and whether units can be told apart: nothing said without its figure."""

from typing import Any

import pytest
from made.contexts import changed, without

from borgerpuls.reports.blocks import rank_sets
from borgerpuls.reports.context.report_context import ReportContext, gather
from borgerpuls.reports.wording.sentence import Verdict, judge
from borgerpuls.rounding import whole


@pytest.fixture(scope="module")
def copenhagen(demo: Any) -> ReportContext:
    return gather(demo.shelf, demo.wave, "0101", "da")


@pytest.fixture(scope="module")
def country(demo: Any) -> ReportContext:
    return gather(demo.shelf, demo.wave, "dk", "da")


def test_a_unit_stands_between_two_places_of_those_compared(copenhagen: ReportContext) -> None:
    said = rank_sets.place_sentence(copenhagen, copenhagen.overall)
    rank = copenhagen.figure("theme", "overall", statistic="rank")
    assert rank is not None
    assert rank.low is not None
    assert said.startswith(f"København ligger mellem nr. {whole(rank.low)} og 44 af 44 kommuner; nr. 1 er bedst")


def test_the_whole_takes_no_place(country: ReportContext) -> None:
    assert rank_sets.place_sentence(country, country.overall) == ""


def test_a_difference_is_judged_among_all_units_and_themes_at_once(copenhagen: ReportContext) -> None:
    theme = copenhagen.overall
    alone = copenhagen.figure("theme", theme.id)
    judged, tried = copenhagen.theme(theme), copenhagen.stands_out(theme)
    assert alone is not None
    assert judged is not None
    assert tried is not None
    assert (judged.difference, judged.estimate) == (alone.difference, alone.estimate)
    assert (judged.difference_low, judged.p) == (tried.difference_low, tried.p)
    assert (judged.difference_high or 0) > (alone.difference_high or 0)
    unsure = changed(copenhagen, "stands-out", p=0.06)
    assert judge(unsure.theme(theme), unsure.relevance.between_units) is Verdict.UNCLEAR


def test_groups_keep_their_own_intervals(copenhagen: ReportContext) -> None:
    by = ("sex", "f")
    assert copenhagen.theme(copenhagen.overall, by=by) == copenhagen.figure("theme", "overall", by=by)


def test_an_unusual_unit_is_called_so_only_with_evidence(copenhagen: ReportContext) -> None:
    def said(**numbers: float) -> str:
        table = rank_sets.table(changed(copenhagen, "unusual", **numbers))
        assert table is not None
        return table.rows[0][2].text

    assert said(difference=-0.2, p=0.01) == "Usædvanligt lavt"
    assert said(difference=0.2, p=0.01) == "Usædvanligt højt"
    assert said(difference=0.2, p=0.05) == "Inden for det sædvanlige"


def test_units_that_cannot_be_told_apart_are_said_to_be_so(copenhagen: ReportContext) -> None:
    assert rank_sets.unreliable(changed(copenhagen, "reliability", estimate=0.7)) == ""
    said = rank_sets.unreliable(changed(copenhagen, "reliability", estimate=0.69))
    assert said.startswith("Kommuner kan ikke skelnes fra hinanden på Overordnet tilfredshed, ")
    assert "under 0,7" in said


def test_reliability_is_judged_as_it_is_printed(copenhagen: ReportContext) -> None:
    assert rank_sets.unreliable(changed(copenhagen, "reliability", estimate=0.695)) == ""
    assert rank_sets.unreliable(changed(copenhagen, "reliability", estimate=0.6949)) != ""


def test_without_comparisons_there_is_no_table_and_nothing_said(copenhagen: ReportContext) -> None:
    alone = without(copenhagen, "rank", "reliability", "stands-out")
    assert rank_sets.table(alone) is None
    assert rank_sets.unreliable(alone) == ""
    assert not alone.simultaneous
