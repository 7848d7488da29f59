"""Where each door is."""

from django.urls import include, path

urlpatterns = [
    path("", include("borgerpuls.web.public.urls")),
    path("", include("borgerpuls.web.citizen.urls")),
    path("konto/", include("allauth.urls")),
    path("stab/", include("borgerpuls.web.staff.urls")),
    path("program/", include("borgerpuls.web.programme.urls")),
    path("kommune/", include("borgerpuls.web.municipality.urls")),
]
