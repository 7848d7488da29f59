"""What the outbox refuses: a second message by the same channel on the same occasion."""

from datetime import datetime

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError

from borgerpuls.fieldwork.models import Message, Person

pytestmark = pytest.mark.django_db


def message(person: Person, now: datetime, occasion: int = 0, channel: str = "email") -> Message:
    return Message.objects.create(
        person=person, enrolment=person.enrolment, occasion=occasion, channel=channel, due_at=now
    )


@pytest.mark.parametrize("state", Message.State.values)
def test_a_person_has_one_message_an_occasion_and_channel_whatever_became_of_it(
    state: str, person: Person, now: datetime
) -> None:
    first = message(person, now)
    Message.objects.filter(pk=first.pk).update(state=state)
    with pytest.raises(IntegrityError):
        message(person, now)


def test_a_reminder_and_another_channel_are_other_messages(person: Person, now: datetime) -> None:
    made = [message(person, now), message(person, now, 1), message(person, now, 0, "letter")]
    assert {one.state for one in made} == {"queued"}
    assert Message.objects.count() == 3


def test_a_person_who_was_written_to_is_not_deleted(person: Person, now: datetime) -> None:
    message(person, now)
    with pytest.raises(ProtectedError):
        person.delete()
