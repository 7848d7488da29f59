"""Sentences with the survey's own words."""

from borgerpuls.messages import verbatim
from borgerpuls.reports.context.phrases import capital, unbroken
from borgerpuls.reports.context.report_context import ReportContext


def test_a_per_cent_sign_is_never_parted_from_its_number() -> None:
    assert unbroken("et 95 %-interval, 12 % af alle") == "et 95\u00a0%\u2011interval, 12\u00a0% af alle"


def test_the_survey_says_what_a_unit_and_a_person_are_called(of_unit: ReportContext) -> None:
    assert of_unit.say(verbatim("{units}: {person} of {n}"), n=5) == "municipalities: citizen of 5"
    assert of_unit.phrases.unit_head == capital("municipality") == "Municipality"


def test_a_sentence_that_ends_in_an_abbreviation_has_one_stop(of_unit: ReportContext) -> None:
    assert of_unit.say(verbatim("I alt {share}."), share="12 pct.") == "I alt 12 pct."
