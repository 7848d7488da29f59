"""Nobody sees or saves another's answers; a form belongs to the person it was shown to."""

import pytest

from borgerpuls.fieldwork.models import Person, SaveEvent
from borgerpuls.fieldwork.responses.access_codes import code_of

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
PERSONAL = ("", "1", "tjek", "kvittering", "nej", "igen", "luk")


@pytest.mark.parametrize("page", PERSONAL)
def test_without_a_code_every_page_asks_for_it(page: str, phone) -> None:
    assert phone.get(f"/svar/da/{page}")["Location"] == "/k/da/?igen"


@pytest.mark.parametrize("cookie", ["", "1", "1:2:3", "1:1xV1XQ:fEbGnKFGVmkqf9W0NyJpcIjnr4", "x" * 5000])
def test_a_cookie_that_was_not_signed_here_opens_nothing(cookie: str, phone) -> None:
    phone.client.cookies["svar"] = cookie
    assert phone.get("/svar/da/1")["Location"] == "/k/da/?igen"


@pytest.mark.parametrize("page", PERSONAL)
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_a_form_from_a_foreign_page_saves_nothing(headers: dict[str, str], page: str, phone) -> None:
    phone.begin()
    phone.get("/svar/da/1")
    before = SaveEvent.objects.count()
    response = phone.post(f"/svar/da/{page}", {**phone.hidden(), "q.overall_help": "1", "valg": "nej"}, headers=headers)
    assert response.status_code == 403
    assert "fremmed sted" in phone.words
    assert SaveEvent.objects.count() == before
    assert phone.post("/k/da/", {"kode": phone.code}, headers=headers).status_code == 403


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "same-origin"}, {"origin": "http://testserver"}, {}])
def test_a_form_from_our_own_page_is_saved(headers: dict[str, str], phone, who, settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    phone.begin()
    phone.get("/svar/da/1")
    assert phone.post("/svar/da/1", {**phone.hidden(), "q.overall_help": "1"}, headers=headers).status_code == 303
    assert who().answers == {"overall_help": 1}


def test_two_codes_in_one_browser_never_share_answers(phone, who) -> None:
    phone.begin()
    phone.get("/svar/da/1")
    left_open = phone.hidden()
    neighbour = Person.objects.exclude(pk=who().person).filter(enrolment__municipality="0707")[0]
    phone.open(code_of(neighbour.pseudonym))
    response = phone.post("/svar/da/1", {**left_open, "q.overall_help": "1"})
    assert response.status_code == 200
    assert "En anden kode er åbnet" in phone.words
    assert phone.send("/k/da/", kode=phone.code).status_code == 303
    assert who().answers == {"overall_help": 1}
    assert not SaveEvent.objects.filter(person=neighbour).exists()


def test_a_language_that_nobody_asks_in_is_not_there(phone) -> None:
    phone.open()
    assert phone.get("/svar/so/").status_code == 404


def test_a_language_that_the_questionnaire_lacks_leads_to_one_it_has(phone, monkeypatch: pytest.MonkeyPatch) -> None:
    phone.open()
    monkeypatch.setattr("borgerpuls.web.citizen.guards.page_languages", lambda who: ("da", "en"))
    assert phone.get("/svar/ar/1")["Location"] == "/svar/da/1"
