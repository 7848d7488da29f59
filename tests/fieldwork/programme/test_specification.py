"""The plan of analysis is fixed when a wave opens, grows only by units that come later, and freezes with the wave."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import localdate

from borgerpuls.dataset.analysis_plan import plan_from
from borgerpuls.dataset.folder import open_wave, seal_wave
from borgerpuls.fieldwork.freeze import freeze
from borgerpuls.fieldwork.models import Enrolment, LocalQuestion, Person, SaveEvent, Wave
from borgerpuls.fieldwork.population import approval
from borgerpuls.fieldwork.programme import waves
from borgerpuls.fieldwork.programme.specification import fix_plan, readable, specification
from borgerpuls.fieldwork.staff import audit
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.results.build import build

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
WHO = "kontor@example.org"


@pytest.fixture
def enrolling(office: Any) -> Any:
    """The wave of the office before it opened."""
    Wave.objects.update(state=Wave.State.ENROLLING, analysis_plan={}, opens_on=localdate(office.now))
    return office


def one(office: Any) -> Wave:
    return Wave.objects.get(name=office.wave)


def test_a_wave_that_opens_has_its_plan_fixed_before_anybody_answered(enrolling: Any) -> None:
    waves.open_field_period(enrolling.wave, WHO, enrolling.now)
    plan = plan_from(one(enrolling).analysis_plan)
    assert (plan.fixed, plan.unanswered) == (localdate(enrolling.now), True)
    assert list(plan.shared["groups"]) == one(enrolling).groups
    (opened,) = [entry for entry in audit.entries(wave=enrolling.wave) if entry.act == "wave.open"]
    assert opened.details["plan"] == readable(plan.digest)


def test_a_plan_that_is_fixed_stays_as_it_is(enrolling: Any) -> None:
    waves.open_field_period(enrolling.wave, WHO, enrolling.now)
    before, wave = one(enrolling).analysis_plan, one(enrolling)
    wave.groups = ["sex"]
    fix_plan(wave, enrolling.now + timedelta(3))
    assert wave.analysis_plan["shared"] == before["shared"]
    assert wave.analysis_plan["fixed"] == before["fixed"]


def test_a_wave_without_a_plan_gets_one_that_says_that_answers_were_there(office: Any) -> None:
    wave = one(office)
    wave.analysis_plan = {}
    SaveEvent.objects.create(person_id=office.persons["0101"][0], at=office.now, language="da", answers="{}", key="1")
    fix_plan(wave, office.now)
    assert plan_from(wave.analysis_plan).unanswered is False


def test_a_municipality_that_comes_later_brings_its_own_part_with_its_own_day(enrolling: Any) -> None:
    late = Enrolment.objects.get(pk=enrolling.enrolments["0707"])
    asked = questionnaires.read(one(enrolling).questionnaire_id)
    LocalQuestion.objects.filter(enrolment=late).delete()
    words = dict.fromkeys(asked.languages, "Er byen god?")
    LocalQuestion.objects.create(enrolment=late, number=1, scale=asked.scales[0].id, wording=words, short=words)
    Enrolment.objects.filter(pk=late.pk).update(list_state=Enrolment.List.ACCEPTED)
    waves.open_field_period(enrolling.wave, WHO, enrolling.now, without=["0707"])
    assert "0707" not in one(enrolling).analysis_plan["units"]
    approval.approve(enrolling.wave, "0707", WHO, enrolling.now + timedelta(4))
    plan = plan_from(one(enrolling).analysis_plan)
    assert plan.units["0707"].fixed == localdate(enrolling.now + timedelta(4))
    assert len(plan.units["0707"].own["questions"]) == 1
    assert plan.fixed == localdate(enrolling.now)


def test_what_is_changed_after_the_wave_opened_is_found_afterwards_in_its_figures(
    enrolling: Any, tmp_path: Path
) -> None:
    Wave.objects.update(groups=["sex"])
    waves.open_field_period(enrolling.wave, WHO, enrolling.now)
    answers = {item.id: item.scale.categories[2].code for item in waves.questionnaire_of(enrolling.wave).items}
    for person in (person for several in enrolling.persons.values() for person in several):
        event = {"at": enrolling.now, "language": "da", "answers": json.dumps(answers), "key": "1"}
        SaveEvent.objects.create(person_id=person, **event)
        Person.objects.filter(pk=person).update(started_at=enrolling.now, submitted_at=enrolling.now)
    waves.close(enrolling.wave, WHO, enrolling.now)
    Wave.objects.update(groups=["sex", "age"])  # behind the pages' back: they refuse it
    wave = freeze(enrolling.wave, tmp_path / enrolling.wave, WHO, enrolling.now)
    assert [(found.what, found.name) for found in wave.added] == [("group", "age")]
    words = (wave.folder / "wave.toml").read_text("utf-8")
    (wave.folder / "wave.toml").write_text(words.replace("relevant = 0.1", "relevant = 0.05"), "utf-8")
    sealed = seal_wave(wave.folder)
    assert [(found.what, found.planned, found.now) for found in sealed.added if found.what == "rule"] == [
        ("rule", "0.1", "0.05")
    ]
    assert {figure.afterwards for figure in build([open_wave(wave.folder)])} == {"rule relevant"}


def test_a_wave_that_keeps_to_its_plan_freezes_without_additions(enrolling: Any, tmp_path: Path) -> None:
    waves.open_field_period(enrolling.wave, WHO, enrolling.now)
    waves.close(enrolling.wave, WHO, enrolling.now)
    wave = freeze(enrolling.wave, tmp_path / enrolling.wave, WHO, enrolling.now)
    assert wave.added == ()
    assert wave.plan is not None
    assert wave.plan.fixed == localdate(enrolling.now)
    asked = questionnaires.read(one(enrolling).fielded_id)
    assert replace(specification(one(enrolling), asked, None), previous=wave.spec.previous) == wave.spec
