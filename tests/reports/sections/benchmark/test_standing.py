"""Where a unit stands among the others, and how much units differ: nothing said without its figure."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from borgerpuls.reports.context.report_context import Found, Subject, gather
from borgerpuls.reports.sections.benchmark import between_units, standing, unit_table
from borgerpuls.reports.wording.sentence import Verdict, verdict
from borgerpuls.text import Text


@pytest.fixture(scope="module")
def copenhagen(demo: Any) -> Subject:
    return gather(demo.shelf, demo.wave, "0101", "da")


@pytest.fixture(scope="module")
def country(demo: Any) -> Subject:
    return gather(demo.shelf, demo.wave, "dk", "da")


def without(subject: Subject, *statistics: str) -> Subject:
    kept = tuple(f for f in subject.found.figures if f.statistic not in statistics)
    return replace(subject, found=Found(kept))


def changed(subject: Subject, statistic: str, **numbers: float) -> Subject:
    figures = (replace(f, **numbers) if f.statistic == statistic else f for f in subject.found.figures)
    return replace(subject, found=Found(tuple(figures)))


def test_a_unit_stands_between_two_places_of_those_compared(copenhagen: Subject) -> None:
    said = standing.place_sentence(copenhagen, copenhagen.overall)
    rank = copenhagen.figure("theme", "overall", statistic="rank")
    assert rank is not None
    assert rank.low is not None
    assert said.startswith(f"København ligger mellem nr. {rank.low:.0f} og 44 af 44 kommuner; nr. 1 er bedst")


def test_the_whole_takes_no_place(country: Subject) -> None:
    assert standing.place_sentence(country, country.overall) == ""


def test_a_difference_is_judged_among_all_units_and_themes_at_once(copenhagen: Subject) -> None:
    theme = copenhagen.overall
    alone = copenhagen.figure("theme", theme.id)
    judged, tried = copenhagen.theme(theme), copenhagen.standing(theme)
    assert alone is not None
    assert judged is not None
    assert tried is not None
    assert (judged.difference, judged.estimate) == (alone.difference, alone.estimate)
    assert (judged.difference_low, judged.p) == (tried.difference_low, tried.p)
    assert (judged.difference_high or 0) > (alone.difference_high or 0)
    unsure = changed(copenhagen, "stands-out", p=0.06)
    assert verdict(unsure.theme(theme), unsure.relevant) is Verdict.UNCLEAR


def test_groups_keep_their_own_intervals(copenhagen: Subject) -> None:
    by = ("sex", "f")
    assert copenhagen.theme(copenhagen.overall, by=by) == copenhagen.figure("theme", "overall", by=by)


def test_an_unusual_unit_is_called_so_only_with_evidence(copenhagen: Subject) -> None:
    def said(**numbers: float) -> str:
        table = standing.table(changed(copenhagen, "unusual", **numbers))
        assert table is not None
        return table.rows[0][2].text

    assert said(difference=-0.2, p=0.01) == "Usædvanligt lavt"
    assert said(difference=0.2, p=0.01) == "Usædvanligt højt"
    assert said(difference=0.2, p=0.05) == "Inden for det sædvanlige"


def test_units_that_cannot_be_told_apart_are_said_to_be_so(copenhagen: Subject) -> None:
    assert standing.unreliable(changed(copenhagen, "reliability", estimate=0.7)) == ""
    said = standing.unreliable(changed(copenhagen, "reliability", estimate=0.69))
    assert said.startswith("Kommuner kan ikke skelnes fra hinanden på Overordnet tilfredshed, ")
    assert "under 0,7" in said


def test_without_comparisons_there_is_no_table_and_nothing_said(copenhagen: Subject) -> None:
    alone = without(copenhagen, "rank", "reliability", "stands-out")
    assert standing.table(alone) is None
    assert standing.unreliable(alone) == ""
    assert between_units.spread(alone) is None
    assert not alone.together


def test_the_units_that_stand_out_are_named_on_each_theme(country: Subject) -> None:
    row = between_units.out(country).rows[0]
    low = [country.name_of(p) for p in country.places
           if verdict(country.theme(country.overall, p), country.relevant) is Verdict.BELOW]  # fmt: skip
    assert row[2].text == ", ".join(low)
    assert "København" in low


def test_the_spread_between_units_is_said_or_denied(country: Subject) -> None:
    assert "to ud af tre kommuner inden for 0,12" in between_units._words(
        changed(country, "tau", estimate=0.12), country.overall
    )
    without = between_units._words(changed(country, "tau", estimate=0.001), country.overall)
    assert "ikke større, end tilfældet" in without


def test_units_are_told_apart_only_from_the_reliability_that_bears_it(country: Subject) -> None:
    assert between_units.sure(changed(country, "reliability", estimate=0.7)).rows[0][-1].text == "Kommuner kan skelnes"
    assert (
        between_units.sure(changed(country, "reliability", estimate=0.6)).rows[0][-1].text
        == "Kommuner kan ikke skelnes"
    )


def test_units_stand_region_by_region_under_the_names_of_the_wave(country: Subject) -> None:
    table = unit_table.table(country)
    assert [words for _, words in table.sections][:2] == ["Region Hovedstaden", "Region Sjælland"]
    assert table.rows[table.sections[0][0]][0].text == "Albertslund"
    assert len(table.rows) == 45
    heads = [start for start, _ in table.sections]
    for start, end in zip(heads, [*heads[1:], len(table.rows)], strict=True):
        names = [row[0].text for row in table.rows[start:end]]
        assert names == sorted(names, key=[country.name_of(p) for p in country.places].index)


def test_a_wave_that_names_no_regions_prints_them_as_they_stand(
    country: Subject, made: Any, tell: Callable[..., Any]
) -> None:
    spec = replace(country.spec, regions={})
    bare = replace(country, wave=replace(country.wave, spec=spec))
    assert bare.regions[0][0] == "hovedstaden"
    lone = replace(
        spec, units=(*spec.units[:3], replace(spec.units[-1], group=None)), regions={"hovedstaden": Text(da="H")}
    )
    assert [name for name, _ in replace(country, wave=replace(country.wave, spec=lone)).regions] == [""]
