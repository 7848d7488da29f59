"""Addresses of the population list, under ``…/liste/``."""

from django.urls import path

from borgerpuls.web.municipality import population

urlpatterns = [
    path("", population.upload, name="population"),
    path("<int:upload>/kolonner", population.columns, name="population_columns"),
    path("<int:upload>/", population.check, name="population_check"),
    path("<int:upload>/problemer.csv", population.problems, name="population_problems"),
    path("<int:upload>/brug", population.accept, name="population_accept"),
    path("<int:upload>/kasser", population.discard, name="population_discard"),
]
