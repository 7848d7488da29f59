"""A row in one worker's hands: until when, whose, and what becomes of it afterwards."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import F

from borgerpuls.fieldwork.lease import free, give_back, held, renew, run_out, take
from borgerpuls.fieldwork.models import Job, Wave

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
LENGTH = timedelta(minutes=2)
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def rows(office: Any, now: datetime) -> Any:
    Job.objects.create(wave=Wave.objects.get(), kind="build", asked_at=now)
    return Job.objects.all()


def found(rows: Any, now: datetime) -> tuple[bool, bool, bool]:
    """Is it free, held, run out?"""
    return rows.filter(free(now)).exists(), rows.filter(held(now)).exists(), rows.filter(run_out(now)).exists()


def test_a_row_that_was_never_taken_is_free_and_has_not_run_out(rows: Any, now: datetime) -> None:
    assert found(rows, now) == (True, False, False)


def test_a_row_is_held_until_its_last_instant_and_free_from_then_on(rows: Any, now: datetime) -> None:
    assert take(rows, now, LENGTH) == 1
    assert found(rows, now) == (False, True, False)
    assert found(rows, now + LENGTH - INSTANT) == (False, True, False)
    assert found(rows, now + LENGTH) == (True, False, True)


def test_a_row_that_is_held_is_not_taken_and_not_changed(rows: Any, now: datetime) -> None:
    take(rows, now, LENGTH, attempts=F("attempts") + 1)
    assert take(rows, now + LENGTH - INSTANT, LENGTH, attempts=F("attempts") + 1) == 0
    assert rows.get().attempts == 1
    assert take(rows, now + LENGTH, LENGTH, attempts=F("attempts") + 1) == 1
    assert rows.get().attempts == 2


def test_a_lease_that_is_renewed_runs_from_that_moment(rows: Any, now: datetime) -> None:
    take(rows, now, LENGTH)
    assert renew(rows, now + LENGTH / 2, LENGTH, done=3) == 1
    assert found(rows, now + LENGTH) == (False, True, False)
    assert found(rows, now + 1.5 * LENGTH) == (True, False, True)
    assert rows.get().done == 3


def test_a_row_that_was_given_back_is_free_at_once(rows: Any, now: datetime) -> None:
    take(rows, now, LENGTH)
    assert give_back(rows, state="failed") == 1
    assert found(rows, now) == (True, False, False)
    assert rows.get().state == "failed"


def test_a_holder_is_told_apart_by_the_column_that_says_so(rows: Any, now: datetime) -> None:
    take(rows, now, LENGTH, attempts=1)
    assert rows.filter(held(now, attempts=1)).exists()
    assert not rows.filter(held(now, attempts=2)).exists()
