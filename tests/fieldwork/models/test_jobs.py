"""Long work as it is kept: how it begins, that its words fit, and that who asked for it stays known."""

from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.db.models import ProtectedError

from borgerpuls.fieldwork.models import Job, Wave

pytestmark = pytest.mark.django_db


def test_a_new_job_waits_and_nobody_has_begun_it(wave: Wave, now: datetime) -> None:
    Job.objects.create(wave=wave, kind=Job.Kind.FREEZE, asked_at=now)
    kept = Job.objects.get()
    assert (kept.state, kept.attempts, kept.done, kept.of, kept.problems) == ("queued", 0, 0, 0, [])
    assert (kept.leased_until, kept.ended_at, kept.by) == (None, None, None)


@pytest.mark.parametrize(("field", "values"), [("kind", Job.Kind.values), ("state", Job.State.values)])
def test_every_kind_and_state_is_short_enough_to_be_kept(field: str, values: list[str]) -> None:
    """SQLite keeps longer words, PostgreSQL refuses them."""
    most = Job._meta.get_field(field).max_length
    assert most is not None
    assert [value for value in values if len(value) > most] == []


def test_who_asked_for_work_is_not_deleted_and_a_waves_work_goes_with_it(wave: Wave, now: datetime) -> None:
    user = get_user_model().objects.create(username="kim@example.org")
    Job.objects.create(wave=wave, kind=Job.Kind.BUILD, by=user, asked_at=now)
    with pytest.raises(ProtectedError):
        user.delete()
    Wave.objects.all().delete()
    assert not Job.objects.exists()
    user.delete()
