"""The programme's waves, what they ask, and the municipalities that take part."""

from typing import Any, NotRequired, TypedDict

from django.db import models


class Municipality(models.Model):
    """A reporting unit, by its code with zeros kept; names a language. From ``survey/municipalities.toml``."""

    code = models.CharField(max_length=8, primary_key=True)
    name: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField()


class QuestionnaireVersion(models.Model):
    """One instrument, byte for byte; never changed, only followed by another."""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    source = models.TextField()
    added_at = models.DateTimeField()
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    """The version that this is a text-only patch of."""
    note = models.TextField(default="")


class Wave(models.Model):
    """One round of the survey. ``questionnaire`` is the shared one; ``fielded`` holds the local questions too."""

    class State(models.TextChoices):
        DRAFT = "draft"
        ENROLLING = "enrolling"
        OPEN = "open"
        CLOSED = "closed"
        FROZEN = "frozen"
        PUBLISHED = "published"

    name = models.SlugField(max_length=60, unique=True)
    title: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    opens_on = models.DateField()
    closes_on = models.DateField()
    questionnaire = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="waves")
    fielded = models.ForeignKey(QuestionnaireVersion, models.PROTECT, null=True, related_name="+")
    channels: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    """The order in which channels are tried: ["digital_post", "email", "sms", "letter"]."""
    reminders: "models.JSONField[list[int], list[int]]" = models.JSONField(default=list)
    """Days after the invitation: [7, 14]."""
    groups: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    """Background variables of figures and of live response rates, the first one first."""
    weighting_by: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    case_mix: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    national = models.CharField(max_length=14, default="citizens")
    previous = models.CharField(max_length=60, default="", blank=True)
    asks: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    """Who asks, why and on what legal basis, a language: {"da": "…"}; shown before question 1."""
    contact_until = models.DateField()
    """The day on which contact data are deleted."""
    invented = models.BooleanField(default=False)
    analysis_plan: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    """The plan of analysis as it was fixed when the wave opened (``dataset.analysis_plan``); empty before."""
    reports_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)


class KeptComparison(TypedDict):
    """A municipality's local comparison as it is kept: words a language, of itself and of its groups "0" and "1".

    ``column`` is the column of the population list that tells the groups apart.
    """

    name: dict[str, str]
    groups: list[dict[str, str]]
    column: str
    randomised: NotRequired[bool]


class Enrolment(models.Model):
    """A municipality in a wave: its sender, letter, sample, and how far its population list has come."""

    class List(models.TextChoices):
        NONE = "none"
        ACCEPTED = "accepted"
        APPROVED = "approved"

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="enrolments")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="enrolments")
    enrolled_at = models.DateTimeField()
    list_state = models.CharField(max_length=8, choices=List, default=List.NONE)
    approved_at = models.DateTimeField(null=True)
    sender = models.CharField(max_length=80, default="", blank=True)
    reply_to = models.EmailField(default="", blank=True)
    letter: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    """The municipality's own paragraph of the letter, a language."""
    sample_size = models.PositiveIntegerField(null=True)
    """None: everybody in the list is asked."""
    sample_seed = models.BigIntegerField(null=True)
    sample_by = models.CharField(max_length=60, default="", blank=True)
    """The background variable that the sample is stratified by."""
    comparison: "models.JSONField[KeptComparison | None, KeptComparison | None]" = models.JSONField(null=True)
    pace = models.PositiveIntegerField(default=2000)
    """Messages an hour at most."""

    class Meta:
        constraints = [models.UniqueConstraint("wave", "municipality", name="one_enrolment_a_wave")]


class LocalQuestion(models.Model):
    """One of a municipality's up to three own questions, worded in every language of the questionnaire."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="local_questions")
    number = models.PositiveSmallIntegerField()
    scale = models.CharField(max_length=40)
    wording: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField()
    short: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint("enrolment", "number", name="one_local_question_a_number"),
            models.CheckConstraint(condition=models.Q(number__in=[1, 2, 3]), name="three_local_questions"),
        ]
