"""Uploading questionnaires, and seeing them."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from borgerpuls.fieldwork.survey import questionnaires

Show = Callable[..., str]
pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def file(content: str | bytes, name: str = "2027.toml") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())}


def test_a_good_file_is_kept_and_shown(client: Client, shared: str) -> None:
    answer = client.post("/program/skemaer/", file(shared.replace("2026", "2027")), follow=True)
    page = answer.content.decode()
    assert "Spørgeskemaet er gemt" in page
    assert "<iframe" in page
    assert len(questionnaires.versions()) == 2


def test_every_mistake_of_a_file_is_shown_and_it_is_not_kept(client: Client, shared: str) -> None:
    broken = shared.replace('theme = "goals"', 'theme = "gaols"')
    answer = client.post("/program/skemaer/", file(broken, "<b>.toml"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("gaols") == 4
    assert "Mente du" in page
    assert "linje" in page
    assert "&lt;b&gt;.toml" in page
    assert len(questionnaires.versions()) == 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"PK\x03\x04", b"a" * 1_000_002, b"[" * 3000])
def test_what_is_no_questionnaire_is_told(client: Client, content: bytes) -> None:
    answer = client.post("/program/skemaer/", file(content))
    assert answer.status_code == 422
    assert len(questionnaires.versions()) == 1


def test_a_form_without_a_file_says_so(client: Client) -> None:
    assert "Vælg en fil" in client.post("/program/skemaer/").content.decode()


@pytest.mark.parametrize("language", ["da", "en", "ar"])
def test_each_page_is_seen_in_each_language_on_a_phone(client: Client, show: Show, language: str) -> None:
    fingerprint = questionnaires.versions()[0].fingerprint
    page = show(f"/program/skemaer/{fingerprint}/?sprog={language}")
    assert page.count("<iframe") == 7
    for number in range(1, 8):
        screen = show(f"/program/skemaer/{fingerprint}/{language}/{number}")
        assert f'lang="{language}"' in screen
    first = show(f"/program/skemaer/{fingerprint}/{language}/1")
    asked = questionnaires.read(fingerprint)
    assert asked.item("overall_help").wording[language] in first
    assert 'href="/svar/' not in first


def test_a_screen_is_framed_by_the_site_alone(client: Client) -> None:
    fingerprint = questionnaires.versions()[0].fingerprint
    screen = client.get(f"/program/skemaer/{fingerprint}/da/1")
    assert "frame-ancestors 'self'" in screen.headers["Content-Security-Policy"]
    assert screen.headers["X-Frame-Options"] == "SAMEORIGIN"
    other = client.get("/program/")
    assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]
    assert other.headers["X-Frame-Options"] == "DENY"


def test_a_page_language_or_version_that_is_not_there_is_not_found(client: Client) -> None:
    fingerprint = questionnaires.versions()[0].fingerprint
    for address in (f"{fingerprint}/da/8", f"{fingerprint}/de/1", f"{fingerprint}/?sprog=de", "0/", "0/da/1", "0/fil"):
        assert client.get(f"/program/skemaer/{address}").status_code == 404


def test_the_file_is_fetched_byte_for_byte(client: Client, shared: str) -> None:
    fingerprint = questionnaires.versions()[0].fingerprint
    answer = client.get(f"/program/skemaer/{fingerprint}/fil")
    assert answer.content == shared.encode()
    assert f'filename="2026-{fingerprint[:8]}.toml"' in answer.headers["Content-Disposition"]
