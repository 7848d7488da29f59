"""What must hold on every staff page, computed from the addresses themselves: a new page is covered the day it is made.

Every address under ``/stab/``, ``/program/`` and ``/kommune/`` is asked for by everybody, for their own place and for
another's; every page that opens is read for what a strict policy forbids.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from pytest_django import Settings

from borgerpuls.fieldwork.models import ColleagueInvitation, Membership, Upload, Wave

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
StaffClient = Callable[..., Client]
STAFF = ("stab/", "program/", "kommune/")
OPEN = {"staff:invitation", "staff:welcome"}
"""For somebody who has a link and no account yet."""
OWN, FOREIGN, WAVE = "0101", "0707", "trial-2026"
METHODS = ("get", "post")
OUT_OF_THE_FOLDER = (
    "../../keys.json",
    "..%2f..%2fkeys.json",
    "/etc/passwd",
    "%00.html",
    ".hidden/x.html",
    "a/../../x.html",
)


@dataclass(frozen=True)
class Page:
    """An address: its route, its parameters with the kind of each, its name, and the view behind it."""

    route: str
    parameters: Mapping[str, str]
    name: str
    view: Any

    def at(self, **given: object) -> str:
        """The address with the parameters given, and something plausible for the others."""
        route = self.route
        for name, kind in self.parameters.items():
            plain = {"int": 1, "path": "index.html"}.get(kind, "da" if name == "language" else "x")
            for written in (f"<{kind}:{name}>", f"<{name}>"):
                route = route.replace(written, str(given.get(name, plain)))
        return f"/{route}"


def pages(
    patterns: Any = None, route: str = "", space: str = "", kinds: Mapping[str, str] | None = None
) -> Iterator[Page]:
    """Every page of the resolver, however deep it lies."""
    for found in get_resolver().url_patterns if patterns is None else patterns:
        here = route + str(found.pattern)
        known = {
            **(kinds or {}),
            **{n: type(c).__name__.removesuffix("Converter").lower() for n, c in found.pattern.converters.items()},
        }
        if isinstance(found, URLResolver):
            inner = f"{space}{found.namespace}:" if found.namespace else space
            yield from pages(found.url_patterns, here, inner, known)
        elif isinstance(found, URLPattern):
            kinds_here = {n: "str" if k == "string" else k for n, k in known.items()}
            yield Page(here, kinds_here, f"{space}{found.name}", found.callback)


STAFF_PAGES = [page for page in pages() if page.route.startswith(STAFF)]
CLOSED_PAGES = [page for page in STAFF_PAGES if page.name not in OPEN]
MUNICIPAL = [page for page in CLOSED_PAGES if page.route.startswith("kommune/")]
PROGRAMME = [page for page in CLOSED_PAGES if page.route.startswith("program/")]


def ask(client: Client, method: str, address: str) -> HttpResponseBase:
    response: HttpResponseBase = getattr(client, method)(address)
    return response


def everything() -> dict[str, list[Any]]:
    """What both databases hold, but for sessions and sign-ins."""
    kept = {}
    for model in apps.get_models():
        label = model._meta.label
        if label not in ("sessions.Session", "auth.User") and model._meta.managed:
            kept[label] = sorted(map(repr, model._default_manager.values_list()))
    return kept


def found_there(client: Client, found: Iterable[Page], **given: object) -> list[str]:
    """The pages that are there although they should not be, and acts that left a trace.

    Both ways of asking must be refused as if there were nothing; one of them may be no way of asking at all.
    """
    wrong = []
    before = everything()
    for page in found:
        address = page.at(**given)
        statuses = {method: ask(client, method, address).status_code for method in METHODS}
        if not set(statuses.values()) <= {404, 405} or 404 not in statuses.values():
            wrong.append(f"{page.name} {address}: {statuses}")
    return wrong if everything() == before else [*wrong, "the databases were changed"]


@pytest.fixture
def things(office: Any, staff_client: StaffClient) -> dict[str, int]:
    """In the foreign municipality: an upload, a colleague and an invitation, by the name of the parameter."""
    staff_client("coordinator", FOREIGN)
    colleague = Membership.objects.get(municipality_id=FOREIGN)
    now = timezone.now()
    upload = Upload.objects.create(
        enrolment_id=office.enrolments[FOREIGN], who="x@example.org", at=now, file_name="a.csv"
    )
    invitation = ColleagueInvitation.objects.create(
        email="x@example.org",
        role="reader",
        municipality_id=FOREIGN,
        token_hash=b"x" * 32,
        by=colleague.user,
        at=now,
        until=now + timedelta(days=1),
    )
    return {"upload": upload.pk, "membership": colleague.pk, "invitation": invitation.pk}


def test_there_are_staff_pages_in_every_room() -> None:
    assert len(MUNICIPAL) > 10
    assert len(PROGRAMME) > 10
    assert {page.route.split("/")[0] + "/" for page in CLOSED_PAGES} == set(STAFF)


def test_every_staff_page_has_a_door() -> None:
    assert [page.name for page in CLOSED_PAGES if not getattr(page.view, "staff_door", False)] == []


def test_who_is_not_signed_in_is_sent_to_sign_in(things: Mapping[str, int], client: Client) -> None:
    before = everything()
    for page in CLOSED_PAGES:
        answers = [ask(client, method, page.at(code=FOREIGN, wave=WAVE, **things)) for method in METHODS]
        assert {302} <= {a.status_code for a in answers} <= {302, 405}, page.name
        assert all(a["Location"].startswith("/konto/login/?next=") for a in answers if a.status_code == 302), page.name
    assert everything() == before


@pytest.mark.parametrize("role", ["coordinator", "reader"])
def test_another_municipality_is_not_there(things: Mapping[str, int], role: str, staff_client: StaffClient) -> None:
    assert found_there(staff_client(role, OWN), MUNICIPAL, code=FOREIGN, wave=WAVE, **things) == []


def test_an_account_without_a_role_finds_nothing(things: Mapping[str, int], staff_client: StaffClient) -> None:
    client = staff_client("reader", OWN)
    Membership.objects.filter(municipality_id=OWN).delete()
    rest = [page for page in CLOSED_PAGES if page.name != "staff:home"]
    assert found_there(client, rest, code=FOREIGN, wave=WAVE, **things) == []


@pytest.mark.parametrize("role", ["coordinator", "reader"])
def test_a_foreign_thing_under_the_own_address_is_as_one_that_never_was(
    things: Mapping[str, int], role: str, staff_client: StaffClient
) -> None:
    numbered = [page for page in CLOSED_PAGES if set(page.parameters) & set(things)]
    assert len(numbered) > 5
    client, before = staff_client(role, OWN), everything()
    for page in numbered:
        for method in METHODS:
            theirs, nobodys = (
                ask(client, method, page.at(code=OWN, wave=WAVE, **{name: k or 999_999 for name, k in given.items()}))
                for given in (things, dict.fromkeys(things, 0))
            )
            assert theirs.status_code in (302, 404, 405), page.name
            assert theirs.status_code == nobodys.status_code, page.name
            assert theirs.get("Location") == nobodys.get("Location"), page.name
    assert everything() == before


def test_an_unknown_wave_or_municipality_is_not_there(things: Mapping[str, int], staff_client: StaffClient) -> None:
    waves = [page for page in CLOSED_PAGES if "wave" in page.parameters]
    coordinator, programme = staff_client("coordinator", OWN), staff_client("programme")
    ours = [page for page in waves if page in MUNICIPAL]
    assert found_there(coordinator, ours, code=OWN, wave="trial-2099", **things) == []
    assert found_there(programme, waves, code=OWN, wave="trial-2099", **things) == []
    assert found_there(programme, MUNICIPAL, code="9999", wave=WAVE, **things) == []


@pytest.mark.parametrize(("role", "place"), [("reader", FOREIGN), ("programme", None)])
def test_who_may_only_read_changes_nothing(
    things: Mapping[str, int], role: str, place: str | None, staff_client: StaffClient
) -> None:
    client = staff_client(role, place)
    reads = "fieldwork.AuditEntry", "fieldwork.AuditHead"  # who read comments stands there
    for page in MUNICIPAL:
        before = {label: rows for label, rows in everything().items() if label not in reads}
        client.post(page.at(code=FOREIGN, wave=WAVE, **things))
        assert {label: rows for label, rows in everything().items() if label not in reads} == before, page.name


@pytest.mark.parametrize("role", ["coordinator", "reader"])
def test_the_programme_is_not_there_for_a_municipality(
    things: Mapping[str, int], role: str, staff_client: StaffClient
) -> None:
    assert found_there(staff_client(role, FOREIGN), PROGRAMME, code=FOREIGN, wave=WAVE, **things) == []


def test_no_address_leads_out_of_the_folder_of_reports(
    office: Any, staff_client: StaffClient, settings: Settings
) -> None:
    Wave.objects.update(state="published")
    folder = settings.REPORTS / WAVE
    (folder / ".hidden").mkdir(parents=True)
    for outside in (settings.REPORTS.parent / "keys.json", settings.REPORTS / "x.html", folder / ".hidden" / "x.html"):
        outside.write_text("secret")
    filed = [page for page in pages() if "path" in page.parameters.values()]
    assert len(filed) >= 3
    for client in (Client(), staff_client("programme"), staff_client("coordinator", OWN)):
        for page in filed:
            for name in OUT_OF_THE_FOLDER:
                assert client.get(page.at(code=OWN, wave=WAVE, name=name)).status_code in (302, 404), (page.name, name)


class Forbidden(HTMLParser):
    """What a policy without ``unsafe-inline`` would stop: scripts and styles in the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        data = given.get("type") == "application/json"
        if tag == "style" or (tag == "script" and "src" not in given and not data):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            outside = name in ("src", "srcset") or (name == "href" and tag in ("link", "use"))
            if name == "style" or name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"<{tag} {name}={value!r}>")
            if outside and not (value or "").startswith(("/static/", "/program/", "/kommune/", "data:image/")):
                self.found.append(f"<{tag} {name}={value!r}>")


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_that_opens_is_strict_about_what_runs_and_says_that_it_is_invented(
    things: Mapping[str, int], staff_client: StaffClient, settings: Settings, language: str
) -> None:
    settings.INVENTED = True
    clients = {None: Client(), "programme": staff_client("programme"), "own": staff_client("coordinator", FOREIGN)}
    seen = 0
    for client in clients.values():
        client.cookies["django_language"] = language
        for page in pages():
            response = client.get(page.at(code=FOREIGN, wave=WAVE, **things))
            if not response.get("Content-Type", "").startswith("text/html") or response.status_code in (301, 302):
                continue
            seen += 1
            policy = response["Content-Security-Policy"]
            words = response.content.decode() if not response.streaming else ""
            reader = Forbidden()
            reader.feed(words)
            assert reader.found == [], page.name
            assert "unsafe" not in policy, page.name
            assert "default-src 'none'" in policy, page.name
            assert "frame-ancestors 'none'" in policy, page.name
            assert response["X-Content-Type-Options"] == "nosniff", page.name
            assert response["X-Frame-Options"] == "DENY", page.name
            assert response["Referrer-Policy"] == "same-origin", page.name
            assert response["Cross-Origin-Opener-Policy"] == "same-origin", page.name
            if not page.route.startswith(("k/", "svar/")) and words:
                invented = {"da": "Opdigtede data", "en": "Invented data"}[language]
                assert invented in words, (page.name, response.status_code)
                assert f'<html lang="{language}"' in words, page.name
    assert seen > 30
