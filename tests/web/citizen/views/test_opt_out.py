"""Saying no, or not to be in the group, and changing one's mind."""

import pytest

from borgerpuls.fieldwork.models import Wave
from borgerpuls.fieldwork.responses import answers

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


@pytest.mark.parametrize("address", ["/svar/da/", "/svar/da/1", "/svar/da/tjek"])
def test_every_page_leads_to_a_way_out(address: str, phone) -> None:
    if address == "/svar/da/":
        phone.open()
    else:
        phone.begin()
    phone.get(address)
    assert 'href="/svar/da/nej"' in phone.seen


@pytest.mark.parametrize(
    ("choice", "title", "state"),
    [("nej", "Du har sagt nej tak", "declined_at"), ("uden-for", "hører ikke til dem, vi spørger", "ineligible_at")],
)
def test_a_no_is_confirmed_told_again_by_the_link_and_can_be_undone(
    choice, title, state, phone, another_phone, who
) -> None:
    phone.begin()
    phone.answer(1, q_overall_help="5")
    phone.get("/svar/da/nej")
    assert not who().out
    assert phone.send("/svar/da/nej", valg=choice)["Location"] == "/svar/da/"
    assert getattr(who(), state) is not None
    assert answers.answers_of(who().person) == {}
    assert another_phone.open()["Location"] == "/svar/da/"
    another_phone.get("/svar/da/")
    assert title in another_phone.words
    assert another_phone.get("/svar/da/1")["Location"] == "/svar/da/"
    another_phone.get("/svar/da/")
    assert another_phone.send("/svar/da/igen")["Location"] == "/svar/da/"
    assert not who().out
    assert who().answers == {"overall_help": 5}


def test_no_choice_is_told_and_nothing_is_decided(phone, who) -> None:
    phone.open()
    phone.get("/svar/en/nej")
    assert phone.send("/svar/en/nej").status_code == 422
    assert "Choose what fits you" in phone.words
    assert '<a href="#valg">' in phone.seen
    assert not who().out


def test_another_language_is_changed_to_without_deciding(phone, who) -> None:
    phone.open()
    phone.get("/svar/da/nej")
    assert phone.send("/svar/da/nej", valg="nej", til="ar")["Location"] == "/svar/ar/nej"
    assert not who().out


def test_when_the_wave_is_over_nothing_can_be_decided(phone, who) -> None:
    phone.open()
    phone.get("/svar/da/nej")
    Wave.objects.update(state=Wave.State.CLOSED)
    phone.send("/svar/da/nej", valg="nej")
    assert not who().out
    assert phone.get("/svar/da/nej")["Location"] == "/svar/da/"
