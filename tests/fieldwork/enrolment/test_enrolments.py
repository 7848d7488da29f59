"""An enrolment, read: the waves that are offered, and which decisions are still open."""

from datetime import UTC, datetime

import pytest

from borgerpuls.fieldwork.enrolment import decisions, enrolments
from borgerpuls.fieldwork.models import Enrolment, Message, Municipality, Person, Wave
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.problems import Refused

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WHO = "karen@norddjurs.example"


def view() -> enrolments.EnrolmentView:
    return enrolments.enrolment("0707", "trial-2026")


def test_a_wave_that_enrols_is_offered_until_the_municipality_is_in_it(wave: Wave) -> None:
    assert [offered.name for offered in enrolments.waves_to_enrol_in("0707")] == ["trial-2026"]
    decisions.enrol("0707", wave.name, WHO, NOW)
    assert enrolments.waves_to_enrol_in("0707") == ()
    assert [offered.name for offered in enrolments.waves_to_enrol_in("0101")] == ["trial-2026"]


def test_a_view_of_an_enrolment_takes_a_handful_of_queries(enrolled: int, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    questionnaires.read.cache_clear()
    with django_assert_max_num_queries(5):
        view()


def test_an_enrolment_is_the_same_by_its_number_and_by_municipality_and_wave(enrolled: int) -> None:
    assert enrolments.enrolment_by_id(enrolled) == view()
    with pytest.raises(Refused, match="not enrolled"):
        enrolments.enrolment_by_id(enrolled + 1)


@pytest.mark.parametrize(
    ("state", "list_state", "invited", "still_open"),
    [
        ("enrolling", "none", False, {"questions", "letter", "list"}),
        ("enrolling", "approved", False, {"letter"}),
        ("open", "accepted", False, {"letter", "list"}),
        ("open", "approved", True, set()),
        ("closed", "accepted", False, set()),
    ],
)
def test_wave_list_and_invitations_decide_what_is_still_open(
    enrolled: int, state: str, list_state: str, invited: bool, still_open: set[str]
) -> None:
    Wave.objects.update(state=state)
    Enrolment.objects.update(list_state=list_state)
    if invited:
        person = Person.objects.create(enrolment_id=enrolled, pseudonym="p", code_hash=b"p", background={})
        Message.objects.create(person=person, enrolment_id=enrolled, occasion=0, channel="email", due_at=NOW)
    found = view()
    parts = {"questions": found.questions_open, "letter": found.letter_open, "list": found.list_open}
    assert {part for part, is_open in parts.items() if is_open} == still_open
    assert found.can_withdraw == ("questions" in still_open)


def test_a_municipality_is_known_by_its_code(wave: Wave) -> None:
    name = enrolments.municipality_name("0707")
    assert name is not None
    assert name["da"] == "Norddjurs"
    assert enrolments.municipality_name("9999") is None
    assert Municipality.objects.filter(code="9999").count() == 0
