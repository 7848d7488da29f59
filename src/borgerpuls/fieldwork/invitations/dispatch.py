"""A worker's side of the outbox: take what is due, mark it, hand it over, and write down what is known.

A message is marked ``sending``, and that is committed, just before it is handed over. A worker that dies can leave it
in that state only; when its lease has run out the message is ``unsure`` and waits for a person to decide, unless the
channel itself keeps one of each.
"""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, QuerySet

from borgerpuls.fieldwork.channels.channel import Outcome, Outgoing, Transport
from borgerpuls.fieldwork.channels.registry import CHANNELS
from borgerpuls.fieldwork.contacts.store import contact_of
from borgerpuls.fieldwork.invitations.outbox import WAITING, State, fall_back, nonrespondents
from borgerpuls.fieldwork.lease import free, give_back, held, renew, run_out, take
from borgerpuls.fieldwork.letters import Sender, letter
from borgerpuls.fieldwork.models import Enrolment, Message, Person, Wave
from borgerpuls.fieldwork.staff import audit
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.text import Text

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440))
"""How long a message waits after each failure, almost two days in all; after the last one it has failed for good."""


AT_ONCE = 5
"""Municipalities in one lease."""
WINDOW = timedelta(minutes=6)
_log = logging.getLogger(__name__)
_DIED = "the worker died while handing it over"


@dataclass(frozen=True)
class Leased:
    """A message that this worker alone may hand over, until its lease runs out."""

    id: int
    channel: str


def lease(worker: str, now: datetime, limit: int, channels: Collection[str]) -> tuple[Leased, ...]:
    """Up to ``limit`` due messages of the few municipalities that were served least, none above its own pace.

    Two workers never lease the same message, nor together more than the pace allows: while one looks through a
    municipality the other passes it by (PostgreSQL), or waits (SQLite).
    """
    due = Message.objects.filter(free(now), state__in=WAITING, channel__in=channels, due_at__lte=now)
    taken: dict[Enrolment, list[Leased]] = {}
    with transaction.atomic():
        waiting = Enrolment.objects.filter(Exists(due.filter(enrolment=OuterRef("pk"))), wave__state=Wave.State.OPEN)
        for enrolment in _locked(_least_served(waiting, now)):
            share = min(_room(enrolment, now), ceil(limit / AT_ONCE))
            rows = due.filter(enrolment=enrolment).order_by("due_at", "pk").values_list("pk", "channel")
            if found := [Leased(*row) for row in rows[: max(share, 0)]]:
                take(Message.objects.filter(pk__in=[one.id for one in found]), now, _length(), leased_by=worker)
                taken[enrolment] = found
        for enrolment, found in taken.items():
            wave, code = enrolment.wave.name, enrolment.municipality_id
            audit.record(worker, "contacts.read", now, wave=wave, municipality=code, messages=len(found))
    return tuple(one for found in taken.values() for one in found)


def hand_over(leased: Leased, worker: str, transport: Transport, now: datetime) -> str:
    """Write one leased message, mark it, hand it over, settle it; the state that it ended in.

    The person's status is looked at again in the same step as the message is marked: who has answered is left in
    peace. Raises ``Refused`` or ``Unreadable``, with nothing marked, where the site itself is not in order.
    """
    message = Message.objects.select_related("person", "enrolment__wave").get(pk=leased.id)
    contact = contact_of(message.person.pseudonym)
    address = getattr(contact, CHANNELS[leased.channel].address) if contact else ""
    written = letter(
        sender_of(message.enrolment),
        message.occasion,
        message.person.pseudonym,
        message.person.language,
        contact.name if contact else "",
    )
    out = Outgoing(written, address, message_id(message), message.enrolment.municipality_id, now)
    if not _mark_sending(message, worker, now):
        return _drop(message, worker, now)
    return settle(leased.id, worker, _sent(transport, out), now)


def settle(id: int, worker: str, outcome: Outcome, now: datetime) -> str:
    """Write down what became of a message. Failed for now: it is due again later, until it has failed too often.
    Failed for good: the next channel of the plan takes over."""
    with transaction.atomic():
        message = Message.objects.select_for_update(of=("self",)).select_related("person", "enrolment__wave").get(pk=id)
        if message.leased_by != worker or message.state not in (State.SENDING, State.UNSURE):
            return str(message.state)
        message.state, message.said, message.leased_until = outcome.state, outcome.said, None
        if outcome.state == "handed_over":
            message.handed_over_at, message.reference = now, outcome.reference
        if outcome.state == "failed_for_now":
            if message.attempts <= len(DELAYS):
                message.due_at = now + DELAYS[message.attempts - 1]
            else:
                message.state = State.FAILED_FOR_GOOD
        message.settled_at = None if message.state == State.FAILED_FOR_NOW else now
        message.save()
        if message.state == State.FAILED_FOR_GOOD:
            fall_back(message, now)
    return str(message.state)


def expire(now: datetime, idempotent: Collection[str]) -> int:
    """Say of every message whose worker died while handing it over that nobody knows; how many.

    A channel that keeps one of each is tried again instead.
    """
    lost = Message.objects.filter(run_out(now), state=State.SENDING)
    again = give_back(lost.filter(channel__in=idempotent), state=State.FAILED_FOR_NOW, due_at=now, said=_DIED)
    return again + give_back(lost, state=State.UNSURE, settled_at=now, said=_DIED)


def release(worker: str) -> int:
    """Give back what a worker has leased and not begun; how many."""
    return give_back(Message.objects.filter(leased_by=worker, state__in=WAITING), leased_by="")


def sender_of(enrolment: Enrolment) -> Sender:
    """Who writes to the citizens of an enrolment, and until when they can answer."""
    wave = enrolment.wave
    asked = questionnaires.read(wave.fielded_id or wave.questionnaire_id)
    return Sender(
        name=enrolment.sender,
        reply_to=enrolment.reply_to,
        paragraph=Text(enrolment.letter),
        closes_on=wave.closes_on,
        languages=tuple(asked.languages),
        invented=wave.invented,
    )


def message_id(message: Message) -> UUID:
    """A message's own number, the same in every attempt: from the person's random pseudonym, in version 4's form."""
    place = f"{message.person.pseudonym}/{message.occasion}/{message.channel}"
    return UUID(bytes=sha256(place.encode()).digest()[:16], version=4)


def _sent(transport: Transport, out: Outgoing) -> Outcome:
    """What the channel answered. A fault of ours in it stops no worker, and leaves the message unsure."""
    if not out.address:
        return Outcome("failed_for_good", "no address")
    try:
        return transport.send(out)
    except Exception as fault:
        _log.error("the channel broke: %s", type(fault).__name__)
        return Outcome("unsure", f"a fault of the site: {type(fault).__name__}")


def _mark_sending(message: Message, worker: str, now: datetime) -> bool:
    """Mark it as being handed over, if it is still this worker's and still wanted; in one statement, committed."""
    mine = Message.objects.filter(held(now, leased_by=worker), pk=message.pk, state__in=WAITING)
    wanted = mine.filter(
        Exists(nonrespondents(Person.objects.filter(pk=OuterRef("person")))), enrolment__wave__state=Wave.State.OPEN
    )
    begun = {"state": State.SENDING, "attempts": F("attempts") + 1, "begun_at": now, "said": ""}
    return renew(wanted, now, _length(), **begun) == 1


def _drop(message: Message, worker: str, now: datetime) -> str:
    """It was not begun: another worker has it now, or nobody wants it any more."""
    mine = Message.objects.filter(held(now, leased_by=worker), pk=message.pk, state__in=WAITING)
    dropped = give_back(mine, state=State.DROPPED, settled_at=now)
    return str(State.DROPPED if dropped else message.state)


def _least_served(enrolments: "QuerySet[Enrolment]", now: datetime) -> list[Enrolment]:
    """Those that got least of their pace of late come first."""
    found = list(enrolments.select_related("wave"))
    used = _pace_used([one.pk for one in found], now)
    return sorted(found, key=lambda one: (used.get(one.pk, 0) / max(one.pace, 1), one.pk))[:AT_ONCE]


def _locked(enrolments: list[Enrolment]) -> Iterator[Enrolment]:
    """Those that no other worker is leasing from at this moment; it stays so until the transaction ends."""
    for one in enrolments:
        row = Enrolment.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=one.pk)
        if list(row.values_list("pk")):
            yield one


def _room(enrolment: Enrolment, now: datetime) -> int:
    """How many messages the pace allows now: a tenth of an hour's in any six minutes, those already leased counted."""
    leased = Message.objects.filter(held(now), enrolment=enrolment, state__in=WAITING).count()
    return ceil(enrolment.pace / 10) - _pace_used([enrolment.pk], now).get(enrolment.pk, 0) - leased


def _pace_used(enrolments: list[int], now: datetime) -> dict[int, int]:
    lately = Message.objects.filter(enrolment__in=enrolments, begun_at__gt=now - WINDOW)
    return dict(lately.values_list("enrolment").annotate(Count("pk")))


def _length() -> timedelta:
    return timedelta(seconds=settings.OUTBOX_LEASE)
