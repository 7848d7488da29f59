"""Long work in a queue: one worker at a time does a job, and a job whose worker died is taken again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from borgerpuls.fieldwork.models import Job, Wave
from borgerpuls.fieldwork.staff import audit
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

    @property
    def active(self) -> bool:
        return self.state in _ACTIVE


@transaction.atomic
def ask(wave: str, kind: str, by: int | None, who: str, now: datetime) -> JobView:
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
    waiting = Q(state=State.QUEUED) | Q(state=State.RUNNING, leased_until__lt=now)
    for job in Job.objects.select_for_update(skip_locked=True, of=("self",)).filter(waiting).order_by("pk")[:5]:
        if job.attempts >= MOST_ATTEMPTS:
            _end(job, State.FAILED, [Problem(_WORK, *_TOO_OFTEN)], now)
            continue
        job.state, job.attempts, job.leased_until = State.RUNNING, job.attempts + 1, now + LEASE
        job.done = job.of = 0
        job.save()
        return _view(job)
    return None


def is_frozen(wave: str) -> bool:
    return Wave.objects.filter(name=wave, state__in=(Wave.State.FROZEN, Wave.State.PUBLISHED)).exists()


def hold(id: int, now: datetime, progress: tuple[int, int] | None = None) -> None:
    """Say that a job is still being done, and how far."""
    changes = {} if progress is None else {"done": progress[0], "of": progress[1]}
    Job.objects.filter(pk=id, state=State.RUNNING).update(leased_until=now + LEASE, **changes)


@transaction.atomic
def finish(id: int, now: datetime, next_kind: str | None = None) -> None:
    """End a job that went well, and queue what follows on it."""
    job = Job.objects.select_for_update().get(pk=id)
    _end(job, State.DONE, [], now)
    if job.kind == Kind.BUILD:
        Wave.objects.filter(pk=job.wave_id).update(reports_at=now)
    if next_kind:
        Job.objects.create(wave_id=job.wave_id, kind=next_kind, by_id=job.by_id, asked_at=now)


@transaction.atomic
def fail(id: int, problems: Sequence[Problem], now: datetime) -> None:
    """End a job that was refused, or that broke, with what people are to know."""
    _end(Job.objects.select_for_update().get(pk=id), State.FAILED, problems or [Problem(_WORK, *_BROKEN)], now)


def _end(job: Job, state: str, problems: Sequence[Problem], now: datetime) -> None:
    job.state, job.ended_at, job.leased_until = state, now, None
    job.problems = [_kept(problem) for problem in problems]
    job.save()


def _kept(problem: Problem) -> dict[str, object]:
    told = {part: dict(getattr(problem, part)) for part in ("where", "what", "remedy")}
    return {**told, "severity": problem.severity}


def _told(kept: dict[str, Any]) -> Problem:
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
        problems=tuple(_told(kept) for kept in job.problems),
    )


_WORK = Text(da="Opgørelsen", en="The processing")
_NOT_CLOSED = (
    Text(da="Målingen er ikke lukket, eller den er allerede frosset.",
         en="The wave is not closed, or is frozen already."),
    Text(da="Genindlæs siden.", en="Reload the page."),
)  # fmt: skip
_NOT_FROZEN = (
    Text(da="Målingen er ikke frosset, eller dens rapporter er offentliggjort.",
         en="The wave is not frozen, or its reports are published."),
    Text(da="Genindlæs siden.", en="Reload the page."),
)  # fmt: skip
_BUSY = (
    Text(da="Den er allerede i gang.", en="It is under way already."),
    Text(da="Vent, til den er færdig.", en="Wait until it is done."),
)
_TOO_OFTEN = (
    Text(da=f"Den er gået i stå {MOST_ATTEMPTS} gange.", en=f"It came to a halt {MOST_ATTEMPTS} times."),
    Text(da="Bed driften se på hukommelse og disk, og begynd så igen.",
         en="Ask operations to look at memory and disk, then begin again."),
)  # fmt: skip
_BROKEN = (
    Text(da="Der skete en fejl, som ingen havde tænkt på.", en="An error came up that nobody had thought of."),
    Text(da="Bed driften se i loggen, og begynd så igen.", en="Ask operations to look in the log, then begin again."),
)
