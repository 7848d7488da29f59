"""The worker's long jobs: a wave is frozen, its figures and reports are made, and nothing is lost on the way."""

import json
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from borgerpuls.fieldwork.models import Job, Person, SaveEvent, Wave
from borgerpuls.fieldwork.programme import jobs, waves
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
