"""A wave from plan to publication."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from borgerpuls.fieldwork.models import Enrolment, Person, QuestionnaireVersion, SaveEvent, Wave
from borgerpuls.fieldwork.programme import waves
from borgerpuls.fieldwork.programme.wave_plan import Plan
from borgerpuls.fieldwork.responses.answers import answers_of
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


def draft(plan: Plan, now: datetime) -> Plan:
    waves.create(plan, WHO, now)
    return plan


def test_a_wave_begins_as_a_draft_with_everything_planned(plan: Plan, now: datetime) -> None:
    assert waves.create(plan, WHO, now) == ()
    view = waves.wave("2026-efteraar")
    assert view.plan == plan
    assert view.state == "draft"
    assert [entry.act for entry in audit.entries(wave="2026-efteraar")] == ["wave.create"]


def test_two_waves_cannot_have_one_name(plan: Plan, now: datetime) -> None:
    draft(plan, now)
    with pytest.raises(Refused, match="There is a wave called"):
        waves.create(plan, WHO, now)


def test_a_draft_can_be_changed_in_everything_and_its_name_too(plan: Plan, now: datetime) -> None:
    draft(plan, now)
    waves.change(plan.name, replace(plan, name="2026-vinter", reminders=(5,)), WHO, now)
    assert waves.wave("2026-vinter").plan.reminders == (5,)


def test_a_name_is_settled_once_municipalities_know_it(plan: Plan, now: datetime) -> None:
    draft(plan, now)
    waves.announce(plan.name, WHO, now)
    with pytest.raises(Refused, match="settled"):
        waves.change(plan.name, replace(plan, name="other"), WHO, now)


def test_in_the_field_only_days_and_reminders_can_be_changed(office: Any) -> None:
    plan = waves.wave(office.wave).plan
    later = replace(plan, closes_on=plan.closes_on + timedelta(7), reminders=(7, 14, 21))
    waves.change(office.wave, later, WHO, office.now)
    assert waves.wave(office.wave).plan == later
    with pytest.raises(Refused) as refusal:
        waves.change(office.wave, replace(later, groups=("sex",), channels=("email",)), WHO, office.now)
    assert {line.split(":")[0] for line in whats(refusal) if "settled" in line} == {
        "Channels",
        "Background in the reports",
    }


def test_steps_are_taken_in_order_and_once(office: Any) -> None:
    for step in (waves.announce, waves.publish, waves.unpublish):
        with pytest.raises(Refused):
            step(office.wave, WHO, office.now)
    waves.close(office.wave, WHO, office.now)
    with pytest.raises(Refused):
        waves.close(office.wave, WHO, office.now)
    with pytest.raises(Refused, match="does not exist"):
        waves.close("nowhere", WHO, office.now)


def test_the_worker_opens_and_closes_on_the_day(office: Any) -> None:
    Wave.objects.update(state="enrolling", opens_on=date(2026, 3, 10), closes_on=date(2026, 4, 1))
    before = datetime.fromisoformat("2026-03-09T22:59:00+00:00")  # 23.59 in Denmark
    assert waves.open_due("worker", before) == ()
    assert waves.open_due("worker", before + timedelta(minutes=1)) == ("trial-2026",)
    last = datetime.fromisoformat("2026-04-01T21:59:00+00:00")  # summer time
    assert waves.close_due("worker", last) == ()
    assert waves.close_due("worker", last + timedelta(minutes=1)) == ("trial-2026",)


def test_the_worker_leaves_a_wave_that_something_hinders(office: Any) -> None:
    Wave.objects.update(state="enrolling")
    Enrolment.objects.filter(municipality="0707").update(list_state="accepted")
    assert waves.open_due("worker", office.now) == ()


def test_better_words_lose_no_answer_and_are_what_everybody_is_asked(office: Any) -> None:
    person = office.persons["0707"][0]
    SaveEvent.objects.create(
        person_id=person, at=office.now, language="da", answers='{"overall_help": 4, "local_1": 5}', key="1"
    )
    Person.objects.filter(pk=person).update(started_at=office.now)
    before = answers_of(person)
    shared = questionnaires.read(waves.wave(office.wave).plan.questionnaire)
    better = questionnaires.add(
        shared.source.replace("den hjælp, du får af din kommune", "kommunens hjælp"), WHO, office.now
    )
    words = waves.wording_changes(office.wave, better.fingerprint)
    assert [(language, after) for _, language, _, after in words] == [
        ("da", "Hvor tilfreds er du alt i alt med kommunens hjælp?")
    ]
    waves.patch(office.wave, better.fingerprint, WHO, office.now)
    asked = waves.questionnaire_of(office.wave)
    assert asked.item("overall_help").wording["da"].endswith("kommunens hjælp?")
    assert len(asked.local_of("0707")) == 2
    assert answers_of(person) == before == {"overall_help": 4, "local_1": 5}
    assert questionnaires.version(better.fingerprint).follows == shared.fingerprint


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('id = "overall_speed"', 'id = "overall_pace"', 'item "overall_pace"'),
        ("code = 8, label", "code = 7, label", 'scale "satisfaction"'),
        ('scale = "agreement"', 'scale = "degree"', 'item "goals_own"'),
        ('id = "k", label', 'id = "f", label', 'background "sex", list "cpr"'),
        ('theme = "overall"\nscale', 'theme = "meeting"\nscale', 'theme "overall"'),
        ('short = { da = "Tiden, det tager"',
         'asked_when = { item = "overall_help", codes = [1] }\nshort = { da = "Tiden, det tager"',
         'item "overall_speed"'),
        ('overall = "overall"', "", "the overall theme"),
        (", favourable = true", "", 'scale "satisfaction", answer 4'),
    ],
)  # fmt: skip
def test_anything_but_words_is_refused_with_what_differs(office: Any, old: str, new: str, where: str) -> None:
    shared = questionnaires.read(waves.wave(office.wave).plan.questionnaire)
    other = questionnaires.add(shared.source.replace(old, new, 1), WHO, office.now)
    fielded = waves.wave(office.wave).fielded
    with pytest.raises(Refused) as refusal:
        waves.patch(office.wave, other.fingerprint, WHO, office.now)
    assert where in [problem.where["en"] for problem in refusal.value.problems]
    assert waves.wave(office.wave).fielded == fielded


def test_words_are_not_changed_by_a_patch_before_or_after_the_field(office: Any) -> None:
    fingerprint = waves.wave(office.wave).plan.questionnaire
    for state in ("enrolling", "closed", "frozen"):
        Wave.objects.update(state=state)
        with pytest.raises(Refused):
            waves.patch(office.wave, fingerprint, WHO, office.now)


def test_reports_are_published_when_they_are_made_and_taken_back(office: Any) -> None:
    Wave.objects.update(state="frozen")
    with pytest.raises(Refused, match="not made"):
        waves.publish(office.wave, WHO, office.now)
    Wave.objects.update(reports_at=office.now)
    waves.publish(office.wave, WHO, office.now)
    assert waves.wave(office.wave).published_at == office.now
    waves.unpublish(office.wave, WHO, office.now)
    assert (waves.wave(office.wave).state, waves.wave(office.wave).published_at) == ("frozen", None)


def test_every_change_is_in_the_log(office: Any) -> None:
    Wave.objects.update(state="enrolling")
    waves.open_field_period(office.wave, WHO, office.now)
    waves.close(office.wave, WHO, office.now)
    assert [entry.act for entry in audit.entries(wave=office.wave)][:2] == ["wave.closed", "wave.open"]


def test_a_version_is_kept_once_and_for_ever(office: Any) -> None:
    many = QuestionnaireVersion.objects.count()
    shared = questionnaires.read(waves.wave(office.wave).plan.questionnaire)
    questionnaires.add(shared.source, WHO, office.now + timedelta(1))
    assert QuestionnaireVersion.objects.count() == many
