"""An enrolment, changed: what a municipality decides, what it is told, and what is settled when."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from borgerpuls.fieldwork.contacts.models import Contact, StagedFile
from borgerpuls.fieldwork.enrolment import decisions, enrolments
from borgerpuls.fieldwork.enrolment.municipality_text import (
    Comparison,
    paragraph_place,
)
from borgerpuls.fieldwork.models import AuditEntry, Enrolment, Message, Person, Upload, Wave
from borgerpuls.fieldwork.survey.local_items import LONGEST, Question, place, toml
from borgerpuls.problems import Refused
from borgerpuls.questionnaire.read import read
from borgerpuls.text import Text

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WHO = "karen@norddjurs.example"


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


def test_enrolling_twice_is_enrolling_once(wave: Wave) -> None:
    assert decisions.enrol("0707", wave.name, WHO, NOW) == decisions.enrol("0707", wave.name, WHO, NOW)
    assert AuditEntry.objects.filter(act="enrolment.make").count() == 1
    assert view().sender == "Norddjurs Kommune"


@pytest.mark.parametrize("state", ["draft", "open", "closed", "frozen", "published"])
def test_a_wave_takes_enrolments_only_while_it_enrols(wave: Wave, state: str) -> None:
    Wave.objects.update(state=state)
    with pytest.raises(Refused, match="not open for enrolment"):
        decisions.enrol("0707", wave.name, WHO, NOW)


def test_an_unknown_municipality_or_wave_is_refused(wave: Wave) -> None:
    for code, name in (("9999", wave.name), ("0707", "nowhere")):
        with pytest.raises(Refused):
            decisions.enrol(code, name, WHO, NOW)
    with pytest.raises(Refused, match="not enrolled"):
        enrolments.enrolment("0707", wave.name)


def test_withdrawing_leaves_no_person_and_no_contact_data(wave: Wave, enrolled: int) -> None:
    other = decisions.enrol("0101", wave.name, WHO, NOW)
    for number, enrolment in ((1, enrolled), (2, other)):
        person(enrolment, number)
        Contact.objects.create(person=f"p{number:021}", enrolment=enrolment)
    decisions.withdraw(enrolled, WHO, NOW)
    assert list(Enrolment.objects.values_list("pk", flat=True)) == [other]
    assert [c.enrolment for c in Contact.objects.all()] == [other]
    assert [p.enrolment_id for p in Person.objects.all()] == [other]
    last = AuditEntry.objects.get(act="enrolment.withdraw")
    assert (last.municipality, last.details) == ("0707", {"persons": 1})


def test_withdrawing_takes_staged_files_along(enrolled: int) -> None:
    upload = Upload.objects.create(enrolment_id=enrolled, who=WHO, at=NOW, file_name="liste.csv")
    StagedFile.objects.create(upload=upload.pk, content=b"x")
    decisions.withdraw(enrolled, WHO, NOW)
    assert not StagedFile.objects.exists()


def test_nobody_withdraws_after_the_list_is_approved(enrolled: int) -> None:
    settle(enrolled, Enrolment.List.APPROVED)
    with pytest.raises(Refused, match="can no longer withdraw"):
        decisions.withdraw(enrolled, WHO, NOW)
    assert Enrolment.objects.filter(pk=enrolled).exists()


def test_local_questions_are_kept_in_order_and_replaced_whole(enrolled: int) -> None:
    first, second = question(), question("Hvor tit får du svar?", "How often are you answered?")
    assert decisions.set_local_questions(enrolled, [first, second], WHO, NOW) == ()
    assert view().questions == (first, second)
    decisions.set_local_questions(enrolled, [second], WHO, NOW)
    assert view().questions == (second,)


def test_local_questions_are_what_the_joined_toml_says(enrolled: int) -> None:
    asked = question('Er "én plan" nok? \\ \t\x7f Ja.', "Is one plan enough?")
    decisions.set_local_questions(enrolled, [asked], WHO, NOW)
    joined = read(view().shared.source + toml("0707", view().questions))
    assert joined.local_of("0707")[0].wording == asked.wording
    assert joined.local_of("0707")[0].short == asked.short


def test_a_fourth_local_question_is_refused(enrolled: int) -> None:
    with pytest.raises(Refused, match="There are 4, and there is room for 3"):
        decisions.set_local_questions(enrolled, [question(str(n), str(n)) for n in range(4)], WHO, NOW)


def test_every_field_of_every_language_that_is_wrong_is_named_at_once(enrolled: int) -> None:
    bad = Question("none", Text(da="x" * (LONGEST["wording"] + 1), en=" "), Text(da="Kort"))
    with pytest.raises(Refused) as refused:
        decisions.set_local_questions(enrolled, [question(), bad], WHO, NOW)
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
    doubts = decisions.set_local_questions(enrolled, [question(), copy], WHO, NOW)
    assert [doubt.where for doubt in doubts] == [place(2, "wording")] * 2
    assert doubts[0].what["da"] == 'Spørgsmålet "Lytter" er svært at læse på engelsk (lix 54).'
    assert doubts[1].what["en"] == 'Items "Listened to" and "Listens" are nearly the same in Danish.'
    assert len(view().questions) == 2


@pytest.mark.parametrize(("state", "list_state"), [("open", "none"), ("closed", "none"), ("enrolling", "approved")])
def test_questions_and_comparison_are_settled_when_list_or_wave_is(enrolled: int, state: str, list_state: str) -> None:
    Wave.objects.update(state=state)
    settle(enrolled, list_state)
    with pytest.raises(Refused, match="settled"):
        decisions.set_local_questions(enrolled, [question()], WHO, NOW)
    with pytest.raises(Refused, match="settled"):
        decisions.set_comparison(enrolled, comparison(), WHO, NOW)


def test_a_comparison_is_kept_and_removed(enrolled: int) -> None:
    decisions.set_comparison(enrolled, comparison(), WHO, NOW)
    assert view().comparison == comparison()
    drawn = replace(comparison(), randomised=True)
    decisions.set_comparison(enrolled, drawn, WHO, NOW)
    assert view().comparison == drawn
    decisions.set_comparison(enrolled, None, WHO, NOW)
    assert view().comparison is None


def test_a_list_read_with_another_column_is_no_longer_told_apart(enrolled: int) -> None:
    decisions.set_comparison(enrolled, comparison(), WHO, NOW)
    person(enrolled, 1, "1")
    person(enrolled, 2, "0")
    person(enrolled, 3)
    assert view().compared == (1, 1)
    renamed = Comparison(Text(da="Mentorer", en="Mentors"), comparison().groups, "Hold")
    decisions.set_comparison(enrolled, renamed, WHO, NOW)
    assert view().compared == (1, 1)
    decisions.set_comparison(enrolled, comparison("Et andet hold"), WHO, NOW)
    assert view().compared == (0, 0)
    assert view().listed == 3


def test_the_letter_is_kept_and_a_hard_paragraph_doubted(enrolled: int) -> None:
    words = {"da": "Beskæftigelsesindsatsens virksomhedsrettede tilbud evalueres.", "en": "We use it."}
    doubts = decisions.set_letter(enrolled, "Norddjurs Kommune", "svar@norddjurs.example", words, WHO, NOW)
    assert [doubt.where for doubt in doubts] == [paragraph_place("da")]
    assert (view().sender, view().reply_to, view().letter) == (
        "Norddjurs Kommune",
        "svar@norddjurs.example",
        Text(words),
    )


def test_the_letter_is_settled_with_the_first_invitation(enrolled: int) -> None:
    Wave.objects.update(state=Wave.State.OPEN)
    settle(enrolled, Enrolment.List.APPROVED)
    decisions.set_letter(enrolled, "Norddjurs", "", {}, WHO, NOW)
    Message.objects.create(person=person(enrolled, 1), enrolment_id=enrolled, occasion=0, channel="email", due_at=NOW)
    with pytest.raises(Refused, match="settled"):
        decisions.set_letter(enrolled, "Djursland", "", {}, WHO, NOW)


def test_every_change_is_in_the_log_and_holds_no_words(enrolled: int) -> None:
    decisions.set_local_questions(enrolled, [question()], WHO, NOW)
    decisions.set_comparison(enrolled, comparison(), WHO, NOW)
    decisions.set_letter(enrolled, "Norddjurs", "", {}, WHO, NOW)
    acts = AuditEntry.objects.exclude(act="questionnaire.add").order_by("number")
    assert [(entry.act, entry.details) for entry in acts] == [
        ("enrolment.make", {}),
        ("enrolment.questions", {"questions": 1}),
        ("enrolment.comparison", {"set": True}),
        ("enrolment.letter", {}),
    ]
    assert {entry.who for entry in acts} == {WHO}
