"""The short way: its headers, its policy, and which addresses take it."""

import pytest

from borgerpuls.web.citizen.wsgi import application

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


@pytest.mark.parametrize("address", ["/k/", "/k/0000", "/svar/da/", "/svar/da/1", "/svar/da/tjek", "/svar/nowhere"])
def test_every_page_forbids_scripts_frames_caches_and_referrers(address: str, phone) -> None:
    phone.open()
    response = phone.get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert response["Cache-Control"] == "no-store"
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ["/svar/da/", "/svar/ar/1", "/svar/en/tjek", "/svar/da/nej", "/k/da/"])
def test_no_page_has_a_script_a_style_or_anything_from_elsewhere(address: str, phone) -> None:
    phone.begin()
    phone.get(address)
    assert "<script" not in phone.seen
    assert " style=" not in phone.seen
    assert "://" not in phone.seen


def test_http_is_turned_to_https_where_the_site_has_it(phone, settings) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    response = phone.client.get("/k/da/")
    assert (response.status_code, response["Location"]) == (301, "https://testserver/k/da/")
    assert "max-age" in phone.client.get("/k/da/", secure=True)["Strict-Transport-Security"]


@pytest.mark.parametrize(
    ("path", "door"),
    [("/k/", "citizen"), ("/svar/da/1", "citizen"), ("/", "staff"), ("/stab/", "staff"), ("/kommune/k/", "staff")],
)
def test_citizens_and_staff_have_each_their_way(path: str, door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("borgerpuls.web.citizen.wsgi.CitizenHandler", lambda: lambda *_: ["citizen"])
    assert application(lambda *_: ["staff"])({"PATH_INFO": path}, lambda *_: None) == [door]


def test_a_page_and_a_save_ask_the_database_as_little_as_can_be(phone, django_assert_num_queries) -> None:
    phone.begin()
    phone.answer(1)
    phone.get("/svar/da/2")
    with django_assert_num_queries(1):
        phone.get("/svar/da/2")
    with django_assert_num_queries(2):
        phone.send("/svar/da/2", q_meeting_listen="1")
