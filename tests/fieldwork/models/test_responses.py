"""What the table of saves refuses: the same form twice."""

from datetime import datetime

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError

from borgerpuls.fieldwork.models import Person, SaveEvent

pytestmark = pytest.mark.django_db


def test_a_form_of_a_person_is_one_event(person: Person, now: datetime) -> None:
    SaveEvent.objects.create(person=person, at=now, language="da", key="form-1", answers='{"q1": 1}')
    with pytest.raises(IntegrityError):
        SaveEvent.objects.create(person=person, at=now, language="da", key="form-1", answers='{"q1": 5}')


def test_another_form_and_another_persons_form_are_other_events(person: Person, now: datetime) -> None:
    other = Person.objects.create(enrolment=person.enrolment, pseudonym="two", code_hash=b"two", background={})
    for who, key in ((person, "form-1"), (person, "form-2"), (other, "form-1")):
        SaveEvent.objects.create(person=who, at=now, language="da", key=key)
    assert [event.kind for event in SaveEvent.objects.all()] == ["page"] * 3


def test_a_person_who_has_answered_is_not_deleted(person: Person, now: datetime) -> None:
    SaveEvent.objects.create(person=person, at=now, language="da", key="form-1")
    with pytest.raises(ProtectedError):
        person.delete()
