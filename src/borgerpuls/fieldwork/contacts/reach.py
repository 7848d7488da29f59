"""Which contact data of each person are known: whether a field is filled in is seen without opening it."""

from collections.abc import Collection

from django.db.models import BooleanField, Case, Value, When

from borgerpuls.fieldwork.contacts.models import Contact

ADDRESSES = ("cpr", "email", "phone", "address")
"""The fields of contact data that some channel can write to."""


def known_addresses(pseudonyms: Collection[str]) -> dict[str, frozenset[str]]:
    """Pseudonym -> those of ``ADDRESSES`` that are filled in; persons whose data are deleted are missing."""
    filled = [
        Case(When(**{field: b""}, then=Value(False)), default=Value(True), output_field=BooleanField())
        for field in ADDRESSES
    ]
    rows = Contact.objects.filter(person__in=pseudonyms).values_list("person", *filled)
    return {
        person: frozenset(field for field, there in zip(ADDRESSES, has, strict=True) if there) for person, *has in rows
    }
