"""What hinders a wave from opening, and the questionnaire that it opens with."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from borgerpuls.fieldwork.models import Enrolment, LocalQuestion, Wave
from borgerpuls.fieldwork.population import approval
from borgerpuls.fieldwork.programme import waves
from borgerpuls.fieldwork.programme.wave_plan import Plan
from borgerpuls.fieldwork.staff import audit
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.problems import Refused

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
WHO = "kontor@example.org"


@pytest.fixture
def plan(office: Any) -> Plan:
    """A plan for another wave like the one in the field."""
    return replace(waves.wave(office.wave).plan, name="2026-efteraar")


def whats(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [f"{problem.where['en']}: {problem.what['en']}" for problem in refusal.value.problems]


def test_a_questionnaire_with_other_codes_cannot_replace_one_that_lists_were_read_with(office: Any) -> None:
    Wave.objects.update(state="enrolling")
    source = waves.questionnaire_of(office.wave).source.replace('id = "18-29"', 'id = "18-28"')
    other = questionnaires.add(source, WHO, office.now)
    plan = replace(waves.wave(office.wave).plan, questionnaire=other.fingerprint)
    with pytest.raises(Refused, match="2 population lists"):
        waves.change(office.wave, plan, WHO, office.now)


def test_a_wave_opens_with_the_local_questions_of_those_that_take_part(office: Any) -> None:
    Wave.objects.update(state="enrolling", fielded=None)
    waves.open_field_period(office.wave, WHO, office.now)
    asked = waves.questionnaire_of(office.wave)
    assert [item.wording["da"] for item in asked.local_of("0707")] == [
        "De ansatte ser på hele mit liv.",
        "I hvor høj grad er der én plan for hjælpen?",
    ]
    assert asked.local_of("0101") == ()
    assert waves.wave(office.wave).state == "open"
    assert audit.entries(act="wave.open")[0].details["fielded"] == asked.fingerprint


def test_everything_that_hinders_a_wave_from_opening_is_told_at_once(office: Any) -> None:
    day = office.now.date()
    Wave.objects.update(state="enrolling", asks={"da": "Vi spørger."}, opens_on=day + timedelta(2))
    Enrolment.objects.filter(municipality="0101").update(list_state="none")
    Enrolment.objects.filter(municipality="0707").update(sender=" ")
    with pytest.raises(Refused) as refusal:
        waves.open_field_period(office.wave, WHO, office.now)
    told = whats(refusal)
    for part in ("in English: The field is empty", "in Arabic", "has not come", "Copenhagen: The municipality has no",
                 "Norddjurs: The letter has no sender"):  # fmt: skip
        assert any(part in line for line in told), (part, told)
    assert waves.wave(office.wave).state == "enrolling"


def test_a_wave_without_any_approved_list_does_not_open(office: Any) -> None:
    Wave.objects.update(state="enrolling")
    Enrolment.objects.update(list_state="accepted")
    with pytest.raises(Refused, match="No municipality's list is approved"):
        waves.open_field_period(office.wave, WHO, office.now, without=("0101", "0707"))


def test_a_language_that_letters_are_not_written_in_hinders(office: Any) -> None:
    Wave.objects.update(state="enrolling")
    source = waves.questionnaire_of(office.wave).source
    german = source.replace('languages = ["da", "en", "ar"]', 'languages = ["da", "en", "de"]').replace(
        "ar = ", "de = "
    )
    german = german.replace(".ar = ", ".de = ")
    Wave.objects.update(questionnaire=questionnaires.add(german, WHO, office.now).fingerprint)
    found = waves.hindrances(office.wave, office.now)
    assert "They are not written in German." in [problem.what["en"] for problem in found]


def test_a_municipalitys_own_words_must_fit_the_questionnaire(office: Any) -> None:
    Wave.objects.update(state="enrolling")
    LocalQuestion.objects.filter(number=1).update(wording={"da": "Hvad?", "en": "What?"}, scale="gone")
    Enrolment.objects.filter(municipality="0101").update(letter={"da": "Hej", "en": "", "ar": "مرحبا"})
    told = {f"{problem.where['en']}: {problem.what['en']}" for problem in waves.hindrances(office.wave, office.now)}
    assert told == {
        "Copenhagen: Its own words are missing in English.",
        "Norddjurs: Its own words are missing in Arabic.",
        "Norddjurs: A local question uses a scale that the questionnaire does not have.",
    }
    assert waves.hindrances(office.wave, office.now, without=("0707",)) != ()


def test_a_municipality_left_for_later_comes_in_when_its_list_is_approved(office: Any) -> None:
    Wave.objects.update(state="enrolling", fielded=None)
    Enrolment.objects.filter(municipality="0707").update(list_state="accepted")
    waves.open_field_period(office.wave, WHO, office.now, without=("0707",))
    assert waves.questionnaire_of(office.wave).local_items == ()
    approval.approve(office.wave, "0707", WHO, office.now)
    assert len(waves.questionnaire_of(office.wave).local_of("0707")) == 2


def test_local_questions_stay_where_the_shared_file_has_some(office: Any) -> None:
    """A file may bring local questions; a municipality's own come after them."""
    Wave.objects.update(state="enrolling")
    fielded = waves.questionnaire_of(office.wave).source
    Wave.objects.update(questionnaire=questionnaires.add(fielded, WHO, office.now).fingerprint)
    LocalQuestion.objects.filter(number=2).delete()
    LocalQuestion.objects.update(number=3)
    waves.open_field_period(office.wave, WHO, office.now)
    assert len(waves.questionnaire_of(office.wave).local_of("0707")) == 3
