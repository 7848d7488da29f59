"""Letting a colleague in, from the form to the first page they see."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from pytest_django import Settings

from borgerpuls.fieldwork.models import ColleagueInvitation, Membership
from borgerpuls.fieldwork.survey.registers import lay_municipalities

pytestmark = pytest.mark.django_db
StaffClient = Callable[..., Client]
PEOPLE = "/stab/kolleger/"


class Unreachable(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages: object) -> int:
        raise ConnectionRefusedError


@pytest.fixture(autouse=True)
def places(db: None) -> None:
    lay_municipalities()


def invited(client: Client, email: str = "rikke@example.org", place: str = "reader:0707") -> str:
    """The address that the e-mail holds."""
    assert client.post(PEOPLE, {"email": email, "place": place}).status_code == 302
    found = re.search(r"/stab/invitation/\S+", str(mail.outbox[-1].body))
    assert found
    return found[0]


def test_a_colleague_comes_in_by_the_link_chooses_a_password_and_is_home(staff_client: StaffClient) -> None:
    link = invited(staff_client("coordinator", "0707"))
    assert mail.outbox[-1].to == ["rikke@example.org"]
    assert "Norddjurs" in mail.outbox[-1].body
    browser = Client()
    page = browser.get(link, follow=True)
    assert page.redirect_chain == [("/stab/velkommen/", 302)]
    assert "rikke@example.org" in page.content.decode()
    home = browser.post("/stab/velkommen/", {"name": "Rikke Bjørn Læser", "password": "en lang sætning"}, follow=True)
    assert home.redirect_chain[0] == ("/stab/", 302)
    assert "Rikke Bjørn Læser" in home.content.decode()
    user = User.objects.get(email="rikke@example.org")
    assert (user.first_name, user.last_name) == ("Rikke Bjørn", "Læser")
    assert user.check_password("en lang sætning")
    assert user.password.startswith("argon2")
    assert browser.get(link, follow=True).status_code == 404


def test_the_address_of_the_page_does_not_hold_the_token(staff_client: StaffClient) -> None:
    link = invited(staff_client("programme"), place="programme")
    page = Client().get(link, follow=True)
    assert link.rsplit("/", 1)[1] not in page.content.decode()


def test_a_password_that_is_too_easy_is_refused_and_the_name_is_kept(staff_client: StaffClient) -> None:
    browser = Client()
    browser.get(invited(staff_client("programme"), place="coordinator:0101"))
    page = browser.post("/stab/velkommen/", {"name": "Rikke", "password": "password"})
    assert page.status_code == 200
    assert 'value="Rikke"' in page.content.decode()
    assert "12" in page.content.decode()
    assert not User.objects.filter(email="rikke@example.org").exists()


def test_who_has_an_account_signs_in_and_accepts(staff_client: StaffClient) -> None:
    reader = staff_client("reader", "0101")
    link = invited(staff_client("programme"), "reader-0101@example.org", "coordinator:0707")
    stranger = Client().get(link, follow=True)
    assert stranger.redirect_chain[-1] == ("/konto/login/?next=/stab/velkommen/", 302)
    reader.get(link)
    assert reader.get("/stab/velkommen/").status_code == 200
    reader.post("/stab/velkommen/")
    held = Membership.objects.filter(user__email="reader-0101@example.org").values_list("municipality_id", "role")
    assert dict(held) == {"0101": "reader", "0707": "coordinator"}


def test_the_link_of_another_gives_nothing_away(staff_client: StaffClient) -> None:
    link = invited(staff_client("programme"), place="programme")
    other = staff_client("reader", "0101")
    page = other.get(link, follow=True)
    assert "er til en anden" in page.content.decode()
    other.post("/stab/velkommen/", {"name": "x", "password": "en lang sætning"})
    assert not User.objects.filter(email="rikke@example.org").exists()
    assert ColleagueInvitation.objects.get().accepted_at is None


def test_a_link_that_is_none_says_so(client: Client) -> None:
    page = client.get("/stab/invitation/abc", follow=True)
    assert page.status_code == 404
    assert "Linket åbner ikke" in page.content.decode()


def test_when_the_mail_does_not_leave_nobody_is_invited(staff_client: StaffClient, settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    page = staff_client("programme").post(PEOPLE, {"email": "a@example.org", "place": "programme"}, follow=True)
    assert "kunne ikke sendes" in page.content.decode()
    assert not ColleagueInvitation.objects.exists()


def test_a_coordinator_may_choose_among_the_own_roles_only(staff_client: StaffClient) -> None:
    client = staff_client("coordinator", "0707")
    page = client.get(PEOPLE).content.decode()
    assert re.findall(r'<option value="([^"]+)"', page) == ["coordinator:0707", "reader:0707"]
    for place in ("programme", "coordinator:0101", "owner:0707"):
        assert client.post(PEOPLE, {"email": "x@example.org", "place": place}).status_code == 200
    assert not ColleagueInvitation.objects.exists()
    assert mail.outbox == []


def test_a_reader_sees_colleagues_and_cannot_invite(staff_client: StaffClient) -> None:
    staff_client("coordinator", "0707")
    reader = staff_client("reader", "0707")
    page = reader.get(PEOPLE).content.decode()
    assert "coordinator-0707@example.org" in page
    assert "<select" not in page
    assert "/fjern" not in page
    assert reader.post(PEOPLE, {"email": "x@example.org", "place": "reader:0707"}).status_code == 404


def test_who_has_no_role_has_no_colleagues(staff_client: StaffClient) -> None:
    client = staff_client("reader", "0707")
    Membership.objects.all().delete()
    assert client.get(PEOPLE).status_code == 404


def test_a_mistake_keeps_what_was_typed(staff_client: StaffClient) -> None:
    client = staff_client("programme")
    page = client.post(PEOPLE, {"email": "ikke en adresse", "place": "reader:0707"}).content.decode()
    assert 'value="ikke en adresse"' in page
    assert 'value="reader:0707" selected' in page
    assert "form-error-message" in page


def test_a_role_is_taken_back_and_holds_at_once(staff_client: StaffClient) -> None:
    reader = staff_client("reader", "0707")
    coordinator = staff_client("coordinator", "0707")
    pk = Membership.objects.get(user__email="reader-0707@example.org").pk
    assert reader.get(PEOPLE).status_code == 200
    assert coordinator.post(f"{PEOPLE}{pk}/fjern", follow=True).status_code == 200
    assert reader.get(PEOPLE).status_code == 404
    assert coordinator.post(f"{PEOPLE}{pk}/fjern").status_code == 404


def test_the_last_of_the_programme_office_is_told_why_not(staff_client: StaffClient) -> None:
    client = staff_client("programme")
    page = client.post(f"{PEOPLE}{Membership.objects.get().pk}/fjern", follow=True)
    assert "er den eneste" in page.content.decode()
    assert Membership.objects.exists()


def test_foreign_roles_and_invitations_are_not_found(staff_client: StaffClient) -> None:
    invited(staff_client("programme"), place="reader:0707")
    staff_client("reader", "0707")
    other = staff_client("coordinator", "0101")
    member = Membership.objects.get(municipality_id="0707").pk
    assert other.post(f"{PEOPLE}{member}/fjern").status_code == 404
    assert other.post(f"/stab/invitationer/{ColleagueInvitation.objects.get().pk}/fortryd").status_code == 404
    assert ColleagueInvitation.objects.exists()


@pytest.mark.parametrize("path", [f"{PEOPLE}1/fjern", "/stab/invitationer/1/fortryd"])
def test_nothing_is_taken_back_by_looking(staff_client: StaffClient, path: str) -> None:
    assert staff_client("programme").get(path).status_code == 405
