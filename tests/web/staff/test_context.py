"""What every page knows of the site: the doors of the one who is signed in, and whether the site is a trial."""

from collections.abc import Callable
from types import MappingProxyType

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from borgerpuls.fieldwork.models import Membership
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.fieldwork.survey.registers import lay_municipalities
from borgerpuls.web.staff.context import site

pytestmark = pytest.mark.django_db
HOME, COLLEAGUES, LOG, SECURITY = "/stab/", "/stab/kolleger/", "/stab/log/", "/konto/2fa/"


def request_of(role: str | None, code: str | None = None, path: str = HOME) -> HttpRequest:
    """A request of somebody with one role, or with none."""
    lay_municipalities()
    request = RequestFactory().get(path)
    request.user = get_user_model().objects.create(username="kim@example.org", email="kim@example.org")
    if role is not None:
        Membership.objects.create(user=request.user, municipality_id=code, role=role)
    return request


def doors(request: HttpRequest) -> list[str]:
    return [to for _label, to, _current in site(request)["menu"]]


@pytest.mark.parametrize(
    ("role", "code", "open_"),
    [
        ("programme", None, [HOME, COLLEAGUES, LOG, SECURITY]),
        ("coordinator", "0707", [HOME, COLLEAGUES, LOG, SECURITY]),
        ("reader", "0707", [HOME, COLLEAGUES, SECURITY]),
        (None, None, [HOME, SECURITY]),
    ],
)
def test_the_menu_holds_the_doors_that_open_for_a_role(role: str | None, code: str | None, open_: list[str]) -> None:
    assert doors(request_of(role, code)) == open_


@pytest.mark.parametrize(("role", "code"), [("programme", None), ("coordinator", "0707"), ("reader", "0707")])
def test_every_door_of_the_menu_opens(role: str, code: str | None, staff_client: Callable[..., Client]) -> None:
    lay_municipalities()
    client = staff_client(role, code)
    shown = [to for to in (HOME, COLLEAGUES, LOG) if f'<li><a href="{to}"' in client.get(HOME).content.decode()]
    assert shown == [to for to in (HOME, COLLEAGUES, LOG) if client.get(to).status_code == 200]


def test_nobody_who_is_not_signed_in_has_a_menu() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert doors(request) == []


def test_an_account_that_is_closed_has_no_menu() -> None:
    request = request_of("programme")
    request.user.is_active = False
    assert doors(request) == []


@pytest.mark.parametrize(
    ("path", "current"),
    [
        (HOME, [HOME]),
        (COLLEAGUES, [COLLEAGUES]),
        (f"{COLLEAGUES}3/fjern", [COLLEAGUES]),
        (LOG, [LOG]),
        (f"{SECURITY}totp/activate/", [SECURITY]),
        ("/program/", []),
    ],
)
def test_the_door_that_one_came_through_is_marked(path: str, current: list[str]) -> None:
    menu = site(request_of("programme", path=path))["menu"]
    assert [to for _label, to, here in menu if here] == current


def test_the_doors_are_called_in_the_readers_language() -> None:
    labels = {}
    request = request_of("programme")
    for language in ("da", "en"):
        with translation.override(language):
            labels[language] = [label for label, _to, _current in site(request)["menu"]]
    assert labels["en"] == ["Home", "Colleagues", "Log", "Sign-in and security"]
    assert not set(labels["da"]) & set(labels["en"]) - {"Log"}


def test_a_page_that_shows_no_menu_asks_the_database_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    request = request_of("programme")
    with django_assert_num_queries(0):
        menu = site(request)["menu"]
    with django_assert_num_queries(1):
        assert len(menu) == 4


def test_a_page_of_staff_knows_the_person_already(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    request = RequestFactory().get(HOME)
    request.staff = Staff(1, "Kim", "kim@example.org", False, MappingProxyType({"0707": "reader"}))
    with django_assert_num_queries(0):
        assert doors(request) == [HOME, COLLEAGUES, SECURITY]


@pytest.mark.parametrize("invented", [True, False])
def test_every_page_of_a_trial_says_that_it_is_one(
    invented: bool, settings: Settings, staff_client: Callable[..., Client]
) -> None:
    settings.INVENTED = invented
    assert site(RequestFactory().get("/"))["invented"] is invented
    assert ("Opdigtede data" in staff_client("programme").get(HOME).content.decode()) is invented
