"""A municipality in a wave: what it decides, what it is told, and what is settled when."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from borgerpuls.fieldwork.contacts.models import Contact, StagedFile
from borgerpuls.fieldwork.enrolment import enrolments
from borgerpuls.fieldwork.enrolment.local_items import LONGEST, Question, place, toml
from borgerpuls.fieldwork.enrolment.municipality_text import (
    COLUMN,
    REPLY_TO,
    SENDER,
    Comparison,
    comparison_place,
    paragraph_place,
)
from borgerpuls.fieldwork.models import AuditEntry, Enrolment, Message, Municipality, Person, Upload, Wave
from borgerpuls.fieldwork.programme import questionnaires
from borgerpuls.problems import Refused
from borgerpuls.questionnaire.read import read
from borgerpuls.text import Text

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WHO = "karen@norddjurs.example"
SHARED = """\
id = "2026"
title = { da = "Undersøgelse", en = "Survey" }
languages = ["da", "en"]

[words]
unit = { da = "kommune", en = "municipality" }
units = { da = "kommuner", en = "municipalities" }
whole = { da = "alle", en = "all" }
person = { da = "borger", en = "citizen" }
persons = { da = "borgere", en = "citizens" }

[[scales]]
id = "degree"
categories = [
  { code = 1, label = { da = "Slet ikke", en = "Not at all" } },
  { code = 2, label = { da = "I høj grad", en = "To a large extent" }, favourable = true },
]

[[themes]]
id = "meeting"
name = { da = "Mødet", en = "Meeting" }

[[items]]
id = "listen"
theme = "meeting"
scale = "degree"
wording = { da = "I hvor høj grad lytter de ansatte?", en = "To what extent do the staff listen?" }
short = { da = "Der bliver lyttet", en = "Listened to" }
"""


@pytest.fixture
def wave() -> Wave:
    version = questionnaires.add(SHARED, "office", NOW)
    for code, name in (("0101", "København"), ("0707", "Norddjurs")):
        Municipality.objects.update_or_create(code=code, defaults={"name": {"da": name, "en": name}})
    made: Wave = Wave.objects.create(
        name="trial-2026",
        title={"da": "Prøven 2026", "en": "The trial 2026"},
        state=Wave.State.ENROLLING,
        opens_on=date(2026, 4, 1),
        closes_on=date(2026, 4, 30),
        questionnaire_id=version.fingerprint,
        contact_until=date(2026, 7, 1),
    )
    return made


@pytest.fixture
def enrolled(wave: Wave) -> int:
    made: int = enrolments.enrol("0707", wave.name, WHO, NOW)
    return made


def question(da: str = "I hvor høj grad er der én plan?", en: str = "To what extent is there one plan?") -> Question:
    return Question("degree", Text(da=da, en=en), Text(da="Én plan", en="One plan"))


def comparison(column: str = "Hold") -> Comparison:
    groups = Text(da="Uden mentor", en="Without a mentor"), Text(da="Med mentor", en="With a mentor")
    return Comparison(Text(da="Mentorhold", en="Mentors"), groups, column)


def person(enrolment: int, number: int, compare: str = "") -> Person:
    made: Person = Person.objects.create(
        enrolment_id=enrolment,
        pseudonym=f"p{number:021}",
        code_hash=number.to_bytes(16, "big"),
        background={},
        compare=compare,
    )
    return made


def view() -> enrolments.EnrolmentView:
    return enrolments.enrolment("0707", "trial-2026")


def settle(enrolment: int, list_state: str) -> None:
    Enrolment.objects.filter(pk=enrolment).update(list_state=list_state)


def wheres(refused: pytest.ExceptionInfo[Refused]) -> list[Text]:
    return [problem.where for problem in refused.value.problems]


def test_a_wave_that_enrols_is_offered_until_the_municipality_is_in_it(wave: Wave) -> None:
    assert [offered.name for offered in enrolments.waves_to_enrol_in("0707")] == ["trial-2026"]
    enrolments.enrol("0707", wave.name, WHO, NOW)
    assert enrolments.waves_to_enrol_in("0707") == ()
    assert [offered.name for offered in enrolments.waves_to_enrol_in("0101")] == ["trial-2026"]


def test_enrolling_twice_is_enrolling_once(wave: Wave) -> None:
    assert enrolments.enrol("0707", wave.name, WHO, NOW) == enrolments.enrol("0707", wave.name, WHO, NOW)
    assert AuditEntry.objects.filter(act="enrolment.make").count() == 1
    assert view().sender == "Norddjurs Kommune"


@pytest.mark.parametrize("state", ["draft", "open", "closed", "frozen", "published"])
def test_a_wave_takes_enrolments_only_while_it_enrols(wave: Wave, state: str) -> None:
    Wave.objects.update(state=state)
    with pytest.raises(Refused, match="not open for enrolment"):
        enrolments.enrol("0707", wave.name, WHO, NOW)


def test_an_unknown_municipality_or_wave_is_refused(wave: Wave) -> None:
    for code, name in (("9999", wave.name), ("0707", "nowhere")):
        with pytest.raises(Refused):
            enrolments.enrol(code, name, WHO, NOW)
    with pytest.raises(Refused, match="not enrolled"):
        enrolments.enrolment("0707", wave.name)


def test_withdrawing_leaves_no_person_and_no_contact_data(wave: Wave, enrolled: int) -> None:
    other = enrolments.enrol("0101", wave.name, WHO, NOW)
    for number, enrolment in ((1, enrolled), (2, other)):
        person(enrolment, number)
        Contact.objects.create(person=f"p{number:021}", enrolment=enrolment)
    enrolments.withdraw(enrolled, WHO, NOW)
    assert list(Enrolment.objects.values_list("pk", flat=True)) == [other]
    assert [c.enrolment for c in Contact.objects.all()] == [other]
    assert [p.enrolment_id for p in Person.objects.all()] == [other]
    last = AuditEntry.objects.get(act="enrolment.withdraw")
    assert (last.municipality, last.details) == ("0707", {"persons": 1})


def test_withdrawing_takes_staged_files_along(enrolled: int) -> None:
    upload = Upload.objects.create(enrolment_id=enrolled, who=WHO, at=NOW, file_name="liste.csv")
    StagedFile.objects.create(upload=upload.pk, content=b"x")
    enrolments.withdraw(enrolled, WHO, NOW)
    assert not StagedFile.objects.exists()


def test_nobody_withdraws_after_the_list_is_approved(enrolled: int) -> None:
    settle(enrolled, Enrolment.List.APPROVED)
    with pytest.raises(Refused, match="can no longer withdraw"):
        enrolments.withdraw(enrolled, WHO, NOW)
    assert Enrolment.objects.filter(pk=enrolled).exists()


def test_local_questions_are_kept_in_order_and_replaced_whole(enrolled: int) -> None:
    first, second = question(), question("Hvor tit får du svar?", "How often are you answered?")
    assert enrolments.set_local_questions(enrolled, [first, second], WHO, NOW) == ()
    assert view().questions == (first, second)
    enrolments.set_local_questions(enrolled, [second], WHO, NOW)
    assert view().questions == (second,)


def test_local_questions_are_what_the_joined_toml_says(enrolled: int) -> None:
    asked = question('Er "én plan" nok? \\ \t\x7f Ja.', "Is one plan enough?")
    enrolments.set_local_questions(enrolled, [asked], WHO, NOW)
    joined = read(SHARED + toml("0707", view().questions))
    assert joined.local_of("0707")[0].wording == asked.wording
    assert joined.local_of("0707")[0].short == asked.short


def test_a_fourth_local_question_is_refused(enrolled: int) -> None:
    with pytest.raises(Refused, match="There are 4, and there is room for 3"):
        enrolments.set_local_questions(enrolled, [question(str(n), str(n)) for n in range(4)], WHO, NOW)


def test_every_field_of_every_language_that_is_wrong_is_named_at_once(enrolled: int) -> None:
    bad = Question("none", Text(da="x" * (LONGEST["wording"] + 1), en=" "), Text(da="Kort"))
    with pytest.raises(Refused) as refused:
        enrolments.set_local_questions(enrolled, [question(), bad], WHO, NOW)
    assert set(wheres(refused)) == {
        place(2, "scale"),
        place(2, "wording", "da"),
        place(2, "wording", "en"),
        place(2, "short", "en"),
    }
    assert view().questions == ()


def test_a_question_that_copies_a_shared_one_or_is_hard_is_doubted_by_name(enrolled: int) -> None:
    copy = Question(
        "degree",
        Text(da="I hvor høj grad lytter de ansatte nu?", en="Is beskæftigelsesindsatsens kompetenceafklaring ok?"),
        Text(da="Lytter", en="Listens"),
    )
    doubts = enrolments.set_local_questions(enrolled, [question(), copy], WHO, NOW)
    assert [doubt.where for doubt in doubts] == [place(2, "wording")] * 2
    assert doubts[0].what["da"] == 'Spørgsmålet "Lytter" er svært at læse på engelsk (lix 54).'
    assert doubts[1].what["en"] == 'Items "Listened to" and "Listens" are nearly the same in Danish.'
    assert len(view().questions) == 2


@pytest.mark.parametrize(("state", "list_state"), [("open", "none"), ("closed", "none"), ("enrolling", "approved")])
def test_questions_and_comparison_are_settled_when_list_or_wave_is(enrolled: int, state: str, list_state: str) -> None:
    Wave.objects.update(state=state)
    settle(enrolled, list_state)
    with pytest.raises(Refused, match="settled"):
        enrolments.set_local_questions(enrolled, [question()], WHO, NOW)
    with pytest.raises(Refused, match="settled"):
        enrolments.set_comparison(enrolled, comparison(), WHO, NOW)


def test_a_comparison_is_kept_and_removed(enrolled: int) -> None:
    enrolments.set_comparison(enrolled, comparison(), WHO, NOW)
    assert view().comparison == comparison()
    drawn = replace(comparison(), randomised=True)
    enrolments.set_comparison(enrolled, drawn, WHO, NOW)
    assert view().comparison == drawn
    enrolments.set_comparison(enrolled, None, WHO, NOW)
    assert view().comparison is None


def test_a_list_read_with_another_column_is_no_longer_told_apart(enrolled: int) -> None:
    enrolments.set_comparison(enrolled, comparison(), WHO, NOW)
    person(enrolled, 1, "1")
    person(enrolled, 2, "0")
    person(enrolled, 3)
    assert view().compared == (1, 1)
    renamed = Comparison(Text(da="Mentorer", en="Mentors"), comparison().groups, "Hold")
    enrolments.set_comparison(enrolled, renamed, WHO, NOW)
    assert view().compared == (1, 1)
    enrolments.set_comparison(enrolled, comparison("Et andet hold"), WHO, NOW)
    assert view().compared == (0, 0)
    assert view().listed == 3


def test_a_comparison_needs_names_in_every_language_groups_apart_and_a_column(enrolled: int) -> None:
    wrong = Comparison(Text(da="Hold"), (Text(da="Med", en="with"), Text(da="Uden", en="With")), "")
    with pytest.raises(Refused) as refused:
        enrolments.set_comparison(enrolled, wrong, WHO, NOW)
    assert set(wheres(refused)) == {comparison_place("name", "en"), comparison_place("1", "en"), COLUMN}


def test_the_letter_is_kept_and_a_hard_paragraph_doubted(enrolled: int) -> None:
    words = {"da": "Beskæftigelsesindsatsens virksomhedsrettede tilbud evalueres.", "en": "We use it."}
    doubts = enrolments.set_letter(enrolled, "Norddjurs Kommune", "svar@norddjurs.example", words, WHO, NOW)
    assert [doubt.where for doubt in doubts] == [paragraph_place("da")]
    assert (view().sender, view().reply_to, view().letter) == (
        "Norddjurs Kommune",
        "svar@norddjurs.example",
        Text(words),
    )


@pytest.mark.parametrize(
    "words", ["Se www.norddjurs.dk", "Læs https://x.y", "Skriv til a@b.example", "Læs mere på norddjurs.dk her"]
)
def test_no_link_stands_in_the_letter_but_the_citizens_own(enrolled: int, words: str) -> None:
    with pytest.raises(Refused, match="holds a link") as refused:
        enrolments.set_letter(enrolled, "Norddjurs", "", {"da": words, "en": "Fine."}, WHO, NOW)
    assert wheres(refused) == [paragraph_place("da")]


def test_sender_address_and_paragraph_are_judged_together(enrolled: int) -> None:
    with pytest.raises(Refused) as refused:
        enrolments.set_letter(enrolled, "", "not an address", {"da": "x" * 601, "en": ""}, WHO, NOW)
    errors = [problem.where for problem in refused.value.problems if problem.severity == "error"]
    assert errors == [SENDER, REPLY_TO, paragraph_place("da"), paragraph_place("en")]


def test_the_letter_is_settled_with_the_first_invitation(enrolled: int) -> None:
    Wave.objects.update(state=Wave.State.OPEN)
    settle(enrolled, Enrolment.List.APPROVED)
    enrolments.set_letter(enrolled, "Norddjurs", "", {}, WHO, NOW)
    Message.objects.create(person=person(enrolled, 1), enrolment_id=enrolled, occasion=0, channel="email", due_at=NOW)
    with pytest.raises(Refused, match="settled"):
        enrolments.set_letter(enrolled, "Djursland", "", {}, WHO, NOW)


def test_a_view_of_an_enrolment_takes_a_handful_of_queries(enrolled: int, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    questionnaires.read.cache_clear()
    with django_assert_max_num_queries(5):
        view()


def test_every_change_is_in_the_log_and_holds_no_words(enrolled: int) -> None:
    enrolments.set_local_questions(enrolled, [question()], WHO, NOW)
    enrolments.set_comparison(enrolled, comparison(), WHO, NOW)
    enrolments.set_letter(enrolled, "Norddjurs", "", {}, WHO, NOW)
    acts = AuditEntry.objects.exclude(act="questionnaire.add").order_by("number")
    assert [(entry.act, entry.details) for entry in acts] == [
        ("enrolment.make", {}),
        ("enrolment.questions", {"questions": 1}),
        ("enrolment.comparison", {"set": True}),
        ("enrolment.letter", {}),
    ]
    assert {entry.who for entry in acts} == {WHO}
