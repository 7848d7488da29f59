"""Letters and Digital Post that people send: the coordinator alone, every fetching logged, nobody who answered."""

import csv
from collections.abc import Callable
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
from django.test import Client
from pytest_django import Settings

from borgerpuls.fieldwork.invitations import outbox
from borgerpuls.fieldwork.models import AuditEntry, Enrolment, Message, Person, Wave
from borgerpuls.fieldwork.responses.access_codes import link_of

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
def letters(place: Enrolment) -> Enrolment:
    """The same, as letters."""
    Message.objects.update(channel="letter")
    return place


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


def test_a_batch_is_handed_over_and_says_when_and_by_whom(place: Enrolment, coordinator: Client) -> None:
    reference = made(coordinator, "digital_post")
    messages = Message.objects.filter(enrolment=place)
    assert set(messages.values_list("state", "reference")) == {("handed_over", reference)}
    entry = AuditEntry.objects.get(act="outbox.batch")
    assert entry.who == "coordinator-0707@example.org"
    assert entry.details == {"reference": reference, "messages": 20}


def test_the_list_holds_cpr_name_and_link_of_those_who_have_not_answered(
    place: Enrolment, coordinator: Client, now: datetime
) -> None:
    early, late = Person.objects.filter(enrolment=place).order_by("pk")[:2]
    Person.objects.filter(pk=early.pk).update(submitted_at=now)
    reference = made(coordinator, "digital_post")
    assert Message.objects.get(person=early).state == "dropped"
    Person.objects.filter(pk=late.pk).update(declined_at=now)
    answer = coordinator.get(f"{HERE}/{reference}.csv")
    assert answer["Content-Disposition"].endswith(f'filename="trial-2026-0707-{reference}.csv"')
    heading, *rows = csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert heading == ["cpr", "navn", "link"]
    silent = Person.objects.filter(enrolment=place, submitted_at=None, declined_at=None)
    assert {row[2] for row in rows} == {link_of(person.pseudonym) for person in silent}
    assert len(rows) == 18
    assert all(len(cpr) == 10 and name.startswith("Prøve Person") for cpr, name, _ in rows)


def test_every_fetching_is_logged_as_a_reading_of_contact_data(place: Enrolment, coordinator: Client) -> None:
    reference = made(coordinator, "digital_post")
    for _ in range(2):
        coordinator.get(f"{HERE}/{reference}.csv")
    read = AuditEntry.objects.filter(act="contacts.read", municipality="0707")
    assert [(entry.who, entry.details) for entry in read] == [
        ("coordinator-0707@example.org", {"reference": reference, "messages": 20})
    ] * 2


def test_letters_are_a_page_each_and_the_same_when_fetched_again(letters: Enrolment, coordinator: Client) -> None:
    reference = made(coordinator, "letter")
    one, two = (coordinator.get(f"{HERE}/{reference}.pdf").content for _ in range(2))
    assert one == two
    with pikepdf.open(BytesIO(one)) as read:
        assert len(read.pages) == 20


def test_messages_in_memo_are_a_file_each_and_need_the_municipality_s_cvr_number(
    place: Enrolment, coordinator: Client, settings: Settings, tmp_path: Path
) -> None:
    reference = made(coordinator, "digital_post")
    refused = coordinator.get(f"{HERE}/{reference}.zip", follow=True)
    assert "CVR-nummer (0707) er ikke sat op" in refused.content.decode()
    settings.DIGITAL_POST = tmp_path / "digital-post.toml"
    settings.DIGITAL_POST.write_text('[cvr]\n"0707" = "12345678"\n')
    answer = coordinator.get(f"{HERE}/{reference}.zip").content
    assert answer == coordinator.get(f"{HERE}/{reference}.zip").content
    with ZipFile(BytesIO(answer)) as packed:
        assert len(packed.namelist()) == 20
        assert all(b"<memo:senderID>12345678<" in packed.read(name) for name in packed.namelist())


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
