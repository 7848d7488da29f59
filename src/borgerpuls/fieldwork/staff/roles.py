"""Who a signed-in person is here: the programme office, and a role in each of some municipalities."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User

from borgerpuls.fieldwork.models.staff import Membership, Role
from borgerpuls.fieldwork.models.waves import Enrolment, Wave


@dataclass(frozen=True)
class Staff:
    """A person with an account. ``municipalities`` holds a role, "coordinator" or "reader", a municipality's code."""

    user_id: int
    name: str
    email: str
    programme: bool
    municipalities: Mapping[str, str]

    def may_read(self, code: str) -> bool:
        """Its own people read a municipality's pages, and so does the programme office."""
        return self.programme or code in self.municipalities

    def may_write(self, code: str) -> bool:
        """Its coordinators alone change what is a municipality's, and see whom it asks."""
        return self.municipalities.get(code) == Role.COORDINATOR


def staff_of(user: User | AnonymousUser) -> Staff | None:
    """The person behind a Django user; None when nobody is signed in. An account without a role is a person too."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return None
    held = list(Membership.objects.filter(user=user).values_list("municipality_id", "role"))
    programme = any(role == Role.PROGRAMME for _, role in held)
    municipalities = {code: role for code, role in held if code is not None}
    return Staff(user.pk, user.get_full_name() or user.email, user.email, programme, municipalities)


def has_wave(wave: str, *, draft: bool) -> bool:
    """Is there such a wave? A ``draft`` is known to the programme office alone."""
    found = Wave.objects.filter(name=wave)
    return (found if draft else found.exclude(state=Wave.State.DRAFT)).exists()


def is_enrolled(code: str, wave: str) -> bool:
    return Enrolment.objects.filter(municipality_id=code, wave__name=wave).exists()
