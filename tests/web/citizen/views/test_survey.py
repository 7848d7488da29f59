"""Welcome, pages, all answers checked, submitted, the receipt; resumed, repeated, too late, and out of the ordinary."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from borgerpuls.fieldwork.models import Comment, SaveEvent, Wave
from borgerpuls.fieldwork.responses import answers

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def test_before_question_one_it_is_told_who_asks_why_and_until_when_data_are_kept(phone) -> None:
    phone.open()
    phone.get("/svar/da/")
    wave = Wave.objects.get()
    assert wave.asks["da"] in phone.words
    assert f"{wave.contact_until.day}. " in phone.words
    assert f"til og med {wave.closes_on.day}. " in phone.words
    assert "Norddjurs Kommune" in phone.words
    assert "Opdigtede data" in phone.words


def test_start_is_recorded_and_leads_to_the_first_page(phone, who) -> None:
    phone.open()
    phone.get("/svar/en/")
    assert not who().started
    assert phone.send("/svar/en/")["Location"] == "/svar/en/1"
    assert (who().started, who().language) == (True, "en")


def test_a_page_is_one_group_of_radio_buttons_an_item_with_its_wording_as_legend(phone, who) -> None:
    phone.begin()
    for step in who().route:
        phone.get(f"/svar/da/{step.number}")
        legends = re.findall(r"<legend[^>]*>([^<]+)</legend>", phone.seen)
        assert legends == [item.wording["da"] for item in step.items]
        for item in step.items:
            values = re.findall(rf'name="q\.{item.column}" id="[^"]+" value="(\d+)"', phone.seen)
            assert values == [str(c.code) for c in item.scale.categories]
    assert "<table" not in phone.seen


def test_a_page_is_saved_and_leads_on_and_all_may_be_skipped(phone, who) -> None:
    phone.begin()
    assert phone.answer(1, q_overall_help="4", q_overall_speed="8")["Location"] == "/svar/da/2"
    assert phone.answer(2)["Location"] == "/svar/da/3"
    assert who().answers == {"overall_help": 4, "overall_speed": 8}
    assert who().visited == {1, 2}


def test_progress_and_what_is_saved_are_told(phone) -> None:
    phone.begin()
    phone.get("/svar/da/1")
    assert "Side 1 af 8" in phone.words
    assert "Gemt" not in phone.words.replace("Gem og", "")
    phone.answer(1)
    phone.get("/svar/da/2")
    assert "Side 2 af 8" in phone.words
    assert re.search(r"Gemt kl\. \d+\.\d\d", phone.words)


def test_what_was_saved_another_day_is_told_with_its_day(phone) -> None:
    phone.begin()
    phone.answer(1)
    SaveEvent.objects.update(at=timezone.now() - timedelta(days=3))
    phone.get("/svar/da/2")
    assert re.search(r"Gemt \d+\. \w+ \d{4} kl\. \d+\.\d\d", phone.words)


def test_an_answer_can_be_taken_back_where_there_is_one(phone, who) -> None:
    phone.begin()
    phone.get("/svar/da/1")
    assert len(re.findall(r'clear" hidden', phone.seen)) == 3
    phone.answer(1, q_overall_help="4")
    phone.get("/svar/da/1")
    assert len(re.findall(r'clear" hidden', phone.seen)) == 2
    phone.send("/svar/da/1", q_overall_help="")
    assert who().answers == {}


def test_back_review_and_another_language_save_the_page_first(phone, who) -> None:
    phone.begin()
    phone.answer(1)
    assert phone.answer(2, q_meeting_listen="1", til="tilbage")["Location"] == "/svar/da/1"
    assert phone.answer(2, q_meeting_listen="2", til="ar")["Location"] == "/svar/ar/2"
    phone.get("/svar/ar/2")
    assert phone.chosen == {"meeting_listen-2"}
    assert phone.send("/svar/ar/2", q_meeting_listen="3", til="tjek")["Location"] == "/svar/ar/tjek"
    assert phone.answer(1, q_overall_help="3", til="tilbage")["Location"] == "/svar/da/"
    assert who().answers == {"meeting_listen": 3, "overall_help": 3}


def test_the_same_form_sent_again_is_one_save(phone) -> None:
    phone.begin()
    phone.get("/svar/da/1")
    for _ in range(3):
        assert phone.send("/svar/da/1", q_overall_help="4").status_code == 303
    assert SaveEvent.objects.filter(kind="page").count() == 1


def test_own_words_are_kept_shown_again_and_limited(phone, who) -> None:
    phone.begin()
    last = len(who().pages)
    assert phone.answer(last, ord="Tak <for> alt.\r\nHej")["Location"] == "/svar/da/tjek"
    phone.get(f"/svar/da/{last}")
    assert "Tak &lt;for&gt; alt.\nHej</textarea>" in phone.seen
    long = "x" * (answers.LONGEST_COMMENT + 1)
    response = phone.send(f"/svar/da/{last}", ord=long)
    assert response.status_code == 422
    assert f"Teksten er på {len(long)} tegn" in phone.words
    assert long in phone.seen
    assert "<title>Fejl: Side 8 af 8" in phone.seen
    assert Comment.objects.count() == 1


def test_an_answer_that_cannot_be_read_is_told_and_the_others_stay_chosen(phone) -> None:
    phone.begin()
    response = phone.answer(2, q_meeting_listen="2", q_meeting_reach="77")
    assert response.status_code == 422
    assert phone.chosen == {"meeting_listen-2"}
    assert '<li><a href="#meeting_reach">' in phone.seen
    assert "Vælg det igen" in phone.words
    assert not SaveEvent.objects.filter(kind="page").exists()


def test_all_answers_can_be_checked_with_a_way_back_to_each_page(phone, who) -> None:
    phone.begin()
    phone.answer(1, q_overall_help="5", q_overall_benefit="9")
    phone.answer(len(who().pages), ord="Mine ord")
    phone.get("/svar/da/tjek")
    for item in who().questionnaire.items:
        assert item.wording["da"] in phone.words
    assert "Meget tilfreds" in phone.words
    assert "Ikke relevant for mig" in phone.words
    assert "Mine ord" in phone.words
    asked = sum(len(step.items) for step in who().route)
    assert f"Spørgsmål uden svar: {asked - 2}" in phone.words
    links = re.findall(r'answers-head">.*?href="([^"]+)"', phone.seen)
    assert links == [f"/svar/da/{step.number}" for step in who().route]


def test_submitted_answers_give_a_receipt_that_is_read_back(phone, another_phone, who) -> None:
    phone.begin()
    phone.answer(1, q_overall_help="5", q_overall_benefit="9")
    phone.get("/svar/da/tjek")
    assert phone.send("/svar/da/tjek")["Location"] == "/svar/da/kvittering"
    phone.get("/svar/da/kvittering")
    receipt = answers.receipt(who().person)
    assert receipt is not None
    assert f"Kvittering nr. {receipt.number} " in phone.words
    assert f"2 af {receipt.asked}" in phone.words
    assert "Meget tilfreds" in phone.words
    assert another_phone.open()["Location"] == "/svar/da/"
    assert another_phone.get("/svar/da/")["Location"] == "/svar/da/kvittering"
    for address in ("/svar/da/1", "/svar/da/tjek"):
        assert another_phone.get(address)["Location"] == "/svar/da/"


def test_a_submitted_questionnaire_can_be_changed_while_the_wave_is_open(phone, who) -> None:
    phone.begin()
    phone.answer(1, q_overall_help="5")
    phone.get("/svar/da/tjek")
    phone.send("/svar/da/tjek")
    phone.get("/svar/da/kvittering")
    assert phone.send("/svar/da/igen")["Location"] == "/svar/da/tjek"
    assert who().submitted_at is not None
    phone.answer(1, q_overall_help="1")
    phone.get("/svar/da/tjek")
    phone.send("/svar/da/tjek")
    assert (who().finished, who().answers) == (True, {"overall_help": 1})


def test_a_wave_that_closed_tells_so_kindly_and_keeps_what_was_acknowledged(phone, who) -> None:
    phone.begin()
    phone.answer(1, q_overall_help="5")
    phone.get("/svar/da/2")
    Wave.objects.update(state=Wave.State.CLOSED)
    assert phone.send("/svar/da/2", q_meeting_listen="1").status_code == 409
    assert "Undersøgelsen er slut" in phone.words
    assert "er ikke gemt" in phone.words
    assert "bliver regnet med: 1 svar" in phone.words
    assert who().answers == {"overall_help": 5}
    assert phone.get("/svar/da/")["Cache-Control"] == "no-store"
    assert "er ikke gemt" not in phone.words


def test_a_receipt_stays_when_the_wave_has_closed_and_can_no_longer_be_changed(phone) -> None:
    phone.begin()
    phone.get("/svar/da/tjek")
    phone.send("/svar/da/tjek")
    Wave.objects.update(state=Wave.State.FROZEN)
    phone.open()
    phone.get("/svar/da/kvittering")
    assert "Undersøgelsen er slut" in phone.words
    assert re.search(r'action="/svar/da/igen" hidden', phone.seen)


def test_a_cookie_that_is_gone_asks_for_the_code_and_saves_what_was_chosen(phone, who) -> None:
    phone.begin()
    phone.get("/svar/da/2")
    phone.client.cookies.clear()
    assert phone.send("/svar/da/2", q_meeting_listen="3").status_code == 200
    assert "Det, du lige har svaret, er her stadig" in phone.words
    assert phone.send("/k/da/", kode="0000").status_code == 422
    assert phone.send("/k/da/", kode=phone.code)["Location"] == "/svar/da/3"
    assert who().answers == {"meeting_listen": 3}


def test_own_words_survive_a_cookie_that_is_gone(phone, who) -> None:
    phone.begin()
    last = len(who().pages)
    phone.get(f"/svar/da/{last}")
    phone.client.cookies.clear()
    phone.send(f"/svar/da/{last}", ord='Linje 1\nLinje "2" <b>')
    phone.send("/k/da/", kode=phone.code)
    assert answers.comment_of(who().person) == 'Linje 1\nLinje "2" <b>'


def test_after_twelve_hours_the_code_is_asked_for_again(phone, monkeypatch: pytest.MonkeyPatch) -> None:
    phone.begin()
    later = (timezone.now() + timedelta(hours=13)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert phone.get("/svar/da/2")["Location"] == "/k/da/?igen"


@pytest.mark.parametrize("number", ["0", "9", "99", "x"])
def test_a_page_that_is_not_there_is_told(number: str, phone) -> None:
    phone.begin()
    assert phone.get(f"/svar/da/{number}").status_code == 404
    assert "Siden findes ikke" in phone.words
