"""The pages that tell how things stand: what each says in each of the citizen's languages.

What is done on the way to them is tested in test_survey.py and test_opt_out.py.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from django.http import HttpResponse

from borgerpuls.fieldwork.models import Wave
from borgerpuls.fieldwork.responses import answers
from borgerpuls.fieldwork.responses.answers import Respondent
from borgerpuls.languages import CITIZENS
from borgerpuls.web.citizen import session
from borgerpuls.web.citizen.views.status_pages import closed_page, opted_out_page
from borgerpuls.web.citizen.words import PageWords, words

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
AT = datetime(2026, 3, 9, 23, 5, tzinfo=UTC)
TITLES = ("closed_title", "declined_title")
SUBMITTED = ("receipt_title", "receipt_lead", "receipt_number", "receipt_at", "receipt_answered", "receipt_details")


@pytest.fixture(params=CITIZENS)
def w(request: pytest.FixtureRequest) -> PageWords:
    return words()[request.param]


@pytest.fixture(autouse=True)
def days(office: object) -> None:
    """The first and the last day of the wave, and the person has answered nothing."""
    Wave.objects.update(opens_on=date(2026, 3, 2), closes_on=date(2026, 3, 30))


def lines(page: HttpResponse) -> list[str]:
    """What is read in the page's middle, a line each."""
    main = page.content.decode().split("<main")[1].split(">", 1)[1].split("</main>")[0]
    return [line for piece in re.split(r"<[^>]+>", main) if (line := piece.strip())]


def submit(phone, language: str, **own_words: str) -> HttpResponse:
    """Two answers and perhaps words of one's own, submitted; the receipt."""
    phone.begin(language)
    phone.answer(1, language, q_overall_help="5", q_overall_benefit="9")
    if own_words:
        phone.answer(8, language, **own_words)
    phone.get(f"/svar/{language}/tjek")
    assert phone.send(f"/svar/{language}/tjek")["Location"] == f"/svar/{language}/kvittering"
    kept: HttpResponse = phone.get(f"/svar/{language}/kvittering")
    return kept


# the wave is over, or has not begun


def test_a_wave_that_is_over_says_until_when_and_that_nothing_came(who: Callable[[], Respondent], w: PageWords) -> None:
    Wave.objects.update(state=Wave.State.CLOSED)
    page = closed_page(who(), w)
    assert lines(page) == [
        w["closed_title"], w.say("closed_lead", date=w.day(date(2026, 3, 30))), w["closed_nothing"]
    ]  # fmt: skip
    assert page.status_code == 200


def test_what_was_saved_in_time_is_counted_on_the_page(phone, who: Callable[[], Respondent], w: PageWords) -> None:
    phone.begin(w.language.id)
    phone.answer(1, w.language.id, q_overall_help="5", q_overall_benefit="9")
    assert lines(closed_page(who(), w))[-1] == w.say("closed_kept", n=2)
    assert "2" in w.say("closed_kept", n=2)


def test_of_one_who_is_out_nothing_counts(phone, who: Callable[[], Respondent], w: PageWords) -> None:
    phone.begin(w.language.id)
    phone.answer(1, w.language.id, q_overall_help="5")
    for out in ({"declined_at": AT}, {"ineligible_at": AT}):
        assert lines(closed_page(replace(who(), **out), w))[-1] == w["closed_nothing"]


def test_what_came_too_late_is_said_to_be_lost_with_a_status_of_its_own(
    who: Callable[[], Respondent], w: PageWords
) -> None:
    page = closed_page(who(), w, late=True)
    assert lines(page)[2] == w["closed_late"]
    assert page.status_code == 409
    assert w["closed_late"] not in lines(closed_page(who(), w))


@pytest.mark.parametrize("state", [Wave.State.DRAFT, Wave.State.ENROLLING])
def test_a_wave_that_has_not_begun_says_when_it_will(state: str, who: Callable[[], Respondent], w: PageWords) -> None:
    Wave.objects.update(state=state)
    page = closed_page(who(), w)
    assert lines(page) == [w["early_title"], w.say("early_lead", date=w.day(date(2026, 3, 2)))]
    assert page.status_code == 200


# a no


@pytest.mark.parametrize(("out", "title"), [("declined_at", "declined_title"), ("ineligible_at", "ineligible_title")])
def test_a_no_is_told_with_its_hour_and_can_be_undone_while_the_wave_is_open(
    out: str, title: str, who: Callable[[], Respondent], w: PageWords
) -> None:
    person = replace(who(), **{out: AT})
    page = opted_out_page(person, w)
    assert lines(page) == [
        w[title],
        w.say("out_lead", moment=w.moment(AT)),
        w.say("out_until", date=w.day(date(2026, 3, 30))),
        w["out_undo"],
        w["leave_help"],
        w["leave"],
    ]
    assert page.status_code == 200
    forms = re.findall(r'<form method="post" action="([^"]+)">', page.content.decode())
    assert forms == [f"/svar/{w.language.id}/igen", f"/svar/{w.language.id}/luk"]
    assert page.content.decode().count(f'name="hvem" value="{session.mark(person.person)}"') == 2


def test_a_no_can_no_longer_be_undone_when_the_wave_is_over(who: Callable[[], Respondent], w: PageWords) -> None:
    Wave.objects.update(state=Wave.State.CLOSED)
    page = opted_out_page(replace(who(), declined_at=AT), w)
    assert lines(page) == [w["declined_title"], w.say("out_lead", moment=w.moment(AT)), w["leave_help"], w["leave"]]
    assert "/igen" not in page.content.decode()


def test_every_form_has_a_number_of_its_own(who: Callable[[], Respondent]) -> None:
    person = replace(who(), declined_at=AT)
    numbers = [
        re.findall(r'name="form" value="([^"]+)"', opted_out_page(person, words()["da"]).content.decode())
        for _ in range(2)
    ]
    assert [len(found) for found in numbers] == [1, 1]
    assert numbers[0] != numbers[1]


def test_the_page_of_a_no_is_for_one_who_said_it(who: Callable[[], Respondent]) -> None:
    person = who()
    with pytest.raises(ValueError, match=f"person {person.person} is not out"):
        opted_out_page(person, words()["da"])


# the receipt


def test_a_receipt_tells_what_the_database_holds(phone, who: Callable[[], Respondent], w: PageWords) -> None:
    told = lines(submit(phone, w.language.id))
    held = answers.receipt(who().person)
    assert held is not None
    assert [line for line in told if line in {w[name] for name in SUBMITTED}] == [w[name] for name in SUBMITTED]
    after = dict(pairwise(told))
    assert after[w["receipt_number"]] == str(held.number)
    assert after[w["receipt_at"]] == w.moment(held.at)
    assert after[w["receipt_answered"]] == w.say("receipt_of", answered=2, asked=held.asked)
    assert after[w["receipt_comment"]] == w["receipt_none"]
    assert w.say("receipt_reopen_help", date=w.day(date(2026, 3, 30))) in told
    labels = {
        category.label[w.language.id]
        for item in who().questionnaire.items
        for category in item.scale.categories
        if (item.column, category.code) in (("overall_help", 5), ("overall_benefit", 9))
    }
    assert len(labels) == 2
    assert labels <= set(told)


def test_a_receipt_counts_the_characters_of_ones_own_words(phone, w: PageWords) -> None:
    told = lines(submit(phone, w.language.id, ord="Tak for alt"))
    assert w.say("receipt_signs", n=11) in told
    assert "Tak for alt" in told


def test_a_receipt_offers_a_change_while_the_wave_is_open_and_says_why_not_afterwards(phone, w: PageWords) -> None:
    address = f"/svar/{w.language.id}/igen"
    open_ = submit(phone, w.language.id).content.decode()
    assert f'action="{address}">' in open_
    assert f"<p hidden>{w['receipt_closed']}</p>" in open_
    Wave.objects.update(state=Wave.State.CLOSED)
    over = phone.get(f"/svar/{w.language.id}/kvittering").content.decode()
    assert f'action="{address}" hidden>' in over
    assert f"<p>{w['receipt_closed']}</p>" in over


# all of them


def closed(phone) -> HttpResponse:
    phone.open()
    Wave.objects.update(state=Wave.State.CLOSED)
    return phone.get("/svar/da/")


def declined(phone) -> HttpResponse:
    phone.begin()
    phone.get("/svar/da/nej")
    phone.send("/svar/da/nej", valg="nej")
    return phone.get("/svar/da/")


def received(phone) -> HttpResponse:
    return submit(phone, "da")


@pytest.mark.parametrize("reach", [closed, declined, received])
def test_no_page_is_kept_by_a_browser_or_holds_what_lets_somebody_in(
    reach: Callable[[object], HttpResponse], phone, pseudonym: str
) -> None:
    page = reach(phone)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    told = page.content.decode()
    cookie = phone.client.cookies[session.COOKIE].value
    assert cookie
    assert [secret for secret in (phone.code, phone.code.replace("-", ""), pseudonym, cookie) if secret in told] == []


def test_every_page_says_who_asks_and_for_which_survey(who: Callable[[], Respondent], w: PageWords) -> None:
    person = who()
    title = person.questionnaire.title[w.language.id]
    for page in (closed_page(person, w), opted_out_page(replace(person, declined_at=AT), w)):
        told = page.content.decode()
        assert f"<bdi>Norddjurs Kommune</bdi> <span>{title}</span>" in told
        assert f'<html lang="{w.language.id}"' in told
        others = [words()[code][name] for code in CITIZENS if code != w.language.id for name in TITLES]
        assert [title for title in others if title in told] == []
