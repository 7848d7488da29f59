"""The page of the letter, and the letter on paper."""

from html import unescape

import pytest
from municipality_pages import LANGUAGES, SignedIn, here, words

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def test_the_letter_is_shown_whole_in_every_language_with_the_own_paragraph(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    own = {f"paragraph-{language}": f"Vi læser alt. ({language})" for language in LANGUAGES}
    form = {"sender": "Norddjurs Kommune", "reply_to": "svar@norddjurs.example", **own}
    page = unescape(client.post(here(wave, "brev/"), form, follow=True).content.decode())
    assert "Brevet er gemt." in page
    for language in LANGUAGES:
        assert f"<p>Vi læser alt. ({language})</p>" in page
    assert "Kære Anna Eksempel" in page
    assert page.count('class="sms"') == len(LANGUAGES)
    assert "påmindelse" in words(client, here(wave, "brev/") + "?occasion=1").lower()


def test_a_link_in_the_letter_is_refused_and_the_words_kept(staff_client: SignedIn, wave: str) -> None:
    form = {"sender": "Norddjurs", "paragraph-da": "Se www.norddjurs.dk", "paragraph-en": "x", "paragraph-ar": "x"}
    answer = staff_client("coordinator", "0707").post(here(wave, "brev/"), form)
    assert answer.status_code == 422
    page = unescape(answer.content.decode())
    assert "Der står et link eller en adresse." in page
    assert "Se www.norddjurs.dk</textarea>" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_on_paper_is_a_pdf_in_each_language(staff_client: SignedIn, wave: str, language: str) -> None:
    answer = staff_client("reader", "0707").get(here(wave, f"brev/{language}.pdf"))
    assert answer.content.startswith(b"%PDF")
    assert staff_client("reader", "0707").get(here(wave, "brev/xx.pdf")).status_code == 404
