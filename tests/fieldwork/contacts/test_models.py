"""What the tables of contact data refuse."""

import pytest
from django.db import IntegrityError

from borgerpuls.fieldwork.contacts.models import Contact, StagedFile

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def test_a_number_stands_once_in_a_batch_of_an_enrolment() -> None:
    Contact.objects.create(person="a", enrolment=1, batch="b", cpr_key=b"number")
    Contact.objects.create(person="b", enrolment=1, batch="another", cpr_key=b"number")
    Contact.objects.create(person="c", enrolment=2, batch="b", cpr_key=b"number")
    with pytest.raises(IntegrityError, match=r"UNIQUE|one_person_one_record"):
        Contact.objects.create(person="d", enrolment=1, batch="b", cpr_key=b"number")


def test_persons_without_a_number_may_be_many() -> None:
    for person in "ab":
        Contact.objects.create(person=person, enrolment=1, batch="b")
    assert Contact.objects.count() == 2


def test_a_person_has_one_record() -> None:
    Contact.objects.create(person="a", enrolment=1)
    with pytest.raises(IntegrityError):
        Contact.objects.create(person="a", enrolment=2)


def test_an_upload_has_one_staged_file() -> None:
    StagedFile.objects.create(upload=1, content=b"x")
    with pytest.raises(IntegrityError):
        StagedFile.objects.create(upload=1, content=b"y")


def test_nothing_that_is_unknown_needs_to_be_given() -> None:
    Contact.objects.create(person="a", enrolment=1)
    held = Contact.objects.get()
    assert {bytes(getattr(held, field)) for field in ("name", "cpr", "email", "phone", "address")} == {b""}
    assert (held.batch, held.cpr_key) == ("", None)
