"""How far a municipality's list has come, as the page tells it."""

from datetime import datetime, timedelta

import pytest

from borgerpuls.fieldwork.models import Enrolment, Person, Upload, Wave
from borgerpuls.fieldwork.population.state import ListView, list_of

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
WHO = "karen@example.org"


def held() -> ListView:
    return list_of("0707", "autumn-2026")


def uploaded(enrolment: Enrolment, name: str, state: str, now: datetime) -> int:
    return int(Upload.objects.create(enrolment=enrolment, who=WHO, at=now, file_name=name, state=state).pk)


def person(enrolment: Enrolment, n: int, *, sampled: bool = True) -> None:
    Person.objects.create(enrolment=enrolment, pseudonym=f"p{n}", code_hash=bytes([n]), background={}, sampled=sampled)


def test_before_anything_is_uploaded_there_is_no_list(enrolment: Enrolment) -> None:
    assert held() == ListView(
        enrolment_id=enrolment.pk,
        state="none",
        settled=False,
        persons=0,
        sampled=0,
        file_name="",
        who="",
        at=None,
        approved_at=None,
        staged=None,
        staged_name="",
        sample_size=None,
        sample_by="",
        sample_seed=None,
    )


def test_a_list_that_is_worked_on_is_named_and_nobody_is_in_it_yet(enrolment: Enrolment, now: datetime) -> None:
    upload = uploaded(enrolment, "første.csv", "staged", now)
    found = held()
    assert (found.staged, found.staged_name, found.state) == (upload, "første.csv", "none")
    assert (found.file_name, found.who, found.at, found.persons) == ("", "", None, 0)


def test_a_list_that_was_thrown_away_is_not_told(enrolment: Enrolment, now: datetime) -> None:
    for name in ("a.csv", "b.csv"):
        uploaded(enrolment, name, "discarded", now)
    assert (held().staged, held().staged_name, held().file_name) == (None, "", "")


def test_an_accepted_list_says_who_gave_it_when_and_how_many_are_drawn(enrolment: Enrolment, now: datetime) -> None:
    uploaded(enrolment, "liste.csv", "accepted", now)
    person(enrolment, 1)
    person(enrolment, 2, sampled=False)
    Enrolment.objects.update(list_state="accepted", sample_size=1, sample_by="sex", sample_seed=7)
    found = held()
    assert (found.state, found.file_name, found.who, found.at) == ("accepted", "liste.csv", WHO, now)
    assert (found.persons, found.sampled) == (2, 1)
    assert (found.sample_size, found.sample_by, found.sample_seed) == (1, "sex", 7)
    assert (found.staged, found.settled, found.approved_at) == (None, False, None)


def test_a_new_list_is_worked_on_while_the_earlier_one_holds(enrolment: Enrolment, now: datetime) -> None:
    uploaded(enrolment, "gammel.csv", "accepted", now)
    upload = uploaded(enrolment, "ny.csv", "staged", now + timedelta(1))
    found = held()
    assert (found.file_name, found.at) == ("gammel.csv", now)
    assert (found.staged, found.staged_name) == (upload, "ny.csv")


def test_an_approved_list_is_settled_and_says_since_when(enrolment: Enrolment, now: datetime) -> None:
    Enrolment.objects.update(list_state="approved", approved_at=now)
    assert (held().state, held().settled, held().approved_at) == ("approved", True, now)


@pytest.mark.parametrize(
    ("state", "settled"),
    [
        ("draft", False),
        ("enrolling", False),
        ("open", False),
        ("closed", True),
        ("frozen", True),
        ("published", True),
    ],
)
def test_a_list_is_settled_when_the_field_is_over(enrolment: Enrolment, state: str, settled: bool) -> None:
    Wave.objects.update(state=state)
    assert held().settled is settled


def test_other_municipalities_lists_are_not_counted(enrolment: Enrolment, now: datetime) -> None:
    other = Enrolment.objects.create(wave=enrolment.wave, municipality_id="0101", enrolled_at=now)
    person(other, 1)
    uploaded(other, "liste.csv", "accepted", now)
    assert (held().persons, held().file_name) == (0, "")
    assert list_of("0101", "autumn-2026").persons == 1


def test_a_municipality_that_is_not_enrolled_has_none(enrolment: Enrolment) -> None:
    with pytest.raises(Enrolment.DoesNotExist):
        list_of("0101", "autumn-2026")
