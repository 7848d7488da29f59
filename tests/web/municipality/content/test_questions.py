"""The page of local questions."""

from html import unescape
from typing import Any

import pytest
from municipality_pages import LANGUAGES, SignedIn, here, questions, words

from borgerpuls.fieldwork.enrolment import enrolments
from borgerpuls.fieldwork.models import LocalQuestion

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def test_local_questions_are_saved_and_shown_as_on_a_phone_in_each_language(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    answer = client.post(here(wave, "spoergsmaal/"), questions(), follow=True)
    page = unescape(answer.content.decode())
    assert "Spørgsmålene er gemt." in page
    assert page.count('class="phone"') == len(LANGUAGES)
    assert 'lang="ar" dir="rtl"' in page
    assert LocalQuestion.objects.get(enrolment__wave__name=wave).wording["ar"] == "Er der en plan? (ar)"


def test_what_was_typed_stays_when_something_is_wrong(staff_client: SignedIn, wave: str) -> None:
    form = questions({"short-2-en": "", "wording-2-da": 'Får du <b>"svar"</b>?'}, 2, scale="")
    answer = staff_client("coordinator", "0707").post(here(wave, "spoergsmaal/"), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Får du &lt;b&gt;&quot;svar&quot;&lt;/b&gt;?" in page
    assert 'aria-invalid="true"' in page
    assert 'id="short-1-en-error"' in page  # blank questions before it are left out
    assert "Der er ikke valgt en svarskala." in unescape(page)
    assert not LocalQuestion.objects.filter(enrolment__wave__name=wave).exists()


def test_showing_saves_nothing(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    page = unescape(client.post(here(wave, "spoergsmaal/"), {**questions(), "show": "1"}).content.decode())
    assert "Det er ikke gemt endnu." in page
    assert "Er der en plan? (en)" in page
    assert not LocalQuestion.objects.filter(enrolment__wave__name=wave).exists()
    letter = {"sender": "Djursland", "reply_to": "", "show": "1"}
    assert "Djursland" in client.post(here(wave, "brev/"), letter).content.decode()
    assert enrolments.enrolment("0707", wave).sender == "Norddjurs Kommune"


def test_a_doubt_is_told_again_when_the_page_is_opened_again(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    hard = {"wording-1-da": "Beskæftigelsesindsatsens tværfaglighed understøtter kompetenceudviklingsaktiviteter."}
    client.post(here(wave, "spoergsmaal/"), questions(hard))
    assert 'Spørgsmålet "Plan (da)" er svært at læse på dansk' in words(client, here(wave, "spoergsmaal/"))


def test_questions_are_settled_when_the_wave_opens(staff_client: SignedIn, office: Any) -> None:
    client = staff_client("coordinator", "0707")
    assert "Spørgsmålene ligger fast." in words(client, here(office.wave, "spoergsmaal/"))
    answer = client.post(here(office.wave, "spoergsmaal/"), questions())
    assert answer.status_code == 422
    assert LocalQuestion.objects.filter(enrolment__wave__name=office.wave).count() == 2
