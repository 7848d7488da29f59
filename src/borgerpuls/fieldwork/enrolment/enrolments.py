"""An enrolment, read: a municipality's part in a wave, and which of its decisions are still open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from borgerpuls.fieldwork.enrolment.municipality_text import Comparison
from borgerpuls.fieldwork.models import Enrolment, Message, Municipality, Person, Wave
from borgerpuls.fieldwork.models.waves import KeptComparison
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.fieldwork.survey.local_items import Question
from borgerpuls.messages import _
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
    invited: bool
    """Has any invitation been made?"""

    @property
    def questions_open(self) -> bool:
        """Local questions and comparison: until the wave opens, when every citizen's questionnaire is settled."""
        return self.state in _EARLY and self.list_state != Enrolment.List.APPROVED

    @property
    def letter_open(self) -> bool:
        """Sender and letter: until the first invitation is made."""
        return not self.invited and self.state in (*_EARLY, Wave.State.OPEN)

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


def enrolment_by_id(enrolment_id: int) -> EnrolmentView:
    """One enrolment by its number. Raises ``Refused`` where there is none."""
    return _one(pk=enrolment_id)


def municipality_name(code: str) -> Text | None:
    """What a municipality is called; None for one that is not in the register."""
    found = Municipality.objects.filter(code=code).values_list("name", flat=True).first()
    return Text(found) if found else None


class _WithInvited(TypedDict):
    invited: bool


def _enrolments(**wanted: Any) -> "QuerySet[WithAnnotations[Enrolment, _WithInvited]]":
    invited = Exists(Message.objects.filter(enrolment=OuterRef("pk")))
    found = Enrolment.objects.filter(**wanted).annotate(invited=invited).select_related("wave", "municipality")
    return found.prefetch_related("local_questions")


def _one(**wanted: Any) -> EnrolmentView:
    found = _views(_enrolments(**wanted))
    if not found:
        raise Refused([Problem(_WAVE, *_NOT_ENROLLED)])
    return found[0]


def _views(found: "QuerySet[WithAnnotations[Enrolment, _WithInvited]]") -> tuple[EnrolmentView, ...]:
    enrolments = list(found)
    persons = Person.objects.filter(enrolment__in=enrolments).order_by().values("enrolment")
    counts: dict[int, Mapping[str, Any]] = {row["enrolment"]: row for row in persons.annotate(**_COUNTED)}
    return tuple(_view(e, counts.get(e.pk, dict.fromkeys(_COUNTED, 0))) for e in enrolments)


def _view(e: "WithAnnotations[Enrolment, _WithInvited]", counts: Mapping[str, int]) -> EnrolmentView:
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
        invited=e.invited,
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
