"""What anyone may see."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from borgerpuls.fieldwork.models import Wave

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


@pytest.fixture
def reports(office: Any, settings: Settings) -> Path:
    """The wave's reports, published."""
    folder = Path(settings.REPORTS) / office.wave
    (folder / "reports").mkdir(parents=True)
    (folder / "index.html").write_text("<h1>Rapporter</h1>", "utf-8")
    (folder / "reports" / "0707.da.pdf").write_bytes(b"%PDF-1.7")
    (folder / "reports" / "0707.sh").write_text("echo", "utf-8")
    Wave.objects.update(state="published")
    return folder


def test_the_front_page_has_two_doors(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'href="/k/"' in page
    assert 'href="/stab/"' in page
    assert "Ingen rapport er offentliggjort endnu" in page


def test_published_waves_stand_on_the_front_page_and_others_do_not(reports: Path, client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'href="/rapporter/trial-2026/"' in page
    assert "Prøvemålingen 2026" in page
    assert "Opdigtede data" in page
    Wave.objects.update(state="frozen")
    assert "trial-2026" not in client.get("/").content.decode()


def test_a_published_report_is_read_by_anyone(reports: Path, client: Client) -> None:
    index = client.get("/rapporter/trial-2026/")
    assert index["Content-Type"] == "text/html; charset=utf-8"
    assert index.getvalue().decode() == "<h1>Rapporter</h1>"
    pdf = client.get("/rapporter/trial-2026/reports/0707.da.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.getvalue() == b"%PDF-1.7"


@pytest.mark.parametrize("state", [s for s in Wave.State.values if s != "published"])
def test_a_report_that_is_not_published_is_not_there(reports: Path, client: Client, state: str) -> None:
    Wave.objects.update(state=state)
    assert client.get("/rapporter/trial-2026/").status_code == 404


def test_the_accessibility_statement_is_there_in_both_languages(client: Client) -> None:
    assert "Tilgængelighedserklæring" in client.get("/was").content.decode()
    client.cookies["django_language"] = "en"
    assert "Accessibility statement" in client.get("/was").content.decode()


def test_a_page_that_is_not_there_is_said_kindly(client: Client) -> None:
    response = client.get("/findes-ikke")
    assert response.status_code == 404
    assert "Siden findes ikke" in response.content.decode()
    assert "findes-ikke" not in response.content.decode()


def test_an_error_of_ours_is_said_kindly_and_tells_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("010180-1234")

    monkeypatch.setattr("borgerpuls.web.public.views.published", fail)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "Noget gik galt hos os" in response.content.decode()
    assert "010180" not in response.content.decode()


def test_a_form_from_elsewhere_is_refused(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/konto/login/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    assert "Siden er ikke åben for dig" in response.content.decode()
