"""Django, ready for the tests that need it: imported first by their conftest, and by nobody else."""

import os
import tempfile

import django

_folder = tempfile.TemporaryDirectory(prefix="borgerpuls-site-")
os.environ["BORGERPULS_HOME"] = _folder.name  # before Django's settings are read
os.environ["DJANGO_SETTINGS_MODULE"] = "borgerpuls.web.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop stands in the thread of every later test
django.setup()

_MADE_BY = os.getpid()


def clean_up() -> None:
    """Remove the site's folder when pytest is done: a process that a tool forked ends without doing so itself."""
    if os.getpid() == _MADE_BY:
        _folder.cleanup()
