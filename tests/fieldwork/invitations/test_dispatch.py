"""Messages are leased, handed over and settled: each once, at the pace, whatever breaks meanwhile."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from office import WORKER, Mailbox, begun, invite, states, work

from borgerpuls.fieldwork.channels.channel import Outcome, Outgoing
from borgerpuls.fieldwork.contacts.models import Contact
from borgerpuls.fieldwork.invitations import dispatch, outbox
from borgerpuls.fieldwork.models import AuditEntry, Enrolment, Message, Person, Wave

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
DAY = timedelta(1)


def test_a_message_that_was_handed_over_says_so_and_is_never_leased_again(place: Enrolment, now: datetime) -> None:
    invite(place, now)
    mailbox = Mailbox()
    assert work(now, mailbox) == {"handed_over": 20}
    assert len({out.address for out in mailbox.got}) == 20
    assert work(now + 30 * DAY, mailbox) == {}
    message = Message.objects.filter(enrolment=place).order_by("pk")[0]
    assert (message.handed_over_at, message.begun_at, message.attempts) == (now, now, 1)
    assert message.reference == str(dispatch.message_id(message))


def test_nothing_leaves_before_the_wave_is_open(place: Enrolment, now: datetime) -> None:
    Wave.objects.update(state="enrolling")
    invite(place, now)
    assert work(now, Mailbox()) == {}
    Wave.objects.update(state="open")
    assert work(now, Mailbox()) == {"handed_over": 20}


@pytest.mark.parametrize("step", ["submitted_at", "declined_at", "ineligible_at"])
def test_who_has_answered_is_left_in_peace_even_after_the_message_was_leased(
    place: Enrolment, now: datetime, step: str
) -> None:
    invite(place, now)
    leased = dispatch.lease(WORKER, now, 500, ["email"])
    person = Message.objects.get(pk=leased[0].id).person
    Person.objects.filter(pk=person.pk).update(**{step: now})
    mailbox = Mailbox()
    assert dispatch.hand_over(leased[0], WORKER, mailbox, now) == "dropped"
    assert mailbox.got == []


def test_who_has_begun_and_not_finished_is_still_written_to(place: Enrolment, now: datetime) -> None:
    invite(place, now)
    Person.objects.update(started_at=now)
    assert work(now, Mailbox()) == {"handed_over": 20}


def test_two_workers_never_lease_the_same_message(place: Enrolment, now: datetime) -> None:
    invite(place, now)
    one, two = (dispatch.lease(name, now, 50, ["email"]) for name in ("w1", "w2"))
    assert len({m.id for m in one} | {m.id for m in two}) == len(one) + len(two) == 20
    assert dispatch.hand_over(one[0], "w2", mailbox := Mailbox(), now) == "queued"
    assert mailbox.got == []


def test_a_lease_that_ran_out_before_anything_was_begun_goes_to_another_worker(place: Enrolment, now: datetime) -> None:
    invite(place, now)
    lost = dispatch.lease("w1", now, 500, ["email"])
    later = now + timedelta(minutes=6)
    assert dispatch.lease("w2", now, 500, ["email"]) == ()
    assert len(dispatch.lease("w2", later, 500, ["email"])) == 20
    assert dispatch.hand_over(lost[0], "w1", mailbox := Mailbox(), later) == "queued"
    assert mailbox.got == []


def test_a_worker_that_stops_gives_back_what_it_has_not_begun(place: Enrolment, now: datetime) -> None:
    invite(place, now)
    dispatch.lease("w1", now, 500, ["email"])
    assert dispatch.release("w1") == 20
    assert len(dispatch.lease("w2", now, 500, ["email"])) == 20


def test_a_message_whose_worker_died_is_unsure_and_never_sent_again_by_itself(place: Enrolment, now: datetime) -> None:
    message = begun(place, now)
    dispatch.release(WORKER)
    assert dispatch.expire(now + timedelta(minutes=4), []) == 0
    later = now + timedelta(minutes=6)
    assert dispatch.expire(later, []) == 1
    mailbox = Mailbox()
    assert work(later, mailbox) == {"handed_over": 19}
    message.refresh_from_db()
    assert message.state == "unsure"
    assert not any(out.id == dispatch.message_id(message) for out in mailbox.got)


def test_a_channel_that_breaks_stops_no_worker_and_leaves_the_message_unsure(
    place: Enrolment, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    class Breaks(Mailbox):
        def send(self, out: Outgoing) -> Outcome:
            raise RuntimeError(out.address)

    invite(place, now)
    assert work(now, Breaks()) == {"unsure": 20}
    assert set(Message.objects.values_list("said", flat=True)) == {"a fault of the site: RuntimeError"}
    assert "@" not in caplog.text


def test_a_channel_that_keeps_one_of_each_is_tried_again_with_the_same_number(place: Enrolment, now: datetime) -> None:
    message = begun(place, now)
    later = now + timedelta(minutes=6)
    assert dispatch.expire(later, ["email"]) == 1
    mailbox = Mailbox()
    work(later, mailbox)
    message.refresh_from_db()
    assert message.state == "handed_over"
    assert [out.id for out in mailbox.got].count(dispatch.message_id(message)) == 1


def test_a_worker_that_was_only_slow_still_tells_what_became_of_the_message(place: Enrolment, now: datetime) -> None:
    message = begun(place, now)
    dispatch.expire(now + timedelta(minutes=6), [])
    assert dispatch.settle(message.pk, "somebody else", Outcome("handed_over"), now) == "unsure"
    assert dispatch.settle(message.pk, WORKER, Outcome("handed_over", reference="r"), now) == "handed_over"


def test_a_failure_for_now_is_tried_again_later_and_in_the_end_has_failed_for_good(
    place: Enrolment, now: datetime
) -> None:
    invite(place, now)
    Message.objects.exclude(pk=(first := Message.objects.earliest("pk")).pk).delete()
    at, tries = now, 0
    while work(at, mailbox := Mailbox(Outcome("failed_for_now", "451 later"))) == {"failed_for_now": 1}:
        first.refresh_from_db()
        assert first.due_at > at
        assert work(first.due_at - timedelta(seconds=1), mailbox) == {}
        at, tries = first.due_at, tries + 1
    first.refresh_from_db()
    assert (tries, first.state, first.said) == (8, "failed_for_good", "451 later")
    assert at - now < timedelta(days=3)
    assert states(place) == {("email", "failed_for_good"): 1, ("letter", "queued"): 1}


def test_a_failure_for_good_falls_back_to_the_next_channel_that_could_reach_the_person(
    place: Enrolment, now: datetime
) -> None:
    Wave.objects.update(channels=["email", "sms", "letter"])
    invite(place, now)
    assert work(now, Mailbox(Outcome("failed_for_good", "550 no such user"))) == {
        "failed_for_good": 1,
        "handed_over": 19,
    }
    failed = Message.objects.get(state="failed_for_good")
    (after,) = Message.objects.filter(person=failed.person, channel="letter")
    assert (after.occasion, after.state) == (0, "queued")


def test_a_person_who_can_be_reached_in_no_other_way_stays_failed(place: Enrolment, now: datetime) -> None:
    invite(place, now)
    Contact.objects.update(address=b"")
    work(now, Mailbox(Outcome("failed_for_good", "550 no such user")))
    assert states(place) == {("email", "failed_for_good"): 1, ("email", "handed_over"): 19}


def test_an_address_that_was_deleted_meanwhile_has_failed_without_a_word_to_the_channel(
    place: Enrolment, now: datetime
) -> None:
    invite(place, now)
    Contact.objects.filter(enrolment=place.pk).update(email=b"")
    assert work(now, mailbox := Mailbox()) == {"failed_for_good": 20}
    assert mailbox.got == []


def test_no_municipality_gets_more_than_its_pace(place: Enrolment, now: datetime) -> None:
    Enrolment.objects.filter(pk=place.pk).update(pace=30)
    invite(place, now)
    mailbox, at = Mailbox(), now
    begun_at = []
    while len(mailbox.got) < 20:
        before = len(mailbox.got)
        work(at, mailbox)
        begun_at += [at] * (len(mailbox.got) - before)
        at += timedelta(minutes=1)
    six = timedelta(minutes=6)
    assert max(sum(t <= b < t + six for b in begun_at) for t in begun_at) == 3
    assert timedelta(minutes=30) < at - now < timedelta(minutes=45)


def test_leased_messages_count_against_the_pace_of_another_worker(place: Enrolment, now: datetime) -> None:
    Enrolment.objects.filter(pk=place.pk).update(pace=30)
    invite(place, now)
    assert [len(dispatch.lease(name, now, 500, ["email"])) for name in ("w1", "w2")] == [3, 0]


def test_municipalities_are_served_alike(office: Any, place: Enrolment, now: datetime) -> None:
    for enrolment in office.enrolments.values():
        outbox.invite(enrolment, "worker", now)
    leased = dispatch.lease(WORKER, now, 10, ["email"])
    share = Counter(Message.objects.filter(pk__in=[m.id for m in leased]).values_list("enrolment", flat=True))
    assert set(share.values()) == {2}


def test_the_reading_of_contact_data_is_logged_with_counts_alone(place: Enrolment, now: datetime) -> None:
    invite(place, now)
    work(now, Mailbox())
    entry = AuditEntry.objects.get(act="contacts.read")
    assert (entry.who, entry.municipality, entry.details) == (WORKER, "0707", {"messages": 20})


def test_a_number_is_the_same_in_every_attempt_and_of_version_four(place: Enrolment, now: datetime) -> None:
    invite(place, now)
    one, two = Message.objects.select_related("person").order_by("pk")[:2]
    assert dispatch.message_id(one) == dispatch.message_id(one) != dispatch.message_id(two)
    assert dispatch.message_id(one).version == 4
    assert one.person.pseudonym not in str(dispatch.message_id(one))
