"""What every page knows of the site."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from borgerpuls.fieldwork.staff.roles import Staff, staff_of


def site(request: HttpRequest) -> dict[str, object]:
    """``invented``: is this a trial site, whose every page says so? ``menu``: label, address, is the page below it?"""
    return {"invented": settings.INVENTED, "menu": SimpleLazyObject(lambda: _menu(request))}


def _menu(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """The doors of the one who is signed in; a page of staff knows the person already."""
    staff: Staff | None = getattr(request, "staff", None) or staff_of(request.user)
    if staff is None:
        return []
    doors = [(_("Home"), reverse("staff:home"))]
    if staff.programme or staff.municipalities:
        doors.append((_("Colleagues"), reverse("staff:colleagues")))
    if staff.programme or any(staff.may_write(code) for code in staff.municipalities):
        doors.append((_("Log"), reverse("staff:log")))
    doors.append((_("Sign-in and security"), reverse("mfa_index")))
    return [(label, to, _is_under(request.path, to)) for label, to in doors]


def _is_under(path: str, to: str) -> bool:
    return path == to if to == reverse("staff:home") else path.startswith(to)
