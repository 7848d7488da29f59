"""What people send themselves: letters to print, and Digital Post for the municipality's own system.

Waiting messages are put together in a batch, and with that they are handed over. A batch can be fetched again, and is
the same again, less those who have answered meanwhile.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils.timezone import localtime

from borgerpuls.fieldwork.channels.digital_post import hand_over_csv
from borgerpuls.fieldwork.channels.letter import letters_pdf
from borgerpuls.fieldwork.channels.live import by_hand, digital_post_setup
from borgerpuls.fieldwork.channels.memo import document, message
from borgerpuls.fieldwork.contacts.store import ContactData, contacts_of
from borgerpuls.fieldwork.invitations.dispatch import id_of, sender_of
from borgerpuls.fieldwork.invitations.outbox import WAITING, State, silent
from borgerpuls.fieldwork.letters import letter
from borgerpuls.fieldwork.models import Enrolment, Message, Person, Wave
from borgerpuls.fieldwork.responses.access_codes import link_of
from borgerpuls.fieldwork.staff import audit
from borgerpuls.messages import _
from borgerpuls.problems import Problem, Refused

MOST = {"letter": 500, "digital_post": 10_000}
"""Messages in one batch: a PDF of more letters takes more memory than a small server has."""


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
    """Put together the messages of a channel that wait, at most ``MOST``; the batch's reference.

    Those who have answered are left out. Refused where nobody is left.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",), no_key=True).select_related("wave").get(
        pk=enrolment_id
    )  # fmt: skip
    rows = Message.objects.filter(enrolment=enrolment, channel=channel, state__in=WAITING, due_at__lte=now)
    if enrolment.wave.state == Wave.State.OPEN and by_hand(channel):
        rows.exclude(pk__in=_wanted(rows)).update(state=State.DROPPED, settled_at=now)
        taken = list(_wanted(rows).order_by("due_at", "pk").values_list("pk", flat=True)[: MOST[channel]])
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


def letters(enrolment_id: int, reference: str, fonts: Path, by: str, now: datetime) -> bytes:
    """The letters of a batch as one PDF, sorted by postcode and address."""
    read = list(_read(enrolment_id, reference, "letter", by, now))
    pages = [
        (
            (*reversed(contact.address.splitlines()), contact.name, one.person.pseudonym),
            letter(sender_of(one.enrolment), one.occasion, one.person.pseudonym, one.person.language, contact.name),
            contact,
        )
        for one, contact in read
    ]
    pages.sort(key=lambda page: page[0])
    made_on = localtime(_handed_over_at(read[0][0])).date()
    return letters_pdf(
        ((written, contact.name, contact.address) for _unused, written, contact in pages), fonts, made_on
    )


def digital_post_csv(enrolment_id: int, reference: str, by: str, now: datetime) -> bytes:
    """CPR number, name and link of everybody in a batch."""
    read = _read(enrolment_id, reference, "digital_post", by, now)
    return hand_over_csv((contact.cpr, contact.name, link_of(one.person.pseudonym)) for one, contact in read)


def memo_zip(enrolment_id: int, reference: str, by: str, now: datetime) -> bytes:
    """The messages of a batch in MeMo 1.2, a file each. Refused where the municipality's CVR number is not set."""
    code = Enrolment.objects.values_list("municipality_id", flat=True).get(pk=enrolment_id)
    cvr = digital_post_setup(settings.DIGITAL_POST).cvr.get(code)
    if cvr is None:
        raise Refused([_no_cvr(code)])
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for one, contact in _read(enrolment_id, reference, "digital_post", by, now):
            written = letter(
                sender_of(one.enrolment), one.occasion, one.person.pseudonym, one.person.language, contact.name
            )
            number, made_at = id_of(one), _handed_over_at(one)
            entry = ZipInfo(f"{number}.xml", made_at.timetuple()[:6])
            archive.writestr(entry, document(message(written, contact.cpr, cvr, number, made_at)), ZIP_DEFLATED)
    return packed.getvalue()


def _read(
    enrolment_id: int, reference: str, channel: str, by: str, now: datetime
) -> Iterator[tuple[Message, ContactData]]:
    """The messages of a batch that are still wanted, with contact data; the reading is recorded first. Refused where
    there is nothing to read."""
    rows = _handed_over(Message.objects.filter(enrolment=enrolment_id, channel=channel, reference=reference))
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
    of_batch = Q(reference__startswith="letter-") | Q(reference__startswith="digital_post-")
    return messages.filter(of_batch, state=State.HANDED_OVER)


def _handed_over_at(message: Message) -> datetime:
    """When a message of a batch was handed over, which put it into the batch."""
    if message.handed_over_at is None:
        raise ValueError(f"message {message.pk} is in no batch")
    return message.handed_over_at


def _wanted(messages: "QuerySet[Message]") -> "QuerySet[Message]":
    wanted = Exists(silent(Person.objects.filter(pk=OuterRef("person"))))
    return messages.filter(wanted, enrolment__wave__state=Wave.State.OPEN)


_NOTHING = Problem(
    _("Messages to send"),
    _("There is nobody to write to."),
    _("Everybody has been told or has answered."),
)


def _no_cvr(code: str) -> Problem:
    return Problem(
        _("Digital Post as MeMo"),
        _("The CVR number of {code} is not set up.", code=code),
        _("Ask the operator to write it in digital-post.toml, or fetch the list as CSV."),
    )
