"""Do those who answered resemble those asked: the measure in words, with its limits."""

from dataclasses import replace
from typing import Any

import pytest

from borgerpuls.reports.context.report_context import Found, Subject, gather
from borgerpuls.reports.sections import representativity


@pytest.fixture(scope="module")
def subject(demo: Any) -> Subject:
    return gather(demo.shelf, demo.wave, "0101", "da")


def test_the_indicator_stands_with_its_interval_beside_that_of_the_whole(subject: Subject) -> None:
    own = subject.figure("response", "r-indicator", statistic="r-indicator")
    assert own is not None
    words = representativity.representative(subject)
    assert words.count("(0,") == 2
    assert "For alle kommuner er den" in words


def test_the_whole_is_not_set_beside_itself(demo: Any) -> None:
    words = representativity.representative(gather(demo.shelf, demo.wave, "dk", "en"))
    assert words.startswith("The R\u2011indicator is 0.")
    assert "For all" not in words


def test_the_bound_is_called_a_bound_and_says_what_it_does_not_see(subject: Subject) -> None:
    words = representativity.bias(subject)
    assert "op til 0," in words
    assert "ser målet ikke" in words


def test_all_six_rates_are_told_with_what_they_count(subject: Subject) -> None:
    words = representativity.rates(subject)
    assert all(f"{name} " in words for name in ("RR1", "RR2", "RR3", "RR4", "RR5", "RR6"))
    assert "RR2 30,0" in words


def test_a_wave_of_answers_alone_says_nothing(subject: Subject) -> None:
    bare = tuple(f for f in subject.found.figures if f.statistic not in ("r-indicator", "largest-bias", "rate"))
    assert list(representativity.likeness(replace(subject, found=Found(bare)))) == []
