"""Population lists on their way in."""

from typing import NotRequired, TypedDict

from django.db import models

from borgerpuls.fieldwork.models.waves import Enrolment, Municipality


class MappedColumn(TypedDict):
    """Where a variable lies in a population list: the column's heading, and what the file says -> code."""

    column: str
    codes: NotRequired[dict[str, str]]


Mapped = dict[str, MappedColumn]
"""Variable -> its column; a variable that the list does not have is not in it, or its column is empty."""


class Upload(models.Model):
    """A staged population list: what it is called and how its columns are read; its rows are in ``contacts``."""

    class State(models.TextChoices):
        STAGED = "staged"
        ACCEPTED = "accepted"
        DISCARDED = "discarded"

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="uploads")
    who = models.CharField(max_length=254)
    at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=State, default=State.STAGED)
    headings: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    mapping: "models.JSONField[Mapped, Mapped]" = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    """Rows with an error."""
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    blocked = models.BooleanField(default=False)
    """Something is wrong that leaving rows out does not mend."""
    batch = models.CharField(max_length=22, default="", blank=True)
    """Once accepted: which contact data are its own."""


class ColumnMemory(models.Model):
    """How a municipality's columns were read last time, so that it is asked once."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    variable = models.CharField(max_length=60)
    heading = models.CharField(max_length=200)
    codes: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint("municipality", "variable", name="one_memory_a_variable")]
