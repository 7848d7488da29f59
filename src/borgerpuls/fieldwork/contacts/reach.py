"""By which ways each person could be reached: whether a field is filled in is seen without opening it."""

from collections.abc import Collection, Mapping

from django.db.models import BooleanField, Case, Value, When

from borgerpuls.fieldwork.contacts.models import Contact

WAYS: Mapping[str, str] = {"digital_post": "cpr", "email": "email", "sms": "phone", "letter": "address"}
"""Channel -> the field of contact data that it needs."""


def reachable(pseudonyms: Collection[str]) -> dict[str, frozenset[str]]:
    """Pseudonym -> the channels that the person could be reached by; persons whose data are deleted are missing."""
    filled = [
        Case(When(**{field: b""}, then=Value(False)), default=Value(True), output_field=BooleanField())
        for field in WAYS.values()
    ]
    rows = Contact.objects.filter(person__in=pseudonyms).values_list("person", *filled)
    return {
        person: frozenset(channel for channel, there in zip(WAYS, has, strict=True) if there) for person, *has in rows
    }
