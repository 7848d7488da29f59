"""Colleagues: who has which role, and how a new one is let in by a link that works once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet

from borgerpuls.fieldwork.models.staff import ColleagueInvitation, Membership, Role
from borgerpuls.fieldwork.models.waves import Municipality
from borgerpuls.fieldwork.staff import audit
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.messages import _
from borgerpuls.problems import Problems
from borgerpuls.text import Text

LASTS = timedelta(days=14)
OPERATOR = Staff(0, "Borgerpuls", "operator", True, {})
"""Lets the first person in, from the machine that the site runs on."""
ROLES: dict[str, Text] = {
    Role.PROGRAMME: _("Programme office"),
    Role.COORDINATOR: _("Coordinator"),
    Role.READER: _("Reader"),
}


@dataclass(frozen=True)
class Colleague:
    """A person with a role; ``municipality`` is None for the programme office."""

    membership: int
    user_id: int
    name: str
    email: str
    role: Text
    code: str | None
    municipality: Text | None
    last_login: datetime | None


@dataclass(frozen=True)
class PendingInvitation:
    """Somebody who has been sent a link and has not used it."""

    id: int
    email: str
    role: Text
    code: str | None
    municipality: Text | None
    until: datetime
    by: str


def may_manage(staff: Staff, municipality: str | None) -> bool:
    """The programme office lets anyone in; a coordinator, to the own municipality."""
    return staff.programme or (municipality is not None and staff.may_write(municipality))


def colleagues(staff: Staff) -> tuple[Colleague, ...]:
    """Everybody for the programme office; for others, those of their municipalities."""
    found = Membership.objects.filter(_visible_to(staff)).select_related("user", "municipality")
    return tuple(
        Colleague(
            m.pk,
            m.user.pk,
            m.user.get_full_name() or m.user.email,
            m.user.email,
            ROLES[m.role],
            m.municipality_id,
            _name(m.municipality),
            m.user.last_login,
        )
        for m in found.order_by("municipality", "user__email")
    )


def invitations(staff: Staff, now: datetime) -> tuple[PendingInvitation, ...]:
    """The links that still open."""
    found = _open(now).filter(_visible_to(staff)).select_related("municipality", "by")
    return tuple(_invited(i) for i in found.order_by("municipality", "email"))


@transaction.atomic
def invite(staff: Staff, email: str, role: str, municipality: str | None, now: datetime) -> str:
    """Let somebody in by a link; returns its token, of which only a hash is kept. An earlier link ends.

    Raises ``Refused`` for an address that is none, a person who has the role already, and a place that is not theirs.
    """
    email = email.strip().lower()
    problems = Problems()
    where = _("invitation")
    if role not in ROLES or (role == Role.PROGRAMME) != (municipality is None):
        problems.add(
            where,
            _("role and place do not go together."),
            _("Choose a municipality for coordinator and reader."),
        )
    elif not may_manage(staff, municipality) or not _exists(municipality):
        problems.add(
            where,
            _("the place is not yours."),
            _("Choose one of your municipalities."),
        )
    try:
        validate_email(email)
    except ValidationError:
        problems.add(
            _("e-mail"),
            _("'{email}' is not an e-mail address.", email=email),
            _("Write for example name@municipality.dk."),
        )
    if Membership.objects.filter(user__email__iexact=email, municipality=municipality, role=role).exists():
        problems.add(
            _("e-mail"),
            _("{email} has the role already.", email=email),
            _("There is nothing more to do."),
        )
    problems.refuse()
    ColleagueInvitation.objects.filter(email=email, municipality=municipality, accepted_at=None).delete()
    token = secrets.token_urlsafe(32)
    ColleagueInvitation.objects.create(
        email=email,
        role=role,
        municipality_id=municipality,
        token_hash=_hash(token),
        by_id=staff.user_id or None,
        at=now,
        until=now + LASTS,
    )
    audit.record(staff.email, "colleague.invite", now, municipality=municipality or "", invited=email, role=str(role))
    return token


def invitation(token: str, now: datetime) -> PendingInvitation | None:
    """What a link opens; None when it was used, withdrawn, is too old, or never was. Looking changes nothing."""
    found = _open(now).filter(token_hash=_hash(token)).select_related("municipality", "by").first()
    return _invited(found) if found else None


@transaction.atomic
def accept(token: str, user_id: int, now: datetime) -> bool:
    """Give the account the role that the link holds, once; False when the link does not open."""
    found = _open(now).select_for_update(of=("self",)).filter(token_hash=_hash(token)).first()
    if found is None:
        return False
    found.accepted_at = now
    found.save(update_fields=["accepted_at"])
    Membership.objects.update_or_create(
        user_id=user_id, municipality_id=found.municipality_id, defaults={"role": found.role}
    )
    audit.record(found.email, "colleague.accept", now, municipality=found.municipality_id or "", role=found.role)
    return True


@transaction.atomic
def withdraw(staff: Staff, invitation_id: int, now: datetime) -> bool:
    """End a link that has not been used; False when there is none that is theirs to end."""
    found = ColleagueInvitation.objects.filter(pk=invitation_id, accepted_at=None).first()
    if found is None or not may_manage(staff, found.municipality_id):
        return False
    found.delete()
    place = found.municipality_id or ""
    audit.record(staff.email, "colleague.withdraw", now, municipality=place, invited=found.email, role=found.role)
    return True


@transaction.atomic
def remove(staff: Staff, membership_id: int, now: datetime) -> bool:
    """Take a role from a colleague at once; False when it is not theirs to take.

    Raises ``Refused`` for the last person of the programme office: nobody could let anyone in again.
    """
    found = Membership.objects.select_for_update(of=("self",)).filter(pk=membership_id).select_related("user").first()
    if found is None or not may_manage(staff, found.municipality_id):
        return False
    problems = Problems()
    if found.role == Role.PROGRAMME and Membership.objects.filter(role=Role.PROGRAMME).count() == 1:
        problems.add(
            ROLES[Role.PROGRAMME],
            _("{email} is the only one.", email=found.user.email),
            _("Invite somebody else first."),
        )
    problems.refuse()
    found.delete()
    place = found.municipality_id or ""
    audit.record(staff.email, "colleague.remove", now, municipality=place, removed=found.user.email, role=found.role)
    return True


def _visible_to(staff: Staff) -> Q:
    return Q() if staff.programme else Q(municipality__in=list(staff.municipalities))


def _open(now: datetime) -> "QuerySet[ColleagueInvitation]":
    return ColleagueInvitation.objects.filter(accepted_at=None, until__gt=now)


def _exists(municipality: str | None) -> bool:
    return municipality is None or Municipality.objects.filter(code=municipality).exists()


def _name(municipality: Municipality | None) -> Text | None:
    return Text(municipality.name) if municipality else None


def _invited(found: ColleagueInvitation) -> PendingInvitation:
    by = (found.by.get_full_name() or found.by.email) if found.by else OPERATOR.name
    return PendingInvitation(
        found.pk,
        found.email,
        ROLES[found.role],
        found.municipality_id,
        _name(found.municipality),
        found.until,
        by,
    )


def _hash(token: str) -> bytes:
    """256 random bits need no key and no stretching."""
    return sha256(token.encode()).digest()
