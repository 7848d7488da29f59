"""Workers that want the same rows at the same time, and workers that are killed while they hold some."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

TESTS = Path(__file__).resolve().parents[1]
EACH = 100
"""Persons in each of two municipalities."""
JOBS = 100

MAKE = f"""
import django
django.setup()
from django.core.management import call_command
from django.utils import timezone
from borgerpuls.fieldwork.invitations import outbox
from borgerpuls.fieldwork.models import Enrolment, Job, Wave
for alias in ("default", "contacts"):
    call_command("migrate", database=alias, verbosity=0, skip_checks=True)
import office
now = timezone.now()
office.EACH = {EACH}
office.make_office(now)
Wave.objects.update(channels=["email"])
Enrolment.objects.update(pace=1_000_000)
for enrolment in Enrolment.objects.all():
    outbox.invite(enrolment.pk, "test", now)
Job.objects.bulk_create(Job(wave=Wave.objects.get(), kind="build", asked_at=now) for _ in range({JOBS}))
print(now.isoformat())
"""

WORK = """
import django
django.setup()
import sys
from datetime import datetime, timedelta
from django.db import connection
from borgerpuls.fieldwork.invitations import dispatch
from borgerpuls.fieldwork.programme import jobs
worker, now = sys.argv[1], datetime.fromisoformat(sys.argv[2])
connection.ensure_connection()
print("ready", flush=True)
for line in sys.stdin:
    seconds, most = line.split()
    at = now + timedelta(seconds=float(seconds))
    left = int(most)
    while left and (job := jobs.take(at)):
        print("job", job.id, job.attempt)
        left -= 1
    while left and (leased := dispatch.lease(worker, at, 5, ["email"])):
        for message in leased:
            print("message", message.id, 1)
        left -= 1
    print("done", flush=True)
"""


class Worker:
    """A process that takes what is free whenever it is told what time it is."""

    def __init__(self, name: str, now: str, environment: dict[str, str]) -> None:
        command = [sys.executable, "-c", WORK, name, now]
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._line() == "ready"

    def at(self, seconds: float, most: int = 1_000_000) -> None:
        """Say how many seconds have passed since the beginning, and how often it may take at most."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{seconds} {most}\n")
        self.process.stdin.flush()

    def taken(self) -> list[tuple[str, int, int]]:
        """What it took since it was told the time: kind, number, attempt."""
        found = []
        while (line := self._line()) != "done":
            kind, number, attempt = line.split()
            found.append((kind, int(number), int(attempt)))
        return found

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()

    def _line(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline().strip()
        assert line, "the worker ended"
        return line


@pytest.fixture(params=["sqlite", "postgres"])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The settings of a site with fresh databases."""
    given = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
        "DATABASE_URL": "",
        "CONTACTS_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "borgerpuls.web.settings",
        "BORGERPULS_HOME": str(tmp_path),
        "EMAIL_URL": "smtp://127.0.0.1:1?from=borgerpuls@example.org",
    }
    if request.param == "postgres":
        url: str = request.getfixturevalue("postgres_url")
        names = {"DATABASE_URL": "lease", "CONTACTS_DATABASE_URL": "lease_contacts"}
        with psycopg.connect(url, autocommit=True) as connection:
            for setting, name in names.items():
                connection.execute(f"CREATE DATABASE {name}")
                given[setting] = re.sub(r"/postgres\?", f"/{name}?", url)
    return given


@pytest.fixture
def worker(environment: dict[str, str]) -> "Callable[[str], Worker]":
    made = subprocess.run(
        [sys.executable, "-c", MAKE], env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip()
    return lambda name: Worker(name, made, environment)


def test_no_row_is_taken_twice_and_those_of_a_killed_worker_come_back_when_their_time_is_up(
    worker: "Callable[[str], Worker]",
) -> None:
    two = [worker("one"), worker("two")]
    taken: list[tuple[str, int, int]] = []
    # Each takes one row first: SQLite may serve the faster of two again and again until nothing is left.
    for most in (1, 1_000_000):
        for each in two:
            each.at(1, most)
        shares = [each.taken() for each in two]
        taken += shares[0] + shares[1]
        if most == 1:
            assert [len(share) for share in shares] == [1, 1]
    for each in two:
        each.kill()
    taken.sort()
    everything = sorted({(kind, number) for kind, number, _ in taken})
    assert [(kind, number) for kind, number, _ in taken] == everything
    assert len(everything) == JOBS + 2 * EACH
    assert {attempt for _, _, attempt in taken} == {1}

    third = worker("three")
    third.at(60)
    assert third.taken() == []
    third.at(1 + 120)  # the lease of a job
    assert sorted(third.taken()) == [("job", number, 2) for kind, number in everything if kind == "job"]
    third.at(1 + 300)  # the lease of a message, and once more that of a job
    again = third.taken()
    assert sorted(number for kind, number, _ in again if kind == "message") == [
        number for kind, number in everything if kind == "message"
    ]
    assert {attempt for kind, _, attempt in again if kind == "job"} == {3}
    third.kill()
