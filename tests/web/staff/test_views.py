"""Home sends each to what is theirs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from borgerpuls.fieldwork.models import Membership
from borgerpuls.fieldwork.survey.registers import lay_municipalities

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
StaffClient = Callable[..., Client]
HOME = "/stab/"


@pytest.fixture(autouse=True)
def places(db: None) -> None:
    lay_municipalities()


def test_the_programme_office_finds_its_waves(office: Any, staff_client: StaffClient) -> None:
    page = staff_client("programme").get(HOME).content.decode()
    assert "Prøvemålingen 2026" in page
    assert "2 kommuner er med" in page
    assert reverse("programme:wave", args=["trial-2026"]) in page


@pytest.mark.parametrize("role", ["coordinator", "reader"])
def test_a_municipality_finds_its_part(office: Any, staff_client: StaffClient, role: str) -> None:
    page = staff_client(role, "0707").get(HOME).content.decode()
    assert "Norddjurs" in page
    assert reverse("municipality:wave", args=["0707", "trial-2026"]) in page
    assert "/program/" not in page


def test_who_has_no_role_is_told_whom_to_ask(staff_client: StaffClient) -> None:
    client = staff_client("reader", "0707")
    Membership.objects.all().delete()
    page = client.get(HOME).content.decode()
    assert "har endnu ikke en rolle" in page
    assert "reader-0707@example.org" in page


def test_a_second_step_is_offered_until_it_is_there(staff_client: StaffClient) -> None:
    assert "Beskyt din konto" in staff_client("programme").get(HOME).content.decode()


def test_the_reader_chooses_the_language_and_comes_back(office: Any, staff_client: StaffClient) -> None:
    client = staff_client("programme")
    assert 'lang="da"' in client.get(HOME).content.decode()[:200]
    response = client.post("/sprog", {"language": "en", "next": HOME})
    assert (response.status_code, response["Location"]) == (302, HOME)
    page = client.get(HOME).content.decode()
    assert '<html lang="en">' in page
    assert "Trial wave 2026" in page
