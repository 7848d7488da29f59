"""Fieldwork as a Django app: its tables are in the database ``default``."""

from django.apps import AppConfig


class Fieldwork(AppConfig):
    name = "borgerpuls.fieldwork"
    label = "fieldwork"
    default_auto_field = "django.db.models.BigAutoField"
