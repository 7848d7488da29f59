"""The citizen's pages as a Django app: it does not start with a word missing."""

from django.apps import AppConfig

from borgerpuls.web.citizen.words import words


class Citizen(AppConfig):
    name = "borgerpuls.web.citizen"
    label = "citizen"

    def ready(self) -> None:
        words()
