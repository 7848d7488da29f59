"""A municipality in a wave: what its coordinator decides before anybody is asked, and how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypedDict

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from borgerpuls.fieldwork.contacts import store
from borgerpuls.fieldwork.contacts.models import StagedFile
from borgerpuls.fieldwork.enrolment.local_items import Question, judged
from borgerpuls.fieldwork.enrolment.municipality_text import Comparison, comparison_problems, letter_problems
from borgerpuls.fieldwork.models import Enrolment, LocalQuestion, Message, Municipality, Person, Upload, Wave
from borgerpuls.fieldwork.models.waves import KeptComparison
from borgerpuls.fieldwork.programme import questionnaires
from borgerpuls.fieldwork.staff import audit
from borgerpuls.messages import _, pgettext
from borgerpuls.problems import Problem, Refused
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.text import Text

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

_EARLY = (Wave.State.DRAFT, Wave.State.ENROLLING)
_WAVE = _("The wave")


@dataclass(frozen=True)
class OpenWave:
    """A wave that a municipality can enrol in."""

    name: str
    title: Text
    opens_on: date
    closes_on: date


@dataclass(frozen=True)
class EnrolmentView:
    """Everything the municipality's pages tell of its part in a wave; numbers are persons."""

    id: int
    code: str
    name: Text
    wave: str
    title: Text
    state: str
    opens_on: date
    closes_on: date
    invented: bool
    channels: tuple[str, ...]
    reminders: tuple[int, ...]
    groups: tuple[str, ...]
    shared: Questionnaire
    list_state: str
    sender: str
    reply_to: str
    letter: Text
    sample_size: int | None
    sample_by: str
    sample_seed: int | None
    questions: tuple[Question, ...]
    comparison: Comparison | None
    listed: int
    sampled: int
    compared: tuple[int, int]
    """How many of the list are in each group of the comparison."""
    begun: bool
    """Has any invitation been made?"""

    @property
    def questions_open(self) -> bool:
        """Local questions and comparison: until the wave opens, when every citizen's questionnaire is settled."""
        return self.state in _EARLY and self.list_state != Enrolment.List.APPROVED

    @property
    def letter_open(self) -> bool:
        """Sender and letter: until the first invitation is made."""
        return not self.begun and self.state in (*_EARLY, Wave.State.OPEN)

    @property
    def list_open(self) -> bool:
        """List and sample: until the programme office approves them."""
        return self.list_state != Enrolment.List.APPROVED and self.state in (*_EARLY, Wave.State.OPEN)

    @property
    def can_withdraw(self) -> bool:
        return self.questions_open


def waves_to_enrol_in(code: str) -> tuple[OpenWave, ...]:
    """The waves that are enrolling and that the municipality is not in yet, the first to open first."""
    found = Wave.objects.filter(state=Wave.State.ENROLLING).exclude(enrolments__municipality_id=code)
    return tuple(OpenWave(w.name, Text(w.title), w.opens_on, w.closes_on) for w in found.order_by("opens_on", "name"))


def enrolments_of(code: str) -> tuple[EnrolmentView, ...]:
    """The municipality's enrolments, the newest wave first."""
    return _views(_enrolments(municipality_id=code).order_by("-wave__opens_on", "wave__name"))


def enrolment(code: str, wave: str) -> EnrolmentView:
    """One enrolment. Raises ``Refused`` where there is none."""
    return _one(municipality_id=code, wave__name=wave)


def municipality_name(code: str) -> Text | None:
    """What a municipality is called; None for one that is not in the register."""
    found = Municipality.objects.filter(code=code).values_list("name", flat=True).first()
    return Text(found) if found else None


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
    view = _open(enrolment_id, "can_withdraw")
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
    view = _open(enrolment_id, "questions_open")
    doubts = judged(view.shared, view.code, questions)
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
    view = _open(enrolment_id, "questions_open")
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
    view = _open(enrolment_id, "letter_open")
    found = letter_problems(view.shared.languages, sender, reply_to, paragraph)
    _refuse(found)
    Enrolment.objects.filter(pk=enrolment_id).update(
        sender=sender, reply_to=reply_to, letter={language: words for language, words in paragraph.items() if words}
    )
    audit.record(who, "enrolment.letter", now, wave=view.wave, municipality=view.code)
    return found


class _Begun(TypedDict):
    begun: bool


def _enrolments(**wanted: Any) -> "QuerySet[WithAnnotations[Enrolment, _Begun]]":
    begun = Exists(Message.objects.filter(enrolment=OuterRef("pk")))
    found = Enrolment.objects.filter(**wanted).annotate(begun=begun).select_related("wave", "municipality")
    return found.prefetch_related("local_questions")


def _one(**wanted: Any) -> EnrolmentView:
    found = _views(_enrolments(**wanted))
    if not found:
        raise Refused([Problem(_WAVE, *_NOT_ENROLLED)])
    return found[0]


def _views(found: "QuerySet[WithAnnotations[Enrolment, _Begun]]") -> tuple[EnrolmentView, ...]:
    enrolments = list(found)
    persons = Person.objects.filter(enrolment__in=enrolments).order_by().values("enrolment")
    counts: dict[int, Mapping[str, Any]] = {row["enrolment"]: row for row in persons.annotate(**_COUNTED)}
    return tuple(_view(e, counts.get(e.pk, dict.fromkeys(_COUNTED, 0))) for e in enrolments)


def _open(enrolment_id: int, what: str) -> EnrolmentView:
    """The enrolment, as long as this part of it can be changed; the wave cannot open meanwhile."""
    Wave.objects.select_for_update(of=["self"]).filter(enrolments=enrolment_id).first()
    view = _one(pk=enrolment_id)
    if not getattr(view, what):
        raise Refused([Problem(_WAVE, *_LOCKED[what])])
    return view


def _refuse(found: tuple[Problem, ...]) -> None:
    if any(problem.severity == "error" for problem in found):
        raise Refused(found)


def _view(e: "WithAnnotations[Enrolment, _Begun]", counts: Mapping[str, int]) -> EnrolmentView:
    return EnrolmentView(
        id=int(e.pk),
        code=e.municipality.code,
        name=Text(e.municipality.name),
        wave=e.wave.name,
        title=Text(e.wave.title),
        state=e.wave.state,
        opens_on=e.wave.opens_on,
        closes_on=e.wave.closes_on,
        invented=e.wave.invented,
        channels=tuple(e.wave.channels),
        reminders=tuple(e.wave.reminders),
        groups=tuple(e.wave.groups),
        shared=questionnaires.read(e.wave.questionnaire_id),
        list_state=e.list_state,
        sender=e.sender,
        reply_to=e.reply_to,
        letter=Text(e.letter),
        sample_size=e.sample_size,
        sample_by=e.sample_by,
        sample_seed=e.sample_seed,
        questions=tuple(
            Question(q.scale, Text(q.wording), Text(q.short))
            for q in sorted(e.local_questions.all(), key=lambda q: q.number)
        ),
        comparison=_comparison(e.comparison),
        listed=counts["listed"],
        sampled=counts["asked"],
        compared=(counts["zero"], counts["one"]),
        begun=e.begun,
    )


def _comparison(kept: KeptComparison | None) -> Comparison | None:
    if not kept:
        return None
    zero, one = kept["groups"]
    return Comparison(Text(kept["name"]), (Text(zero), Text(one)), kept["column"], kept.get("randomised", False))


_COUNTED = {
    "listed": Count("pk"),
    "asked": Count("pk", filter=Q(sampled=True)),
    "zero": Count("pk", filter=Q(compare="0")),
    "one": Count("pk", filter=Q(compare="1")),
}
_NOT_ENROLLED = (
    _("The municipality is not enrolled."),
    _("Enrol it from the municipality's front page."),
)
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
