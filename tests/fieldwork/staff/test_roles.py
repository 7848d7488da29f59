"""Who a signed-in person is here."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import IntegrityError

from borgerpuls.fieldwork.models import Enrolment, Membership, Municipality, QuestionnaireVersion, Wave
from borgerpuls.fieldwork.staff.roles import has_wave, is_enrolled, staff_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, tzinfo=UTC)


@pytest.fixture
def user() -> User:
    for code, name in {"0101": "København", "0707": "Norddjurs"}.items():
        Municipality.objects.create(code=code, name={"da": name, "en": name})
    return User.objects.create_user("karl@example.org", "karl@example.org", first_name="Karl", last_name="Sen")


def make_wave(name: str, state: str) -> Wave:
    asked, _ = QuestionnaireVersion.objects.get_or_create(fingerprint="f" * 64, source="", added_at=NOW)
    day = date(2026, 3, 1)
    made: Wave = Wave.objects.create(
        name=name, title={}, state=state, opens_on=day, closes_on=day, questionnaire=asked, contact_until=day
    )
    return made


def test_nobody_is_signed_in() -> None:
    assert staff_of(AnonymousUser()) is None


def test_an_account_that_was_closed_is_nobody(user: User) -> None:
    user.is_active = False
    assert staff_of(user) is None


def test_an_account_without_a_role_is_a_person_who_may_nothing(user: User) -> None:
    staff = staff_of(user)
    assert staff is not None
    assert (staff.name, staff.email, staff.programme, staff.municipalities) == (
        "Karl Sen",
        "karl@example.org",
        False,
        {},
    )
    assert not staff.may_read("0101")
    assert not staff.may_write("0101")


def test_without_a_name_a_person_is_called_by_the_address(user: User) -> None:
    user.first_name = user.last_name = ""
    staff = staff_of(user)
    assert staff is not None
    assert staff.name == "karl@example.org"


def test_a_coordinator_changes_the_own_municipality_and_sees_no_other(user: User) -> None:
    Membership.objects.create(user=user, role="coordinator", municipality_id="0707")
    staff = staff_of(user)
    assert staff is not None
    assert (staff.may_read("0707"), staff.may_write("0707")) == (True, True)
    assert (staff.may_read("0101"), staff.may_write("0101")) == (False, False)


def test_a_reader_changes_nothing(user: User) -> None:
    Membership.objects.create(user=user, role="reader", municipality_id="0707")
    staff = staff_of(user)
    assert staff is not None
    assert (staff.may_read("0707"), staff.may_write("0707")) == (True, False)


def test_the_programme_office_reads_everywhere_and_writes_in_no_municipality(user: User) -> None:
    Membership.objects.create(user=user, role="programme")
    staff = staff_of(user)
    assert staff is not None
    assert staff.programme
    assert (staff.may_read("0101"), staff.may_write("0101")) == (True, False)


def test_one_person_may_hold_both_offices(user: User) -> None:
    Membership.objects.create(user=user, role="programme")
    Membership.objects.create(user=user, role="coordinator", municipality_id="0101")
    Membership.objects.create(user=user, role="reader", municipality_id="0707")
    staff = staff_of(user)
    assert staff is not None
    assert staff.programme
    assert staff.municipalities == {"0101": "coordinator", "0707": "reader"}


@pytest.mark.parametrize(("role", "place"), [("programme", "0101"), ("coordinator", None), ("reader", None)])
def test_the_table_holds_no_role_in_the_wrong_place(user: User, role: str, place: str | None) -> None:
    with pytest.raises(IntegrityError):
        Membership.objects.create(user=user, role=role, municipality_id=place)


def test_a_draft_is_known_to_those_who_may_see_drafts_alone() -> None:
    make_wave("spring", Wave.State.DRAFT)
    assert has_wave("spring", draft=True)
    assert not has_wave("spring", draft=False)
    assert not has_wave("autumn", draft=True)


def test_a_municipality_is_enrolled_in_one_wave_and_not_in_another(user: User) -> None:
    Enrolment.objects.create(wave=make_wave("spring", "open"), municipality_id="0101", enrolled_at=NOW)
    make_wave("autumn", "open")
    assert is_enrolled("0101", "spring")
    assert not is_enrolled("0101", "autumn")
    assert not is_enrolled("0707", "spring")
