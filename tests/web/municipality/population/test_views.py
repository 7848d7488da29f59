"""The population list in the browser: upload, columns, problems, accept; for this municipality's coordinators alone."""

import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from borgerpuls.fieldwork import population
from borgerpuls.fieldwork.contacts.models import Contact, StagedFile
from borgerpuls.fieldwork.models import Enrolment, Person, Wave
from borgerpuls.fieldwork.survey import questionnaires, registers

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])

SURVEY = Path(__file__).resolve().parents[4] / "survey"
LIST = "/kommune/0707/autumn/liste/"
GOOD = "CPR;Navn;E-mail;Målgruppe\r\n0707614285;Anne Æbelø;anne@example.dk;Jobparate\r\n"
PLANTED = GOOD + "3113614285;Bo;bo@;KH\r\n0707614285;Carl;carl@example.dk;Jobparate\r\n"

StaffClient = Callable[..., Client]


@pytest.fixture
def enrolments(now: datetime) -> dict[str, Enrolment]:
    """København and Norddjurs in a wave that enrols."""
    registers.lay_municipalities()
    asked = questionnaires.add((SURVEY / "2026.toml").read_text("utf-8"), "test", now)
    day = now.date()
    wave = Wave.objects.create(
        name="autumn",
        title={"da": "Efterår", "en": "Autumn"},
        state=Wave.State.ENROLLING,
        opens_on=day + timedelta(14),
        closes_on=day + timedelta(44),
        questionnaire_id=asked.fingerprint,
        channels=["email"],
        groups=["target_group"],
        weighting_by=["sex", "age"],
        contact_until=day + timedelta(100),
    )
    return {
        code: Enrolment.objects.create(wave=wave, municipality_id=code, enrolled_at=now) for code in ("0101", "0707")
    }


@pytest.fixture
def karen(enrolments: dict[str, Enrolment], staff_client: StaffClient) -> Client:
    return staff_client("coordinator", "0707")


def send(client: Client, content: str | bytes, name: str = "liste.csv") -> str:
    """Upload a list; where the browser is led."""
    raw = content.encode("cp1252") if isinstance(content, str) else content
    answer = client.post(LIST, {"file": SimpleUploadedFile(name, raw)})
    return str(answer.headers.get("Location", answer.status_code))


def staged_id(client: Client, content: str = PLANTED) -> int:
    led = send(client, content)
    found = re.fullmatch(rf"{LIST}(\d+)/kolonner", led)
    assert found, led
    return int(found[1])


def form_of(client: Client, upload: int) -> dict[str, str]:
    """The column page's form as the browser would send it unchanged."""
    html = client.get(f"{LIST}{upload}/kolonner").content.decode()
    form = {}
    for select in re.finditer(r'<select [^>]*name="([^"]+)".*?</select>', html, re.DOTALL):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', select[0])
        form[select[1]] = (chosen[1] if chosen[1] is not None else chosen[2]) if chosen else ""
    return form


def test_a_list_goes_from_file_to_population(karen: Client) -> None:
    upload = staged_id(karen, GOOD)
    form = form_of(karen, upload)
    assert "CPR" in form.values()
    assert karen.post(f"{LIST}{upload}/kolonner", form).headers["Location"] == f"{LIST}{upload}/"
    page = karen.get(f"{LIST}{upload}/").content.decode()
    assert "Tag listen i brug" in page
    answer = karen.post(f"{LIST}{upload}/brug", follow=True)
    assert "Listen er taget i brug: 1 borgere." in answer.content.decode()
    assert Person.objects.get().background["target_group"] == "jobparat"


def test_planted_errors_are_all_on_the_page_and_in_the_file(karen: Client) -> None:
    upload = staged_id(karen)
    karen.post(f"{LIST}{upload}/kolonner", form_of(karen, upload))
    page = karen.get(f"{LIST}{upload}/").content.decode()
    for words in ("begynder ikke med en dato", "står også i række 2", "er ikke oversat til en kode"):
        assert words in page
    file = karen.get(f"{LIST}{upload}/problemer.csv")
    told = file.content.decode("utf-8-sig")
    assert len(told.splitlines()) == 5
    assert file.headers["Content-Disposition"] == 'attachment; filename="problemer-0707-autumn.csv"'
    for secret in ("4285", "Anne"):
        assert secret not in page
        assert secret not in told


def test_values_are_translated_on_the_column_page_and_stay_translated(karen: Client) -> None:
    upload = staged_id(karen, GOOD + "0101904321;Bo;bo@example.dk;KH\r\n")
    form = form_of(karen, upload)
    (name,) = [field for field in form if field.startswith("code-")]
    karen.post(f"{LIST}{upload}/kolonner", {**form, name: "aktivitetsparat"})
    assert form_of(karen, upload)[name] == "aktivitetsparat"
    assert population.staged(upload).errors == 0
    karen.post(f"{LIST}{upload}/kolonner", {**form, name: "no such code"})
    assert population.staged(upload).errors == 1


def test_another_column_asks_what_its_values_mean_before_it_goes_on(karen: Client) -> None:
    upload = staged_id(karen, "CPR;Navn;E-mail;Ekstra\r\n0707614285;Anne;anne@example.dk;KH\r\n")
    form = form_of(karen, upload)
    choices = {choice.label["da"]: n for n, choice in enumerate(population.staged(upload).variables)}
    answer = karen.post(f"{LIST}{upload}/kolonner", {**form, f"column-{choices['Målgruppe']}": "Ekstra"}, follow=True)
    assert answer.redirect_chain == [(f"{LIST}{upload}/kolonner", 302)]
    assert "hvad betyder disse værdier?" in answer.content.decode()


def test_rows_with_errors_are_left_out_only_when_the_button_says_how_many(karen: Client) -> None:
    upload = staged_id(karen)
    for typed in ({}, {"without_bad": "1"}):
        refused = karen.post(f"{LIST}{upload}/brug", typed)
        assert refused.status_code == 409
        assert "begynder ikke med en dato" in refused.content.decode()
        assert not Person.objects.exists()
    page = karen.get(f"{LIST}{upload}/").content.decode()
    (told,) = re.findall(r'name="without_bad" value="(\d+)"', page)
    answer = karen.post(f"{LIST}{upload}/brug", {"without_bad": told}, follow=True)
    assert f"{told} rækker med fejl er udeladt." in answer.content.decode()
    assert Person.objects.count() == 3 - int(told)


def test_a_list_that_is_used_or_thrown_away_leads_back_and_not_into_nothing(karen: Client) -> None:
    upload = staged_id(karen, GOOD)
    assert karen.post(f"{LIST}{upload}/kasser", follow=True).status_code == 200
    assert not StagedFile.objects.exists()
    for method, path in (
        ("get", ""),
        ("get", "kolonner"),
        ("get", "problemer.csv"),
        ("post", "brug"),
        ("post", "kasser"),
    ):
        answer = getattr(karen, method)(f"{LIST}{upload}/{path}")
        assert (answer.status_code, answer.headers["Location"]) == (302, LIST)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("liste.csv", b"", "Filen er tom."),
        ("liste.pdf", b"%PDF", "kendes ikke"),
        ("liste.xlsx", b"PK junk", "Filen er ikke en projektmappe."),
        ("liste.csv", b"0707614285;Anne\n0101904321;Bo\n", "ligner en person"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_on_the_page(name: str, content: bytes, said: str, karen: Client) -> None:
    answer = karen.post(LIST, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_no_file_is_told_and_a_file_too_large_is_let_go_unread(karen: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Der er ikke valgt en fil." in karen.post(LIST, {}).content.decode()
    monkeypatch.setattr(population, "MOST_BYTES", 2**20)
    answer = karen.post(LIST, {"file": SimpleUploadedFile("stor.csv", b"a;b\n" + b"x" * 2**21)})
    assert answer.status_code == 422
    assert "stor.csv" in answer.content.decode()
    assert "Filen fylder over 1 MB." in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "code", "sees"),
    [("coordinator", "0707", 200), ("reader", "0707", 404), ("coordinator", "0101", 404), ("programme", None, 404)],
)
def test_only_the_municipalitys_own_coordinators_see_and_change_lists(
    role: str, code: str | None, sees: int, karen: Client, staff_client: StaffClient
) -> None:
    upload = staged_id(karen, GOOD)
    visitor = staff_client(role, code)
    for method, path in (("get", ""), ("get", "kolonner"), ("get", "problemer.csv")):
        assert getattr(visitor, method)(f"{LIST}{upload}/{path}").status_code == sees
    if sees == 404:
        for path in ("brug", "kasser", "kolonner"):
            assert visitor.post(f"{LIST}{upload}/{path}").status_code == 404
        assert visitor.post(LIST, {"file": SimpleUploadedFile("a.csv", b"a")}).status_code == 404
        assert population.staged(upload).rows == 1


@pytest.mark.parametrize(("role", "code"), [("reader", "0707"), ("programme", None)])
def test_others_see_how_many_are_in_the_list_and_nothing_else(
    role: str, code: str | None, karen: Client, staff_client: StaffClient
) -> None:
    visitor = staff_client(role, code)
    assert "Der er ingen liste endnu." in visitor.get(LIST).content.decode()
    karen.post(f"{LIST}{staged_id(karen, GOOD)}/brug")
    staged_id(karen, GOOD)
    page = visitor.get(LIST).content.decode()
    assert "1 borger på listen" in page
    assert 'type="file"' not in page
    assert "/kolonner" not in page


def test_another_municipality_is_not_found(karen: Client, staff_client: StaffClient) -> None:
    assert staff_client("coordinator", "0101").get(LIST).status_code == 404
    assert Client().get(LIST).headers["Location"].startswith("/konto/")


def test_another_municipalitys_list_is_not_reached_by_its_number(karen: Client, staff_client: StaffClient) -> None:
    upload = staged_id(karen, GOOD)
    own = "/kommune/0101/autumn/liste/"
    visitor = staff_client("coordinator", "0101")
    for method, path in (
        ("get", ""),
        ("get", "kolonner"),
        ("get", "problemer.csv"),
        ("post", "brug"),
        ("post", "kasser"),
    ):
        assert getattr(visitor, method)(f"{own}{upload}/{path}").headers["Location"] == own
    assert population.staged(upload).rows == 1


def test_a_form_from_elsewhere_is_refused_although_the_page_reads_its_file_itself(karen: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = karen.cookies
    assert strict.post(LIST, {"file": SimpleUploadedFile("a.csv", GOOD.encode())}).status_code == 403
    assert not StagedFile.objects.exists()


def test_no_name_number_or_address_comes_into_a_log_or_an_address_line(
    karen: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        led = send(karen, PLANTED)
        upload = int(led.split("/")[-2])
        karen.get(f"{LIST}{upload}/")
        karen.post(f"{LIST}{upload}/brug")
        karen.post(LIST, {"file": SimpleUploadedFile("a.csv", b"\x81" + PLANTED.encode("cp1252"))})
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    for words in ("Anne", "070761", "example.dk"):
        assert words not in said + led
    assert not Contact.objects.exists()


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_is_whole_in_both_languages(language: str, karen: Client) -> None:
    karen.cookies["django_language"] = language
    upload = staged_id(karen)
    for path in (LIST, f"{LIST}{upload}/kolonner", f"{LIST}{upload}/"):
        page = karen.get(path).content.decode()
        assert f'<html lang="{language}"' in page
        other = ("Populationsliste", "Vælg kolonner") if language == "en" else ("Population list", "Choose columns")
        assert not any(words in page for words in other)
