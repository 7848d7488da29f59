"""The page of the sample."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from borgerpuls.fieldwork.enrolment import decisions, enrolments
from borgerpuls.fieldwork.models import Enrolment, Person, Wave

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
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


def test_a_sample_is_proposed_drawn_and_kept_with_its_seed(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    assert "Populationslisten kommer først." in words(client, here(wave, "stikproeve/"))
    listed(wave, 400)
    page = words(client, here(wave, "stikproeve/") + "?width=0.2&rate=0.5&by=target_group")
    assert '<option value="0.2" selected>' in page
    assert 'value="139"' in page  # 69.4 answers for ± 0.2 at 0.85, half of those asked answering
    client.post(here(wave, "stikproeve/"), {"size": "100", "by": "target_group"})
    view = enrolments.enrolment("0707", wave)
    assert (view.sampled, view.sample_size, view.sample_by) == (100, 100, "target_group")
    assert str(view.sample_seed) in words(client, here(wave, "stikproeve/"))
    client.post(here(wave, "stikproeve/"), {"everybody": "1", "by": ""})
    assert enrolments.enrolment("0707", wave).sampled == 400


@pytest.mark.parametrize("size", ["", "0", "401", "-5", "ti", "²", "9" * 40])
def test_a_size_that_cannot_be_is_refused_and_kept(staff_client: SignedIn, wave: str, size: str) -> None:
    listed(wave, 400)
    answer = staff_client("coordinator", "0707").post(here(wave, "stikproeve/"), {"size": size, "by": ""})
    assert answer.status_code == 422
    assert f'value="{size}" aria-describedby="size-error"' in answer.content.decode()
