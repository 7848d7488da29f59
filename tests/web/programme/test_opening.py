"""Opening and closing the field period."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from borgerpuls.fieldwork.models import Enrolment, Message, Wave

Show = Callable[..., str]
pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def test_opening_shows_every_hindrance_and_lets_some_wait(office: Any, client: Client, show: Show) -> None:
    Wave.objects.update(state="enrolling", asks={"da": "Kommunen spørger."})
    Enrolment.objects.filter(municipality="0101").update(list_state="accepted")
    page = show("/program/trial-2026/aabn/")
    assert "Populationslisten er ikke godkendt" in page
    assert "på engelsk" in page
    refused = client.post("/program/trial-2026/aabn/", {"later": ["0101"]})
    assert refused.status_code == 409
    assert "Populationslisten er ikke godkendt" not in refused.content.decode()
    Wave.objects.update(asks={"da": "a", "en": "b", "ar": "c"})
    assert client.post("/program/trial-2026/aabn/", {"later": ["0101"], "check": "1"}).status_code == 200
    assert Wave.objects.get().state == "enrolling"
    assert client.post("/program/trial-2026/aabn/", {"later": ["0101"]}).status_code == 302
    assert Wave.objects.get().state == "open"


def test_opening_can_invite_everybody_at_once(client: Client) -> None:
    Wave.objects.update(state="enrolling", channels=["email", "letter"])
    client.post("/program/trial-2026/aabn/", {"invite": "1"})
    assert Message.objects.filter(occasion=0).count() == 40


def test_closing_asks_first_and_is_for_good(client: Client, show: Show) -> None:
    page = show("/program/trial-2026/luk/")
    assert "kan ikke åbnes igen" in page
    assert Wave.objects.get().state == "open"
    assert client.post("/program/trial-2026/luk/").status_code == 302
    assert Wave.objects.get().state == "closed"
    assert client.post("/program/trial-2026/luk/").status_code == 409
