"""The long work of a wave: freeze it, make its figures, write its reports. A worker calls ``run_next`` again and again.

A job that is done twice, because its worker died, gives the same files.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from borgerpuls.fieldwork.freeze import freeze
from borgerpuls.fieldwork.programme import jobs
from borgerpuls.problems import Refused
from borgerpuls.reports.publication.publish import publish
from borgerpuls.results.build import build_beside
from borgerpuls.web.public.reports import reports_folder

WHO = "worker"
_log = logging.getLogger(__name__)


def shelf() -> Path:
    """The file of all figures."""
    return Path(settings.WAVES) / "figures.sqlite"


def frozen_folder(wave: str) -> Path:
    return Path(settings.WAVES) / wave


def run_next() -> bool:
    """Do one job, if any waits; False when there is nothing to do. What goes wrong is kept with the job."""
    job = jobs.take(timezone.now())
    if job is None:
        return False
    try:
        with _held(job):
            if job.kind == jobs.Kind.FREEZE:
                _freeze(job)
            else:
                _build(job)
    except Refused as refusal:
        jobs.fail(job, refusal.problems, timezone.now())
    except Exception:
        _log.exception("job %d (%s) broke", job.id, job.kind)
        jobs.fail(job, (), timezone.now())
    else:
        jobs.finish(job, timezone.now(), jobs.Kind.BUILD if job.kind == jobs.Kind.FREEZE else None)
    return True


def _freeze(job: jobs.JobView) -> None:
    """A worker that died after the wave froze, and before the job ended, finds it done."""
    if not jobs.is_frozen(job.wave):
        freeze(job.wave, frozen_folder(job.wave), WHO, timezone.now(), _progress(job))


def _build(job: jobs.JobView) -> None:
    folders = build_beside(frozen_folder(job.wave), shelf())
    reports_folder(job.wave).parent.mkdir(parents=True, exist_ok=True)
    publish(shelf(), folders, reports_folder(job.wave), progress=_progress(job))


def _progress(job: jobs.JobView) -> "jobs.Progress":
    return lambda done, of: jobs.hold(job, timezone.now(), (done, of))


@contextmanager
def _held(job: jobs.JobView) -> Iterator[None]:
    """Keep the lease while the work says nothing of itself."""
    over = Event()

    def hold() -> None:
        try:
            while not over.wait(jobs.LEASE.total_seconds() / 4):
                with suppress(DatabaseError):  # busy for a moment: there is time to try again
                    jobs.hold(job, timezone.now())
        finally:
            connection.close()

    holder = Thread(target=hold, daemon=True)
    holder.start()
    try:
        yield
    finally:
        over.set()
        holder.join()
