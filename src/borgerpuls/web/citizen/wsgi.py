"""The citizen's pages as a web server meets them: Django without what they do not need.

No sessions, no accounts, no messages, no locale: the address names the language and one cookie the person. What is
kept are HTTPS, the headers of security and a policy that allows neither scripts nor anything from elsewhere.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler
from django.http import Http404, HttpRequest, HttpResponseBase
from django.middleware.security import SecurityMiddleware

from borgerpuls.web.citizen.errors import bad_request, broken, missing

DOORS = ("/k/", "/svar/")
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_log = logging.getLogger("borgerpuls.citizen")
_Handler = Callable[[HttpRequest], HttpResponseBase]


class CitizenHandler(WSGIHandler):
    """Django with two layers: HTTPS and headers, and pages that say kindly what went wrong."""

    def load_middleware(self, is_async: bool = False) -> None:
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        self._middleware_chain = SecurityMiddleware(
            strict(self._get_response)  # type: ignore[attr-defined]  # Django's own, which its stubs leave out
        )


def strict(get_response: _Handler) -> _Handler:
    """The headers of a personal page; an exception becomes a page, and the log gets no address, code or answer."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        try:
            response = get_response(request)
        except Http404:
            response = missing(request)
        except SuspiciousOperation:  # too large, too many fields, a host that is not ours
            response = bad_request()
        except Exception:
            door = next(door for door in DOORS if request.path_info.startswith(door))
            _log.exception("A citizen's page failed: %s %s…", request.method, door)
            response = broken(request)
        response["Content-Security-Policy"] = POLICY
        response["X-Frame-Options"] = "DENY"
        response["Cache-Control"] = "no-store"
        response["Permissions-Policy"] = "interest-cohort=()"
        if response.status_code >= 400:
            # Django would log the address, and a code may stand in it.
            response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own, which its stubs leave out
        return response

    return handle


def application(staff: Callable[..., Any]) -> Callable[..., Any]:
    """Both doors as one WSGI application: ``/k/`` and ``/svar/`` are the citizen's, the rest is for ``staff``."""
    citizen = CitizenHandler()

    def choose(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        theirs = environ.get("PATH_INFO", "").startswith(DOORS)
        return (citizen if theirs else staff)(environ, start_response)

    return choose
