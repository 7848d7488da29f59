"""Contact data go on their day; everything that figures are made of stays."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from borgerpuls.fieldwork.contacts import store
from borgerpuls.fieldwork.models import Wave
from borgerpuls.fieldwork.staff import audit
from borgerpuls.messages import _
from borgerpuls.problems import Problem, Refused

_IN_USE = (Wave.State.ENROLLING, Wave.State.OPEN)


def delete_contacts(wave: str, by: str, now: datetime) -> int:
    """Delete all contact data of a wave; how many persons. Refused while anybody may still be asked.

    Run again where it was interrupted: it deletes what is left, and tells the log only of what it deleted.
    """
    with transaction.atomic():
        one = Wave.objects.select_for_update().get(name=wave)
        if one.state in _IN_USE:
            raise Refused([Problem(*_STILL_ASKED)])
        many = store.delete_wave(wave)
        if many:
            audit.record(by, "contacts.delete", now, wave=wave, persons=many)
    return many


def delete_due(by: str, now: datetime) -> dict[str, int]:
    """Delete the contact data of every wave whose day has come; persons a wave, where there were any."""
    due = Wave.objects.filter(contact_until__lte=localdate(now)).exclude(state__in=_IN_USE)
    deleted = {name: delete_contacts(name, by, now) for name in due.values_list("name", flat=True)}
    return {name: many for name, many in deleted.items() if many}


_STILL_ASKED = (
    _("The wave"),
    _("It is not closed, so the data are in use."),
    _("Close it first."),
)
