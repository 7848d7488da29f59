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
    cpr_key = models.BinaryField(max_length=16, null=True)
    """Keyed hash of the CPR number within the enrolment: a duplicate is found without opening anything."""
    name = models.BinaryField(default=b"")
    cpr = models.BinaryField(default=b"")
    email = models.BinaryField(default=b"")
    phone = models.BinaryField(default=b"")
    address = models.BinaryField(default=b"")

    class Meta:
        constraints = [models.UniqueConstraint("enrolment", "cpr_key", name="one_person_one_record")]


class StagedFile(models.Model):
    """A population list as it was uploaded, until it is accepted or replaced; encrypted at ``{upload}/content``."""

    upload = models.BigIntegerField(primary_key=True)
    content = models.BinaryField()
    problems = models.BinaryField(default=b"")
    """What is wrong with it, as encrypted JSON: a problem quotes what a person wrote."""
