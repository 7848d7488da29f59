"""One municipality as the programme office sees it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from borgerpuls.fieldwork.models import Enrolment, Message, Person, Wave
from borgerpuls.fieldwork.staff import audit

Show = Callable[..., str]
pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def test_a_list_is_approved_from_its_numbers(office: Any, client: Client, show: Show) -> None:
    Wave.objects.update(state="enrolling")
    Enrolment.objects.filter(municipality="0707").update(list_state="accepted")
    Person.objects.filter(pk__in=office.persons["0707"][:9]).update(background={})
    page = show("/program/trial-2026/0707/")
    assert "Alle 20 bliver spurgt" in page
    assert "Mangler for 9 af 20" in page
    assert "Prøve Person" not in page
    assert client.post("/program/trial-2026/0707/", {"approve": "1"}).status_code == 302
    assert Enrolment.objects.get(municipality="0707").list_state == "approved"
    assert audit.entries(act="population.approve")[0].details == {"listed": 20}
    assert client.post("/program/trial-2026/0707/", {"approve": "1"}).status_code == 409


def test_a_list_is_given_back_only_before_the_wave_opens(client: Client) -> None:
    assert client.post("/program/trial-2026/0707/", {"give_back": "1"}).status_code == 409
    Wave.objects.update(state="enrolling")
    assert client.post("/program/trial-2026/0707/", {"give_back": "1"}).status_code == 302
    assert Enrolment.objects.get(municipality="0707").list_state == "accepted"


def test_one_municipality_is_invited_and_its_failures_are_shown(office: Any, client: Client, show: Show) -> None:
    Wave.objects.update(channels=["email"])
    client.post("/program/trial-2026/0707/", {"invite": "1"})
    assert Message.objects.count() == 20
    unsure = Message.objects.first()
    assert unsure is not None
    Message.objects.filter(pk=unsure.pk).update(state="unsure")
    page = show("/program/trial-2026/0707/")
    assert "Send de usikre igen" in page
    client.post("/program/trial-2026/0707/igen")
    assert not Message.objects.filter(state="unsure").exists()
    Message.objects.filter(pk=unsure.pk).update(state="failed_for_good")
    assert "1 besked kunne ikke leveres" in show("/program/trial-2026/")
