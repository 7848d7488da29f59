"""The zone of differences too small to mark."""

from dataclasses import replace

from borgerpuls.reports.blocks.relevance_band import band_between_units, band_inside
from borgerpuls.reports.context.report_context import ReportContext


def test_it_reaches_as_far_to_both_sides_as_the_least_difference(of_unit: ReportContext) -> None:
    band = band_between_units(of_unit)
    assert (band.low, band.high) == (-0.1, 0.1)
    assert "0.10" in band.label
    assert band_inside(of_unit) == band


def test_inside_a_place_there_is_none_where_it_depends_on_the_number_of_answers(of_unit: ReportContext) -> None:
    btu = replace(of_unit, wave=replace(of_unit.wave, spec=replace(of_unit.spec, rules="btu")))
    assert band_inside(btu) is None
