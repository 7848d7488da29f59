"""From the closed wave to the published report."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from borgerpuls.fieldwork.models import Job, Person, SaveEvent, Wave
from borgerpuls.fieldwork.programme import jobs, waves
from borgerpuls.web.worker.jobs import run_next

Show = Callable[..., str]
pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
ADDRESS = "/program/trial-2026/opgoer/"


@pytest.fixture
def closed(office: Any) -> Any:
    """A wave that is over and that everybody answered."""
    answers = json.dumps({item.id: 4 for item in waves.questionnaire_of(office.wave).items})
    SaveEvent.objects.bulk_create(
        SaveEvent(person=person, at=office.now, language="da", answers=answers, key="1")
        for person in Person.objects.all()
    )
    Person.objects.update(started_at=office.now, submitted_at=office.now)
    waves.close(office.wave, "x", office.now)
    return office


def test_a_wave_goes_from_closed_to_published_in_the_browser(closed: Any, client: Client, show: Show) -> None:
    assert "Frys og lav rapporter" in show(ADDRESS)
    client.post(ADDRESS, {"freeze": "1"})
    page = show(ADDRESS)
    assert "Den venter på at komme til" in page
    assert "progress.js" in page
    assert run_next()
    assert waves.wave(closed.wave).state == "frozen"
    assert "Tal og rapporter bliver lavet" in show(ADDRESS)
    assert run_next()
    assert not run_next()
    page = show(ADDRESS)
    assert "progress.js" not in page
    assert "reports/0707.da.pdf" in page
    assert "Offentliggør rapporterne" in page
    report = client.get(f"{ADDRESS}rapporter/reports/0707.da.pdf")
    assert b"".join(report.streaming_content).startswith(b"%PDF")
    assert client.get(f"{ADDRESS}rapporter/../../keys.json").status_code == 404
    client.post(ADDRESS, {"publish": "1"})
    assert waves.wave(closed.wave).state == "published"
    client.post(ADDRESS, {"unpublish": "1"})
    assert waves.wave(closed.wave).state == "frozen"
    assert (site.REPORTS / closed.wave / "index.html").is_file()


def test_an_open_wave_is_not_frozen(client: Client, show: Show) -> None:
    assert "Målingen skal lukkes først" in show(ADDRESS)
    answer = client.post(ADDRESS, {"freeze": "1"})
    assert answer.status_code == 409
    assert Job.objects.count() == 0


def test_nothing_is_begun_twice(closed: Any, client: Client) -> None:
    client.post(ADDRESS, {"freeze": "1"})
    answer = client.post(ADDRESS, {"freeze": "1"})
    assert answer.status_code == 409
    assert "allerede i gang" in answer.content.decode()
    assert Job.objects.count() == 1


def test_what_stopped_a_job_is_told_in_the_readers_language(closed: Any, client: Client, show: Show) -> None:
    Person.objects.filter(pk=closed.persons["0101"][0]).update(background={"sex": "x"})
    client.post(ADDRESS, {"freeze": "1"})
    assert run_next()
    page = show(ADDRESS)
    assert "Det lykkedes ikke" in page
    assert "Ikke på listen" in page
    assert waves.wave(closed.wave).state == "closed"
    client.cookies["django_language"] = "en"
    assert "Not on the list" in show(ADDRESS)


def test_progress_is_shown_in_persons(closed: Any, client: Client, show: Show) -> None:
    client.post(ADDRESS, {"freeze": "1"})
    taken = jobs.take(closed.now)
    assert taken is not None
    jobs.hold(taken, closed.now, (10, 40))
    page = show(ADDRESS)
    assert 'value="10"' in page
    assert "10 af 40 personer" in page


def test_reports_that_are_not_made_are_not_published(client: Client) -> None:
    Wave.objects.update(state="frozen")
    answer = client.post(ADDRESS, {"publish": "1"})
    assert answer.status_code == 409
    assert "Rapporterne er ikke lavet" in answer.content.decode()
