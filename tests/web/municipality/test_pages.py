"""Every page of a municipality: who may open it, who may change anything, and what none of them holds."""

from typing import Any

import pytest
from django.test import Client
from municipality_pages import SignedIn, here, listed, questions, words

from borgerpuls.fieldwork.enrolment import enrolments
from borgerpuls.fieldwork.models import AuditEntry

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
PAGES = ("", "spoergsmaal/", "brev/", "sammenligning/", "stikproeve/", "svar/", "rapport/")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_opens_for_coordinator_reader_and_programme(
    staff_client: SignedIn, wave: str, page: str, language: str
) -> None:
    for client in (staff_client("coordinator", "0707"), staff_client("reader", "0707"), staff_client("programme")):
        assert "<h1>" in words(client, here(wave, page), language)


@pytest.mark.parametrize(
    "page", [*PAGES, "frameld", "rapport/kommentarer", "brev/da.pdf", "rapport/reports/0707.da.pdf"]
)
def test_a_foreign_municipality_an_unknown_wave_and_strangers_find_nothing(
    staff_client: SignedIn, wave: str, page: str
) -> None:
    foreign = staff_client("coordinator", "0101")
    assert foreign.get(here(wave, page)).status_code == 404
    assert staff_client("coordinator", "0707").get(here("nowhere", page)).status_code == 404
    assert staff_client("programme").get(here(wave, page, code="0101")).status_code == 404
    assert Client().get(here(wave, page)).status_code == 302


@pytest.mark.parametrize("role", ["reader", "programme"])
@pytest.mark.parametrize("page", ["spoergsmaal/", "brev/", "sammenligning/", "stikproeve/", "frameld", "svar/igen"])
def test_those_who_only_read_can_change_nothing(staff_client: SignedIn, wave: str, role: str, page: str) -> None:
    listed(wave, 20)
    client = staff_client(role, "0707" if role == "reader" else None)
    before = enrolments.enrolment("0707", wave)
    assert client.post(here(wave, page), {**questions(), "sender": "x", "everybody": "1"}).status_code == 404
    assert enrolments.enrolment("0707", wave) == before
    assert AuditEntry.objects.filter(who__contains=role).count() == 0


@pytest.mark.parametrize("page", ["spoergsmaal/", "brev/", "sammenligning/", "stikproeve/"])
def test_a_reader_is_shown_no_form(staff_client: SignedIn, wave: str, page: str) -> None:
    listed(wave, 20)
    assert 'method="post" novalidate' in words(staff_client("coordinator", "0707"), here(wave, page))
    assert 'method="post" novalidate' not in words(staff_client("reader", "0707"), here(wave, page))


def test_no_page_holds_a_pseudonym_or_contact_data(staff_client: SignedIn, office: Any) -> None:
    client = staff_client("coordinator", "0707")
    for page in PAGES:
        found = words(client, here(office.wave, page))
        assert "p0707" not in found
        assert "Prøve Person" not in found
        assert "9999" not in found
