"""What every page knows of the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """``invented``: is this a trial site, whose every page says so?"""
    return {"invented": settings.INVENTED}
