"""Addresses of the population list, under ``…/liste/``."""

from django.urls import path

from borgerpuls.web.municipality.population import views

urlpatterns = [
    path("", views.upload, name="population"),
    path("<int:upload>/kolonner", views.columns, name="population_columns"),
    path("<int:upload>/", views.check, name="population_check"),
    path("<int:upload>/problemer.csv", views.problems, name="population_problems"),
    path("<int:upload>/brug", views.accept, name="population_accept"),
    path("<int:upload>/kasser", views.discard, name="population_discard"),
]
