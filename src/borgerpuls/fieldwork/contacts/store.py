"""The only door to names, addresses and CPR numbers; who opens it writes so in the audit log."""

import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import TypeVar

from django.conf import settings
from django.db import transaction

from borgerpuls.fieldwork.contacts.cipher import decrypt, decrypt_bytes, encrypt, encrypt_bytes
from borgerpuls.fieldwork.contacts.models import Contact, StagedFile
from borgerpuls.fieldwork.models import Enrolment, Upload

T = TypeVar("T")
FIELDS = ("name", "cpr", "email", "phone", "address")
_AT_ONCE = 2000


@dataclass(frozen=True, repr=False)
class ContactData:
    """How one person is reached; empty where it is not known. Lines of the address are parted by newlines.

    ``phone`` as +4520304050, ``cpr`` as ten digits. It never shows itself in a log or an error.
    """

    name: str = ""
    cpr: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""


def put(enrolment_id: int, contacts: Iterable[tuple[str, ContactData]], *, batch: str = "") -> int:
    """Keep the contact data of persons (pseudonym, data), all or none; how many."""
    many = 0
    with transaction.atomic(using="contacts"):
        for rows in _batches(_contact(enrolment_id, batch, person, data) for person, data in contacts):
            Contact.objects.bulk_create(rows)
            many += len(rows)
    return many


def contact_of(pseudonym: str) -> ContactData | None:
    """How a person is reached, or None once it is deleted. The caller records the reading."""
    return contacts_of([pseudonym]).get(pseudonym)


def contacts_of(pseudonyms: Iterable[str]) -> Mapping[str, ContactData]:
    """How persons are reached, a pseudonym each; those whose data are deleted are not among them."""
    found: dict[str, ContactData] = {}
    for some in _batches(pseudonyms):
        for contact in Contact.objects.filter(person__in=some):
            found[contact.person] = _opened(contact)
    return found


def delete(enrolment_id: int, *, but: str | None = None) -> int:
    """Delete the contact data of an enrolment, or of every batch ``but`` one; how many persons."""
    found = Contact.objects.filter(enrolment=enrolment_id)
    deleted, _ = (found if but is None else found.exclude(batch=but)).delete()
    return int(deleted)


def delete_batch(enrolment_id: int, batch: str) -> None:
    """Delete what one accepting of a list kept, when it comes to nothing."""
    Contact.objects.filter(enrolment=enrolment_id, batch=batch).delete()


def count(enrolment_id: int, batch: str) -> int:
    """The persons of one batch."""
    return int(Contact.objects.filter(enrolment=enrolment_id, batch=batch).count())


def delete_wave(wave: str) -> int:
    """Delete all contact data of a wave and every list that was staged for it; how many persons."""
    enrolments = list(Enrolment.objects.filter(wave__name=wave).values_list("pk", flat=True))
    uploads = list(Upload.objects.filter(enrolment__in=enrolments).values_list("pk", flat=True))
    with transaction.atomic(using="contacts"):
        StagedFile.objects.filter(upload__in=uploads).delete()
        return sum(delete(enrolment) for enrolment in enrolments)


def reencrypt() -> int:
    """Close everything again with the first of the keys, so that the older ones can be thrown away; how many persons.

    It may be run again where it was interrupted, and while people work.
    """
    many = 0
    people = Contact.objects.order_by("person").values_list("person", flat=True)
    for some in _batches(people.iterator(_AT_ONCE)):
        with transaction.atomic(using="contacts"):
            rows = list(Contact.objects.select_for_update().filter(person__in=some))
            again = [_contact(row.enrolment, row.batch, row.person, _opened(row)) for row in rows]
            Contact.objects.bulk_update(again, ["cpr_key", *FIELDS], batch_size=200)
            many += len(again)
    for upload in list(StagedFile.objects.values_list("pk", flat=True)):
        with transaction.atomic(using="contacts"):
            for staged in StagedFile.objects.select_for_update().filter(pk=upload):
                for name in ("content", "problems"):
                    if held := getattr(staged, name):
                        place = f"{upload}/{name}"
                        setattr(staged, name, encrypt_bytes(decrypt_bytes(held, place), place))
                staged.save()
    return many


def _contact(enrolment_id: int, batch: str, person: str, data: ContactData) -> Contact:
    closed = {
        field: encrypt(value, f"{person}/{field}") if (value := getattr(data, field)) else b"" for field in FIELDS
    }
    return Contact(person=person, enrolment=enrolment_id, batch=batch, cpr_key=_cpr_key(enrolment_id, data), **closed)


def _opened(contact: Contact) -> ContactData:
    held = {field: bytes(getattr(contact, field)) for field in FIELDS}
    return ContactData(**{f: decrypt(value, f"{contact.person}/{f}") for f, value in held.items() if value})


def _cpr_key(enrolment_id: int, data: ContactData) -> bytes | None:
    if not data.cpr:
        return None
    return hmac.digest(settings.CONTACT_KEYS[0].encode(), f"{enrolment_id}:{data.cpr}".encode(), sha256)[:16]


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(items)
    while some := list(islice(remaining, _AT_ONCE)):
        yield some
