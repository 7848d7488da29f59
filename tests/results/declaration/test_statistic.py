"""What a declaration says of a statistic."""

from dataclasses import replace
from typing import Any

import pytest

from borgerpuls.results.declaration import statistic as declaration
from borgerpuls.results.declaration.statistic import Inputs, several_units, several_waves
from borgerpuls.results.statistics.levels import MEAN, SHARE
from borgerpuls.results.statistics.response_rates import ANSWERED


@pytest.fixture
def inputs(two: Any) -> Inputs:
    return Inputs(two.now, (two.then, two.now))


def test_a_wave_meets_the_needs_that_it_has_and_no_others(inputs: Inputs, two: Any) -> None:
    for need in (declaration.NONRESPONDENTS, declaration.GROUPS, declaration.CASE_MIX, declaration.LOCAL_COMPARISON):
        assert need.met(inputs), need.what
    assert declaration.PAIRS.met(inputs)
    assert declaration.EARLIER_WAVE.met(inputs)
    assert not declaration.CASE_MIX.met(Inputs(two.then))
    assert not declaration.EARLIER_WAVE.met(Inputs(two.now, (two.now,)))


@pytest.mark.parametrize(("least", "met"), [(3, True), (4, True), (5, False)])
def test_units_are_counted(inputs: Inputs, least: int, met: bool) -> None:
    assert several_units(least).met(inputs) is met


@pytest.mark.parametrize(("least", "met"), [(2, True), (3, False)])
def test_waves_are_counted(inputs: Inputs, least: int, met: bool) -> None:
    assert several_waves(least).met(inputs) is met


def test_a_statistic_is_told_with_the_decimals_of_its_unit_or_its_own() -> None:
    assert (MEAN.decimals, ANSWERED.decimals) == (2, 0)
    assert replace(MEAN, rounding=1).decimals == 1


def test_the_column_of_a_statistic_is_its_id_or_the_word_it_declares() -> None:
    assert (MEAN.name, ANSWERED.name, SHARE.name) == ("mean", "count", "share=CODE")
