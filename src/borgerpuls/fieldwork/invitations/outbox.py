"""Whom is written to, when and by which channel: a row a message, queued here and sent by ``dispatch``.

``docs/decisions/0008-at-most-once.md`` says why nobody is written to twice, and what that costs.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.timezone import localtime, make_aware

from borgerpuls.fieldwork.channels.registry import CHANNELS, usable
from borgerpuls.fieldwork.contacts.reach import known_addresses
from borgerpuls.fieldwork.lease import give_back
from borgerpuls.fieldwork.models import Enrolment, Message, Person, Wave
from borgerpuls.fieldwork.staff import audit
from borgerpuls.messages import _
from borgerpuls.problems import Problems

State = Message.State
WAITING = (State.QUEUED, State.FAILED_FOR_NOW)
LEFT = (State.HANDED_OVER, State.DELIVERED, State.UNSURE)
"""The person has it, or may have it."""
MORNING = timedelta(hours=9)
"""Reminders go out from nine o'clock on their day."""
AT_ONCE = 2000
"""Messages queued in one transaction."""
INVITATIONS = _("Invitations")


@dataclass(frozen=True)
class Sent:
    """How many messages of an occasion (0 the invitation) and a channel are in a state."""

    occasion: int
    channel: str
    state: str
    messages: int


def invite(enrolment_id: int, by: str, now: datetime) -> int:
    """Queue an invitation to everybody who is asked and has none yet; how many. Messages leave once the wave is open.

    Refused until the population list is approved, and where this site can send by none of the plan's channels.
    """
    enrolment = Enrolment.objects.select_related("wave").get(pk=enrolment_id)
    _refuse_unless_ready(enrolment)
    invited = Message.objects.filter(person=OuterRef("pk"))
    return _queue(enrolment, _nonrespondents(enrolment).filter(~Exists(invited)), 0, by, now)


def invite_due(by: str, now: datetime) -> int:
    """Queue what invitations are missing in the approved lists of open waves; how many."""
    ready = Enrolment.objects.filter(wave__state=Wave.State.OPEN, list_state=Enrolment.List.APPROVED)
    return sum(invite(pk, by, now) for pk in list(ready.values_list("pk", flat=True)))


def remind(wave: str, now: datetime, by: str = "worker") -> int:
    """Queue the reminders of an open wave whose day has come, to those who have not answered; how many.

    A person's days are counted from the message before, so that a worker that stood still makes nobody get two at once.
    """
    queued = 0
    for enrolment in Enrolment.objects.filter(wave__name=wave, wave__state=Wave.State.OPEN).select_related("wave"):
        reminders = enrolment.wave.reminders
        for occasion, days in enumerate(reminders, 1):
            gap = days - (reminders[occasion - 2] if occasion > 1 else 0)
            queued += _queue(enrolment, _due(enrolment, occasion, gap, now), occasion, by, now)
    return queued


def drop_unwanted(now: datetime) -> int:
    """Drop what waits in waves that no longer run; how many."""
    over = Message.objects.filter(
        state__in=WAITING,
        enrolment__wave__state__in=(Wave.State.CLOSED, Wave.State.FROZEN, Wave.State.PUBLISHED),
    )
    return give_back(over, state=State.DROPPED, settled_at=now)


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
    again = give_back(unsure, state=State.QUEUED, due_at=now, leased_by="")
    audit.record(
        by, "outbox.retry", now, wave=enrolment.wave.name, municipality=enrolment.municipality_id, messages=again
    )
    return again


def fall_back(message: Message, now: datetime) -> bool:
    """Queue the same message by the next channel of the plan that could reach the person; whether there was one."""
    plan = message.enrolment.wave.channels
    later = plan[plan.index(message.channel) + 1 :] if message.channel in plan else plan
    known = known_addresses([message.person.pseudonym]).get(message.person.pseudonym, frozenset())
    channel = next((channel for channel in usable(later) if CHANNELS[channel].address in known), None)
    if channel is None:
        return False
    row = _message(message.person_id, message.enrolment_id, message.occasion, channel, now)
    Message.objects.bulk_create([row], ignore_conflicts=True)
    return True


def nonrespondents(persons: "QuerySet[Person]") -> "QuerySet[Person]":
    """Those who are asked and have neither answered, declined, nor said that they are not in the group."""
    return persons.filter(
        sampled=True, submitted_at__isnull=True, declined_at__isnull=True, ineligible_at__isnull=True
    )  # fmt: skip


def _nonrespondents(enrolment: Enrolment) -> "QuerySet[Person]":
    return nonrespondents(Person.objects.filter(enrolment=enrolment))


def _due(enrolment: Enrolment, occasion: int, days: int, now: datetime) -> "QuerySet[Person]":
    """Silent persons who got the message before this one so many days ago, and nothing since."""
    today = localtime(now - MORNING).date()
    before = make_aware(datetime.combine(today - timedelta(days - 1), time()))
    theirs = Message.objects.filter(person=OuterRef("pk"))
    got = theirs.filter(occasion=occasion - 1, state__in=LEFT, begun_at__lt=before)
    return _nonrespondents(enrolment).filter(Exists(got), ~Exists(theirs.filter(occasion__gte=occasion)))


def _queue(enrolment: Enrolment, persons: "QuerySet[Person]", occasion: int, by: str, now: datetime) -> int:
    """A message each, by the first channel of the plan that could reach the person and has not failed before.

    Some thousand persons at a time, so that citizens who save an answer meanwhile do not wait for all of them. What is
    interrupted goes on the next time.
    """
    plan, queued, last = usable(enrolment.wave.channels), 0, 0
    while some := list(persons.filter(pk__gt=last).order_by("pk").values_list("pk", "pseudonym")[:AT_ONCE]):
        last = some[-1][0]
        with transaction.atomic():
            # Two workers that queue at once: the second one waits, and finds it done.
            Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
            rows = _messages(enrolment, plan, occasion, some, now)
            Message.objects.bulk_create(rows)
            if rows:
                act, wave = ("wave.remind" if occasion else "wave.invite"), enrolment.wave.name
                audit.record(by, act, now, wave=wave, municipality=enrolment.municipality_id, messages=len(rows))
        queued += len(rows)
    return queued


def _messages(
    enrolment: Enrolment, plan: tuple[str, ...], occasion: int, persons: list[tuple[int, str]], now: datetime
) -> list[Message]:
    known, people = known_addresses([pseudonym for _unused, pseudonym in persons]), [pk for pk, _unused in persons]
    have = set(Message.objects.filter(person__in=people, occasion=occasion).values_list("person_id", flat=True))
    failed = Message.objects.filter(person__in=people, state=State.FAILED_FOR_GOOD)
    closed = set(failed.values_list("person_id", "channel"))
    first = {
        pk: next((c for c in plan if CHANNELS[c].address in known.get(pseudonym, ()) and (pk, c) not in closed), None)
        for pk, pseudonym in persons
        if pk not in have
    }
    return [_message(pk, enrolment.pk, occasion, channel, now) for pk, channel in first.items() if channel]


def _message(person: int, enrolment: int, occasion: int, channel: str, now: datetime) -> Message:
    return Message(person_id=person, enrolment_id=enrolment, occasion=occasion, channel=channel, due_at=now)


def _refuse_unless_ready(enrolment: Enrolment) -> None:
    problems = Problems()
    if enrolment.list_state != Enrolment.List.APPROVED:
        problems.add(
            INVITATIONS,
            _("The population list is not approved."),
            _("Ask the programme office to approve it."),
        )
    if enrolment.wave.state not in (Wave.State.ENROLLING, Wave.State.OPEN):
        problems.add(
            INVITATIONS,
            _("The wave takes no answers."),
            _("Wait until it opens."),
        )
    if not usable(enrolment.wave.channels):
        problems.add(
            INVITATIONS,
            _("This site can send by no channel of the plan."),
            _("Ask the operator to set one up."),
        )
    problems.refuse()
