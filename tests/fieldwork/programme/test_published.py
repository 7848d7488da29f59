"""The waves whose reports anyone may read."""

from datetime import UTC, date, datetime

import pytest

from borgerpuls.fieldwork.models import QuestionnaireVersion, Wave
from borgerpuls.fieldwork.programme.published import is_published, published

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, tzinfo=UTC)


def make_wave(name: str, state: str, day: date) -> None:
    asked, _ = QuestionnaireVersion.objects.get_or_create(
        fingerprint="f" * 64, defaults={"source": "", "added_at": NOW}
    )
    dates = {"opens_on": day, "closes_on": day, "contact_until": day, "published_at": NOW}
    Wave.objects.create(name=name, title={"da": name, "en": name}, state=state, questionnaire=asked, **dates)


def test_only_published_waves_are_published() -> None:
    for state in Wave.State.values:
        make_wave(state, state, date(2026, 1, 1))
    assert [w.name for w in published()] == ["published"]
    assert [is_published(state) for state in Wave.State.values] == [state == "published" for state in Wave.State.values]
    assert not is_published("unknown")


def test_the_newest_stands_first_with_its_field_period() -> None:
    make_wave("old", "published", date(2024, 1, 1))
    make_wave("new", "published", date(2026, 1, 1))
    first = published()[0]
    assert (first.name, first.title["en"], first.opens_on, first.published_at) == ("new", "new", date(2026, 1, 1), NOW)
    assert [w.name for w in published()] == ["new", "old"]
