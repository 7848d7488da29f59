"""Addresses of the citizen's pages alone."""

from django.urls import include, path

urlpatterns = [path("", include("borgerpuls.web.citizen.urls"))]
