"""The outbox: one row a message, with a state that tells what is known of it; see ``fieldwork.invitations.outbox``."""

from django.db import models

from borgerpuls.fieldwork.models.people import Person
from borgerpuls.fieldwork.models.waves import Enrolment


class Message(models.Model):
    """An invitation (``occasion`` 0) or a reminder (1, 2 …) to one person by one channel."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        """A worker is handing it over now: it may leave at any moment."""
        HANDED_OVER = "handed_over"
        DELIVERED = "delivered"
        FAILED_FOR_NOW = "failed_for_now"
        FAILED_FOR_GOOD = "failed_for_good"
        UNSURE = "unsure"
        """Nobody knows whether it left: the worker or the line died meanwhile. Never sent again by itself."""
        DROPPED = "dropped"
        """No longer wanted: answered, declined, closed."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="messages")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="messages")
    occasion = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=12)
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_by = models.CharField(max_length=40, default="")
    leased_until = models.DateTimeField(null=True)
    """Until then no other worker touches it, whatever its state."""
    begun_at = models.DateTimeField(null=True)
    """When it was last about to be handed over; what the pace counts."""
    handed_over_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=80, default="")
    """The channel's own number of the message, or the batch that staff fetched."""
    said = models.CharField(max_length=200, default="")
    """What the channel answered, without any address."""

    class Meta:
        constraints = [models.UniqueConstraint("person", "occasion", "channel", name="one_message_an_occasion")]
        indexes = [
            models.Index(fields=["enrolment", "channel", "state", "due_at"], name="message_to_lease"),
            models.Index(fields=["enrolment", "begun_at"], name="message_pace"),
            models.Index(
                fields=["leased_until"], condition=models.Q(leased_until__isnull=False), name="message_leased"
            ),
        ]
