"""The programme office's waves: overview, steps, municipalities."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from borgerpuls.fieldwork.models import Enrolment, Message, Person, Wave

StaffClient = Callable[..., Client]
Show = Callable[..., str]
pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def test_all_waves_are_listed_with_their_state(client: Client, show: Show) -> None:
    page = show("/program/")
    assert "Prøvemålingen 2026" in page
    assert "I marken" in page


def test_a_wave_shows_every_municipality_with_its_numbers(office: Any, client: Client, show: Show) -> None:
    now = timezone.now()
    Person.objects.filter(pk__in=office.persons["0707"][:5]).update(started_at=now, submitted_at=now)
    Person.objects.filter(pk=office.persons["0707"][6]).update(started_at=now, declined_at=now)
    page = show("/program/trial-2026/")
    assert "København" in page
    assert "Norddjurs" in page
    assert "25,0 pct." in page
    assert "<svg" in page


@pytest.mark.parametrize("order", ["", "rate", "size", "failed", "list", "nonsense"])
def test_the_table_can_be_sorted(client: Client, order: str, show: Show) -> None:
    assert "Norddjurs" in show(f"/program/trial-2026/?sort={order}")


def test_the_lowest_rate_comes_first_when_asked_for(office: Any, client: Client, show: Show) -> None:
    now = timezone.now()
    Person.objects.filter(pk__in=office.persons["0101"][:5]).update(started_at=now, submitted_at=now)
    by_name = show("/program/trial-2026/")
    assert by_name.index("/program/trial-2026/0101/") < by_name.index("/program/trial-2026/0707/")
    by_rate = show("/program/trial-2026/?sort=rate")
    assert by_rate.index("/program/trial-2026/0707/") < by_rate.index("/program/trial-2026/0101/")


def test_an_unknown_wave_and_a_foreign_code_are_not_found(client: Client) -> None:
    assert client.get("/program/nowhere/").status_code == 404
    assert client.get("/program/trial-2026/0147/").status_code == 404


@pytest.mark.parametrize("address", ["/program/", "/program/trial-2026/", "/program/ny/", "/program/skemaer/"])
def test_the_programme_office_alone_comes_in(office: Any, staff_client: StaffClient, address: str) -> None:
    assert staff_client("coordinator", "0707").get(address).status_code == 404
    assert staff_client("reader", "0707").get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_enrolling_begins_once(client: Client) -> None:
    Wave.objects.update(state="draft")
    client.post("/program/trial-2026/tilmelding")
    assert Wave.objects.get().state == "enrolling"
    again = client.post("/program/trial-2026/tilmelding")
    assert again.status_code == 409
    assert "Genindlæs siden" in again.content.decode()


def test_a_municipality_is_enrolled_by_the_office(client: Client, show: Show) -> None:
    Wave.objects.update(state="enrolling")
    page = show("/program/trial-2026/kommuner/")
    assert "Region Nordjylland" in page
    assert 'value="0851"' in page
    assert 'value="0707"' not in page
    client.post("/program/trial-2026/kommuner/", {"code": ["0851", "0860"]})
    assert set(Enrolment.objects.values_list("municipality_id", flat=True)) == {"0101", "0707", "0851", "0860"}


def test_enrolling_nobody_and_enrolling_too_late_are_told(client: Client) -> None:
    Wave.objects.update(state="enrolling")
    assert "Vælg mindst én" in client.post("/program/trial-2026/kommuner/", {}).content.decode()
    Wave.objects.update(state="open")
    late = client.post("/program/trial-2026/kommuner/", {"code": ["0851"]})
    assert late.status_code == 409
    assert Enrolment.objects.count() == 2


def test_invitations_are_queued_and_nobody_is_invited_twice(client: Client) -> None:
    Wave.objects.update(channels=["email"])
    for _ in range(2):
        client.post("/program/trial-2026/inviter")
    assert Message.objects.count() == 40


def test_a_channel_that_cannot_send_is_told_and_nobody_is_invited(client: Client) -> None:
    Wave.objects.update(channels=["sms"])
    answer = client.post("/program/trial-2026/inviter")
    assert answer.status_code == 409
    assert Message.objects.count() == 0


def test_no_reminder_is_sent_before_its_day(client: Client) -> None:
    answer = client.post("/program/trial-2026/paamind", follow=True)
    assert "Ingen påmindelse skal sendes i dag" in answer.content.decode()


def test_every_page_is_written_in_english_too(office: Any, client: Client, show: Show) -> None:
    client.cookies["django_language"] = "en"
    page = show("/program/trial-2026/")
    assert "In the field" in page
    assert "Citizens answer now" in page
    assert "Response rate" in page


def test_an_empty_programme_begins_with_a_questionnaire(staff_client: StaffClient) -> None:
    client = staff_client("programme")
    assert "ingen måling" in client.get("/program/").content.decode()
    assert client.get("/program/ny/").headers["Location"] == "/program/skemaer/"


def test_the_last_day_stands_on_the_page(client: Client, show: Show) -> None:
    closes = (timezone.localdate() + timedelta(28)).day
    assert f"{closes}." in show("/program/trial-2026/")
