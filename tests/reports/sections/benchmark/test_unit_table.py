"""Every unit on every theme, region by region."""

from typing import Any

import pytest

from borgerpuls.reports.context.report_context import ReportContext, gather
from borgerpuls.reports.sections.benchmark import unit_table


@pytest.fixture(scope="module")
def country(demo: Any) -> ReportContext:
    return gather(demo.shelf, demo.wave, "dk", "da")


def test_units_stand_region_by_region_under_the_names_of_the_wave(country: ReportContext) -> None:
    table = unit_table.table(country)
    assert [words for _, words in table.sections][:2] == ["Region Hovedstaden", "Region Sjælland"]
    assert table.rows[table.sections[0][0]][0].text == "Albertslund"
    assert len(table.rows) == 45
    heads = [start for start, _ in table.sections]
    for start, end in zip(heads, [*heads[1:], len(table.rows)], strict=True):
        names = [row[0].text for row in table.rows[start:end]]
        assert names == sorted(names, key=[country.places.name_of(p) for p in country.places.units].index)
