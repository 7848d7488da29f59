"""When it goes wrong with us, what was typed is kept; and the log gets no code and no answer."""

import logging

import pytest
from django.db import DatabaseError

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr("borgerpuls.fieldwork.responses.answers.save", fail)
    monkeypatch.setattr("borgerpuls.fieldwork.responses.answers.find", fail)


def test_a_save_that_fails_keeps_what_was_chosen_and_is_sent_again_by_one_press(
    phone, who, broken: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.client.raise_request_exception = False
    monkeypatch.undo()
    phone.begin("en")
    phone.get("/svar/en/2")
    form = phone.hidden()
    with monkeypatch.context() as once:
        once.setattr("borgerpuls.fieldwork.responses.answers.save", lambda *_: 1 / 0)
        assert phone.send("/svar/en/2", q_meeting_listen="4").status_code == 500
    assert "It is not your fault" in phone.words
    assert phone.hidden() == {**form, "q.meeting_listen": "4"}
    assert phone.send("/svar/en/2").status_code == 303
    assert who().answers == {"meeting_listen": 4}


def test_the_log_holds_no_code_no_cookie_and_no_answer(phone, broken: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    code = phone.code.replace("-", "")
    assert phone.open().status_code == 500
    phone.get(f"/k/{code}/x")
    phone.post("/k/da/", {"kode": code})
    assert "citizen's page failed: GET /k/…" in caplog.text
    assert code not in caplog.text
    assert phone.code not in caplog.text
    assert phone.code not in str(caplog.records)


@pytest.mark.parametrize("address", ["/svar/", "/svar/da/intet", "/k/a/b/c", "/svar/da/kvittering/x"])
def test_an_address_that_is_not_there_gets_a_page(address: str, phone) -> None:
    assert phone.get(address).status_code == 404
    assert "Skriv din kode" in phone.words


def test_what_no_browser_sends_is_refused_without_a_page(phone, settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 50
    phone.begin()
    assert phone.post("/svar/da/1", {f"q.{n}": "1" for n in range(60)}).status_code == 400
