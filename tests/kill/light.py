"""Settings of the citizen's pages alone, so that a server that was killed is soon up again."""

from borgerpuls.web.settings import *  # noqa: F403

INSTALLED_APPS = [
    "borgerpuls.fieldwork.apps.Fieldwork",
    "borgerpuls.fieldwork.contacts.apps.Contacts",
    "borgerpuls.web.citizen",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "light_urls"
