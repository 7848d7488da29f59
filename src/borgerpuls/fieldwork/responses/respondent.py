"""One citizen at the door: the wave that asks, the way through the pages, and everything saved so far.

Read by one SELECT, written by hand and not by Django's ORM: every page that is shown and every save begins with it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from typing import Any

from django.db import connection

from borgerpuls.fieldwork.models import SaveEvent, Wave
from borgerpuls.fieldwork.responses.access_codes import code_hash
from borgerpuls.fieldwork.survey import questionnaires, registers
from borgerpuls.messages import verbatim
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.questionnaire.routing import Page, Step, answers_on_route, pages, route
from borgerpuls.text import Text

Kind = SaveEvent.Kind
_WHO = """
SELECT p.id, p.language, p.background, p.started_at IS NOT NULL, p.submitted_at, p.declined_at, p.ineligible_at,
       e.municipality_id, e.sender, w.state, w.fielded_id, w.invented,
       v.id, v.at, v.kind, v.page, v.language, v.answers, v.key
FROM fieldwork_person p
JOIN fieldwork_enrolment e ON e.id = p.enrolment_id
JOIN fieldwork_wave w ON w.id = e.wave_id
LEFT JOIN fieldwork_saveevent v ON v.person_id = p.id
WHERE p.{key} = %s AND p.sampled AND w.fielded_id IS NOT NULL
ORDER BY v.id
"""


@dataclass(frozen=True)
class Event:
    """One save, without its answers."""

    number: int
    at: datetime
    kind: str
    page: int
    key: str


@dataclass(frozen=True)
class Respondent:
    """One person, the wave that asks, and everything saved so far."""

    person: int
    unit: str
    asker: Text
    """Who the letter says it is from; the municipality's name where its letter has no sender."""
    background: Mapping[str, str | None]
    language: str
    """The language last answered in, else the one of the population list."""
    wave_state: str
    fielded: str
    """Fingerprint of the questionnaire that the wave fields."""
    invented: bool
    started: bool
    submitted_at: datetime | None
    declined_at: datetime | None
    ineligible_at: datetime | None
    given: Mapping[str, int]
    """Column -> code, merged; also what is no longer asked for. See ``answers``."""
    events: tuple[Event, ...]

    @property
    def open(self) -> bool:
        return self.wave_state == Wave.State.OPEN

    @property
    def out(self) -> bool:
        """Has the person said no, or not to be in the group?"""
        return self.declined_at is not None or self.ineligible_at is not None

    @property
    def finished(self) -> bool:
        """Is the questionnaire submitted, with nothing saved since?"""
        steps = [e.kind for e in self.events if e.kind != Kind.START]
        return self.submitted_at is not None and bool(steps) and steps[-1] == Kind.SUBMIT

    @property
    def visited(self) -> frozenset[int]:
        """Numbers of the pages that were saved, answered or not."""
        return frozenset(e.page for e in self.events if e.kind == Kind.PAGE)

    @property
    def saved_at(self) -> datetime | None:
        """When something was saved last."""
        return next((e.at for e in reversed(self.events) if e.kind in (Kind.PAGE, Kind.SUBMIT)), None)

    @property
    def questionnaire(self) -> Questionnaire:
        return questionnaires.read(self.fielded)

    @property
    def pages(self) -> tuple[Page, ...]:
        return _pages(self.fielded, self.unit)

    @cached_property
    def route(self) -> tuple[Step, ...]:
        """This person's way through the pages."""
        return route(self.pages, self.given, self.background)

    @property
    def answers(self) -> dict[str, int]:
        """The answers that count: column -> code of every question that is asked of this person and answered."""
        return answers_on_route(self.route, self.given)

    def after(self, number: int) -> Step | None:
        """The step that follows a page, or None after the last one."""
        return next((step for step in self.route if step.number > number), None)

    @property
    def unanswered(self) -> Step | None:
        """Where to go on: the first page that was never saved, or None when all were."""
        return next((step for step in self.route if step.number not in self.visited), None)


@dataclass(frozen=True)
class WaveNotice:
    """What a wave tells before question 1, and the days that a citizen must know."""

    asks: Text
    """Who asks, why, and on what legal basis."""
    opens_on: date
    closes_on: date
    contact_until: date
    early: bool
    """Has the wave not begun?"""


def find(code: str) -> Respondent | None:
    """Whose code it is, however it is typed. Reads only."""
    return _respondent("code_hash", code_hash(code))


def respondent(person: int) -> Respondent | None:
    """A person by number. Reads only."""
    return _respondent("id", person)


def wave_notice(who: Respondent) -> WaveNotice:
    """What the wave tells this person."""
    wave = Wave.objects.get(enrolments__persons=who.person)
    early = wave.state in (Wave.State.DRAFT, Wave.State.ENROLLING)
    return WaveNotice(Text(wave.asks), wave.opens_on, wave.closes_on, wave.contact_until, early)


@lru_cache(maxsize=256)
def _pages(fingerprint: str, unit: str) -> tuple[Page, ...]:
    return pages(questionnaires.read(fingerprint), unit)


def _respondent(key: str, value: int | bytes) -> Respondent | None:
    with connection.cursor() as cursor:
        cursor.execute(_WHO.format(key=key), [value])
        rows = cursor.fetchall()
    if not rows:
        return None
    person, language, background, started, submitted, declined, ineligible, *wave = rows[0][:12]
    unit, sender, state, fielded, invented = wave
    given: dict[str, Any] = {}
    events = []
    for *_, number, at, kind, page, spoken, answers, form in rows:
        if number is not None:
            events.append(Event(number, _aware(at), kind, page, form))
            language = spoken
            if answers != "{}":
                given.update(json.loads(answers))
    return Respondent(
        person=person,
        unit=unit,
        asker=verbatim(sender) if sender else registers.name_of(unit),
        background=json.loads(background) if isinstance(background, str) else background,
        language=language,
        wave_state=state,
        fielded=fielded,
        invented=bool(invented),
        started=bool(started),
        submitted_at=submitted and _aware(submitted),
        declined_at=declined and _aware(declined),
        ineligible_at=ineligible and _aware(ineligible),
        given={column: code for column, code in given.items() if code is not None},
        events=tuple(events),
    )


def _aware(at: datetime) -> datetime:
    """SQLite keeps UTC without saying so."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
