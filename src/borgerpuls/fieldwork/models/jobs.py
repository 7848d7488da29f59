"""Long work that a worker does while people watch: freezing and building."""

from typing import Literal, TypedDict

from django.conf import settings
from django.db import models

from borgerpuls.fieldwork.models.waves import Wave


class KeptProblem(TypedDict):
    """A problem as it is kept: words a language."""

    where: dict[str, str]
    what: dict[str, str]
    remedy: dict[str, str]
    severity: Literal["error", "warning"]


class Job(models.Model):
    """One piece of long work, its progress, and how it ended."""

    class Kind(models.TextChoices):
        FREEZE = "freeze"
        BUILD = "build"

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    """How often a worker has begun it: one that takes its worker down with it is not begun for ever."""
    leased_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    problems: "models.JSONField[list[KeptProblem], list[KeptProblem]]" = models.JSONField(default=list)
    """Where it was refused."""
