"""What was done and what was read, each entry holding the hash of the one before."""

from django.db import models


class AuditEntry(models.Model):
    """One act. A changed, removed or inserted entry breaks the chain; see ``fieldwork.staff.audit``."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    who = models.CharField(max_length=254)
    """The person's e-mail address, or the worker's name."""
    act = models.CharField(max_length=40)
    """"population.accept", "contacts.read", "wave.open" …"""
    wave = models.CharField(max_length=60, default="")
    municipality = models.CharField(max_length=8, default="", db_index=True)
    details: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(default=dict)
    """Counts and codes; never contact data, tokens or answers."""
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)


class AuditHead(models.Model):
    """The end of the chain, one row: who writes an entry holds it, so entries come one after another."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64)
