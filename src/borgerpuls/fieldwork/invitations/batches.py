"""What people send themselves: letters to print, and Digital Post for the municipality's own system.

Waiting messages are put together in a batch, and with that they are handed over. A batch can be fetched again, and is
the same again, less those who have answered meanwhile.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from pathlib import Path

from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils.timezone import localtime

from borgerpuls.fieldwork.channels.channel import Posted
from borgerpuls.fieldwork.channels.registry import CHANNELS, by_hand
from borgerpuls.fieldwork.contacts.store import ContactData, contacts_of
from borgerpuls.fieldwork.invitations.dispatch import message_id, sender_of
from borgerpuls.fieldwork.invitations.outbox import WAITING, State, nonrespondents
from borgerpuls.fieldwork.letters import letter
from borgerpuls.fieldwork.models import Enrolment, Message, Person, Wave
from borgerpuls.fieldwork.staff import audit
from borgerpuls.messages import _
from borgerpuls.problems import Problem, Refused


@dataclass(frozen=True)
class Batch:
    """Messages handed over together; ``still`` are those of them who have not answered since."""

    reference: str
    channel: str
    at: datetime
    messages: int
    still: int


def waiting(enrolment_id: int) -> Mapping[str, int]:
    """How many messages wait for people to fetch them, a channel each."""
    found = Message.objects.filter(enrolment=enrolment_id, state__in=WAITING, enrolment__wave__state=Wave.State.OPEN)
    by_channel = found.order_by().values_list("channel").annotate(Count("pk"))
    return {channel: messages for channel, messages in by_channel if by_hand(channel)}


def batches(enrolment_id: int) -> tuple[Batch, ...]:
    """What was put together, the newest first."""
    found = _handed_over(Message.objects.filter(enrolment=enrolment_id))
    still = dict(_wanted(found).order_by().values_list("reference").annotate(Count("pk")))
    rows = found.order_by().values_list("reference", "channel").annotate(Min("handed_over_at"), Count("pk"))
    made = [Batch(reference, channel, at, many, still.get(reference, 0)) for reference, channel, at, many in rows]
    return tuple(sorted(made, key=lambda batch: (batch.at, batch.reference), reverse=True))


@transaction.atomic
def make_batch(enrolment_id: int, channel: str, by: str, now: datetime) -> str:
    """Put together the messages of a channel that wait, at most its ``batch_size``; the batch's reference.

    Those who have answered are left out. Refused where nobody is left.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",), no_key=True).select_related("wave").get(
        pk=enrolment_id
    )  # fmt: skip
    rows = Message.objects.filter(enrolment=enrolment, channel=channel, state__in=WAITING, due_at__lte=now)
    if enrolment.wave.state == Wave.State.OPEN and by_hand(channel):
        rows.exclude(pk__in=_wanted(rows)).update(state=State.DROPPED, settled_at=now)
        taken = list(
            _wanted(rows).order_by("due_at", "pk").values_list("pk", flat=True)[: CHANNELS[channel].batch_size]
        )
    else:
        taken = []
    if not taken:
        raise Refused([_NOTHING])
    reference = f"{channel}-{localtime(now):%Y%m%d-%H%M%S}"
    for at in range(0, len(taken), 900):
        Message.objects.filter(pk__in=taken[at : at + 900]).update(
            state=State.HANDED_OVER, begun_at=now, handed_over_at=now, settled_at=now, reference=reference, attempts=1
        )
    audit.record(
        by,
        "outbox.batch",
        now,
        wave=enrolment.wave.name,
        municipality=enrolment.municipality_id,
        reference=reference,
        messages=len(taken),
    )
    return reference


def batch_file(enrolment_id: int, reference: str, suffix: str, fonts: Path, by: str, now: datetime) -> bytes:
    """A batch as a file in one of its channel's forms, less those who have answered since.

    The reading of contact data is logged. Refused where nobody is left, or the form needs what is not set up.
    ``fonts`` is the folder that letters on paper are set with.
    """
    rows = _handed_over(Message.objects.filter(enrolment=enrolment_id, reference=reference)).select_related("enrolment")
    one = rows.first()
    formats = CHANNELS[one.channel].batch_formats if one else ()
    written = next((form for form in formats if form.suffix == suffix), None)
    if one is None or written is None:
        raise Refused([_NOTHING])
    return written.write(_posted(enrolment_id, reference, by, now), one.enrolment.municipality_id, fonts)


def _posted(enrolment_id: int, reference: str, by: str, now: datetime) -> Iterator[Posted]:
    for one, contact in _read(enrolment_id, reference, by, now):
        written = letter(
            sender_of(one.enrolment), one.occasion, one.person.pseudonym, one.person.language, contact.name
        )
        yield Posted(written, contact, message_id(one), _handed_over_at(one))


def _read(enrolment_id: int, reference: str, by: str, now: datetime) -> Iterator[tuple[Message, ContactData]]:
    """The messages of a batch that are still wanted, with contact data; the reading is recorded first. Refused where
    there is nothing to read."""
    rows = _handed_over(Message.objects.filter(enrolment=enrolment_id, reference=reference))
    found = list(_wanted(rows).select_related("person", "enrolment__wave").order_by("person__pseudonym"))
    contacts = contacts_of([one.person.pseudonym for one in found])
    if not contacts:
        raise Refused([_NOTHING])
    enrolment = found[0].enrolment
    audit.record(
        by,
        "contacts.read",
        now,
        wave=enrolment.wave.name,
        municipality=enrolment.municipality_id,
        reference=reference,
        messages=len(contacts),
    )
    for one in found:
        if contact := contacts.get(one.person.pseudonym):
            yield one, contact


def _handed_over(messages: "QuerySet[Message]") -> "QuerySet[Message]":
    """In batches: a message that the site sent itself has its own number as reference."""
    by_hand = [Q(reference__startswith=f"{channel.id}-") for channel in CHANNELS.values() if channel.batch_formats]
    return messages.filter(reduce(or_, by_hand), state=State.HANDED_OVER)


def _handed_over_at(message: Message) -> datetime:
    """When a message of a batch was handed over, which put it into the batch."""
    if message.handed_over_at is None:
        raise ValueError(f"message {message.pk} is in no batch")
    return message.handed_over_at


def _wanted(messages: "QuerySet[Message]") -> "QuerySet[Message]":
    wanted = Exists(nonrespondents(Person.objects.filter(pk=OuterRef("person"))))
    return messages.filter(wanted, enrolment__wave__state=Wave.State.OPEN)


_NOTHING = Problem(
    _("Messages to send"),
    _("There is nobody to write to."),
    _("Everybody has been told or has answered."),
)
