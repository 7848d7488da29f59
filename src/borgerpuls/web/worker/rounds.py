"""What a worker does, round after round."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import OperationalError, close_old_connections, connections
from django.utils import timezone

from borgerpuls.fieldwork.channels.registry import transports
from borgerpuls.fieldwork.contacts import deletion
from borgerpuls.fieldwork.contacts.cipher import Unreadable
from borgerpuls.fieldwork.invitations import dispatch, outbox
from borgerpuls.fieldwork.programme import waves
from borgerpuls.problems import Refused
from borgerpuls.web.worker import jobs

AT_ONCE = 100
"""Messages leased at a time."""
REST = 1.0
"""Seconds between rounds when nothing is due."""
DUTIES_EVERY = timedelta(seconds=15)
BY = "worker"
_log = logging.getLogger(__name__)


class Worker:
    """One worker, known by its name in the outbox."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._stopped = Event()
        self._duties_done: datetime | None = None

    def stop(self) -> None:
        """End after the message in hand."""
        self._stopped.set()

    def run(self, *, once: bool = False) -> None:
        """Work until stopped; ``once``: until nothing is due. What was leased and not begun is given back.

        Long work goes on beside the sending, so that no message waits for a report. Work that is cut off is taken up
        by the next worker.
        """
        if not once:
            Thread(target=self._long_work, daemon=True).start()
        try:
            while not self._stopped.is_set():
                busy = self._tried(lambda: self._round() or (once and jobs.run_next()))
                if not busy and (once or self._stopped.wait(REST)):
                    break
        finally:
            dispatch.release(self._name)

    def _long_work(self) -> None:
        while not self._stopped.is_set():
            if not self._tried(jobs.run_next):
                self._stopped.wait(REST)
        connections.close_all()

    def _tried(self, work: Callable[[], bool]) -> bool:
        """Whether there was anything to do. A database that cannot be reached is asked again, after a rest."""
        close_old_connections()
        try:
            return work()
        except OperationalError as failed:
            _log.warning("the database did not answer: %s", type(failed).__name__)
            self._stopped.wait(REST)
            return True

    def _round(self) -> bool:
        self._duties()
        return self._send() > 0

    def _duties(self) -> None:
        """What is due by the calendar, and what has come of a wave meanwhile; now and then."""
        now = timezone.now()
        if self._duties_done and now < self._duties_done + DUTIES_EVERY:
            return
        self._duties_done = now
        duties: tuple[Callable[[], object], ...] = (
            lambda: waves.open_due(BY, now),
            lambda: waves.close_due(BY, now),
            lambda: outbox.drop_unwanted(now),
            lambda: outbox.invite_due(BY, now),
            lambda: [outbox.remind(wave.plan.name, now) for wave in waves.waves()],
            lambda: deletion.delete_due(BY, now),
        )
        for duty in duties:
            try:
                duty()
            except Refused as refused:  # another worker, or a person, was first
                _log.warning("%s", refused)

    def _send(self) -> int:
        """Hand over a lease of messages; how many."""
        live, now = transports(), timezone.now()
        dispatch.expire(now, [channel for channel, transport in live.items() if transport.idempotent])
        leased = dispatch.lease(self._name, now, AT_ONCE, live)
        for done, one in enumerate(leased):
            if self._stopped.is_set():
                return done
            try:
                dispatch.hand_over(one, self._name, live[one.channel], timezone.now())
            except (Refused, Unreadable) as failed:  # it stays leased, and is tried again when the lease has run out
                _log.error("message %d cannot be written: %s", one.id, failed)
        return len(leased)
