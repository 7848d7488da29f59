"""Live numbers: by municipality, group and day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from borgerpuls.fieldwork.models import Message, Person
from borgerpuls.fieldwork.monitoring.rates import Counts, overview, rates

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


@pytest.fixture
def going(office: Any) -> Any:
    """In Norddjurs: 10 invited, of whom 4 answered, 1 began, 1 refused after answering, 1 is not in the group."""
    persons, now = office.persons["0707"], office.now
    for person in persons[:10]:
        for channel in ("email", "letter"):
            Message.objects.create(
                person_id=person, enrolment_id=office.enrolments["0707"], occasion=0, channel=channel, due_at=now,
                state="delivered", handed_over_at=now - timedelta(2),
            )  # fmt: skip
    Person.objects.filter(pk__in=persons[:3]).update(started_at=now, submitted_at=now - timedelta(1))
    Person.objects.filter(pk=persons[3]).update(started_at=now, submitted_at=now)
    Person.objects.filter(pk=persons[4]).update(started_at=now)
    Person.objects.filter(pk=persons[5]).update(started_at=now, submitted_at=now, declined_at=now)
    Person.objects.filter(pk=persons[6]).update(started_at=now, ineligible_at=now)
    Person.objects.filter(pk__in=persons[15:]).update(sampled=False)
    return office


def test_a_municipality_is_counted_in_persons(going: Any) -> None:
    assert rates(going.wave, "0707").total == Counts(
        listed=20, sampled=15, invited=10, opened=7, answered=4, refused=1, ineligible=1
    )


def test_the_rate_is_of_those_asked_and_in_the_group(going: Any) -> None:
    assert rates(going.wave, "0707").total.rate == 4 / 14
    assert Counts().rate is None
    assert Counts(sampled=3, ineligible=3).rate is None


def test_the_wave_is_the_sum_of_its_municipalities(going: Any) -> None:
    places = overview(going.wave)
    assert [place.code for place in places] == ["0101", "0707"]
    assert sum((place.counts for place in places), Counts()) == rates(going.wave).total


def test_messages_are_counted_by_what_is_known_of_them(going: Any) -> None:
    Message.objects.filter(channel="letter", person_id=going.persons["0707"][0]).update(state="unsure")
    Message.objects.filter(channel="letter", person_id=going.persons["0707"][1]).update(state="failed_for_good")
    messages = overview(going.wave)[1].messages
    assert (messages.delivered, messages.unsure, messages.failed_for_good) == (18, 1, 1)
    assert messages.lost == 2
    assert messages.any
    assert not overview(going.wave)[0].messages.any


def test_a_message_that_failed_invites_nobody(going: Any) -> None:
    Message.objects.filter(person_id=going.persons["0707"][0]).update(state="failed_for_good")
    assert rates(going.wave, "0707").total.invited == 9


@pytest.mark.parametrize("variable", ["sex", "age", "target_group"])
def test_groups_add_up_to_everybody(going: Any, variable: str) -> None:
    found = rates(going.wave)
    breakdown = next(b for b in found.by if b.variable == variable)
    assert sum((group.counts for group in breakdown.groups), Counts()) == found.total


def test_who_has_no_code_is_a_group_of_their_own(going: Any) -> None:
    unknown = going.persons["0707"][:2]
    Person.objects.filter(pk=unknown[0]).update(background={"sex": None})
    Person.objects.filter(pk=unknown[1]).update(background={})
    groups = next(b for b in rates(going.wave).by if b.variable == "sex").groups
    assert [group.code for group in groups] == ["k", "m", ""]
    assert (groups[-1].label["en"], groups[-1].counts.answered) == ("Unknown", 2)


def test_days_follow_each_other_without_a_gap(going: Any) -> None:
    days = rates(going.wave, "0707").days
    assert [(d.day, d.invited, d.answered) for d in days] == [
        (date(2026, 3, 8), 10, 0),
        (date(2026, 3, 9), 0, 3),
        (date(2026, 3, 10), 0, 1),
    ]
    assert [round(d.rate * 14) for d in days] == [0, 3, 4]


def test_a_day_is_a_danish_day(going: Any) -> None:
    late = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)  # half past midnight in Denmark
    Person.objects.filter(pk=going.persons["0101"][0]).update(submitted_at=late)
    assert rates(going.wave, "0101").days[-1].day == date(2026, 3, 11)


def test_a_wave_that_nobody_is_invited_to_has_no_days(office: Any) -> None:
    assert rates(office.wave).days == ()


def test_numbers_take_a_few_queries_however_many_municipalities(
    going: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(6):
        overview(going.wave)
    with django_assert_max_num_queries(14):
        rates(going.wave)
