"""By which ways each person could be reached: whether a field is filled in is seen without opening it."""

from collections.abc import Mapping

from django.db.models import BooleanField, Case, Value, When

from borgerpuls.fieldwork.contacts.models import Contact

WAYS: Mapping[str, str] = {"digital_post": "cpr", "email": "email", "sms": "phone", "letter": "address"}
"""Channel -> the field of contact data that it needs."""


def reachable(enrolment_id: int) -> dict[str, frozenset[str]]:
    """Pseudonym -> the channels that the person could be reached by; persons whose data are deleted are missing."""
    filled = [
        Case(When(**{field: b""}, then=Value(False)), default=Value(True), output_field=BooleanField())
        for field in WAYS.values()
    ]
    rows = Contact.objects.filter(enrolment=enrolment_id).values_list("person", *filled)
    sets: dict[tuple[bool, ...], frozenset[str]] = {}
    found = {}
    for person, *has in rows.iterator(10_000):
        key = tuple(has)
        if key not in sets:
            sets[key] = frozenset(channel for channel, there in zip(WAYS, has, strict=True) if there)
        found[person] = sets[key]
    return found


def ways_of(pseudonym: str) -> frozenset[str]:
    """The channels that one person could be reached by."""
    contact = Contact.objects.filter(person=pseudonym).first()
    return frozenset(channel for channel, field in WAYS.items() if contact and bytes(getattr(contact, field)))
