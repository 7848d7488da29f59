"""The end of the field: a closed wave becomes its folder, a row for everybody invited, and nothing of who they are.

Disposition of a person, the first rule that fits:

- ``ineligible``: says not to be in the group. ``refused``: said no. Their answers are left out.
- ``complete``: submitted, with an answer to at least one question.
- ``partial``: did not submit, and answered at least half of the shared questions on their own way through.
- ``breakoff``: started, and answered fewer; or submitted without a single answer.
- ``not_reached``: every message failed for good, or none was ever made.
- ``no_answer``: anybody else.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.db.models import Count, Q

from borgerpuls.dataset.analysis_plan import plan_from
from borgerpuls.dataset.columns import cell_columns, further_columns, item_columns
from borgerpuls.dataset.folder import write_wave
from borgerpuls.dataset.wave import FrozenWave, WaveSpec
from borgerpuls.fieldwork.models import Message, Person, SaveEvent, Wave
from borgerpuls.fieldwork.population.background import coded
from borgerpuls.fieldwork.programme.specification import STRATUM, invited, readable, specification, taking_part
from borgerpuls.fieldwork.staff import audit
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.messages import _
from borgerpuls.problems import Problem, Refused
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.questionnaire.routing import Page, answers_on_route, pages, route

AT_ONCE = 5000
"""Persons in memory at a time."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Invited:
    """A person invited, as the database has them; ``answers`` are merged."""

    unit: str
    background: Mapping[str, str | None]
    submitted: bool
    declined: bool
    ineligible: bool
    started: bool
    reached: bool
    answers: Mapping[str, int]


def freeze(wave: str, folder: Path, by: str, now: datetime, progress: Progress = lambda done, of: None) -> FrozenWave:
    """Write a closed wave's folder and mark it frozen; ``folder`` is replaced whole or not at all.

    ``progress`` is called with how many persons are done, and of how many. Raises ``Refused`` while the wave is
    open, once it is frozen, or where a row breaks the wave's own rules; then nothing is written or changed.
    """
    one = Wave.objects.get(name=wave)
    _refuse_unless_closed(one)
    asked = questionnaires.read(one.fielded_id)
    previous = one.previous if one.previous and (folder.parent / one.previous).is_dir() else None
    spec = specification(one, asked, previous)
    plan = plan_from(one.analysis_plan) if one.analysis_plan else None
    persons, population = _persons(one, spec, asked, progress), _population(one, spec, asked)
    frozen = write_wave(folder, spec, asked, persons, population, plan=plan)
    with transaction.atomic():
        one = Wave.objects.select_for_update().get(name=wave)
        _refuse_unless_closed(one)
        one.state = Wave.State.FROZEN
        one.save()
        digests = {name: readable(digest) for name, digest in frozen.digests.items()}
        audit.record(by, "wave.freeze", now, wave=wave, persons=invited(one).count(), digests=digests)
    return frozen


def _persons(one: Wave, spec: WaveSpec, asked: Questionnaire, progress: Progress) -> Iterator[pa.RecordBatch]:
    """Everybody invited, a batch at a time, in the columns of the wave."""
    of = invited(one).count()
    done = 0
    progress(done, of)
    backgrounds = [b.id for b in asked.backgrounds]
    items = {name: questions[0].local is None for name, questions in item_columns(asked).items()}
    shared = frozenset(name for name, is_shared in items.items() if is_shared)
    ways = lru_cache(maxsize=None)(lambda unit: pages(asked, unit))
    for rows in _batches(one):
        columns: dict[str, list[Any]] = {name: [] for name in _columns(spec, backgrounds, list(items))}
        for row, pseudonym, stratum, compare in rows:
            disposition, answers = disposition_of(row, ways(row.unit), shared)
            columns["person"].append(pseudonym)
            columns["unit"].append(row.unit)
            columns["disposition"].append(disposition)
            for name in backgrounds:
                columns[name].append(row.background.get(name))
            if spec.strata:
                columns[STRATUM].append(stratum or None)
            if spec.compare:
                columns["compare"].append((compare or None) if row.unit in spec.compare else None)
            for name in items:
                columns[name].append(answers.get(name))
        typed = {
            name: pa.array(values, pa.int32() if name in items else pa.string()) for name, values in columns.items()
        }
        yield pa.RecordBatch.from_pydict(typed)
        done += len(rows)
        progress(done, of)


def disposition_of(row: Invited, ways: Sequence[Page], shared: frozenset[str]) -> tuple[str, Mapping[str, int]]:
    """A person's disposition and the answers that count, by the rules above."""
    if row.ineligible:
        return "ineligible", {}
    if row.declined:
        return "refused", {}
    if not row.started:
        return ("no_answer" if row.reached else "not_reached"), {}
    steps = route(ways, row.answers, row.background)
    answers = answers_on_route(steps, row.answers)
    if row.submitted and answers:
        return "complete", answers
    asked = sum(item.column in shared for step in steps for item in step.items)
    answered = sum(column in shared for column in answers)
    return ("partial" if answered and 2 * answered >= asked else "breakoff"), answers


def _batches(one: Wave) -> Iterator[list[tuple[Invited, str, str, str]]]:
    """Persons in order, with what was saved of them and whether anything reached them."""
    last = 0
    persons = invited(one).order_by("pk").values_list(
        "pk", "pseudonym", "enrolment__municipality_id", "background", "stratum", "compare",
        "started_at", "submitted_at", "declined_at", "ineligible_at",
    )  # fmt: skip
    while some := list(persons.filter(pk__gt=last)[:AT_ONCE]):
        span = Q(person_id__gt=last, person_id__lte=some[-1][0])
        last = some[-1][0]
        answers, saved = _saved(span)
        reached = _reached(span)
        yield [
            (
                Invited(
                    unit=unit,
                    background=background,
                    submitted=submitted is not None,
                    declined=declined is not None,
                    ineligible=ineligible is not None,
                    started=started is not None or person in saved,
                    reached=person in reached,
                    answers=answers.get(person, {}),
                ),
                pseudonym,
                stratum,
                compare,
            )
            for person, pseudonym, unit, background, stratum, compare, started, submitted, declined, ineligible in some
        ]


def _saved(span: Q) -> tuple[dict[int, dict[str, int]], set[int]]:
    """Answers merged, the later before the earlier, and everybody of whom anything was saved."""
    answers: dict[int, dict[str, int]] = {}
    persons = set()
    events = SaveEvent.objects.filter(span).order_by("person_id", "pk").values_list("person_id", "answers")
    for person, pages_ in groupby(events.iterator(AT_ONCE), key=lambda event: event[0]):
        given: dict[str, int | None] = {}
        for _unused, saved in pages_:
            if saved != "{}":
                given.update(json.loads(saved))
        persons.add(person)
        answers[person] = {column: code for column, code in given.items() if code is not None}
    return answers, persons


def _reached(span: Q) -> set[int]:
    """Persons of whom at least one message did not fail for good."""
    never = (Message.State.FAILED_FOR_GOOD, Message.State.DROPPED)
    return set(Message.objects.filter(span).exclude(state__in=never).values_list("person_id", flat=True))


def _population(one: Wave, spec: WaveSpec, asked: Questionnaire) -> pa.Table:
    """The whole list of every municipality that takes part, sampled or not, counted by cell and printed group."""
    cells = (*cell_columns(spec), *further_columns(spec, asked, spec.groups))
    keys = {f"cell_{name}": coded(name) for name in cells if name != STRATUM}
    names = ["enrolment__municipality_id", *keys, *(["stratum"] if STRATUM in cells else [])]
    persons = Person.objects.filter(enrolment__in=taking_part(one)).annotate(**keys)
    rows = list(persons.values(*names).annotate(count=Count("pk")).order_by(*names))
    columns = {"unit": pa.array([row["enrolment__municipality_id"] for row in rows], pa.string())}
    for name in cells:
        key = STRATUM if name == STRATUM else f"cell_{name}"
        columns[name] = pa.array([row[key] or None for row in rows], pa.string())
    columns["count"] = pa.array([row["count"] for row in rows], pa.int64())
    return pa.table(columns)


def _columns(spec: WaveSpec, backgrounds: Sequence[str], items: Sequence[str]) -> tuple[str, ...]:
    compare = ("compare",) if spec.compare else ()
    return ("person", "unit", "disposition", *backgrounds, *spec.strata, *compare, *items)


def _refuse_unless_closed(one: Wave) -> None:
    if one.state == Wave.State.CLOSED:
        return
    early = one.state in (Wave.State.DRAFT, Wave.State.ENROLLING, Wave.State.OPEN)
    raise Refused(
        [
            Problem(
                _("The wave"),
                _("It is not closed.") if early else _("It is frozen, and a frozen wave is never changed."),
                _("Close it first.") if early else _("Make the reports of it as it is."),
            )
        ]
    )
