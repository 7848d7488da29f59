"""The page of letters and Digital Post that people send: for the coordinator alone, every fetching logged."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from borgerpuls.fieldwork.invitations import outbox
from borgerpuls.fieldwork.models import AuditEntry, Enrolment, Message, Wave

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
HERE = "/kommune/0707/trial-2026/udsendelse"
StaffClient = Callable[..., Client]


@pytest.fixture
def place(office: Any, now: datetime) -> Enrolment:
    """Norddjurs, all of whose invitations wait to be fetched as Digital Post."""
    found: Enrolment = Enrolment.objects.get(municipality="0707")
    outbox.invite(found.pk, "worker", now)
    return found


@pytest.fixture
def coordinator(staff_client: StaffClient) -> Client:
    return staff_client("coordinator", "0707")


def made(client: Client, channel: str) -> str:
    """The reference of the batch that was just made."""
    assert client.post(f"{HERE}/saml", {"channel": channel}).status_code == 302
    return str(Message.objects.filter(state="handed_over").order_by("-handed_over_at")[0].reference)


def test_the_page_tells_how_many_wait_and_what_was_made(place: Enrolment, coordinator: Client) -> None:
    before = coordinator.get(f"{HERE}/").content.decode()
    assert "20 borgere venter på besked." in before
    reference = made(coordinator, "digital_post")
    after = coordinator.get(f"{HERE}/").content.decode()
    assert "Intet venter." in after
    assert f"{HERE}/{reference}.csv" in after
    assert f"{HERE}/{reference}.zip" in after


def test_making_and_fetching_a_batch_is_logged_under_the_coordinators_name(
    place: Enrolment, coordinator: Client
) -> None:
    reference = made(coordinator, "digital_post")
    coordinator.get(f"{HERE}/{reference}.csv")
    logged = AuditEntry.objects.filter(act__in=("outbox.batch", "contacts.read")).order_by("number")
    assert [(entry.who, entry.act, entry.details) for entry in logged] == [
        ("coordinator-0707@example.org", act, {"reference": reference, "messages": 20})
        for act in ("outbox.batch", "contacts.read")
    ]


@pytest.mark.parametrize(
    ("channel", "kind", "mime"),
    [
        ("digital_post", "csv", "text/csv; charset=utf-8"),
        ("digital_post", "zip", "application/zip"),
        ("letter", "pdf", "application/pdf"),
    ],
)
def test_a_file_is_sent_as_what_it_is_under_a_name_that_tells_wave_and_place(
    place: Enrolment, coordinator: Client, settings: Settings, tmp_path: Path, channel: str, kind: str, mime: str
) -> None:
    settings.DIGITAL_POST = tmp_path / "digital-post.toml"
    settings.DIGITAL_POST.write_text('[cvr]\n"0707" = "12345678"\n')
    Message.objects.update(channel=channel)
    reference = made(coordinator, channel)
    answer = coordinator.get(f"{HERE}/{reference}.{kind}")
    assert answer["Content-Type"] == mime
    assert answer["Content-Disposition"] == f'attachment; filename="trial-2026-0707-{reference}.{kind}"'


def test_a_file_that_needs_what_is_not_set_up_is_refused_in_words(place: Enrolment, coordinator: Client) -> None:
    reference = made(coordinator, "digital_post")
    refused = coordinator.get(f"{HERE}/{reference}.zip", follow=True)
    assert "CVR-nummer (0707) er ikke sat op" in refused.content.decode()


@pytest.mark.parametrize(
    ("role", "code"), [("coordinator", "0101"), ("reader", "0707"), ("reader", "0101"), ("programme", None)]
)
def test_nobody_but_the_coordinator_finds_the_page_or_a_file(
    place: Enrolment, coordinator: Client, staff_client: StaffClient, role: str, code: str | None
) -> None:
    reference = made(coordinator, "digital_post")
    other = staff_client(role, code)
    for path in ("/", f"/{reference}.csv", f"/{reference}.zip"):
        assert other.get(HERE + path).status_code == 404
    assert other.post(f"{HERE}/saml", {"channel": "digital_post"}).status_code == 404


def test_a_batch_of_another_municipality_is_not_found(
    office: Any, place: Enrolment, coordinator: Client, staff_client: StaffClient, now: datetime
) -> None:
    reference = made(coordinator, "digital_post")
    outbox.invite(office.enrolments["0101"], "worker", now)
    copenhagen = staff_client("coordinator", "0101")
    assert copenhagen.get(f"/kommune/0101/trial-2026/udsendelse/{reference}.csv").status_code == 404


@pytest.mark.parametrize("path", ["nothing.csv", "digital_post-1.pdf", "letter-1.exe"])
def test_a_file_that_was_never_made_is_not_found(place: Enrolment, coordinator: Client, path: str) -> None:
    assert coordinator.get(f"{HERE}/{path}").status_code == 404


def test_an_empty_batch_is_refused_in_words(place: Enrolment, coordinator: Client) -> None:
    page = coordinator.post(f"{HERE}/saml", {"channel": "letter"}, follow=True).content.decode()
    assert "Der er ingen at skrive til." in page
    assert coordinator.post(f"{HERE}/saml", {"channel": "sms"}).status_code == 404
    assert coordinator.get(f"{HERE}/saml").status_code == 405


def test_nothing_can_be_fetched_once_the_wave_is_closed(place: Enrolment, coordinator: Client) -> None:
    reference = made(coordinator, "digital_post")
    Wave.objects.update(state="closed")
    page = coordinator.get(f"{HERE}/{reference}.csv", follow=True).content.decode()
    assert "Der er ingen at skrive til." in page
    assert f"{reference}.csv" not in page
