"""An enrolment, changed: what a municipality decides of its part in a wave before anybody is asked.

Each decision locks the wave, so that it cannot open meanwhile, and is refused once that part is settled.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from borgerpuls.fieldwork.contacts import store
from borgerpuls.fieldwork.contacts.models import StagedFile
from borgerpuls.fieldwork.enrolment.enrolments import EnrolmentView, enrolment_by_id, municipality_name
from borgerpuls.fieldwork.enrolment.municipality_text import Comparison, comparison_problems, letter_problems
from borgerpuls.fieldwork.models import Enrolment, LocalQuestion, Person, Upload, Wave
from borgerpuls.fieldwork.models.waves import KeptComparison
from borgerpuls.fieldwork.staff import audit
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.fieldwork.survey.local_items import Question, check_questions
from borgerpuls.messages import _, pgettext
from borgerpuls.problems import Problem, Refused

_WAVE = _("The wave")


@transaction.atomic
def enrol(code: str, wave: str, who: str, now: datetime) -> int:
    """Enrol a municipality in a wave; the enrolment's number. Twice is once. Refused unless the wave is enrolling."""
    found, name = Wave.objects.filter(name=wave, state=Wave.State.ENROLLING).first(), municipality_name(code)
    if found is None or name is None:
        raise Refused([Problem(_WAVE, *_NOT_ENROLLING)])
    sender = f"{name['da']} {questionnaires.read(found.questionnaire_id).words.unit['da'].capitalize()}"
    made, new = Enrolment.objects.get_or_create(
        wave=found, municipality_id=code, defaults={"enrolled_at": now, "sender": sender}
    )
    if new:
        audit.record(who, "enrolment.make", now, wave=wave, municipality=code)
    return int(made.pk)


@transaction.atomic
def withdraw(enrolment_id: int, who: str, now: datetime) -> None:
    """Take a municipality out of a wave, and its population list and contact data with it. Refused once approved."""
    view = _locked(enrolment_id, "can_withdraw")
    # First the other database: were the rest to fail, no contact data is left without its list.
    store.delete(enrolment_id)
    uploads = Upload.objects.filter(enrolment_id=enrolment_id).values_list("pk", flat=True)
    StagedFile.objects.filter(upload__in=list(uploads)).delete()
    Person.objects.filter(enrolment_id=enrolment_id).delete()
    Enrolment.objects.filter(pk=enrolment_id).delete()
    audit.record(who, "enrolment.withdraw", now, wave=view.wave, municipality=view.code, persons=view.listed)


@transaction.atomic
def set_local_questions(
    enrolment_id: int, questions: Sequence[Question], who: str, now: datetime
) -> tuple[Problem, ...]:
    """Replace the municipality's local questions; the doubts about them. Refused with everything that is wrong."""
    view = _locked(enrolment_id, "questions_open")
    doubts = check_questions(view.shared, view.code, questions)
    LocalQuestion.objects.filter(enrolment_id=enrolment_id).delete()
    LocalQuestion.objects.bulk_create(
        LocalQuestion(
            enrolment_id=enrolment_id,
            number=number,
            scale=question.scale,
            wording=dict(question.wording),
            short=dict(question.short),
        )
        for number, question in enumerate(questions, 1 + len(view.shared.local_of(view.code)))
    )
    audit.record(who, "enrolment.questions", now, wave=view.wave, municipality=view.code, questions=len(questions))
    return doubts


@transaction.atomic
def set_comparison(enrolment_id: int, comparison: Comparison | None, who: str, now: datetime) -> None:
    """Set or remove (None) the local comparison. A list that was read with another column is no longer told apart."""
    view = _locked(enrolment_id, "questions_open")
    if comparison is not None:
        _refuse(comparison_problems(view.shared.languages, comparison))
    if (view.comparison and view.comparison.column) != (comparison and comparison.column):
        Person.objects.filter(enrolment_id=enrolment_id).exclude(compare="").update(compare="")
    kept = comparison and KeptComparison(
        name=dict(comparison.name),
        groups=[dict(group) for group in comparison.groups],
        column=comparison.column,
        randomised=comparison.randomised,
    )
    Enrolment.objects.filter(pk=enrolment_id).update(comparison=kept)
    audit.record(who, "enrolment.comparison", now, wave=view.wave, municipality=view.code, set=comparison is not None)


@transaction.atomic
def set_letter(
    enrolment_id: int, sender: str, reply_to: str, paragraph: Mapping[str, str], who: str, now: datetime
) -> tuple[Problem, ...]:
    """Set sender, reply address and the own paragraph (a language, or nothing); the doubts about them."""
    view = _locked(enrolment_id, "letter_open")
    found = letter_problems(view.shared.languages, sender, reply_to, paragraph)
    _refuse(found)
    Enrolment.objects.filter(pk=enrolment_id).update(
        sender=sender, reply_to=reply_to, letter={language: words for language, words in paragraph.items() if words}
    )
    audit.record(who, "enrolment.letter", now, wave=view.wave, municipality=view.code)
    return found


def _locked(enrolment_id: int, what: str) -> EnrolmentView:
    """The enrolment, as long as this part of it can be changed; the wave cannot open meanwhile."""
    Wave.objects.select_for_update(of=["self"]).filter(enrolments=enrolment_id).first()
    view = enrolment_by_id(enrolment_id)
    if not getattr(view, what):
        raise Refused([Problem(_WAVE, *_LOCKED[what])])
    return view


def _refuse(found: tuple[Problem, ...]) -> None:
    if any(problem.severity == "error" for problem in found):
        raise Refused(found)


_NOT_ENROLLING = (
    _("It is not open for enrolment."),
    _("Write to the programme office."),
)
_SETTLED = pgettext("anywhere", "Write to the programme office of any error.")
_LOCKED = {
    "questions_open": (
        _("Questions are settled once the list is approved or the wave has opened."),
        _SETTLED,
    ),
    "letter_open": (
        _("The letter is settled once the first invitations are made."),
        _SETTLED,
    ),
    "list_open": (
        _("The sample is settled once the list is approved."),
        _SETTLED,
    ),
    "can_withdraw": (
        _("The municipality can no longer withdraw."),
        _SETTLED,
    ),
}
