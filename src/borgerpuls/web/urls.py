"""Where each door is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path


def closed(request: HttpRequest) -> HttpResponse:
    """An address names a person in the log, and an own login is matched by it: nobody changes it by themselves."""
    raise Http404


urlpatterns = [
    path("", include("borgerpuls.web.public.urls")),
    path("", include("borgerpuls.web.citizen.urls")),
    path("konto/email/", closed),
    path("konto/3rdparty/", closed),
    path("konto/", include("allauth.urls")),
    path("stab/", include("borgerpuls.web.staff.urls")),
    path("program/", include("borgerpuls.web.programme.urls")),
    path("kommune/", include("borgerpuls.web.municipality.urls")),
]
