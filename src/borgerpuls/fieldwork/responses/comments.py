"""Citizens' own words, for their municipality alone: apart from every answer, in an order that tells nothing."""

import csv
import io
from hashlib import sha256

from django.db.models import OuterRef, Subquery

from borgerpuls.fieldwork.models import Comment, Person
from borgerpuls.messages import _

_HEADING = _("Comment")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def comments(wave: str, code: str) -> tuple[str, ...]:
    """The last words of everybody who submitted and has not said no since, ordered by a digest of the words."""
    last = Comment.objects.filter(person=OuterRef("pk")).order_by("-pk").values("words")[:1]
    persons = Person.objects.filter(
        enrolment__wave__name=wave,
        enrolment__municipality_id=code,
        submitted_at__isnull=False,
        declined_at=None,
        ineligible_at=None,
    )
    found = persons.annotate(words=Subquery(last)).exclude(words=None).exclude(words="")
    return tuple(sorted(found.values_list("words", flat=True), key=lambda words: sha256(words.encode()).digest()))


def comments_csv(wave: str, code: str, language: str) -> bytes:
    """The same as a file for Excel (UTF-8 with a mark, semicolons); what looks like a formula is only words."""
    rows = io.StringIO()
    writer = csv.writer(rows, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([_HEADING[language]])
    writer.writerows([f"'{words}" if words.lstrip().startswith(_FORMULA) else words] for words in comments(wave, code))
    return rows.getvalue().encode("utf-8-sig")
