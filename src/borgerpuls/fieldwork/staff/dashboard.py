"""What a person finds at home: the waves of the programme office, and each municipality's part in them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from borgerpuls.fieldwork.models.waves import Enrolment, Municipality, Wave
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.text import Text

_NOW_FIRST = ("open", "enrolling", "closed", "frozen", "draft", "published")
"""Where people have something to do stands first."""


@dataclass(frozen=True)
class WaveSummary:
    """A wave as the programme office knows it, with how many municipalities take part."""

    wave: str
    title: Text
    state: str
    opens_on: date
    closes_on: date
    municipalities: int


@dataclass(frozen=True)
class EnrolmentSummary:
    """A municipality's part in a wave; ``enrolled`` is False for one that it may still enrol in."""

    code: str
    municipality: Text
    role: str
    wave: str
    title: Text
    state: str
    opens_on: date
    closes_on: date
    enrolled: bool
    list_state: str


def wave_summaries() -> tuple[WaveSummary, ...]:
    """Every wave, those that something happens in first."""
    return tuple(
        WaveSummary(w.name, Text(w.title), w.state, w.opens_on, w.closes_on, w.enrolments.count())
        for w in _in_order(Wave.objects.all())
    )


def enrolment_summaries(staff: Staff) -> tuple[EnrolmentSummary, ...]:
    """For each of the person's municipalities: the waves that it is in, and those that wait for it."""
    names = {m.code: Text(m.name) for m in Municipality.objects.filter(code__in=list(staff.municipalities))}
    ours = Enrolment.objects.filter(municipality__in=names).select_related("wave")
    known = {(e.municipality_id, e.wave_id): e for e in ours}
    waves = _in_order(Wave.objects.exclude(state=Wave.State.DRAFT))
    return tuple(
        EnrolmentSummary(
            code,
            name,
            staff.municipalities[code],
            wave.name,
            Text(wave.title),
            wave.state,
            wave.opens_on,
            wave.closes_on,
            found is not None,
            found.list_state if found else "",
        )
        for code, name in sorted(names.items())
        for wave in waves
        if (found := known.get((code, wave.pk))) or wave.state == Wave.State.ENROLLING
    )


def _in_order(waves: "QuerySet[Wave]") -> list[Wave]:
    return sorted(waves.order_by("-opens_on", "-pk"), key=lambda wave: _NOW_FIRST.index(wave.state))
