"""The doors of staff pages."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.backends.db import SessionStore
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from borgerpuls.fieldwork.models import Membership, Wave
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.web.staff.access import municipality_page, programme_page, staff_page

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def user_with(role: str = "", place: str | None = None) -> User:
    user = User.objects.create_user(f"{role}{place}@example.org", f"{role}{place}@example.org")
    if role:
        Membership.objects.create(user=user, role=role, municipality_id=place)
    return user


def asked(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/kommune/0707/trial-2026/?a=b")
    request.user = user
    request.session = SessionStore()
    return request


def view(request: HttpRequest, staff: Staff, **found: Any) -> HttpResponse:
    return HttpResponse(f"{staff.email} {sorted(found.items())}")


def opens(door: Callable[..., HttpResponse], user: User, **found: Any) -> bool:
    try:
        return door(asked(user), **found).status_code == 200
    except Http404:
        return False


def test_who_is_not_signed_in_is_asked_to_and_comes_back(office: Any) -> None:
    response = municipality_page()(view)(asked(AnonymousUser()), code="0707", wave="trial-2026")
    assert response.status_code == 302
    assert response["Location"] == "/konto/login/?next=/kommune/0707/trial-2026/%3Fa%3Db"


def test_not_even_the_unknown_is_told_to_who_is_not_signed_in(office: Any) -> None:
    response = municipality_page()(view)(asked(AnonymousUser()), code="9999", wave="nowhere")
    assert response.status_code == 302


@pytest.mark.parametrize(
    ("role", "place", "reads", "writes"),
    [
        ("programme", None, True, False),
        ("coordinator", "0707", True, True),
        ("reader", "0707", True, False),
        ("coordinator", "0101", False, False),
        ("", None, False, False),
    ],
)
def test_a_municipality_page_opens_to_its_own(
    office: Any, role: str, place: str | None, reads: bool, writes: bool
) -> None:
    user = user_with(role, place)
    where = {"code": "0707", "wave": "trial-2026"}
    assert opens(municipality_page()(view), user, **where) is reads
    assert opens(municipality_page(write=True)(view), user, **where) is writes


def test_a_wave_that_is_not_there_is_not_found(office: Any) -> None:
    user = user_with("coordinator", "0707")
    assert not opens(municipality_page()(view), user, code="0707", wave="trial-2027")
    assert not opens(municipality_page(enrolled=False)(view), user, code="0707", wave="trial-2027")


def test_a_wave_without_the_municipality_opens_only_where_it_may_enrol(office: Any) -> None:
    user = user_with("coordinator", "0751")
    assert not opens(municipality_page()(view), user, code="0751", wave="trial-2026")
    assert opens(municipality_page(enrolled=False)(view), user, code="0751", wave="trial-2026")
    Wave.objects.update(state="draft")
    assert not opens(municipality_page(enrolled=False)(view), user, code="0751", wave="trial-2026")


@pytest.mark.parametrize(("role", "place"), [("coordinator", "0101"), ("reader", "0707"), ("", None)])
def test_the_programmes_pages_are_not_there_for_others(office: Any, role: str, place: str | None) -> None:
    assert not opens(programme_page(view), user_with(role, place))


def test_the_programme_office_finds_its_waves_and_municipalities_and_no_others(office: Any) -> None:
    user = user_with("programme")
    assert opens(programme_page(view), user)
    assert opens(programme_page(view), user, wave="trial-2026")
    assert not opens(programme_page(view), user, wave="trial-2027")
    assert opens(programme_page(view), user, wave="trial-2026", code="0707")
    assert not opens(programme_page(view), user, wave="trial-2026", code="0751")


def test_an_account_without_a_role_finds_home() -> None:
    assert opens(staff_page(view), user_with())


def test_no_staff_page_is_kept_by_the_browser() -> None:
    assert "no-store" in staff_page(view)(asked(user_with()))["Cache-Control"]


def test_a_second_factor_is_asked_for_where_the_site_requires_it(office: Any, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    user = user_with("coordinator", "0707")
    where = {"code": "0707", "wave": "trial-2026"}
    response = municipality_page()(view)(asked(user), **where)
    assert (response.status_code, response["Location"]) == (302, "/konto/2fa/")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    assert opens(municipality_page()(view), user, **where)


def test_a_municipalitys_own_login_has_asked_for_its_second_factor(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    user = user_with("programme")
    request = asked(user)
    record_authentication(request, user, "password")
    assert programme_page(view)(request).status_code == 302
    record_authentication(request, user, "socialaccount", provider="norddjurs", uid="1")
    assert programme_page(view)(request).status_code == 200


def test_what_is_not_theirs_is_not_found_even_where_a_second_factor_is_missing(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    with pytest.raises(Http404):
        programme_page(view)(asked(user_with()))
