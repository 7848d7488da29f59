"""The front page of a municipality, enrolling, and withdrawing."""

from html import unescape
from typing import Any

import pytest
from municipality_pages import SignedIn, here, words

from borgerpuls.fieldwork.models import Enrolment, Wave

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def test_a_front_page_is_for_those_who_may_read_it(staff_client: SignedIn, wave: str) -> None:
    assert staff_client("coordinator", "0101").get("/kommune/0707/").status_code == 404
    assert staff_client("programme").get("/kommune/9999/").status_code == 404
    assert "Den næste" in words(staff_client("reader", "0707"), "/kommune/0707/")


def test_a_coordinator_enrols_and_is_led_to_the_steps(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0101")
    assert "Tilmeld kommunen" in words(client, "/kommune/0101/")
    answer = client.post(here(wave, "tilmeld", "0101"), follow=True)
    assert answer.redirect_chain[-1][0] == here(wave, "", "0101")
    assert "Næste skridt: Afsender og brev" in unescape(answer.content.decode())


def test_a_wave_that_has_opened_takes_no_more_enrolments(staff_client: SignedIn, wave: str) -> None:
    Wave.objects.filter(name=wave).update(state="open")
    answer = staff_client("coordinator", "0101").post(here(wave, "tilmeld", "0101"))
    assert answer.status_code == 409
    assert "Den er ikke åben for tilmelding." in unescape(answer.content.decode())


def test_withdrawing_asks_first(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    assert "forlader Den næste" in words(client, here(wave, "frameld"))
    assert Enrolment.objects.filter(wave__name=wave).exists()
    answer = client.post(here(wave, "frameld"), follow=True)
    assert answer.redirect_chain[-1][0] == "/kommune/0707/"
    assert not Enrolment.objects.filter(wave__name=wave).exists()


def test_nobody_is_offered_to_withdraw_when_it_is_too_late(staff_client: SignedIn, office: Any) -> None:
    client = staff_client("coordinator", "0707")
    assert "kan ikke længere melde sig fra" in words(client, here(office.wave, "frameld"))
    assert client.post(here(office.wave, "frameld")).status_code == 409
    assert Enrolment.objects.filter(pk=office.enrolments["0707"]).exists()
