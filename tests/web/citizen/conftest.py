"""Phones that open the citizen's pages by the citizen's own short way through Django."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler

from borgerpuls.fieldwork.models import Person
from borgerpuls.fieldwork.responses import answers
from borgerpuls.fieldwork.responses.access_codes import code_of
from borgerpuls.fieldwork.responses.answers import Respondent
from borgerpuls.web.citizen.throttle import WrongCodes
from borgerpuls.web.citizen.views import access
from borgerpuls.web.citizen.wsgi import CitizenHandler


class _Door(ClientHandler):
    """The test client's handler with the citizen's middleware."""

    load_middleware = CitizenHandler.load_middleware


class Phone:
    """A browser with its own cookies. ``send`` fills in what the page that was last seen holds in hidden fields."""

    def __init__(self, code: str = "") -> None:
        self.client = Client()
        self.client.handler = _Door()
        self.code = code
        self.seen = ""

    def get(self, address: str, **headers: str) -> HttpResponse:
        return self._kept(self.client.get(address, **headers))

    def post(self, address: str, form: dict[str, str], **headers: str) -> HttpResponse:
        return self._kept(self.client.post(address, form, **headers))

    def send(self, address: str, **form: str) -> HttpResponse:
        """Send the form of the page that is open; ``q_item="3"`` is the answer to ``item``."""
        given = {name.replace("q_", "q.", 1) if name.startswith("q_") else name: said for name, said in form.items()}
        return self.post(address, {**self.hidden(), **given})

    def open(self, code: str = "") -> HttpResponse:
        """The link in the letter."""
        return self.get(f"/k/{(code or self.code).replace('-', '')}")

    def begin(self, language: str = "da") -> None:
        """The link, the welcome, and start."""
        self.open()
        self.get(f"/svar/{language}/")
        self.send(f"/svar/{language}/")

    def answer(self, number: int, language: str = "da", **form: str) -> HttpResponse:
        """Open a page and send it."""
        assert self.get(f"/svar/{language}/{number}").status_code == 200
        return self.send(f"/svar/{language}/{number}", **form)

    def hidden(self) -> dict[str, str]:
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.seen)
        return {name: unescape(value) for name, value in found}

    @property
    def chosen(self) -> set[str]:
        """Ids of the choices that are ticked."""
        return set(re.findall(r'id="([\w-]+)" value="[^"]*" checked', self.seen))

    @property
    def words(self) -> str:
        """What is read on the page."""
        body = re.sub(r"<(head|style).*?</\1>", "", self.seen, flags=re.DOTALL)
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))

    def _kept(self, response: HttpResponse) -> HttpResponse:
        if response.status_code not in (301, 303):
            self.seen = response.content.decode()
        return response


@pytest.fixture
def pseudonym(office: object) -> str:
    """One invented person of Norddjurs, whose municipality asks two questions of its own."""
    return str(Person.objects.filter(enrolment__municipality="0707").order_by("pseudonym")[0].pseudonym)


@pytest.fixture
def phone(pseudonym: str) -> Phone:
    return Phone(code_of(pseudonym))


@pytest.fixture
def another_phone(phone: Phone) -> Phone:
    """The same person's, with no cookies."""
    return Phone(phone.code)


@pytest.fixture
def who(phone: Phone) -> Callable[[], Respondent]:
    def found() -> Respondent:
        one = answers.find(phone.code)
        assert one is not None
        return one

    return found


@pytest.fixture(autouse=True)
def nobody_failed_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_failures", WrongCodes())
