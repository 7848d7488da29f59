"""Everybody in a population list, by pseudonym: no name, no address, no CPR."""

from django.db import models

from borgerpuls.fieldwork.models.waves import Enrolment


class Person(models.Model):
    """One citizen of an accepted population list; ``sampled`` ones are invited."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="persons")
    pseudonym = models.CharField(max_length=22, unique=True)
    """Random; the same in ``contacts``, in the frozen wave, and nowhere derived from CPR."""
    code_hash = models.BinaryField(max_length=16, unique=True)
    """Keyed hash of the code that opens the questionnaire; see ``fieldwork.responses.access_codes``."""
    background: "models.JSONField[dict[str, str | None], dict[str, str | None]]" = models.JSONField()
    """Background variable -> code, or null."""
    stratum = models.CharField(max_length=40, default="", blank=True)
    compare = models.CharField(max_length=1, default="", blank=True)
    sampled = models.BooleanField(default=True)
    language = models.CharField(max_length=3, default="da")
    started_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    ineligible_at = models.DateTimeField(null=True)
