"""A municipality whose citizens are written to."""

import pytest
from office import Office

from borgerpuls.fieldwork.models import Enrolment, Wave


@pytest.fixture
def place(office: Office) -> Enrolment:
    """Norddjurs, in a wave whose plan is e-mail and then a letter."""
    Wave.objects.update(channels=["email", "letter"])
    found: Enrolment = Enrolment.objects.get(municipality="0707")
    return found
