"""Who may open a staff page. Everything that is not theirs does not exist for them: 404, and no hint of what is there.

``@programme_page`` and ``@municipality_page`` are the only doors of ``/program/`` and ``/kommune/``; ``@staff_page``
is that of ``/stab/``, open to everybody with an account.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from borgerpuls.fieldwork.staff.roles import Staff, has_wave, is_enrolled, staff_of

View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request of somebody who was let in."""

    staff: Staff


def staff_page(view: View) -> View:
    """Everybody with an account: ``view(request, staff, …)``."""
    return _door(view, lambda staff, found: True)


def programme_page(view: View) -> View:
    """The programme office: ``view(request, staff, …)``; an unknown ``wave`` or a ``code`` not in it is not found."""

    def opens(staff: Staff, found: dict[str, Any]) -> bool:
        if not staff.programme or ("wave" in found and not has_wave(found["wave"], draft=True)):
            return False
        return "code" not in found or "wave" not in found or is_enrolled(found["code"], found["wave"])

    return _door(view, opens)


def municipality_page(*, write: bool = False, enrolled: bool = True) -> Callable[[View], View]:
    """A municipality's page of a wave: ``view(request, staff, code, wave, …)``.

    Its people and the programme office read it; with ``write`` it is for its coordinators alone, who change things
    or see contact data. ``enrolled=False`` opens it before the municipality takes part, in a wave that is announced.
    """

    def opens(staff: Staff, found: dict[str, Any]) -> bool:
        code, wave = found["code"], found["wave"]
        theirs = staff.may_write(code) if write else staff.may_read(code)
        return theirs and (is_enrolled(code, wave) if enrolled else has_wave(wave, draft=False))

    return lambda view: _door(view, opens)


def _door(view: View, opens: Callable[[Staff, dict[str, Any]], bool]) -> View:
    @wraps(view)
    @never_cache
    def page(request: StaffRequest, **found: Any) -> HttpResponseBase:
        staff = staff_of(request.user)
        if staff is None:
            return redirect_to_login(request.get_full_path())
        if not opens(staff, found):
            raise Http404
        if settings.SECOND_FACTOR_REQUIRED and not has_second_factor(request):
            return redirect("mfa_index")
        request.staff = staff  # the menu asks for it
        return view(request, staff, **found)

    page.staff_door = True  # type: ignore[attr-defined]  # a test sees that no staff page lacks one
    return page


def has_second_factor(request: HttpRequest) -> bool:
    """A code, a passkey, or a sign-in by the municipality's own login, which has asked for its own."""
    records = get_authentication_records(request, request.user)
    own_login = any(record["method"] == "socialaccount" for record in records)
    return own_login or is_mfa_enabled(request.user)
