"""How it goes in the field, right now: by municipality, by background group and by day, in a few counting queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Substr
from django.utils.timezone import localdate

from borgerpuls.fieldwork.invitations.outbox import LEFT
from borgerpuls.fieldwork.models import Enrolment, Message, Person, Wave
from borgerpuls.fieldwork.population.background import coded
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.messages import _
from borgerpuls.text import Text


@dataclass(frozen=True)
class Counts:
    """Persons. ``invited`` were sent something; ``opened`` began; ``answered`` submitted and have not said no since."""

    listed: int = 0
    sampled: int = 0
    invited: int = 0
    opened: int = 0
    answered: int = 0
    refused: int = 0
    ineligible: int = 0

    @property
    def rate(self) -> float | None:
        """Answered over everybody who is asked and in the group; None where nobody is.

        Live, so of persons who are still to be invited too. AAPOR's RR1 as it stands now; partial answers are judged
        when the wave freezes.
        """
        asked = self.sampled - self.ineligible
        return self.answered / asked if asked > 0 else None

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)))


@dataclass(frozen=True)
class GroupCounts:
    """One code of a background variable; ``code`` is "" for those whose code is not known."""

    code: str
    label: Text
    counts: Counts


@dataclass(frozen=True)
class Breakdown:
    """Everybody by one background variable, in the order of its codes."""

    variable: str
    label: Text
    groups: tuple[GroupCounts, ...]


@dataclass(frozen=True)
class Day:
    """What one day brought (Danish time), and the rate at its end; ``invited`` are persons reached that day."""

    day: date
    invited: int
    answered: int
    rate: float


@dataclass(frozen=True)
class Rates:
    """A wave's or a municipality's numbers now."""

    total: Counts
    by: tuple[Breakdown, ...]
    days: tuple[Day, ...]


@dataclass(frozen=True)
class Messages:
    """Messages by what is known of them; see ``Message.State``."""

    queued: int = 0
    sending: int = 0
    handed_over: int = 0
    delivered: int = 0
    failed_for_now: int = 0
    failed_for_good: int = 0
    unsure: int = 0
    dropped: int = 0

    @property
    def any(self) -> bool:
        """Has any message been made?"""
        return any(getattr(self, f.name) for f in fields(self))

    @property
    def lost(self) -> int:
        """Those that somebody must look at: failed for good, or nobody knows."""
        return self.failed_for_good + self.unsure


@dataclass(frozen=True)
class Place:
    """One municipality in the overview of a wave."""

    enrolment: int
    code: str
    name: Text
    list_state: str
    counts: Counts
    messages: Messages


def rates(wave: str, code: str | None = None) -> Rates:
    """The numbers of a wave, or of one municipality in it."""
    one = Wave.objects.get(name=wave)
    persons = Person.objects.filter(enrolment__wave=one)
    messages = Message.objects.filter(enrolment__wave=one)
    if code is not None:
        persons = persons.filter(enrolment__municipality_id=code)
        messages = messages.filter(enrolment__municipality_id=code)
    total = _total(persons, messages)
    return Rates(total, tuple(_breakdowns(one, persons)), tuple(_days(one, total, persons, messages)))


def overview(wave: str) -> tuple[Place, ...]:
    """Every municipality that is enrolled, by code."""
    enrolments = Enrolment.objects.filter(wave__name=wave).select_related("municipality").order_by("municipality_id")
    persons = Person.objects.filter(enrolment__wave__name=wave)
    messages = Message.objects.filter(enrolment__wave__name=wave)
    counted = {row["enrolment"]: row for row in persons.values("enrolment").annotate(**_COUNTED)}
    sent = _invited(messages).values("enrolment").annotate(invited=_PERSONS)
    invited = {row["enrolment"]: row["invited"] for row in sent}
    states: dict[int, dict[str, int]] = {}
    for row in messages.values("enrolment", "state").annotate(many=Count("pk")):
        states.setdefault(row["enrolment"], {})[row["state"]] = row["many"]
    return tuple(
        Place(
            enrolment=e.pk,
            code=e.municipality_id,
            name=Text(e.municipality.name),
            list_state=e.list_state,
            counts=_counts(counted.get(e.pk, {}), invited.get(e.pk, 0)),
            messages=Messages(**states.get(e.pk, {})),
        )
        for e in enrolments
    )


_ASKED = Q(sampled=True)
_COUNTED = {
    "listed": Count("pk"),
    "asked": Count("pk", filter=_ASKED),  # not "sampled": that is a column, and filters would count the sum
    "opened": Count("pk", filter=_ASKED & Q(started_at__isnull=False)),
    "answered": Count("pk", filter=_ASKED & Q(submitted_at__isnull=False, declined_at=None, ineligible_at=None)),
    "refused": Count("pk", filter=_ASKED & Q(declined_at__isnull=False, ineligible_at=None)),
    "ineligible": Count("pk", filter=_ASKED & Q(ineligible_at__isnull=False)),
}
_PERSONS = Count("person", distinct=True)


def _counts(row: Mapping[str, Any], invited: int) -> Counts:
    found = {name: row.get(name, 0) for name in _COUNTED}
    return Counts(invited=invited, sampled=found.pop("asked"), **found)


def _invited(messages: "QuerySet[Message]") -> "QuerySet[Message]":
    return messages.filter(state__in=LEFT)


def _total(persons: "QuerySet[Person]", messages: "QuerySet[Message]") -> Counts:
    return _counts(persons.aggregate(**_COUNTED), _invited(messages).aggregate(invited=_PERSONS)["invited"])


def _breakdowns(one: Wave, persons: "QuerySet[Person]") -> Iterable[Breakdown]:
    """One breakdown a variable, all from one pass over the persons."""
    asked = questionnaires.read(one.questionnaire_id)
    keys = {f"by_{variable}": coded(variable) for variable in one.groups}
    sent = Exists(Message.objects.filter(person=OuterRef("pk"), state__in=LEFT))
    cells: Sequence[Mapping[str, Any]] = (
        list(persons.values(**keys).annotate(invited=Count("pk", filter=sent), **_COUNTED)) if keys else []
    )
    for variable, key in zip(one.groups, keys, strict=True):
        background = asked.background(variable)
        codes = background.at(one.opens_on)
        labels = {c.id: c.label for c in codes.codes} if codes else {}
        found: dict[str, Counts] = {}
        for row in cells:
            code = row[key] or ""
            found[code] = found.get(code, Counts()) + _counts(row, row["invited"])
        labels.update({code: _UNKNOWN for code in found if code not in labels})
        groups = (GroupCounts(code, label, found[code]) for code, label in labels.items() if code in found)
        yield Breakdown(variable, background.label, tuple(groups))


def _days(one: Wave, total: Counts, persons: "QuerySet[Person]", messages: "QuerySet[Message]") -> Iterable[Day]:
    first = _invited(messages).filter(occasion=0, handed_over_at__isnull=False)
    answered = persons.filter(submitted_at__isnull=False, declined_at=None, ineligible_at=None, sampled=True)
    invited, submitted = _by_day(first, "handed_over_at", "person"), _by_day(answered, "submitted_at", "pk")
    every = sorted({*invited, *submitted})
    if not every:
        return
    asked, so_far = total.sampled - total.ineligible, 0
    for k in range((every[-1] - every[0]).days + 1):
        day = every[0] + timedelta(k)
        so_far += submitted.get(day, 0)
        yield Day(day, invited.get(day, 0), submitted.get(day, 0), so_far / asked if asked > 0 else 0.0)


def _by_day(found: "QuerySet[Any]", column: str, person: str) -> dict[date, int]:
    """Persons a Danish day. The database counts by hours of UTC, which it can do without asking Python of each row."""
    hour = Substr(Cast(column, CharField()), 1, 13)
    days: dict[date, int] = {}
    for row in found.values(hour=hour).annotate(many=Count(person, distinct=True)):
        day = localdate(datetime.strptime(row["hour"].replace("T", " "), "%Y-%m-%d %H").replace(tzinfo=UTC))
        days[day] = days.get(day, 0) + row["many"]
    return days


_UNKNOWN = _("Unknown")
