"""What the tables of waves refuse: a name, a version, an enrolment or a local question that there is already."""

from datetime import datetime

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError

from borgerpuls.fieldwork.models import Enrolment, LocalQuestion, Municipality, QuestionnaireVersion, Wave

pytestmark = pytest.mark.django_db


def ask(enrolment: Enrolment, number: int) -> LocalQuestion:
    return LocalQuestion.objects.create(enrolment=enrolment, number=number, scale="degree", wording={}, short={})


def test_a_municipality_is_its_code_with_the_zeros(municipality: Municipality) -> None:
    with pytest.raises(IntegrityError):
        Municipality.objects.create(code="0707", name={})


def test_a_code_without_its_zero_is_another_code(municipality: Municipality) -> None:
    Municipality.objects.create(code="707", name={})
    assert sorted(Municipality.objects.values_list("code", flat=True)) == ["0707", "707"]


def test_a_questionnaire_is_kept_once(wave: Wave, now: datetime) -> None:
    with pytest.raises(IntegrityError):
        QuestionnaireVersion.objects.create(fingerprint="f" * 64, source="another", added_at=now)


def test_a_questionnaire_that_a_wave_asks_or_another_follows_is_not_deleted(wave: Wave, now: datetime) -> None:
    patch = QuestionnaireVersion.objects.create(
        fingerprint="e" * 64, source="", added_at=now, follows=wave.questionnaire
    )
    with pytest.raises(ProtectedError):
        wave.questionnaire.delete()
    Wave.objects.update(questionnaire=patch)
    with pytest.raises(ProtectedError):
        QuestionnaireVersion.objects.get(fingerprint="f" * 64).delete()


def test_no_two_waves_have_the_same_name(wave: Wave) -> None:
    day = wave.opens_on
    with pytest.raises(IntegrityError):
        Wave.objects.create(
            name="trial", title={}, opens_on=day, closes_on=day, contact_until=day, questionnaire=wave.questionnaire
        )


def test_a_municipality_is_enrolled_once_in_a_wave(enrolment: Enrolment, now: datetime) -> None:
    with pytest.raises(IntegrityError):
        Enrolment.objects.create(wave=enrolment.wave, municipality=enrolment.municipality, enrolled_at=now)


def test_another_municipality_and_another_wave_are_other_enrolments(enrolment: Enrolment, now: datetime) -> None:
    wave, day = enrolment.wave, enrolment.wave.opens_on
    other = Municipality.objects.create(code="0101", name={})
    later = Wave.objects.create(
        name="later", title={}, opens_on=day, closes_on=day, contact_until=day, questionnaire=wave.questionnaire
    )
    Enrolment.objects.create(wave=wave, municipality=other, enrolled_at=now)
    Enrolment.objects.create(wave=later, municipality=enrolment.municipality, enrolled_at=now)
    assert Enrolment.objects.count() == 3


def test_a_wave_with_municipalities_in_it_is_not_deleted(enrolment: Enrolment) -> None:
    with pytest.raises(ProtectedError):
        enrolment.wave.delete()


def test_a_local_question_has_a_number_of_its_own(enrolment: Enrolment) -> None:
    for number in (1, 2, 3):
        ask(enrolment, number)
    with pytest.raises(IntegrityError):
        ask(enrolment, 2)


@pytest.mark.parametrize("number", [0, 4])
def test_there_are_three_local_questions_at_most(enrolment: Enrolment, number: int) -> None:
    with pytest.raises(IntegrityError, match="three_local_questions"):
        ask(enrolment, number)


def test_local_questions_leave_with_their_municipality(enrolment: Enrolment) -> None:
    ask(enrolment, 1)
    enrolment.delete()
    assert not LocalQuestion.objects.exists()
