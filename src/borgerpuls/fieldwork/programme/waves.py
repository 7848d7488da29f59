"""A wave from plan to publication: each step is taken once, by a person, and refused with every reason at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils.timezone import localdate

from borgerpuls.dataset.analysis_plan import AnalysisPlan, plan_from
from borgerpuls.fieldwork.models import Enrolment, QuestionnaireVersion, Wave
from borgerpuls.fieldwork.programme import opening, wave_plan
from borgerpuls.fieldwork.programme.opening import THE_WAVE, assemble_questionnaire, check_accepted_lists
from borgerpuls.fieldwork.programme.specification import fix_plan
from borgerpuls.fieldwork.programme.wave_plan import FIELDS, Plan
from borgerpuls.fieldwork.staff import audit
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.fieldwork.survey.wording_patch import refuse_other_than_words, words_changed
from borgerpuls.messages import _, pgettext
from borgerpuls.problems import Problem, Problems, Refused
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.text import Text

State = Wave.State
STATES: Mapping[str, Text] = {
    State.DRAFT: _("Draft"),
    State.ENROLLING: _("Open for enrolment"),
    State.OPEN: _("In the field"),
    State.CLOSED: _("Closed"),
    State.FROZEN: _("Frozen"),
    State.PUBLISHED: _("Published"),
}
ORDER = tuple(STATES)
_EVERYTHING = tuple(field.name for field in fields(Plan))
_CHANGEABLE: Mapping[str, tuple[str, ...]] = {
    State.DRAFT: _EVERYTHING,
    State.ENROLLING: tuple(name for name in _EVERYTHING if name != "name"),
    State.OPEN: ("closes_on", "reminders", "contact_until"),
    State.CLOSED: ("contact_until",),
}
"""What can still be changed in a state; nothing where a state is not named."""


@dataclass(frozen=True)
class WaveView:
    """A wave: its plan, how far it has come, and who is in it. ``fielded`` is the questionnaire that is asked.

    ``analysis_plan`` is the plan of analysis, fixed when the wave opened; None before.
    """

    plan: Plan
    state: str
    fielded: str
    reports_at: datetime | None
    published_at: datetime | None
    enrolled: int
    approved: int
    analysis_plan: AnalysisPlan | None

    @property
    def changeable(self) -> tuple[str, ...]:
        """The parts of the plan that can still be changed."""
        return _CHANGEABLE.get(self.state, ())


def wave(name: str) -> WaveView:
    """One wave. Raises ``Refused`` where there is none."""
    return _view(_one(name))


def waves() -> tuple[WaveView, ...]:
    """All of them, the last to open first."""
    return tuple(_view(one) for one in Wave.objects.order_by("-opens_on", "name"))


def questionnaire_of(name: str) -> Questionnaire:
    """What a wave asks: with the local questions where it has opened, and without them before."""
    one = _one(name)
    return questionnaires.read(one.fielded_id or one.questionnaire_id)


@transaction.atomic
def create(plan: Plan, by: str, now: datetime) -> tuple[Problem, ...]:
    """Begin a wave as a draft; the doubts about it. Refused with everything that is wrong."""
    problems = Problems()
    wave_plan.check_plan(plan, _questionnaire(plan), problems)
    if Wave.objects.filter(name=plan.name).exists():
        problems.add(
            FIELDS["name"],
            _("There is a wave called {wave}.", wave=plan.name),
            _("Choose another name."),
        )
    problems.refuse()
    Wave.objects.create(**_columns(plan))
    audit.record(by, "wave.create", now, wave=plan.name, questionnaire=plan.questionnaire)
    return problems.warnings


@transaction.atomic
def change(name: str, plan: Plan, by: str, now: datetime) -> tuple[Problem, ...]:
    """Change a wave's plan; the doubts about it. Refused with everything wrong, and for what is settled by now."""
    one, problems = _locked(name), Problems()
    before = _view(one)
    changed = [field for field in _EVERYTHING if getattr(plan, field) != getattr(before.plan, field)]
    for field in changed:
        if field not in before.changeable:
            problems.add(
                FIELDS[field],
                _("It is settled once the wave is '{state}'.", state=_lowered(STATES[one.state])),
                _("Leave it as it was."),
            )
    after = _questionnaire(plan)
    wave_plan.check_plan(plan, after, problems)
    if after and {"questionnaire", "opens_on"} & set(changed):
        check_accepted_lists(one, plan, after, problems)
    problems.refuse()
    Wave.objects.filter(pk=one.pk).update(**_columns(plan))
    audit.record(by, "wave.change", now, wave=plan.name, changed=changed)
    return problems.warnings


@transaction.atomic
def announce(name: str, by: str, now: datetime) -> None:
    """Let municipalities enrol."""
    _step(_locked(name), State.DRAFT, State.ENROLLING, by, now)


def hindrances(name: str, now: datetime, without: Collection[str] = ()) -> tuple[Problem, ...]:
    """Every reason why a wave cannot open now; ``without`` are codes of municipalities left for later."""
    return _hindrances(_one(name), now, without)


@transaction.atomic
def open_field_period(name: str, by: str, now: datetime, without: Collection[str] = ()) -> None:
    """Open the field period: from now on the questionnaire is settled but for its words, and the plan of analysis.

    Municipalities in ``without`` come in when their list is approved. Raises ``Refused`` with every reason.
    """
    one = _locked(name)
    _refuse_unless(one, State.ENROLLING)
    if found := _hindrances(one, now, without):
        raise Refused(found)
    one.state = State.OPEN
    assemble_questionnaire(one, by, now)
    plan = fix_plan(one, now)
    one.save()
    later = sorted(without)
    audit.record(by, "wave.open", now, wave=name, fielded=one.fielded_id, plan=plan, left_for_later=later)


def wording_changes(name: str, fingerprint: str) -> tuple[tuple[Text, str, str, str], ...]:
    """What a version would say anew in a wave: where, language, words before and after. ``Refused`` if more differs."""
    before, after = questionnaires.read(_one(name).questionnaire_id), questionnaires.read(fingerprint)
    refuse_other_than_words(before, after)
    return words_changed(before, after)


@transaction.atomic
def patch(name: str, fingerprint: str, by: str, now: datetime) -> None:
    """Let an open wave go over to a version with better words.

    Every answer is kept: they are codes, and codes, scales and routing are the same or the patch is ``Refused``.
    """
    one = _locked(name)
    _refuse_unless(one, State.OPEN)
    refuse_other_than_words(questionnaires.read(one.questionnaire_id), questionnaires.read(fingerprint))
    QuestionnaireVersion.objects.filter(pk=fingerprint, follows=None).exclude(pk=one.questionnaire_id).update(
        follows=one.questionnaire_id
    )
    one.questionnaire_id = fingerprint
    assemble_questionnaire(one, by, now)
    one.save()
    audit.record(by, "wave.patch", now, wave=name, questionnaire=fingerprint, fielded=one.fielded_id)


@transaction.atomic
def close(name: str, by: str, now: datetime) -> None:
    """End the field period: nobody can answer any more, and no message leaves."""
    _step(_locked(name), State.OPEN, State.CLOSED, by, now)


@transaction.atomic
def publish(name: str, by: str, now: datetime) -> None:
    """Show the reports to everybody. Refused until they are made."""
    one = _locked(name)
    if one.state == State.FROZEN and one.reports_at is None:
        raise Refused(
            [
                Problem(
                    THE_WAVE,
                    _("The reports are not made."),
                    _("Make them, and look them through."),
                )
            ]
        )
    one.published_at = now
    _step(one, State.FROZEN, State.PUBLISHED, by, now)


@transaction.atomic
def unpublish(name: str, by: str, now: datetime) -> None:
    """Take published reports back to the municipalities and the programme office."""
    one = _locked(name)
    one.published_at = None
    _step(one, State.PUBLISHED, State.FROZEN, by, now)


def open_due(by: str, now: datetime) -> tuple[str, ...]:
    """Open the waves whose day has come and that nothing hinders; their names."""
    opened = []
    for name in Wave.objects.filter(state=State.ENROLLING, opens_on__lte=localdate(now)).values_list("name", flat=True):
        if not hindrances(name, now):
            open_field_period(name, by, now)
            opened.append(name)
    return tuple(opened)


def close_due(by: str, now: datetime) -> tuple[str, ...]:
    """Close the waves whose last day is over; their names."""
    over = tuple(Wave.objects.filter(state=State.OPEN, closes_on__lt=localdate(now)).values_list("name", flat=True))
    for name in over:
        close(name, by, now)
    return over


def _hindrances(one: Wave, now: datetime, without: Collection[str]) -> tuple[Problem, ...]:
    plan = _view(one).plan
    return opening.hindrances(one, plan, _questionnaire(plan), localdate(now), without)


def _step(one: Wave, before: str, after: str, by: str, now: datetime) -> None:
    _refuse_unless(one, before)
    one.state = after
    one.save()
    audit.record(by, f"wave.{after}", now, wave=one.name, before=before)


def _refuse_unless(one: Wave, state: str) -> None:
    if one.state != state:
        is_now, must_be = STATES[one.state], STATES[state]
        raise Refused(
            [
                Problem(
                    THE_WAVE,
                    _("It is '{now}', and this can only be done while it is '{must}'.", now=is_now, must=must_be),
                    _("Reload the page."),
                )
            ]
        )


def _one(name: str) -> Wave:
    found = Wave.objects.filter(name=name).first()
    if found is None:
        raise Refused([Problem(THE_WAVE, *_NO_WAVE)])
    return found


def _locked(name: str) -> Wave:
    found = Wave.objects.select_for_update().filter(name=name).first()
    if found is None:
        raise Refused([Problem(THE_WAVE, *_NO_WAVE)])
    return found


_NO_WAVE = (
    _("It does not exist."),
    pgettext("wave", "Choose one from the list."),
)


def _lowered(words: Text) -> Text:
    return Text({language: said.lower() for language, said in words.items()})


def _questionnaire(plan: Plan) -> Questionnaire | None:
    exists = QuestionnaireVersion.objects.filter(pk=plan.questionnaire).exists()
    return questionnaires.read(plan.questionnaire) if exists else None


def _view(one: Wave) -> WaveView:
    approved = Count("pk", filter=Q(list_state=Enrolment.List.APPROVED))
    counts = one.enrolments.aggregate(enrolled=Count("pk"), approved=approved)
    return WaveView(
        plan=Plan(
            name=one.name,
            title=Text(one.title),
            opens_on=one.opens_on,
            closes_on=one.closes_on,
            questionnaire=one.questionnaire_id,
            channels=tuple(one.channels),
            reminders=tuple(one.reminders),
            groups=tuple(one.groups),
            weighting_by=tuple(one.weighting_by),
            case_mix=tuple(one.case_mix),
            asks=Text(one.asks),
            contact_until=one.contact_until,
            national=one.national,
            previous=one.previous,
            invented=one.invented,
        ),
        state=one.state,
        fielded=one.fielded_id or "",
        reports_at=one.reports_at,
        published_at=one.published_at,
        enrolled=counts["enrolled"],
        approved=counts["approved"],
        analysis_plan=plan_from(one.analysis_plan) if one.analysis_plan else None,
    )


def _columns(plan: Plan) -> dict[str, object]:
    """A plan as the columns of its row."""
    columns = {field: getattr(plan, field) for field in _EVERYTHING if field != "questionnaire"}
    for field in ("channels", "reminders", "groups", "weighting_by", "case_mix"):
        columns[field] = list(columns[field])
    for field in ("title", "asks"):
        columns[field] = dict(columns[field])
    return {**columns, "questionnaire_id": plan.questionnaire}
