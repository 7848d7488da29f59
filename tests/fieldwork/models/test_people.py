"""What the table of persons refuses: a pseudonym or a code that two persons have."""

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError

from borgerpuls.fieldwork.models import Enrolment, Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("same", [{"pseudonym": "one"}, {"code_hash": b"one"}])
def test_no_two_persons_have_the_same_pseudonym_or_code(same: dict[str, object], person: Person) -> None:
    with pytest.raises(IntegrityError):
        Person.objects.create(
            **{"enrolment": person.enrolment, "pseudonym": "two", "code_hash": b"two", "background": {}, **same}
        )


def test_a_person_is_asked_in_danish_and_has_done_nothing_unless_it_is_said(person: Person) -> None:
    person.refresh_from_db()
    assert (person.sampled, person.language, person.stratum, person.compare) == (True, "da", "", "")
    steps = (person.started_at, person.submitted_at, person.declined_at, person.ineligible_at)
    assert steps == (None, None, None, None)


def test_a_municipality_with_persons_does_not_leave_its_wave_without_them(person: Person) -> None:
    with pytest.raises(ProtectedError):
        Enrolment.objects.get().delete()
