"""The program as a web server meets it: the citizen's pages by a short way, everything else by Django's full one."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borgerpuls.web.settings")
_staff = get_wsgi_application()

from borgerpuls.web.citizen import wsgi  # noqa: E402  settings and apps must be ready

application = wsgi.application(_staff)
get_resolver().url_patterns  # noqa: B018  every page's code is loaded before the first one is asked for
