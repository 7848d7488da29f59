"""The page of the local comparison."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from borgerpuls.fieldwork.enrolment import decisions, enrolments
from borgerpuls.fieldwork.models import Enrolment, Person, Wave

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
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


def test_a_comparison_is_told_beforehand_what_it_can_show(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    assert "0,34" in words(client, here(wave, "sammenligning/"))  # 100 against 100 at 0.85
    listed(wave, 1000)
    page = words(client, here(wave, "sammenligning/"))
    assert "150" in page
    assert "0,28" in page  # 150 against 150: 30 % of 500 and 500
    assert "Ja" in page


def test_a_comparison_is_saved_removed_and_its_faults_are_told(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    names = {f"{part}-{lang}": f"{part} {lang}" for part in ("name", "one", "zero") for lang in LANGUAGES}
    refused = client.post(here(wave, "sammenligning/"), names)
    assert refused.status_code == 422
    assert 'value="one da"' in refused.content.decode()
    client.post(here(wave, "sammenligning/"), {**names, "column": "Hold", "randomised": "1"})
    found = enrolments.enrolment("0707", wave).comparison
    assert found is not None
    assert (found.column, found.groups[1]["en"], found.randomised) == ("Hold", "one en", True)
    assert 'value="1" aria-describedby="randomised-hint" checked' in words(client, here(wave, "sammenligning/"))
    listed(wave, 0)
    assert "ingen kolonne »Hold«" in words(client, here(wave))
    client.post(here(wave, "sammenligning/"), {"remove": "1"})
    assert enrolments.enrolment("0707", wave).comparison is None
