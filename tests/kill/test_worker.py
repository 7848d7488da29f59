"""Workers that are killed in the middle of sending: nobody is invited twice, and nobody is forgotten.

Two workers send through a real SMTP server. Five times both are killed at a chosen step of a message, so that one of
them always dies while its message is on the way.
"""

import asyncio
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from threading import Event

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from kill.forked import FORKED, work

TESTS = Path(__file__).resolve().parents[1]
EACH = 60
STEPS = ("connected", "addressed", "taken", "answered", "taken")
"""Where the workers are killed: nothing has left, nothing has left, it has and was not answered, it was, once more."""

MAKE = f"""
import django
django.setup()
from django.core.management import call_command
from django.utils import timezone
from borgerpuls.fieldwork.contacts.cipher import encrypt
from borgerpuls.fieldwork.contacts.models import Contact
from borgerpuls.fieldwork.models import Enrolment, Wave
for alias in ("default", "contacts"):
    call_command("migrate", database=alias, verbosity=0, skip_checks=True)
import office
office.EACH = {EACH}
office.make_office(timezone.now())
Wave.objects.update(channels=["email"])
Enrolment.objects.update(pace=1_000_000)
for contact in Contact.objects.all():
    contact.email = encrypt(contact.person + "@example.org", contact.person + "/email")
    contact.save()
"""
COUNT = """
SELECT pseudonym, state, attempts FROM fieldwork_message m JOIN fieldwork_person p ON p.id = m.person_id
"""


class Post:
    """An SMTP server's mailbox, which can stop at a step and tell that it is there."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.stop_at = ""
        self.there = Event()

    async def _step(self, name: str) -> None:
        if self.stop_at == name:
            self.stop_at = ""
            self.there.set()
            await asyncio.sleep(0.5)  # long enough for the worker to be killed at this step

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self._step("connected")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self._step("addressed")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.got += [address.partition("@")[0] for address in envelope.rcpt_tos]
        await self._step("taken")
        if self.stop_at == "answered":
            await server.push("250 taken")
            await self._step("answered")
        return "250 taken"


@pytest.fixture
def post() -> Iterator[tuple[Post, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler, port
    finally:
        controller.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def databases(request: pytest.FixtureRequest) -> dict[str, str]:
    """The addresses of two fresh databases."""
    if request.param == "sqlite":
        return {"DATABASE_URL": "", "CONTACTS_DATABASE_URL": ""}
    url: str = request.getfixturevalue("postgres_url")
    names = {"DATABASE_URL": "worker_killed", "CONTACTS_DATABASE_URL": "worker_killed_contacts"}
    with psycopg.connect(url, autocommit=True) as connection:
        for name in names.values():
            connection.execute(f"CREATE DATABASE {name}")
    return {setting: re.sub(r"/postgres\?", f"/{name}?", url) for setting, name in names.items()}


@contextmanager
def workers(environment: dict[str, str], log: Path) -> Iterator[list[ForkServerProcess]]:
    started = [FORKED.Process(target=work, args=(environment, log)) for _ in range(2)]
    for worker in started:
        worker.start()
    try:
        yield started
    finally:
        for worker in started:
            worker.kill()
            worker.join()


def states(environment: dict[str, str]) -> list[tuple[str, str, int]]:
    """Pseudonym, state and attempts of every message."""
    if url := environment["DATABASE_URL"]:
        with psycopg.connect(url) as postgres:
            return postgres.execute(COUNT).fetchall()
    with closing(sqlite3.connect(Path(environment["BORGERPULS_HOME"]) / "borgerpuls.sqlite3")) as sqlite:
        return sqlite.execute(COUNT).fetchall()


def test_nobody_is_invited_twice_however_workers_die(
    post: tuple[Post, int], databases: dict[str, str], tmp_path: Path
) -> None:
    mailbox, port = post
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
        **databases,
        "DJANGO_SETTINGS_MODULE": "borgerpuls.web.settings",
        "BORGERPULS_HOME": str(tmp_path / "site"),
        "BORGERPULS_LEASE": "2",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}?from=borgerpuls@example.org",
    }
    (tmp_path / "site").mkdir()
    log = tmp_path / "workers.log"
    subprocess.run([sys.executable, "-c", MAKE], env=environment, check=True)
    for step in STEPS:
        mailbox.there.clear()
        mailbox.stop_at = step
        with workers(environment, log) as killed:
            assert mailbox.there.wait(90), log.read_text()
            for worker in killed:
                worker.kill()
    give_up = time.monotonic() + 150  # a machine busy with other tests
    with workers(environment, log) as working:
        while time.monotonic() < give_up:
            waiting = [state for _, state, _ in states(environment) if state not in ("handed_over", "unsure")]
            if not waiting:
                break
            time.sleep(0.1)
        for worker in working:
            worker.terminate()
        for worker in working:
            worker.join(10)
        assert [worker.exitcode for worker in working] == [0, 0]
    assert not waiting, log.read_text()
    received, told = Counter(mailbox.got), states(environment)
    assert len({person for person, *_ in told}) == len(told) == 2 * EACH
    assert max(received.values()) == 1
    by_state: dict[str, list[str]] = {"handed_over": [], "unsure": []}
    for person, state, attempts in told:
        assert attempts == 1
        by_state[state].append(person)
    assert all(received[person] == 1 for person in by_state["handed_over"])
    assert set(received) <= {person for people in by_state.values() for person in people}
    kills = 2 * len(STEPS)
    assert len(STEPS) - 1 <= len(by_state["unsure"]) <= kills, by_state["unsure"]
