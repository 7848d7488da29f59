"""Long work in a queue: taken once, taken again when a worker dies, and ended with what people are to know."""

import json
from datetime import timedelta
from typing import Any

import pytest

from borgerpuls.fieldwork.models import Job, Person, SaveEvent
from borgerpuls.fieldwork.programme import jobs, waves
from borgerpuls.problems import Refused

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


def test_work_is_asked_for_in_its_time_only(office: Any) -> None:
    for kind in ("freeze", "build"):
        with pytest.raises(Refused):
            jobs.queue(office.wave, kind, None, WHO, office.now)


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
