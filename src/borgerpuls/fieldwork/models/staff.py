"""Who may do what: memberships of the programme office and of municipalities."""

from django.conf import settings
from django.db import models

from borgerpuls.fieldwork.models.waves import Municipality


class Role(models.TextChoices):
    """Programme office; a municipality's coordinator, who may change things; a reader, who may not."""

    PROGRAMME = "programme"
    COORDINATOR = "coordinator"
    READER = "reader"


class Membership(models.Model):
    """A user's role; ``municipality`` is null for the programme office only."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=11, choices=Role)
    municipality = models.ForeignKey(Municipality, models.CASCADE, null=True, related_name="memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint("user", "municipality", name="one_role_a_municipality"),
            models.UniqueConstraint(
                "user", condition=models.Q(municipality__isnull=True), name="one_role_in_the_programme"
            ),
            models.CheckConstraint(
                condition=models.Q(role="programme", municipality__isnull=True)
                | models.Q(role__in=["coordinator", "reader"], municipality__isnull=False),
                name="only_the_programme_has_no_municipality",
            ),
        ]


class ColleagueInvitation(models.Model):
    """A colleague invited by e-mail to a role; the link's token is kept as a hash."""

    email = models.EmailField()
    role = models.CharField(max_length=11, choices=Role)
    municipality = models.ForeignKey(Municipality, models.CASCADE, null=True, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    """Null: the operator of the site, who lets the first person in."""
    at = models.DateTimeField()
    until = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
