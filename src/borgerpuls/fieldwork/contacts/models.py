"""Contact data of the persons invited, and population lists not yet accepted. Nothing else opens these tables than
the import and the mailer; ``docs/decisions`` says why they lie apart.
"""

from django.db import models


class Contact(models.Model):
    """How a person is reached. ``person`` is the pseudonym; every value is ciphertext of ``cipher``, empty if unknown.

    The place of a field is ``{person}/{field}``.
    """

    person = models.CharField(max_length=22, primary_key=True)
    enrolment = models.BigIntegerField(db_index=True)
    batch = models.CharField(max_length=22, default="", blank=True)
    """The accepting of a list that it came with; contact data of another batch than the accepted one are left over."""
    cpr_key = models.BinaryField(max_length=16, null=True)
    """Keyed hash of the CPR number within the enrolment: a duplicate is found without opening anything."""
    name = models.BinaryField(default=b"")
    cpr = models.BinaryField(default=b"")
    email = models.BinaryField(default=b"")
    phone = models.BinaryField(default=b"")
    address = models.BinaryField(default=b"")

    class Meta:
        constraints = [models.UniqueConstraint("enrolment", "batch", "cpr_key", name="one_person_one_record")]


class StagedFile(models.Model):
    """The rows of an uploaded list, until it is accepted or replaced; encrypted at ``{upload}/content``.

    They are kept as an Arrow table: a stranger's file is read once, in a process of its own, and never again.
    """

    upload = models.BigIntegerField(primary_key=True)
    content = models.BinaryField()
    problems = models.BinaryField(default=b"")
    """What is wrong with it, as encrypted JSON at ``{upload}/problems``: a problem quotes what a person wrote."""
