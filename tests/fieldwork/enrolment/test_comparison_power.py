"""What a comparison of two groups can detect, from the list or from typical sizes."""

from dataclasses import replace

import pytest

from borgerpuls.fieldwork.enrolment import enrolments
from borgerpuls.fieldwork.enrolment.comparison_power import (
    RESPONSE_RATES,
    STANDARD_DEVIATION,
    TYPICAL_SIZES,
    detectable_differences,
)
from borgerpuls.method.comparison.power import detectable_difference

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def view() -> enrolments.EnrolmentView:
    return enrolments.enrolment("0707", "trial-2026")


def test_typical_sizes_are_told_while_the_list_has_no_groups(enrolled: int) -> None:
    found = detectable_differences(view())
    assert [(one.rate, one.answers) for one in found] == [(None, (size, size)) for size in TYPICAL_SIZES]
    assert [one.enough for one in found] == [False, False, True, True, True]


def test_the_groups_of_the_list_answer_at_each_rate_in_the_share_that_is_sampled(enrolled: int) -> None:
    found = detectable_differences(replace(view(), listed=1000, sampled=500, compared=(400, 200)))
    assert [one.rate for one in found] == list(RESPONSE_RATES)
    assert [one.answers for one in found] == [(int(200 * rate), int(100 * rate)) for rate in RESPONSE_RATES]
    assert found[-1].difference == detectable_difference(100, 50, STANDARD_DEVIATION)


def test_a_group_of_fewer_than_two_answers_detects_nothing(enrolled: int) -> None:
    first, *_ = detectable_differences(replace(view(), listed=100, sampled=100, compared=(9, 90)))
    assert (first.answers, first.difference, first.enough) == ((1, 18), None, False)
