"""Every page of a municipality: who may open it, who may change anything, and what none of them holds."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from borgerpuls.fieldwork.enrolment import decisions, enrolments
from borgerpuls.fieldwork.models import AuditEntry, Enrolment, Person, Wave

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
PAGES = ("", "spoergsmaal/", "brev/", "sammenligning/", "stikproeve/", "svar/", "rapport/")
LANGUAGES = ("da", "en", "ar")
SignedIn = Callable[..., Client]


@pytest.fixture
def wave(office: Any) -> str:
    """A wave that enrols, with Norddjurs in it and a list of twenty."""
    open_wave = Wave.objects.get(name=office.wave)
    made = Wave.objects.create(
        **{
            **{f.name: getattr(open_wave, f.name) for f in Wave._meta.concrete_fields if f.name != "id"},
            "name": "next",
            "title": {"da": "Den næste", "en": "The next"},
            "state": Wave.State.ENROLLING,
            "fielded": None,
            "opens_on": office.now.date() + timedelta(30),
            "closes_on": office.now.date() + timedelta(60),
        }
    )
    decisions.enrol("0707", made.name, "test", office.now)
    return str(made.name)


def here(wave: str, page: str = "", code: str = "0707") -> str:
    return f"/kommune/{code}/{wave}/{page}"


def words(client: Client, address: str, language: str = "da") -> str:
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def listed(wave: str, many: int, sampled: bool = True) -> None:
    enrolment = Enrolment.objects.get(wave__name=wave, municipality="0707")
    Person.objects.bulk_create(
        Person(
            enrolment=enrolment,
            pseudonym=f"list{n:018}",
            code_hash=b"list" + n.to_bytes(12, "big"),
            background={"target_group": "jobparat" if n % 2 else "sygedagpenge", "sex": "k", "age": "30-39"},
            sampled=sampled,
            compare=str(n % 2),
        )
        for n in range(many)
    )
    Enrolment.objects.filter(pk=enrolment.pk).update(list_state=Enrolment.List.ACCEPTED)


def questions(changed: Mapping[str, str] | None = None, number: int = 1, scale: str = "degree") -> dict[str, str]:
    form = {f"scale-{number}": scale}
    for language in LANGUAGES:
        form[f"wording-{number}-{language}"] = f"Er der en plan? ({language})"
        form[f"short-{number}-{language}"] = f"Plan ({language})"
    return {**form, **(changed or {})}


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
