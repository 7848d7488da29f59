"""Places of a wave: their order, their regions, their names."""

from dataclasses import replace
from typing import Any

import pytest

from borgerpuls.reports.context.report_context import ReportContext, gather
from borgerpuls.text import Text


@pytest.fixture(scope="module")
def country(demo: Any) -> ReportContext:
    return gather(demo.shelf, demo.wave, "dk", "da")


def test_a_wave_that_names_no_regions_prints_them_as_they_stand(country: ReportContext) -> None:
    spec = replace(country.spec, regions={})
    bare = replace(country, wave=replace(country.wave, spec=spec))
    assert bare.places.regions[0][0] == "hovedstaden"
    lone = replace(
        spec, units=(*spec.units[:3], replace(spec.units[-1], group=None)), regions={"hovedstaden": Text(da="H")}
    )
    assert [name for name, _ in replace(country, wave=replace(country.wave, spec=lone)).places.regions] == [""]


def test_units_stand_in_danish_order_and_the_benchmark_is_the_mean_that_the_wave_names(small: Any) -> None:
    context = gather(small.shelf, small.wave, "0101", "en")
    names = [context.places.name_of(place) for place in context.places.units]
    assert names == sorted(names)
    assert (context.places.whole, context.places.benchmark) == ("dk", "dk")
    over_units = replace(context, wave=replace(small.wave, spec=replace(small.wave.spec, national="municipalities")))
    assert over_units.places.benchmark == "dk.units"
    assert over_units.places.benchmark_name == "the mean over municipalities"
