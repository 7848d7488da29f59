"""A wave from plan to publication."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from borgerpuls.fieldwork.models import Enrolment, LocalQuestion, Person, QuestionnaireVersion, SaveEvent, Wave
from borgerpuls.fieldwork.population import approval
from borgerpuls.fieldwork.programme import waves
from borgerpuls.fieldwork.programme.wave_plan import FIELDS, Plan
from borgerpuls.fieldwork.responses.answers import answers_of
from borgerpuls.fieldwork.staff import audit
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.problems import Refused
from borgerpuls.text import Text

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


def test_everything_wrong_with_a_plan_is_told_at_once(plan: Plan, now: datetime) -> None:
    wrong = replace(
        plan,
        name="Efterår 2026",
        title=Text(da="Efterår", en=" "),
        closes_on=plan.opens_on,
        contact_until=plan.opens_on,
        channels=("email", "pigeon", "email"),
        reminders=(14, 7),
        groups=("sex", "shoe_size"),
        case_mix=("duration",),
        asks=Text(da="x" * 3000, en="Why", ar="لماذا"),
        national="villages",
    )
    with pytest.raises(Refused) as refusal:
        waves.create(wrong, WHO, now)
    told = whats(refusal)
    for part in (
        "Short name:",
        "Title in English: The field is empty",
        "Title in Arabic: The field is empty",
        "in Danish: The text has 3000 characters",
        "Closes:",
        "Contact data are deleted:",
        "Reminders:",
        'Channels: "pigeon"',
        "Channels: The same is chosen twice",
        '"shoe_size"',
        'Case mix: "duration"',
        'National mean: "villages"',
    ):
        assert any(part in line for line in told), part
    assert not Wave.objects.filter(name="Efterår 2026").exists()


def test_a_plan_without_channel_or_questionnaire_is_refused(plan: Plan, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        waves.create(replace(plan, channels=(), questionnaire="0" * 64), WHO, now)
    assert len(whats(refusal)) == 2


def test_two_waves_cannot_have_one_name(plan: Plan, now: datetime) -> None:
    draft(plan, now)
    with pytest.raises(Refused, match="There is a wave called"):
        waves.create(plan, WHO, now)


def test_no_groups_is_a_doubt_and_no_mistake(plan: Plan, now: datetime) -> None:
    doubts = waves.create(replace(plan, groups=(), case_mix=()), WHO, now)
    assert [doubt.where["en"] for doubt in doubts] == ["Background in the reports"]


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


def test_a_questionnaire_with_other_codes_cannot_replace_one_that_lists_were_read_with(office: Any) -> None:
    Wave.objects.update(state="enrolling")
    source = waves.questionnaire_of(office.wave).source.replace('id = "18-29"', 'id = "18-28"')
    other = questionnaires.add(source, WHO, office.now)
    plan = replace(waves.wave(office.wave).plan, questionnaire=other.fingerprint)
    with pytest.raises(Refused, match="2 population lists"):
        waves.change(office.wave, plan, WHO, office.now)


def test_steps_are_taken_in_order_and_once(office: Any) -> None:
    for step in (waves.announce, waves.publish, waves.unpublish):
        with pytest.raises(Refused):
            step(office.wave, WHO, office.now)
    waves.close(office.wave, WHO, office.now)
    with pytest.raises(Refused):
        waves.close(office.wave, WHO, office.now)
    with pytest.raises(Refused, match="does not exist"):
        waves.close("nowhere", WHO, office.now)


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


def test_local_questions_stay_where_the_shared_file_has_some(office: Any) -> None:
    """A file may bring local questions; a municipality's own come after them."""
    Wave.objects.update(state="enrolling")
    fielded = waves.questionnaire_of(office.wave).source
    Wave.objects.update(questionnaire=questionnaires.add(fielded, WHO, office.now).fingerprint)
    LocalQuestion.objects.filter(number=2).delete()
    LocalQuestion.objects.update(number=3)
    waves.open_field_period(office.wave, WHO, office.now)
    assert len(waves.questionnaire_of(office.wave).local_of("0707")) == 3


def test_a_version_is_kept_once_and_for_ever(office: Any) -> None:
    many = QuestionnaireVersion.objects.count()
    shared = questionnaires.read(waves.wave(office.wave).plan.questionnaire)
    questionnaires.add(shared.source, WHO, office.now + timedelta(1))
    assert QuestionnaireVersion.objects.count() == many


@pytest.mark.parametrize("name", ["ny", "skemaer", "-2026", "2026 spring", "Forår-2026", "2026/x", ""])
def test_a_wave_cannot_be_called_what_is_another_address(office: Any, now: datetime, name: str) -> None:
    plan = replace(waves.wave(office.wave).plan, name=name)
    with pytest.raises(Refused) as refusal:
        waves.create(plan, "office@example.org", now)
    assert FIELDS["name"] in [problem.where for problem in refusal.value.problems]
