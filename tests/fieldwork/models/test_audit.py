"""What the table of the log refuses."""

from datetime import datetime

import pytest
from django.db import IntegrityError

from borgerpuls.fieldwork.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_two_entries_never_have_the_same_number(now: datetime) -> None:
    AuditEntry.objects.create(number=1, at=now, who="a", act="wave.open", previous="", digest="x")
    with pytest.raises(IntegrityError):
        AuditEntry.objects.create(number=1, at=now, who="b", act="wave.open", previous="x", digest="y")
