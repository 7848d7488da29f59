"""What every page knows of the site."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def site(request: HttpRequest) -> dict[str, object]:
    """``invented``: is this a trial site, whose every page says so? ``menu``: label, address, is one there now?"""
    return {"invented": settings.INVENTED, "menu": _menu(request.path)}


def _menu(path: str) -> list[tuple[str, str, bool]]:
    home = reverse("staff:home")
    doors = [(_("Waves"), home)]
    return [(label, to, path == to) for label, to in doors]
