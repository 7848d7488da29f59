"""What citizens sent, as it came: saves are only ever added."""

from django.db import models

from borgerpuls.fieldwork.models.people import Person


class SaveEvent(models.Model):
    """One page saved, or one step taken. Later answers to a question count before earlier ones."""

    class Kind(models.TextChoices):
        START = "start"
        PAGE = "page"
        SUBMIT = "submit"
        DECLINE = "decline"
        INELIGIBLE = "ineligible"
        REOPEN = "reopen"

    person = models.ForeignKey(Person, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PAGE)
    page = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=3)
    answers = models.TextField(default="{}")
    """JSON: column -> code, or null where an answer was taken back."""
    key = models.CharField(max_length=40)
    """Idempotency: the same form sent twice is one event."""

    class Meta:
        constraints = [models.UniqueConstraint("person", "key", name="one_event_a_form")]


class Comment(models.Model):
    """A citizen's own words, kept apart from the coded answers; the latest one counts."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="comments")
    at = models.DateTimeField()
    words = models.TextField()
