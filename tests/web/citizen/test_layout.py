"""The same sheet for all who are asked the same, and nothing of one person in another's page."""

import re

import pytest

from borgerpuls.fieldwork.models import Person
from borgerpuls.fieldwork.responses import answers
from borgerpuls.fieldwork.responses.access_codes import code_of
from borgerpuls.web.citizen import layout

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def people(unit: str) -> list[answers.Respondent]:
    found = [answers.find(code_of(p.pseudonym)) for p in Person.objects.filter(enrolment__municipality=unit)[:2]]
    return [one for one in found if one is not None]


def test_two_who_are_asked_the_same_share_a_sheet(office: object) -> None:
    one, other = people("0707")
    assert layout.question_page(one, "da", one.route[0]) is layout.question_page(other, "da", other.route[0])
    assert layout.answers_page(one, "da", "review") is layout.answers_page(other, "da", "review")


def test_language_page_and_unit_have_each_their_sheet(office: object) -> None:
    (here, _), (there, _) = people("0707"), people("0101")
    sheets = {
        layout.question_page(here, "da", here.route[0]),
        layout.question_page(here, "en", here.route[0]),
        layout.question_page(here, "da", here.route[1]),
        layout.question_page(there, "da", there.route[0]),
    }
    assert len(sheets) == 4


def test_one_persons_answers_are_never_in_anothers_page(phone, pseudonym: str) -> None:
    phone.begin()
    phone.answer(2, q_meeting_listen="1")
    other = type(phone)(
        code_of(Person.objects.filter(enrolment__municipality="0707").exclude(pseudonym=pseudonym)[0].pseudonym)
    )
    other.begin()
    other.get("/svar/da/2")
    assert other.chosen == set()
    phone.get("/svar/da/2")
    assert phone.chosen == {"meeting_listen-1"}


def test_no_id_of_ours_can_be_that_of_an_item(phone, who) -> None:
    phone.begin()
    for step in who().route:
        phone.get(f"/svar/da/{step.number}")
        ids = re.findall(r' id="([^"]+)"', phone.seen)
        assert len(ids) == len(set(ids))
        assert {name for name in ids if "-" not in name} == {item.column for item in step.items}
