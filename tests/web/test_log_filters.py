"""What may stand in a log."""

import io
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.fieldwork.models import Person
from borgerpuls.fieldwork.responses.access_codes import code_of
from borgerpuls.web.log_filters import Discreet

LOGIN, PEOPLE = "/konto/login/", "/stab/kolleger/"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def written(message: str, *values: object, error: Exception | None = None) -> str:
    info = (type(error), error, None) if error else None
    return Discreet("%(message)s").format(logging.LogRecord("x", logging.ERROR, "f", 1, message, values, info))


@given(
    st.text("0123456789", min_size=6, max_size=6),
    st.sampled_from(["", "-", " "]),
    st.text("0123456789", min_size=4, max_size=4),
)
def test_a_cpr_number_is_struck_out(day: str, between: str, serial: str) -> None:
    assert written("row %s: %s is wrong", 7, f"{day}{between}{serial}") == "row 7: *** is wrong"


@given(st.text(CROCKFORD, min_size=16, max_size=16), st.booleans())
def test_a_citizens_code_is_struck_out(letters: str, small: bool) -> None:
    code = "-".join(letters[k : k + 4] for k in range(0, 16, 4))
    code = code.lower() if small else code
    assert written(f"Not Found: /k/{letters}") == "Not Found: /k/***"
    assert written(f"Not Found: /k/{code}?x=1") == "Not Found: /k/***?x=1"
    assert written(f"code {code}!") == "code ***!"


def test_links_that_let_somebody_in_are_struck_out() -> None:
    assert written("Not Found: /stab/invitation/aB_3-x/") == "Not Found: /stab/invitation/***/"
    assert written("Not Found: /konto/password/reset/key/3-abc/") == "Not Found: /konto/password/reset/key/***/"


def test_a_traceback_is_struck_out_too() -> None:
    told = written("failed", error=ValueError("010180-1234 in AB12-CD34-EF56-GH78"))
    assert "1234" not in told
    assert "CD34" not in told
    assert "ValueError" in told


@pytest.mark.parametrize(
    "plain", ["2026-11-22 07:19:27", "n = 33000", "wave trial-2026 0707", "1234567 rows", "a" * 64]
)
def test_what_is_no_secret_stays(plain: str) -> None:
    assert written("%s", plain) == plain


def test_every_handler_that_writes_is_discreet() -> None:
    writing = [h for h in site.LOGGING["handlers"].values() if h["class"] != "logging.NullHandler"]
    assert writing
    assert all(handler["formatter"] == "discreet" for handler in writing)
    assert site.LOGGING["formatters"]["discreet"]["()"] == "borgerpuls.web.log_filters.Discreet"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that would be written, at the lowest level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Discreet("%(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(before)
    root.removeHandler(handler)


@pytest.mark.django_db(databases=["default", "contacts"])
def test_a_day_of_requests_good_and_bad_leaves_no_secret_in_the_log(
    office: Any, log: io.StringIO, staff_client: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_of(Person.objects.get(pk=office.persons["0707"][0]).pseudonym)
    secrets = [code, code.replace("-", ""), "010180-1234", "0101801234", "min hemmelige adgangskode", "aB_3-xyz-token"]
    citizen, coordinator = Client(), staff_client("coordinator", "0707")
    citizen.raise_request_exception = coordinator.raise_request_exception = False
    for address in (f"/k/{code}", f"/k/{code}/da/", f"/k/{code}x", f"/K/{code}", "/stab/invitation/aB_3-xyz-token/x"):
        citizen.get(address, follow=True)
    citizen.post("/k/", {"kode": code}, follow=True)
    citizen.post("/svar/da/1", {"cpr": "010180-1234"})
    citizen.post(LOGIN, {"login": "0101801234@example.org", "password": "min hemmelige adgangskode"})
    coordinator.post(PEOPLE, {"email": "010180-1234", "place": "reader:0707"})
    coordinator.get("/kommune/0707/trial-2026/liste/9999999999/")
    Client(enforce_csrf_checks=True).post(f"/k/{code}", {"kode": code})

    def fail() -> None:
        raise RuntimeError(f"010180-1234 {code}")

    monkeypatch.setattr("borgerpuls.web.public.views.published", fail)
    citizen.get("/")
    told = log.getvalue()
    assert "RuntimeError" in told, "the log was read"
    assert [secret for secret in secrets if secret.lower() in told.lower()] == []
