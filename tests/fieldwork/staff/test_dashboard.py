"""What a person finds at home."""

from datetime import UTC, date, datetime

import pytest

from borgerpuls.fieldwork.models import Enrolment, Municipality, QuestionnaireVersion, Wave
from borgerpuls.fieldwork.staff.dashboard import enrolment_summaries, wave_summaries
from borgerpuls.fieldwork.staff.roles import Staff

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def waves() -> None:
    """One wave in each state, a month apart, with Norddjurs in the open one and the published one."""
    for code, name in {"0101": "København", "0707": "Norddjurs"}.items():
        Municipality.objects.create(code=code, name={"da": name, "en": name})
    asked = QuestionnaireVersion.objects.create(fingerprint="f" * 64, source="", added_at=NOW)
    for month, state in enumerate(Wave.State.values, 1):
        day = date(2026, month, 1)
        wave = Wave.objects.create(
            name=state,
            title={"da": state, "en": state},
            state=state,
            opens_on=day,
            closes_on=day,
            questionnaire=asked,
            contact_until=day,
        )
        if state in ("open", "published"):
            Enrolment.objects.create(wave=wave, municipality_id="0707", enrolled_at=NOW, list_state="accepted")


def test_the_programme_office_sees_every_wave_where_something_happens_first() -> None:
    doors = wave_summaries()
    assert [d.state for d in doors] == ["open", "enrolling", "closed", "frozen", "draft", "published"]
    assert [d.municipalities for d in doors] == [1, 0, 0, 0, 0, 1]


def test_a_municipality_sees_its_waves_and_the_one_that_waits_for_it() -> None:
    staff = Staff(1, "Karl", "karl@example.org", False, {"0707": "coordinator"})
    doors = enrolment_summaries(staff)
    assert [(d.wave, d.enrolled, d.list_state) for d in doors] == [
        ("open", True, "accepted"),
        ("enrolling", False, ""),
        ("published", True, "accepted"),
    ]
    assert {d.role for d in doors} == {"coordinator"}


def test_who_has_two_municipalities_sees_each_of_them() -> None:
    staff = Staff(1, "Karl", "karl@example.org", False, {"0707": "reader", "0101": "coordinator"})
    assert [(d.code, d.wave) for d in enrolment_summaries(staff)] == [
        ("0101", "enrolling"),
        ("0707", "open"),
        ("0707", "enrolling"),
        ("0707", "published"),
    ]


def test_without_a_role_there_is_no_door() -> None:
    assert enrolment_summaries(Staff(1, "Ny", "ny@example.org", False, {})) == ()
