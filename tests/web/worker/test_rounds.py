"""The worker's rounds: everything due is done, in the clock's own time, and it stops when it is told to."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError
from pytest_django import Settings

from borgerpuls.fieldwork.channels.channel import Outcome, Outgoing
from borgerpuls.fieldwork.contacts.models import Contact
from borgerpuls.fieldwork.invitations import dispatch
from borgerpuls.fieldwork.models import Enrolment, Message, Person, Wave
from borgerpuls.web.worker import jobs, rounds
from borgerpuls.web.worker.rounds import Worker

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


@pytest.fixture(autouse=True)
def wave(office: Any) -> Wave:
    """By e-mail alone, and faster than any pace."""
    Wave.objects.update(channels=["email"])
    Enrolment.objects.update(pace=100_000)
    return Wave.objects.get()


def work() -> None:
    Worker("w1").run(once=True)


def states() -> Counter[str]:
    return Counter(Message.objects.values_list("state", flat=True))


def test_everybody_in_approved_lists_is_invited_once(office: Any) -> None:
    work()
    assert states() == {"handed_over": 40}
    assert len({to for message in mail.outbox for to in message.to}) == 20  # the makers give both places the same ones
    assert len(mail.outbox) == 40
    work()
    assert len(mail.outbox) == 40


def test_a_list_that_waits_for_approval_waits_for_its_letters_too() -> None:
    Enrolment.objects.filter(municipality="0101").update(list_state="accepted")
    work()
    assert len(mail.outbox) == 20


def test_those_who_are_silent_are_reminded_on_their_day(now: datetime) -> None:
    work()
    Message.objects.update(begun_at=now - timedelta(9))
    Person.objects.filter(pk__in=list(Person.objects.values_list("pk", flat=True)[:5])).update(submitted_at=now)
    work()
    assert len(mail.outbox) == 40 + 35
    assert {message.subject for message in mail.outbox[40:]} == {"Du kan stadig nå at svare"}


def test_a_wave_closes_after_its_last_day_and_writes_to_nobody(wave: Wave, now: datetime) -> None:
    Wave.objects.update(closes_on=now.date() - timedelta(3))
    work()
    wave.refresh_from_db()
    assert wave.state == "closed"
    assert mail.outbox == []


def test_what_waited_when_a_wave_closed_is_dropped(now: datetime) -> None:
    work()
    Message.objects.update(state="queued", due_at=now + timedelta(1))
    Wave.objects.update(closes_on=now.date() - timedelta(3))
    work()
    assert states() == {"dropped": 40}


def test_contact_data_are_deleted_on_their_day(now: datetime) -> None:
    Wave.objects.update(state="closed", contact_until=now.date())
    work()
    assert not Contact.objects.exists()
    assert Person.objects.count() == 40


def test_it_ends_after_the_message_in_hand_and_gives_back_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker("w1")

    class Stops:
        idempotent = False
        got = 0

        def send(self, out: Outgoing) -> Outcome:
            self.got += 1
            if self.got == 3:
                worker.stop()
            return Outcome("handed_over")

    monkeypatch.setattr(jobs, "run_next", lambda: False)
    monkeypatch.setattr(rounds, "transports", lambda: {"email": Stops()})
    worker.run()
    assert states() == {"handed_over": 3, "queued": 37}
    assert not Message.objects.filter(state="queued").exclude(leased_by="").exists()


def test_messages_do_not_wait_for_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    worker, building, over = Worker("w1"), Event(), Event()

    def build() -> bool:
        building.set()
        over.wait(20)
        return False

    class Stops:
        idempotent = False

        def send(self, out: Outgoing) -> Outcome:
            assert building.wait(20)
            worker.stop()
            return Outcome("handed_over")

    monkeypatch.setattr(jobs, "run_next", build)
    monkeypatch.setattr(rounds, "transports", lambda: {"email": Stops()})
    worker.run()
    over.set()
    assert states()["handed_over"] == 1


def test_a_site_that_is_not_in_order_sends_nothing_and_says_why_without_a_name(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SURVEY = tmp_path
    (tmp_path / "letters.toml").write_text('languages = ["da"]')
    work()
    assert states() == {"queued": 40}
    assert mail.outbox == []
    assert "letters.toml" in caplog.text
    assert "@" not in caplog.text
    assert "Prøve Person" not in caplog.text


def test_a_key_that_is_lost_sends_nothing(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.CONTACT_KEYS = ["another key altogether"]
    work()
    assert states() == {"queued": 40}
    assert mail.outbox == []
    assert "cannot be written" in caplog.text


def test_a_database_that_does_not_answer_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    lease, broken = dispatch.lease, iter([True])

    def sometimes(*asked: Any) -> Any:
        if next(broken, False):
            raise OperationalError("gone")
        return lease(*asked)

    monkeypatch.setattr(rounds, "REST", 0.01)
    monkeypatch.setattr(dispatch, "lease", sometimes)
    work()
    assert states() == {"handed_over": 40}
