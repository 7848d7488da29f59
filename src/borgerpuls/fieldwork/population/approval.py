"""A population list as the programme office sees it before it lets anybody be invited: counts, never persons."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from borgerpuls.fieldwork.models import Enrolment, Message, Person, Wave
from borgerpuls.fieldwork.population.background import coded
from borgerpuls.fieldwork.programme.opening import assemble_questionnaire
from borgerpuls.fieldwork.programme.specification import fix_plan
from borgerpuls.fieldwork.staff import audit
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.messages import _, joined
from borgerpuls.problems import Problem, Problems, Refused
from borgerpuls.text import Text

MANY_UNKNOWN = 0.05
"""Share of a list without a code from which somebody should ask why."""
SMALL = 50
"""Persons asked below which a municipality's figures will mostly be hidden."""
MOVED = 0.25
"""Change in size since the municipality's list before from which somebody should ask why."""
_LIST = _("The population list")


@dataclass(frozen=True)
class Cell:
    """One code of a background variable: persons in the list and persons who are asked."""

    label: Text
    listed: int
    sampled: int


@dataclass(frozen=True)
class Variable:
    """One background variable of the list."""

    label: Text
    cells: tuple[Cell, ...]
    unknown: int


@dataclass(frozen=True)
class PopulationView:
    """One municipality's list in numbers, with the doubts about it."""

    enrolment: int
    code: str
    name: Text
    state: str
    approved_at: datetime | None
    listed: int
    sampled: int
    sample_seed: int | None
    variables: tuple[Variable, ...]
    compared: tuple[int, int] | None
    """Persons of groups "0" and "1" of the local comparison, where there is one."""
    doubts: tuple[Problem, ...]


def population(wave: str, code: str) -> PopulationView:
    """The list of one municipality in a wave."""
    return _view(_one(wave, code))


@transaction.atomic
def approve(wave: str, code: str, by: str, now: datetime) -> None:
    """Approve a list: from now on it is settled. In a wave that is open the municipality comes into the field."""
    one = _locked(wave, code, Enrolment.List.ACCEPTED)
    one.list_state, one.approved_at = Enrolment.List.APPROVED, now
    one.save()
    if one.wave.state == Wave.State.OPEN:
        assemble_questionnaire(one.wave, by, now)
        fix_plan(one.wave, now)
        one.wave.save()
    listed = Person.objects.filter(enrolment=one).count()
    audit.record(by, "population.approve", now, wave=wave, municipality=code, listed=listed)


@transaction.atomic
def withdraw_approval(wave: str, code: str, by: str, now: datetime) -> None:
    """Give a list back to the municipality, as long as the wave is not open and nobody is invited."""
    one = _locked(wave, code, Enrolment.List.APPROVED)
    if one.wave.state not in (Wave.State.DRAFT, Wave.State.ENROLLING) or Message.objects.filter(enrolment=one).exists():
        raise Refused(
            [
                Problem(
                    _LIST,
                    _("The wave has opened with it."),
                    _("It is settled until the wave is over."),
                )
            ]
        )
    one.list_state, one.approved_at = Enrolment.List.ACCEPTED, None
    one.save()
    audit.record(by, "population.give_back", now, wave=wave, municipality=code)


def _locked(wave: str, code: str, state: str) -> Enrolment:
    Wave.objects.select_for_update().get(name=wave)
    one = _one(wave, code)
    if one.list_state != state or one.wave.state not in (Wave.State.DRAFT, Wave.State.ENROLLING, Wave.State.OPEN):
        raise Refused(
            [
                Problem(
                    _LIST,
                    _("It is no longer as the page showed."),
                    _("Reload the page."),
                )
            ]
        )
    return one


def _one(wave: str, code: str) -> Enrolment:
    one: Enrolment = Enrolment.objects.select_related("wave", "municipality").get(wave__name=wave, municipality_id=code)
    return one


def _view(one: Enrolment) -> PopulationView:
    persons = Person.objects.filter(enrolment=one)
    total = persons.aggregate(
        listed=Count("pk"),
        sampled=Count("pk", filter=Q(sampled=True)),
        zero=Count("pk", filter=Q(compare="0")),
        one=Count("pk", filter=Q(compare="1")),
    )
    variables = _variables(one)
    return PopulationView(
        enrolment=one.pk,
        code=one.municipality_id,
        name=Text(one.municipality.name),
        state=one.list_state,
        approved_at=one.approved_at,
        listed=total["listed"],
        sampled=total["sampled"],
        sample_seed=one.sample_seed,
        variables=variables,
        compared=(total["zero"], total["one"]) if one.comparison else None,
        doubts=_doubts(one, total, variables),
    )


def _variables(one: Enrolment) -> tuple[Variable, ...]:
    asked = questionnaires.read(one.wave.questionnaire_id)
    found = []
    for background in asked.backgrounds:
        codes = background.at(one.wave.opens_on)
        rows = (
            Person.objects.filter(enrolment=one)
            .values(code=coded(background.id))
            .annotate(listed=Count("pk"), sampled=Count("pk", filter=Q(sampled=True)))
        )
        counts = {row["code"]: (row["listed"], row["sampled"]) for row in rows}
        cells = tuple(Cell(c.label, *counts.get(c.id, (0, 0))) for c in (codes.codes if codes else ()))
        found.append(Variable(background.label, cells, counts.get(None, (0, 0))[0]))
    return tuple(found)


def _doubts(one: Enrolment, total: dict[str, int], variables: tuple[Variable, ...]) -> tuple[Problem, ...]:
    problems, listed = Problems(), total["listed"]
    if total["sampled"] < SMALL:
        problems.warn(
            _LIST,
            _("Only {sampled} are asked.", sampled=total["sampled"]),
            _("Check that all target groups are in it; small numbers are hidden in the report."),
        )
    for variable in variables:
        if listed and variable.unknown / listed > MANY_UNKNOWN:
            problems.warn(
                variable.label,
                _("Is missing for {unknown} of {listed}.", unknown=variable.unknown, listed=listed),
                _("Ask whether the column can be filled in."),
            )
        empty = [cell.label for cell in variable.cells if cell.listed == 0]
        if empty and variable.unknown < listed:
            problems.warn(
                variable.label,
                _("Nobody is: {groups}.", groups=joined(", ", empty)),
                _("Ask whether the group was forgotten."),
            )
    if one.comparison and not (total["zero"] and total["one"]):
        problems.warn(
            _("The local comparison"),
            _("One of the groups is empty."),
            _("Ask the municipality about the column."),
        )
    before = (
        Enrolment.objects.filter(municipality=one.municipality_id, wave__opens_on__lt=one.wave.opens_on)
        .order_by("-wave__opens_on")
        .annotate(listed=Count("persons"))
        .first()
    )
    if before and before.listed and abs(listed / before.listed - 1) > MOVED:
        problems.warn(
            _LIST,
            _("There were {listed} in the list last time, and now {now}.", listed=before.listed, now=listed),
            _("Ask the municipality what has changed."),
        )
    return problems.warnings
