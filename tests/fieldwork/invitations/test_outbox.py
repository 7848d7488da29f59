"""Who is written to, when and by what; nobody twice, and nobody who has answered."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from office import WORKER, Mailbox, begun, invite, states, work

from borgerpuls.fieldwork.channels.channel import Outcome
from borgerpuls.fieldwork.contacts.models import Contact
from borgerpuls.fieldwork.invitations import dispatch, outbox
from borgerpuls.fieldwork.models import AuditEntry, Enrolment, Message, Person, Wave
from borgerpuls.problems import Refused

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
DAY = timedelta(1)


def test_everybody_who_is_asked_is_invited_once_by_the_first_channel_that_could_reach_them(
    place: Enrolment, now: datetime
) -> None:
    first, second, third, fourth = Person.objects.filter(enrolment=place).order_by("pk")[:4]
    Contact.objects.filter(person=first.pseudonym).update(email=b"")
    Contact.objects.filter(person=second.pseudonym).update(email=b"", address=b"")
    Person.objects.filter(pk=third.pk).update(sampled=False)
    Contact.objects.filter(person=fourth.pseudonym).delete()
    assert invite(place, now) == 17
    assert states(place) == {("email", "queued"): 16, ("letter", "queued"): 1}
    assert Message.objects.get(person=first).channel == "letter"
    assert outbox.not_invited(place.pk) == 2
    assert invite(place, now) == 0
    assert Message.objects.filter(enrolment=place).count() == 17


def test_an_invitation_is_written_in_the_log(place: Enrolment, now: datetime) -> None:
    invite(place, now)
    entry = AuditEntry.objects.get(act="wave.invite")
    assert (entry.who, entry.municipality, entry.details) == ("anna@example.org", "0707", {"messages": 20})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"list_state": "accepted"}, "not approved"),
        ({"wave__state": "closed"}, "takes no answers"),
        ({"wave__channels": ["sms"]}, "no channel"),
    ],
)
def test_an_invitation_is_refused_with_its_reason(
    place: Enrolment, now: datetime, changes: dict[str, Any], said: str
) -> None:
    for name, value in changes.items():
        kind, field = (Wave, name[6:]) if name.startswith("wave__") else (Enrolment, name)
        kind.objects.update(**{field: value})
    with pytest.raises(Refused) as refused:
        invite(place, now)
    assert said in refused.value.problems[0].what["en"]
    assert not Message.objects.exists()


def test_a_channel_that_the_site_cannot_send_by_is_passed_by(place: Enrolment, now: datetime) -> None:
    Wave.objects.update(channels=["sms", "email"])
    assert invite(place, now) == 20
    assert states(place) == {("email", "queued"): 20}


def test_a_worker_invites_every_approved_list_of_an_open_wave_once(place: Enrolment, now: datetime) -> None:
    Enrolment.objects.filter(municipality="0101").update(list_state="accepted")
    assert outbox.invite_due("worker", now) == 20
    assert outbox.invite_due("worker", now) == 0
    Enrolment.objects.update(list_state="approved")
    assert outbox.invite_due("worker", now) == 20
    Wave.objects.update(state="enrolling")
    assert outbox.invite_due("worker", now) == 0


def test_a_closed_wave_sends_nothing_and_drops_what_waits(place: Enrolment, now: datetime) -> None:
    invite(place, now)
    leased = dispatch.lease(WORKER, now, 5, ["email"])
    Wave.objects.update(state="closed")
    assert {dispatch.hand_over(one, WORKER, Mailbox(), now) for one in leased} == {"dropped"}
    assert work(now, Mailbox()) == {}
    assert outbox.drop_unwanted(now) == 20 - len(leased)
    assert states(place) == {("email", "dropped"): 20}


def test_staff_may_send_what_is_unsure_again(place: Enrolment, now: datetime) -> None:
    message = begun(place, now)
    dispatch.expire(later := now + timedelta(minutes=6), [])
    assert outbox.retry_unsure(place.pk, "anna@example.org", later) == 1
    assert AuditEntry.objects.filter(act="outbox.retry", who="anna@example.org").exists()
    mailbox = Mailbox()
    work(later, mailbox)
    assert [out.id for out in mailbox.got].count(dispatch.message_id(message)) == 1


def test_a_reminder_goes_on_its_day_at_nine_to_those_who_have_not_answered(place: Enrolment, now: datetime) -> None:
    invite(place, now)
    work(now, Mailbox())
    silent, answered = Person.objects.filter(enrolment=place).order_by("pk")[:2]
    Person.objects.filter(pk=answered.pk).update(submitted_at=now + DAY)
    wave = place.wave.name
    morning = (now + 7 * DAY).replace(hour=8, minute=0)  # nine o'clock in Denmark
    assert outbox.remind(wave, morning - timedelta(seconds=1)) == 0
    assert outbox.remind(wave, morning) == 19
    assert outbox.remind(wave, morning) == 0
    assert Message.objects.filter(person=silent, occasion=1).count() == 1
    assert not Message.objects.filter(person=answered, occasion=1).exists()


def test_a_worker_that_stood_still_reminds_nobody_twice_on_a_day(place: Enrolment, now: datetime) -> None:
    invite(place, now)
    work(now, Mailbox())
    late = now + 20 * DAY
    assert outbox.remind(place.wave.name, late) == 20
    work(late, Mailbox())
    assert outbox.remind(place.wave.name, late + 6 * DAY) == 0
    assert outbox.remind(place.wave.name, late + 7 * DAY) == 20


def test_nobody_is_reminded_of_a_message_that_never_left(place: Enrolment, now: datetime) -> None:
    invite(place, now)
    Wave.objects.update(channels=["email"])
    work(now, Mailbox(*[Outcome("failed_for_good", "550")] * 3, *[Outcome("failed_for_now", "451")] * 3))
    assert outbox.remind(place.wave.name, now + 8 * DAY) == 14


def test_a_reminder_avoids_the_channel_that_failed(place: Enrolment, now: datetime) -> None:
    invite(place, now)
    work(now, Mailbox(Outcome("failed_for_good", "550")))
    Message.objects.filter(channel="letter").update(state="handed_over", begun_at=now)
    outbox.remind(place.wave.name, now + 8 * DAY)
    assert states(place, 1) == {("email", "queued"): 19, ("letter", "queued"): 1}


def test_no_reminder_is_queued_in_a_wave_that_is_not_open(place: Enrolment, now: datetime) -> None:
    invite(place, now)
    work(now, Mailbox())
    Wave.objects.update(state="closed")
    assert outbox.remind(place.wave.name, now + 8 * DAY) == 0
    assert outbox.remind("no-such-wave", now) == 0


def test_counts_tell_states_apart(place: Enrolment, now: datetime) -> None:
    invite(place, now)
    work(now, Mailbox(Outcome("failed_for_good", "550"), Outcome("failed_for_now", "451")))
    assert outbox.counts(place.pk) == (
        outbox.Sent(0, "email", "failed_for_good", 1),
        outbox.Sent(0, "email", "failed_for_now", 1),
        outbox.Sent(0, "email", "handed_over", 18),
        outbox.Sent(0, "letter", "queued", 1),
    )
