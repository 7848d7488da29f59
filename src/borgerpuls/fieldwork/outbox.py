"""Whom is written to, when and by which channel: a row a message, queued here and sent by ``fieldwork.sending``.

``docs/decisions/0008-at-most-once.md`` says why nobody is written to twice, and what that costs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.timezone import localtime, make_aware

from borgerpuls.fieldwork import audit
from borgerpuls.fieldwork.channels.live import by_hand, live
from borgerpuls.fieldwork.contacts.reach import reachable, ways_of
from borgerpuls.fieldwork.models import Enrolment, Message, Person, Wave
from borgerpuls.problems import Problems
from borgerpuls.text import Text

State = Message.State
WAITING = (State.QUEUED, State.FAILED_FOR_NOW)
LEFT = (State.HANDED_OVER, State.DELIVERED, State.UNSURE)
"""The person has it, or may have it."""
MORNING = timedelta(hours=9)
"""Reminders go out from nine o'clock on their day."""
INVITATIONS = Text(da="Invitationer", en="Invitations")


@dataclass(frozen=True)
class Sent:
    """How many messages of an occasion (0 the invitation) and a channel are in a state."""

    occasion: int
    channel: str
    state: str
    messages: int


@transaction.atomic
def invite(enrolment_id: int, by: str, now: datetime) -> int:
    """Queue an invitation to everybody who is asked and has none yet; how many. Messages leave once the wave is open.

    Refused until the population list is approved, and where this site can send by none of the plan's channels.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",), no_key=True).select_related("wave").get(
        pk=enrolment_id
    )  # fmt: skip
    _refuse_unless_ready(enrolment)
    invited = Message.objects.filter(person=OuterRef("pk"))
    queued = _queue(enrolment, _silent(enrolment).filter(~Exists(invited)), 0, now)
    audit.record(
        by, "wave.invite", now, wave=enrolment.wave.name, municipality=enrolment.municipality_id, messages=queued
    )
    return queued


def invite_due(by: str, now: datetime) -> int:
    """Queue the invitations of every approved list in an open wave that has none yet; how many."""
    ready = Enrolment.objects.filter(wave__state=Wave.State.OPEN, list_state=Enrolment.List.APPROVED)
    fresh = ready.filter(~Exists(Message.objects.filter(enrolment=OuterRef("pk"))))
    return sum(invite(pk, by, now) for pk in list(fresh.values_list("pk", flat=True)))


def remind(wave: str, now: datetime) -> int:
    """Queue the reminders of an open wave whose day has come, to those who have not answered; how many.

    A person's days are counted from the message before, so that a worker that stood still makes nobody get two at once.
    """
    found = Wave.objects.filter(name=wave, state=Wave.State.OPEN).first()
    if found is None:
        return 0
    queued = 0
    for enrolment_id in Enrolment.objects.filter(wave=found).values_list("pk", flat=True):
        with transaction.atomic():
            enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment_id)
            enrolment.wave = found
            for occasion, days in enumerate(found.reminders, 1):
                gap = days - (found.reminders[occasion - 2] if occasion > 1 else 0)
                queued += _queue(enrolment, _due(enrolment, occasion, gap, now), occasion, now)
    return queued


def drop_unwanted(now: datetime) -> int:
    """Drop what waits in waves that no longer run; how many."""
    over = Message.objects.filter(
        state__in=WAITING,
        enrolment__wave__state__in=(Wave.State.CLOSED, Wave.State.FROZEN, Wave.State.PUBLISHED),
    )
    return over.update(state=State.DROPPED, settled_at=now, leased_until=None)


def counts(enrolment_id: int) -> tuple[Sent, ...]:
    """All messages of an enrolment, by occasion, channel and state."""
    found = Message.objects.filter(enrolment=enrolment_id).values_list("occasion", "channel", "state")
    rows = found.annotate(messages=Count("pk")).order_by("occasion", "channel", "state")
    return tuple(Sent(*row) for row in rows)


def not_invited(enrolment_id: int) -> int:
    """How many who are asked have no invitation: nothing in the list tells how to reach them, or it is yet to come."""
    asked = Person.objects.filter(enrolment=enrolment_id, sampled=True)
    return asked.filter(~Exists(Message.objects.filter(person=OuterRef("pk")))).count()


@transaction.atomic
def retry_unsure(enrolment_id: int, by: str, now: datetime) -> int:
    """Send again what may or may not have left, because a person says so; how many."""
    enrolment = Enrolment.objects.select_related("wave").get(pk=enrolment_id)
    unsure = Message.objects.filter(enrolment=enrolment, state=State.UNSURE)
    again = unsure.update(state=State.QUEUED, due_at=now, leased_by="", leased_until=None)
    audit.record(
        by, "outbox.retry", now, wave=enrolment.wave.name, municipality=enrolment.municipality_id, messages=again
    )
    return again


def fall_back(message: Message, now: datetime) -> bool:
    """Queue the same message by the next channel of the plan that could reach the person; whether there was one."""
    plan = message.enrolment.wave.channels
    later = plan[plan.index(message.channel) + 1 :] if message.channel in plan else plan
    ways = ways_of(message.person.pseudonym)
    channel = next((channel for channel in usable(later) if channel in ways), None)
    if channel is None:
        return False
    row = _message(message.person_id, message.enrolment_id, message.occasion, channel, now)
    Message.objects.bulk_create([row], ignore_conflicts=True)
    return True


def usable(plan: Iterable[str]) -> tuple[str, ...]:
    """The channels of a plan that this site can send by, or hand over to people; the others are passed by."""
    return tuple(channel for channel in plan if channel in live() or by_hand(channel))


def silent(persons: "QuerySet[Person]") -> "QuerySet[Person]":
    """Those who are asked and have neither answered, declined, nor said that they are not in the group."""
    return persons.filter(
        sampled=True, submitted_at__isnull=True, declined_at__isnull=True, ineligible_at__isnull=True
    )  # fmt: skip


def _silent(enrolment: Enrolment) -> "QuerySet[Person]":
    return silent(Person.objects.filter(enrolment=enrolment))


def _due(enrolment: Enrolment, occasion: int, days: int, now: datetime) -> "QuerySet[Person]":
    """Silent persons who got the message before this one so many days ago, and nothing since."""
    today = localtime(now - MORNING).date()
    before = make_aware(datetime.combine(today - timedelta(days - 1), time()))
    theirs = Message.objects.filter(person=OuterRef("pk"))
    got = theirs.filter(occasion=occasion - 1, state__in=LEFT, begun_at__lt=before)
    return _silent(enrolment).filter(Exists(got), ~Exists(theirs.filter(occasion__gte=occasion)))


def _queue(enrolment: Enrolment, persons: "QuerySet[Person]", occasion: int, now: datetime) -> int:
    """A message each, by the first channel of the plan that could reach the person and has not failed before."""
    chosen = list(persons.order_by("pk").values_list("pk", "pseudonym"))
    if not chosen:
        return 0
    plan, ways = usable(enrolment.wave.channels), reachable(enrolment.pk)
    failed = set(
        Message.objects.filter(enrolment=enrolment, state=State.FAILED_FOR_GOOD).values_list("person_id", "channel")
    )
    rows = []
    for pk, pseudonym in chosen:
        open_ways = ways.get(pseudonym, frozenset())
        channel = next((c for c in plan if c in open_ways and (pk, c) not in failed), None)
        if channel:
            rows.append(_message(pk, enrolment.pk, occasion, channel, now))
    Message.objects.bulk_create(rows, batch_size=5000, ignore_conflicts=True)
    return len(rows)


def _message(person: int, enrolment: int, occasion: int, channel: str, now: datetime) -> Message:
    return Message(person_id=person, enrolment_id=enrolment, occasion=occasion, channel=channel, due_at=now)


def _refuse_unless_ready(enrolment: Enrolment) -> None:
    problems = Problems()
    if enrolment.list_state != Enrolment.List.APPROVED:
        problems.add(
            INVITATIONS,
            Text(da="Populationslisten er ikke godkendt.", en="The population list is not approved."),
            Text(da="Bed programkontoret om at godkende den.", en="Ask the programme office to approve it."),
        )
    if enrolment.wave.state not in (Wave.State.ENROLLING, Wave.State.OPEN):
        problems.add(
            INVITATIONS,
            Text(da="Målingen tager ikke imod svar.", en="The wave takes no answers."),
            Text(da="Vent, til den åbner.", en="Wait until it opens."),
        )
    if not usable(enrolment.wave.channels):
        problems.add(
            INVITATIONS,
            Text(
                da="Sitet kan ikke sende med nogen af planens kanaler.",
                en="This site can send by no channel of the plan.",
            ),
            Text(da="Bed driften om at sætte en op.", en="Ask the operator to set one up."),
        )
    problems.refuse()
