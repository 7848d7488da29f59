"""What every page of the citizen's has around it: languages to change to, who asks, and that a trial is a trial."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytest_django import Settings

from borgerpuls.fieldwork.responses.answers import Respondent
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.languages import CITIZENS
from borgerpuls.web.citizen.layout_context import page_context, page_languages, render_page
from borgerpuls.web.citizen.words import PageWords, words


@pytest.fixture(params=CITIZENS)
def w(request: pytest.FixtureRequest) -> PageWords:
    return words()[request.param]


def page(w: PageWords, languages: tuple[str, ...] = CITIZENS, help: str = "", **given: object) -> str:
    """An empty page in this frame, as a browser gets it."""
    context = page_context(w, "En titel", languages, "/svar/{}/tjek", **given)
    return render_page("said", {**context, "help": help}).content.decode()


def test_a_page_names_its_language_and_the_way_it_is_written(w: PageWords) -> None:
    direction = "rtl" if w.language.id == "ar" else "ltr"
    assert f'<html lang="{w.language.id}" dir="{direction}">' in page(w)
    assert ("rtl.css" in page(w)) == (direction == "rtl")


def test_the_same_page_is_one_press_away_in_every_other_language(w: PageWords) -> None:
    told = page(w)
    assert [code for code in CITIZENS if f'href="/svar/{code}/tjek" lang="{code}"' in told] == [
        code for code in CITIZENS if code != w.language.id
    ]
    assert f'aria-current="true">{w.language.name}<' in told


def test_a_page_with_a_form_changes_language_by_sending_it(w: PageWords) -> None:
    told = page(w, form="svar")
    assert [code for code in CITIZENS if f'<button form="svar" name="til" value="{code}"' in told] == [
        code for code in CITIZENS if code != w.language.id
    ]
    assert "hreflang" not in told


@pytest.mark.parametrize("languages", [(), ("da",)])
def test_where_there_is_one_language_none_is_offered(languages: tuple[str, ...]) -> None:
    assert page_context(words()["da"], "En titel", languages, "/svar/{}/")["languages"] == []
    assert "tongues" not in page(words()["da"], languages)


def test_the_survey_stands_in_the_title_once() -> None:
    w = words()["en"]
    assert "<title>En titel – Trial wave</title>" in page(w, survey="Trial wave")
    assert "<title>En titel</title>" in page(w, survey="En titel")
    assert "<title>En titel</title>" in page(w)


def test_what_a_municipality_calls_itself_is_text_and_never_markup() -> None:
    told = page(words()["da"], asker="<b>Kommunen</b> & co.")
    assert "<bdi>&lt;b&gt;Kommunen&lt;/b&gt; &amp; co.</bdi>" in told


@pytest.mark.parametrize(
    ("site", "wave", "said"), [(False, False, False), (True, False, True), (False, True, True), (True, True, True)]
)
def test_a_trial_says_so_where_the_site_or_the_wave_is_one(
    site: bool, wave: bool, said: bool, w: PageWords, settings: Settings
) -> None:
    settings.INVENTED = site
    assert (w["invented_more"] in page(w, invented=wave)) == said


def test_only_a_personal_page_leads_to_the_survey_and_to_a_no(w: PageWords) -> None:
    code = w.language.id
    ways = (f'href="/svar/{code}/nej"', f'href="/svar/{code}/"')
    assert [way in page(w, ("da",)) for way in ways] == [False, False]
    assert [way in page(w, ("da",), personal=True) for way in ways] == [False, True]
    assert [way in page(w, ("da",), personal=True, no=True) for way in ways] == [True, True]


@pytest.mark.parametrize("status", [200, 404, 409, 500])
def test_a_page_has_the_status_that_it_is_given(status: int) -> None:
    context = page_context(words()["da"], "En titel", (), "")
    answer = render_page("said", {**context, "help": "Hjælp"}, status)
    assert (answer.status_code, "Hjælp" in answer.content.decode()) == (status, True)


@pytest.mark.django_db(databases=["default", "contacts"])
def test_a_person_is_offered_the_languages_of_the_questionnaire_that_pages_are_written_in(
    who: Callable[[], Respondent], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = who()
    assert page_languages(person) == ("da", "en", "ar")
    asked = replace(person.questionnaire, languages=("ar", "so", "da"))
    monkeypatch.setattr(questionnaires, "read", lambda _fingerprint: asked)
    assert page_languages(person) == ("ar", "da"), "in the questionnaire's own order, and Somali is on no page"
