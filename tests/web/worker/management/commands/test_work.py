"""The worker as a command: ``--once`` does what is due and ends, a signal ends it, and a wrong set-up never begins."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from pytest_django import Settings

from borgerpuls.fieldwork.channels.channel import Outcome, Outgoing
from borgerpuls.fieldwork.invitations import dispatch
from borgerpuls.fieldwork.models import Enrolment, Message, Wave
from borgerpuls.web.worker import jobs, rounds

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
SIGNALS = (signal.SIGTERM, signal.SIGINT)


@pytest.fixture(autouse=True)
def wave(office: Any) -> Wave:
    """By e-mail alone, and faster than any pace."""
    Wave.objects.update(channels=["email"])
    Enrolment.objects.update(pace=100_000)
    return Wave.objects.get()


def not_taken(number: int, _frame: object) -> None:
    """Ends the test and not the process, where the command leaves a signal to others."""
    raise SystemExit(f"signal {number} was not taken")


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """The command takes these signals for itself; the tests want them back."""
    before = {number: signal.signal(number, not_taken) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def states() -> Counter[str]:
    return Counter(Message.objects.values_list("state", flat=True))


def test_once_sends_all_that_is_due_and_ends() -> None:
    call_command("work", once=True)
    assert states() == {"handed_over": 40}
    assert len(mail.outbox) == 40
    call_command("work", "--once")
    assert len(mail.outbox) == 40


def test_once_does_the_long_work_too(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = iter([True, True])
    done = []
    monkeypatch.setattr(jobs, "run_next", lambda: bool(next(waiting, False) and (done.append("job") or True)))
    call_command("work", once=True)
    assert done == ["job", "job"]


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_it_after_the_message_in_hand(number: signal.Signals, monkeypatch: pytest.MonkeyPatch) -> None:
    class Signals:
        idempotent = False

        def send(self, out: Outgoing) -> Outcome:
            os.kill(os.getpid(), number)
            return Outcome("handed_over")

    monkeypatch.setattr(jobs, "run_next", lambda: False)
    monkeypatch.setattr(rounds, "transports", lambda: {"email": Signals()})
    call_command("work")
    assert states() == {"handed_over": 1, "queued": 39}
    assert not Message.objects.filter(state="queued").exclude(leased_by="").exists()


def test_a_worker_is_known_by_its_machine_and_process(monkeypatch: pytest.MonkeyPatch) -> None:
    names = []
    monkeypatch.setattr("socket.gethostname", lambda: "a-machine-with-a-name-of-forty-characters")
    monkeypatch.setattr(dispatch, "release", names.append)
    call_command("work", once=True)
    assert names == [f"a-machine-with-a-name-of:{os.getpid()}"]
    most = Message._meta.get_field("leased_by").max_length
    assert most is not None
    assert len(names[0]) <= most


def test_letters_that_are_not_in_order_are_told_before_anything_is_sent(settings: Settings, tmp_path: Path) -> None:
    settings.SURVEY = tmp_path
    (tmp_path / "letters.toml").write_text('languages = ["da"]')
    before = [signal.getsignal(number) for number in SIGNALS]
    with pytest.raises(CommandError, match=r"letters\.toml"):
        call_command("work", once=True)
    assert mail.outbox == []
    assert states() == {}
    assert [signal.getsignal(number) for number in SIGNALS] == before
