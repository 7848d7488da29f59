"""A lease: for a while one worker alone may act on a row of a table.

The table has a column ``leased_until``, and a column that tells the holders apart: the worker's name (``leased_by``),
or a number that grows whenever the row is taken (``attempts``). A row is held until the moment in ``leased_until`` and
free from that moment on: a worker that dies gives back what it holds by doing nothing. Whether a row is free is looked
at in the statement that takes it, so that of two workers that want the same row one gets it, on every database.

The clock is an argument. ``changes`` are further columns that are written in the same statement.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet


def free(now: datetime) -> Q:
    """Rows that may be taken: never leased, given back, or leased by a worker whose time is up."""
    return Q(leased_until__isnull=True) | Q(leased_until__lte=now)


def held(now: datetime, **holder: Any) -> Q:
    """Rows that a worker holds; ``holder`` tells whose, and nothing means anybody's."""
    return Q(leased_until__gt=now, **holder)


def run_out(now: datetime) -> Q:
    """Rows that a worker held until its time was up: it has died, or is slow."""
    return Q(leased_until__lte=now)


def take(rows: "QuerySet[Any]", now: datetime, length: timedelta, **changes: Any) -> int:
    """Lease those of the rows that are free; how many. ``changes`` name the holder."""
    return rows.filter(free(now)).update(leased_until=now + length, **changes)


def renew(rows: "QuerySet[Any]", now: datetime, length: timedelta, **changes: Any) -> int:
    """Let a lease run anew from this moment; how many. The caller chooses the rows of one holder."""
    return rows.update(leased_until=now + length, **changes)


def give_back(rows: "QuerySet[Any]", **changes: Any) -> int:
    """End a lease, so that any worker may take the row at once where its state allows it; how many."""
    return rows.update(leased_until=None, **changes)
