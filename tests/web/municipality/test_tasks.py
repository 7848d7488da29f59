"""The steps of a municipality: what is done, what is next, and until when."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from borgerpuls.fieldwork.enrolment.enrolments import EnrolmentView
from borgerpuls.fieldwork.enrolment.municipality_text import Comparison
from borgerpuls.fieldwork.survey.local_items import Question
from borgerpuls.questionnaire.model import Questionnaire, Words
from borgerpuls.text import Text
from borgerpuls.web.municipality.tasks import next_task, tasks

EMPTY = Questionnaire("q", Text(), ("da", "en"), Words(*[Text()] * 5), (), (), (), (), ())
NEW = EnrolmentView(
    id=1,
    code="0707",
    name=Text(da="Norddjurs", en="Norddjurs"),
    wave="next",
    title=Text(da="Næste", en="Next"),
    state="enrolling",
    opens_on=date(2027, 3, 1),
    closes_on=date(2027, 3, 31),
    invented=False,
    channels=("letter",),
    reminders=(7,),
    groups=(),
    shared=EMPTY,
    list_state="none",
    sender="Norddjurs Kommune",
    reply_to="",
    letter=Text(),
    sample_size=None,
    sample_by="",
    sample_seed=None,
    questions=(),
    comparison=None,
    listed=0,
    sampled=0,
    compared=(0, 0),
    invited=False,
)
READY = replace(NEW, reply_to="svar@example.org", list_state="accepted", listed=300, sampled=300)
APPROVED = replace(READY, list_state="approved")
IN_FIELD = replace(APPROVED, state="open", invited=True)
COMPARED = Comparison(Text(da="Hold", en="Team"), (Text(da="a", en="a"), Text(da="b", en="b")), "hold")


def states(view: EnrolmentView, to_send: int = 0) -> dict[str, str]:
    return {task.name: task.state for task in tasks(view, True, to_send)}


def now(view: EnrolmentView, to_send: int = 0) -> str:
    found = next_task(tasks(view, True, to_send))
    return found.name if found else ""


@pytest.mark.parametrize(
    ("view", "to_send", "expected"),
    [
        (NEW, 0, "letter"),
        (replace(NEW, reply_to="a@b.example"), 0, "list"),
        (READY, 0, "approval"),
        (replace(READY, comparison=COMPARED), 0, "list"),
        (replace(READY, comparison=COMPARED, compared=(10, 20)), 0, "approval"),
        (APPROVED, 0, ""),
        (replace(APPROVED, state="open"), 0, "field"),
        (IN_FIELD, 0, "field"),
        (IN_FIELD, 12, "post"),
        (replace(IN_FIELD, state="closed"), 0, "report"),
        (replace(IN_FIELD, state="frozen"), 0, "report"),
        (replace(IN_FIELD, state="published"), 0, ""),
    ],
)
def test_one_thing_is_next(view: EnrolmentView, to_send: int, expected: str) -> None:
    assert now(view, to_send) == expected


def test_questions_and_comparison_are_never_demanded() -> None:
    assert (states(NEW)["questions"], states(NEW)["comparison"]) == ("optional", "optional")
    asked = Question("degree", Text(da="?", en="?"), Text(da="x", en="x"))
    own = states(replace(NEW, questions=(asked,), comparison=COMPARED))
    assert (own["questions"], own["comparison"]) == ("done", "done")
    assert states(APPROVED)["questions"] == "done"


def test_everything_before_the_field_is_due_on_the_day_it_opens() -> None:
    due = {task.name: task.until for task in tasks(NEW, True, 0)}
    assert {due[name] for name in ("questions", "letter", "comparison", "list", "approval")} == {date(2027, 3, 1)}


@pytest.mark.parametrize(("language", "said"), [("da", "Senest 1. marts 2027."), ("en", "No later than 1 March 2027.")])
def test_a_deadline_is_a_sentence_in_the_readers_language(language: str, said: str) -> None:
    with override(language):
        letter = next(task for task in tasks(NEW, True, 0) if task.name == "letter")
        assert letter.deadline.replace("\u00a0", " ") == said


def test_a_reader_is_not_told_to_send_letters() -> None:
    assert "post" not in {task.name for task in tasks(IN_FIELD, False, 12)}


def test_a_sample_is_told_in_numbers() -> None:
    drawn = replace(APPROVED, sample_size=1200, sampled=1200, listed=3400)
    with override("da"):
        assert next(t.said for t in tasks(drawn, True, 0) if t.name == "sample") == "1.200 af 3.400 bliver spurgt."
