"""What the table of memberships refuses: two roles in one place, and a role without its place."""

from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError

from borgerpuls.fieldwork.models import ColleagueInvitation, Membership, Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def karen(db: None) -> AbstractBaseUser:
    return get_user_model().objects.create(username="karen@example.org")


def test_a_person_has_one_role_in_a_municipality(karen: AbstractBaseUser, municipality: Municipality) -> None:
    Membership.objects.create(user=karen, role="reader", municipality=municipality)
    with pytest.raises(IntegrityError):
        Membership.objects.create(user=karen, role="coordinator", municipality=municipality)


def test_a_person_has_one_role_in_the_programme(karen: AbstractBaseUser) -> None:
    Membership.objects.create(user=karen, role="programme")
    with pytest.raises(IntegrityError):
        Membership.objects.create(user=karen, role="programme")


def test_a_person_may_be_in_several_municipalities_and_in_the_programme(
    karen: AbstractBaseUser, municipality: Municipality
) -> None:
    other = Municipality.objects.create(code="0101", name={})
    Membership.objects.create(user=karen, role="programme")
    for place, role in ((municipality, "coordinator"), (other, "reader")):
        Membership.objects.create(user=karen, role=role, municipality=place)
    assert Membership.objects.filter(user=karen).count() == 3


@pytest.mark.parametrize(
    ("role", "placed"),
    [("programme", True), ("coordinator", False), ("reader", False), ("", True), ("mayor", True), ("mayor", False)],
)
def test_only_the_programme_has_no_municipality_and_no_other_role_is_kept(
    role: str, placed: bool, karen: AbstractBaseUser, municipality: Municipality
) -> None:
    with pytest.raises(IntegrityError, match="only_the_programme_has_no_municipality"):
        Membership.objects.create(user=karen, role=role, municipality=municipality if placed else None)


def test_no_two_invitations_have_the_same_link(municipality: Municipality, now: datetime) -> None:
    for email in ("a@example.org", "b@example.org"):
        ColleagueInvitation.objects.create(
            email=email, role="reader", municipality=municipality, token_hash=email.encode(), at=now, until=now
        )
    with pytest.raises(IntegrityError):
        ColleagueInvitation.objects.create(
            email="c@example.org", role="programme", token_hash=b"a@example.org", at=now, until=now
        )
