"""The short link, the typed code, wrong codes, and closing on a shared computer."""

from collections.abc import Callable

import pytest

from borgerpuls.fieldwork.models import Person, SaveEvent, Wave
from borgerpuls.fieldwork.responses.answers import Respondent
from borgerpuls.web.citizen.throttle import MANY

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
NOBODYS = "0000-0000-0000-0000"


def test_a_link_leads_to_who_asks_and_hides_the_code(phone) -> None:
    response = phone.open()
    assert (response.status_code, response["Location"]) == (303, "/svar/da/")
    cookie = response.cookies["svar"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/svar/")
    assert phone.code.replace("-", "") not in cookie.value


def test_over_https_the_cookie_stays_there(phone, settings) -> None:
    settings.SECURE = True
    assert phone.open().cookies["svar"]["secure"]


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_mail_scanner_that_opens_links_changes_nothing(method: str, phone, who) -> None:
    before = who()
    link = f"/k/{phone.code.replace('-', '')}"
    for address in (link, f"{link}/", "/svar/da/", "/svar/da/1", "/svar/da/tjek", "/svar/da/nej", "/svar/da/igen"):
        getattr(phone.client, method)(address)
    assert (who(), SaveEvent.objects.count(), Person.objects.exclude(started_at=None).count()) == (before, 0, 0)


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code}\n"])
def test_a_code_is_typed_as_people_type(typed: Callable[[str], str], phone) -> None:
    phone.get("/k/")
    assert phone.send("/k/da/", kode=typed(phone.code))["Location"] == "/svar/da/"


def test_a_link_that_does_not_work_asks_for_the_code_and_leaves_the_address(phone) -> None:
    response = phone.open("ABCD-EFGH")
    assert (response.status_code, response["Location"]) == (303, "/k/?ukendt")
    phone.get(response["Location"])
    assert "Linket virker ikke" in phone.words


def test_a_wrong_code_is_told_what_to_do_and_stays_in_its_field(phone) -> None:
    phone.get("/k/en/")
    assert phone.send("/k/en/", kode="abcd <b>").status_code == 422
    assert "See that all 16 signs are there" in phone.words
    assert 'value="abcd &lt;b&gt;"' in phone.seen
    assert "<title>Error: " in phone.seen
    assert phone.send("/k/en/", kode="  ").status_code == 422
    assert "Type the code from the letter" in phone.words


def test_many_wrong_codes_are_slowed_down_and_a_right_one_never_is(phone, another_phone) -> None:
    phone.get("/k/da/")
    statuses = [phone.send("/k/da/", kode=NOBODYS).status_code for _ in range(MANY + 5)]
    assert statuses == [422] * MANY + [429] * 5
    assert "En rigtig kode virker altid" in phone.words
    assert another_phone.open().status_code == 303
    phone.get("/k/da/")
    assert phone.send("/k/da/", kode=phone.code)["Location"] == "/svar/da/"
    phone.begin()
    assert phone.answer(1).status_code == 303


def test_the_code_page_speaks_the_browsers_language_and_changes_it_with_what_was_typed(phone) -> None:
    phone.get("/k/", headers={"accept-language": "so,ar;q=0.8"})
    assert '<html lang="ar" dir="rtl">' in phone.seen
    phone.post("/k/en/", {"kode": "0123", "til": "en", "q.goals_own": "4", "side": "3"})
    assert '<html lang="en" dir="ltr">' in phone.seen
    assert 'value="0123"' in phone.seen
    assert phone.hidden() == {"q.goals_own": "4", "side": "3"}


def test_who_began_goes_on_at_the_first_page_not_saved_on_any_device(phone, another_phone) -> None:
    phone.begin("ar")
    phone.answer(1, "ar", q_overall_help="5")
    phone.answer(2, "ar")
    assert another_phone.open()["Location"] == "/svar/ar/3"
    another_phone.get("/svar/ar/1")
    assert another_phone.chosen == {"overall_help-5"}


def test_who_has_answered_all_pages_goes_on_by_checking_them(
    phone, who: Callable[[], Respondent], another_phone
) -> None:
    phone.begin()
    for number in range(1, len(who().pages) + 1):
        phone.answer(number)
    assert another_phone.open()["Location"] == "/svar/da/tjek"


def test_closing_on_a_shared_computer_forgets_the_person_and_keeps_the_answers(phone, who) -> None:
    phone.begin()
    phone.answer(1, q_overall_help="5")
    phone.get("/svar/da/2")
    assert phone.send("/svar/da/luk")["Location"] == "/k/da/?lukket"
    assert phone.get("/svar/da/2")["Location"] == "/k/da/?igen"
    assert who().answers == {"overall_help": 5}


def test_before_the_wave_opens_the_link_says_when(phone) -> None:
    Wave.objects.update(state=Wave.State.ENROLLING)
    phone.open()
    phone.get("/svar/da/")
    assert "Undersøgelsen er ikke begyndt" in phone.words
