"""Contact data as a Django app: its tables are in the database ``contacts`` and nowhere else."""

from django.apps import AppConfig


class Contacts(AppConfig):
    name = "borgerpuls.fieldwork.contacts"
    label = "contacts"
    default_auto_field = "django.db.models.BigAutoField"
