"""Long work in a queue: one worker at a time does a job, and a job whose worker died is taken again.

A worker that was only slow, and whose job another worker has taken meanwhile, is told apart by the attempt: what it
says of the job is no longer heard.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from borgerpuls.fieldwork import lease
from borgerpuls.fieldwork.models import Job, Wave
from borgerpuls.fieldwork.models.jobs import KeptProblem
from borgerpuls.fieldwork.staff import audit
from borgerpuls.messages import _
from borgerpuls.problems import Problem, Refused
from borgerpuls.text import Text

Progress = Callable[[int, int], None]
LEASE = timedelta(minutes=2)
"""How long a worker may be silent before somebody else takes its job."""
MOST_ATTEMPTS = 3
Kind, State = Job.Kind, Job.State
_ACTIVE = (State.QUEUED, State.RUNNING)


@dataclass(frozen=True)
class JobView:
    """One job as people see it; ``done`` of ``of`` persons or reports, 0 of 0 while that is not known."""

    id: int
    wave: str
    kind: str
    state: str
    asked_at: datetime
    ended_at: datetime | None
    done: int
    of: int
    problems: tuple[Problem, ...]
    attempt: int
    """How often it was taken: 1 in its first worker's hands."""

    @property
    def active(self) -> bool:
        return self.state in _ACTIVE


@transaction.atomic
def queue(wave: str, kind: str, by: int | None, who: str, now: datetime) -> JobView:
    """Queue a job of a wave. Refused where the wave is not that far, or already has work going on."""
    one = Wave.objects.select_for_update().get(name=wave)
    wanted = (Wave.State.CLOSED,) if kind == Kind.FREEZE else (Wave.State.FROZEN,)
    if one.state not in wanted:
        raise Refused([Problem(_WORK, *(_NOT_CLOSED if kind == Kind.FREEZE else _NOT_FROZEN))])
    if one.jobs.filter(state__in=_ACTIVE).exists():
        raise Refused([Problem(_WORK, *_BUSY)])
    job = Job.objects.create(wave=one, kind=kind, by_id=by, asked_at=now)
    audit.record(who, f"job.{kind}", now, wave=wave)
    return _view(job)


def latest(wave: str) -> JobView | None:
    """The job last asked for in a wave."""
    found = Job.objects.filter(wave__name=wave).select_related("wave").order_by("-pk").first()
    return _view(found) if found else None


@transaction.atomic
def take(now: datetime) -> JobView | None:
    """The next job to do, leased to whoever asks; one that was begun too often ends as failed."""
    waiting = Job.objects.filter(lease.free(now), state__in=_ACTIVE).order_by("pk")
    for job in waiting.select_for_update(skip_locked=True, of=("self",))[:5]:
        if job.attempts >= MOST_ATTEMPTS:
            _end(job, State.FAILED, [Problem(_WORK, *_TOO_OFTEN)], now)
            continue
        changes = {"state": State.RUNNING, "attempts": job.attempts + 1, "done": 0, "of": 0}
        if lease.take(Job.objects.filter(pk=job.pk), now, LEASE, **changes):
            job.refresh_from_db()
            return _view(job)
    return None


def is_frozen(wave: str) -> bool:
    return Wave.objects.filter(name=wave, state__in=(Wave.State.FROZEN, Wave.State.PUBLISHED)).exists()


def hold(job: JobView, now: datetime, progress: tuple[int, int] | None = None) -> None:
    """Say that a job is still being done, and how far."""
    changes = {} if progress is None else {"done": progress[0], "of": progress[1]}
    lease.renew(_mine(job), now, LEASE, **changes)


@transaction.atomic
def finish(job: JobView, now: datetime, next_kind: str | None = None) -> None:
    """End a job that went well, and queue what follows on it."""
    for mine in _mine(job).select_for_update():
        _end(mine, State.DONE, [], now)
        if mine.kind == Kind.BUILD:
            Wave.objects.filter(pk=mine.wave_id).update(reports_at=now)
        if next_kind:
            Job.objects.create(wave_id=mine.wave_id, kind=next_kind, by_id=mine.by_id, asked_at=now)


@transaction.atomic
def fail(job: JobView, problems: Sequence[Problem], now: datetime) -> None:
    """End a job that was refused, or that broke, with what people are to know."""
    for mine in _mine(job).select_for_update():
        _end(mine, State.FAILED, problems or [Problem(_WORK, *_BROKEN)], now)


def _mine(job: JobView) -> "QuerySet[Job]":
    """The job's row, as long as no other worker has taken it."""
    return Job.objects.filter(pk=job.id, state=State.RUNNING, attempts=job.attempt)


def _end(job: Job, state: str, problems: Sequence[Problem], now: datetime) -> None:
    job.state, job.ended_at, job.leased_until = state, now, None
    job.problems = [_problem_to_json(problem) for problem in problems]
    job.save()


def _problem_to_json(problem: Problem) -> KeptProblem:
    where, what, remedy = dict(problem.where), dict(problem.what), dict(problem.remedy)
    return KeptProblem(where=where, what=what, remedy=remedy, severity=problem.severity)


def _problem_from_json(kept: KeptProblem) -> Problem:
    return Problem(Text(kept["where"]), Text(kept["what"]), Text(kept["remedy"]), kept["severity"])


def _view(job: Job) -> JobView:
    return JobView(
        id=job.pk,
        wave=job.wave.name,
        kind=job.kind,
        state=job.state,
        asked_at=job.asked_at,
        ended_at=job.ended_at,
        done=job.done,
        of=job.of,
        problems=tuple(_problem_from_json(kept) for kept in job.problems),
        attempt=job.attempts,
    )


_WORK = _("The processing")
_NOT_CLOSED = (
    _("The wave is not closed, or is frozen already."),
    _("Reload the page."),
)
_NOT_FROZEN = (
    _("The wave is not frozen, or its reports are published."),
    _("Reload the page."),
)
_BUSY = (
    _("It is under way already."),
    _("Wait until it is done."),
)
_TOO_OFTEN = (
    _("It came to a halt {most_attempts} times.", most_attempts=MOST_ATTEMPTS),
    _("Ask operations to look at memory and disk, then begin again."),
)
_BROKEN = (
    _("An error came up that nobody had thought of."),
    _("Ask operations to look in the log, then begin again."),
)
