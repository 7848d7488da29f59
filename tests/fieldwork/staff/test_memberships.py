"""Colleagues: letting in, taking back, and who may do it to whom."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from borgerpuls.fieldwork.models import ColleagueInvitation, Membership, Municipality
from borgerpuls.fieldwork.staff import audit, memberships
from borgerpuls.fieldwork.staff.roles import Staff, staff_of
from borgerpuls.problems import Refused

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


def person(email: str, role: str = "", place: str | None = None) -> Staff:
    user = User.objects.create_user(email, email)
    if role:
        Membership.objects.create(user=user, role=role, municipality_id=place)
    staff = staff_of(user)
    assert staff is not None
    return staff


@pytest.fixture(autouse=True)
def places() -> None:
    for code, name in {"0101": "København", "0707": "Norddjurs"}.items():
        Municipality.objects.create(code=code, name={"da": name, "en": name})


@pytest.fixture
def programme() -> Staff:
    return person("pia@example.org", "programme")


@pytest.fixture
def coordinator() -> Staff:
    return person("karl@example.org", "coordinator", "0707")


def refusal(staff: Staff, email: str, role: str, place: str | None) -> str:
    with pytest.raises(Refused) as refused:
        memberships.invite(staff, email, role, place, NOW)
    assert all({"da", "en"} <= set(p.what) and {"da", "en"} <= set(p.remedy) for p in refused.value.problems)
    assert not ColleagueInvitation.objects.exists()
    return str(refused.value)


def test_a_link_gives_the_role_once(coordinator: Staff) -> None:
    token = memberships.invite(coordinator, " Rikke@Example.org ", "reader", "0707", NOW)
    invited = memberships.invitation(token, NOW)
    assert invited is not None
    assert (invited.email, invited.role["en"], invited.code) == ("rikke@example.org", "Reader", "0707")
    rikke = person("rikke@example.org")
    assert memberships.accept(token, rikke.user_id, NOW)
    assert not memberships.accept(token, rikke.user_id, NOW)
    assert memberships.invitation(token, NOW) is None
    held = staff_of(User.objects.get(pk=rikke.user_id))
    assert held is not None
    assert held.municipalities == {"0707": "reader"}


def test_looking_at_a_link_changes_nothing(coordinator: Staff) -> None:
    token = memberships.invite(coordinator, "rikke@example.org", "reader", "0707", NOW)
    assert [memberships.invitation(token, NOW) is not None for _ in range(3)] == [True, True, True]


def test_the_token_itself_is_kept_nowhere(coordinator: Staff) -> None:
    token = memberships.invite(coordinator, "rikke@example.org", "reader", "0707", NOW)
    kept = ColleagueInvitation.objects.get()
    assert len(token) >= 43
    assert token.encode() not in bytes(kept.token_hash)
    assert all(token not in str(entry.details) for entry in audit.entries())


def test_a_link_ends_after_fourteen_days(coordinator: Staff) -> None:
    token = memberships.invite(coordinator, "rikke@example.org", "reader", "0707", NOW)
    rikke = person("rikke@example.org")
    late = NOW + timedelta(days=14)
    assert memberships.invitation(token, late - timedelta(seconds=1)) is not None
    assert memberships.invitation(token, late) is None
    assert not memberships.accept(token, rikke.user_id, late)


def test_a_new_link_ends_the_earlier_one(coordinator: Staff) -> None:
    first = memberships.invite(coordinator, "rikke@example.org", "reader", "0707", NOW)
    second = memberships.invite(coordinator, "RIKKE@example.org", "coordinator", "0707", NOW)
    assert memberships.invitation(first, NOW) is None
    assert memberships.invitation(second, NOW) is not None


def test_a_new_role_takes_the_place_of_the_old_one(coordinator: Staff) -> None:
    rikke = person("rikke@example.org", "reader", "0707")
    token = memberships.invite(coordinator, "rikke@example.org", "coordinator", "0707", NOW)
    assert memberships.accept(token, rikke.user_id, NOW)
    assert Membership.objects.get(user_id=rikke.user_id).role == "coordinator"


def test_a_coordinator_lets_nobody_into_another_municipality_or_the_programme(coordinator: Staff) -> None:
    assert "not yours" in refusal(coordinator, "x@example.org", "reader", "0101")
    assert "not yours" in refusal(coordinator, "x@example.org", "programme", None)


def test_a_reader_and_a_stranger_let_nobody_in() -> None:
    assert "not yours" in refusal(person("r@example.org", "reader", "0707"), "x@example.org", "reader", "0707")
    assert "not yours" in refusal(person("n@example.org"), "x@example.org", "reader", "0707")


def test_the_programme_office_lets_anyone_in_anywhere(programme: Staff) -> None:
    for role, place in (("programme", None), ("coordinator", "0101"), ("reader", "0707")):
        assert memberships.invite(programme, "x@example.org", role, place, NOW)


@pytest.mark.parametrize(("role", "place"), [("programme", "0101"), ("coordinator", None), ("owner", "0101")])
def test_a_role_that_does_not_fit_the_place_is_refused(programme: Staff, role: str, place: str | None) -> None:
    assert "do not go together" in refusal(programme, "x@example.org", role, place)


def test_a_place_that_does_not_exist_is_refused(programme: Staff) -> None:
    assert "not yours" in refusal(programme, "x@example.org", "reader", "9999")


@pytest.mark.parametrize("email", ["", "x", "x@", "x@example.org\nBcc: y@example.org"])
def test_what_is_no_address_is_refused(programme: Staff, email: str) -> None:
    assert "not an e-mail address" in refusal(programme, email, "reader", "0101")


def test_every_problem_is_said_at_once(coordinator: Staff) -> None:
    told = refusal(coordinator, "x", "reader", "0101")
    assert "not yours" in told
    assert "not an e-mail address" in told


def test_a_person_who_has_the_role_is_not_invited_to_it(coordinator: Staff) -> None:
    person("rikke@example.org", "reader", "0707")
    assert "has the role already" in refusal(coordinator, "Rikke@example.org", "reader", "0707")


def test_an_invitation_is_withdrawn_by_those_who_manage_the_place(coordinator: Staff, programme: Staff) -> None:
    token = memberships.invite(coordinator, "rikke@example.org", "reader", "0707", NOW)
    other = person("kim@example.org", "coordinator", "0101")
    pk = ColleagueInvitation.objects.get().pk
    assert not memberships.withdraw(other, pk, NOW)
    assert memberships.invitation(token, NOW) is not None
    assert memberships.withdraw(programme, pk, NOW)
    assert not memberships.withdraw(programme, pk, NOW)
    assert memberships.invitation(token, NOW) is None


def test_a_role_is_taken_back_by_those_who_manage_the_place(coordinator: Staff) -> None:
    rikke = person("rikke@example.org", "reader", "0707")
    pk = Membership.objects.get(user_id=rikke.user_id).pk
    assert not memberships.remove(person("kim@example.org", "coordinator", "0101"), pk, NOW)
    assert not memberships.remove(rikke, pk, NOW)
    assert Membership.objects.filter(pk=pk).exists()
    assert memberships.remove(coordinator, pk, NOW)
    assert not memberships.remove(coordinator, pk, NOW)
    assert not Membership.objects.filter(pk=pk).exists()


def test_the_last_person_of_the_programme_office_stays(programme: Staff) -> None:
    pk = Membership.objects.get(user_id=programme.user_id).pk
    with pytest.raises(Refused, match="the only one"):
        memberships.remove(programme, pk, NOW)
    other = person("per@example.org", "programme")
    assert memberships.remove(other, pk, NOW)


def test_a_coordinator_sees_the_own_municipality_and_nobody_else(coordinator: Staff, programme: Staff) -> None:
    person("kim@example.org", "coordinator", "0101")
    memberships.invite(programme, "rikke@example.org", "reader", "0707", NOW)
    memberships.invite(programme, "kaj@example.org", "reader", "0101", NOW)
    assert [c.email for c in memberships.colleagues(coordinator)] == ["karl@example.org"]
    assert [i.email for i in memberships.invitations(coordinator, NOW)] == ["rikke@example.org"]
    assert len(memberships.colleagues(programme)) == 3
    assert len(memberships.invitations(programme, NOW)) == 2
    assert memberships.invitations(programme, NOW + memberships.LASTS) == ()


def test_the_operator_lets_the_first_person_in() -> None:
    token = memberships.invite(memberships.OPERATOR, "pia@example.org", "programme", None, NOW)
    invited = memberships.invitation(token, NOW)
    assert invited is not None
    assert invited.by == "Borgerpuls"


def test_everything_stands_in_the_log(coordinator: Staff) -> None:
    token = memberships.invite(coordinator, "rikke@example.org", "reader", "0707", NOW)
    rikke = person("rikke@example.org")
    memberships.accept(token, rikke.user_id, NOW)
    memberships.remove(coordinator, Membership.objects.get(user_id=rikke.user_id).pk, NOW)
    memberships.invite(coordinator, "kaj@example.org", "reader", "0707", NOW)
    memberships.withdraw(coordinator, ColleagueInvitation.objects.get(accepted_at=None).pk, NOW)
    told = [(e.who, e.act, e.municipality) for e in reversed(audit.entries())]
    assert told == [
        ("karl@example.org", "colleague.invite", "0707"),
        ("rikke@example.org", "colleague.accept", "0707"),
        ("karl@example.org", "colleague.remove", "0707"),
        ("karl@example.org", "colleague.invite", "0707"),
        ("karl@example.org", "colleague.withdraw", "0707"),
    ]
