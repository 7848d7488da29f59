"""Whose answers a browser may see and save: a signed cookie, and a mark in every form that says whose form it is."""

import hmac
import secrets
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

COOKIE = "svar"
HOURS = 12
"""After this the code is asked for again; a job centre's computer has many users."""
_signer = TimestampSigner(salt="borgerpuls.citizen")


def remember(response: HttpResponse, person: int) -> HttpResponse:
    """Let the browser in: a cookie until the browser closes, signed, out of scripts' and other sites' reach."""
    response.set_cookie(
        COOKIE, _signer.sign(str(person)), path="/svar/", httponly=True, secure=settings.SECURE, samesite="Lax"
    )
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """Close the door behind one who leaves a shared computer."""
    response.delete_cookie(COOKIE, path="/svar/", samesite="Lax")
    return response


def person(request: HttpRequest) -> int | None:
    """The person whose code was opened in this browser, or None."""
    try:
        return int(_signer.unsign(request.COOKIES.get(COOKIE, ""), max_age=HOURS * 3600))
    except (BadSignature, ValueError):
        return None


def new_form() -> str:
    """A number for a form that is shown, so that the same form sent twice is saved once."""
    return secrets.token_hex(8)


def mark(person: int) -> str:
    """Whose form it is. Two codes opened in one browser share its cookie; their forms must not share answers."""
    key = f"borgerpuls.form:{settings.SECRET_KEY}".encode()
    return hmac.digest(key, str(person).encode(), sha256).hex()[:16]


def is_same_origin(request: HttpRequest) -> bool:
    """Was the form sent from a page of our own? Browsers say so themselves; very old ones say nothing."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site in ("same-origin", "none")
    return origin is None or urlsplit(origin).netloc == request.get_host()
