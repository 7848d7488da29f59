"""The worker's long jobs: taken once, taken again when a worker dies, and ended with what people are to know."""

import json
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from borgerpuls.fieldwork.models import Job, Person, SaveEvent, Wave
from borgerpuls.fieldwork.programme import jobs, waves
from borgerpuls.problems import Refused
from borgerpuls.web.worker import jobs as worker

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
WHO = "kontor@example.org"


@pytest.fixture
def closed(office: Any) -> Any:
    answers = json.dumps({item.id: 4 for item in waves.questionnaire_of(office.wave).items})
    SaveEvent.objects.bulk_create(
        SaveEvent(person=person, at=office.now, language="da", answers=answers, key="1")
        for person in Person.objects.all()
    )
    Person.objects.update(started_at=office.now, submitted_at=office.now)
    waves.close(office.wave, WHO, office.now)
    return office


def test_a_job_is_taken_by_one_worker(closed: Any) -> None:
    jobs.queue(closed.wave, "freeze", None, WHO, closed.now)
    assert jobs.take(closed.now) is not None
    assert jobs.take(closed.now) is None


def test_a_job_whose_worker_died_is_taken_again_after_a_while(closed: Any) -> None:
    jobs.queue(closed.wave, "freeze", None, WHO, closed.now)
    first = jobs.take(closed.now)
    assert first is not None
    jobs.hold(first, closed.now + timedelta(minutes=1))
    assert jobs.take(closed.now + jobs.LEASE) is None
    again = jobs.take(closed.now + timedelta(minutes=1) + jobs.LEASE + timedelta(seconds=1))
    assert again is not None
    assert again.id == first.id


def test_a_job_that_takes_its_workers_down_ends_as_failed(closed: Any) -> None:
    jobs.queue(closed.wave, "freeze", None, WHO, closed.now)
    at = closed.now
    for _ in range(jobs.MOST_ATTEMPTS):
        assert jobs.take(at) is not None
        at += jobs.LEASE + timedelta(seconds=1)
    assert jobs.take(at) is None
    found = jobs.latest(closed.wave)
    assert found is not None
    assert (found.state, "3 times" in found.problems[0].what["en"]) == ("failed", True)
    jobs.queue(closed.wave, "freeze", None, WHO, at)


def test_a_worker_that_died_after_the_wave_froze_goes_on_from_there(closed: Any) -> None:
    jobs.queue(closed.wave, "freeze", None, WHO, closed.now)
    worker.freeze(closed.wave, worker.frozen_folder(closed.wave), WHO, closed.now)
    assert worker.run_next()
    assert [(job.kind, job.state) for job in Job.objects.order_by("pk")] == [("freeze", "done"), ("build", "queued")]


def test_an_error_that_nobody_thought_of_is_logged_and_told(
    closed: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(worker, "freeze", broken)
    jobs.queue(closed.wave, "freeze", None, WHO, closed.now)
    assert worker.run_next()
    found = jobs.latest(closed.wave)
    assert found is not None
    assert found.state == "failed"
    assert "nobody had thought of" in found.problems[0].what["en"]
    assert "the disk is full" in caplog.text


def test_figures_and_reports_are_made_and_can_be_made_again(closed: Any) -> None:
    jobs.queue(closed.wave, "freeze", None, WHO, closed.now)
    while worker.run_next():
        pass
    folder = worker.reports_folder(closed.wave)
    first = {file.name: file.read_bytes() for file in (folder / "data").iterdir()}
    assert {file.name for file in (folder / "reports").glob("*.pdf")} >= {"0101.da.pdf", "0707.en.pdf", "dk.da.pdf"}
    assert Wave.objects.get().reports_at is not None
    jobs.queue(closed.wave, "build", None, WHO, timezone.now())
    assert worker.run_next()
    assert {file.name: file.read_bytes() for file in (folder / "data").iterdir()} == first


def test_work_is_asked_for_in_its_time_only(office: Any) -> None:
    for kind in ("freeze", "build"):
        with pytest.raises(Refused):
            jobs.queue(office.wave, kind, None, WHO, office.now)


def test_a_database_that_is_busy_for_a_moment_loses_no_job(closed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lease is held while the work says nothing, and one failure to hold it is no failure of the job."""
    held = Event()

    def busy(*_: object) -> None:
        held.set()
        raise OperationalError("database is locked")

    def slow(*_: object) -> None:
        monkeypatch.setattr(jobs, "hold", busy)
        assert held.wait(10)

    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=0.04))
    monkeypatch.setattr(worker, "freeze", slow)
    jobs.queue(closed.wave, "freeze", None, WHO, closed.now)
    assert worker.run_next()
    assert [job.state for job in Job.objects.order_by("pk")] == ["done", "queued"]


def test_with_nothing_to_do_a_worker_does_nothing(office: Any) -> None:
    assert not worker.run_next()
    assert jobs.latest(office.wave) is None


def test_a_worker_that_was_only_slow_is_not_heard_once_another_has_taken_its_job(closed: Any) -> None:
    jobs.queue(closed.wave, "freeze", None, WHO, closed.now)
    slow = jobs.take(closed.now)
    other = jobs.take(closed.now + jobs.LEASE)
    assert slow is not None
    assert other is not None
    later = closed.now + 1.5 * jobs.LEASE
    jobs.hold(slow, later, (9, 9))
    jobs.fail(slow, (), later)
    jobs.finish(slow, later, "build")
    found = Job.objects.get()
    assert (found.state, found.done, found.leased_until) == ("running", 0, closed.now + 2 * jobs.LEASE)
    jobs.finish(other, later, "build")
    assert [(job.kind, job.state) for job in Job.objects.order_by("pk")] == [("freeze", "done"), ("build", "queued")]
