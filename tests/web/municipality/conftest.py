"""A wave that municipalities prepare, beside the one that is in the field."""

from datetime import timedelta

import pytest
from office import Office, make_wave

from borgerpuls.fieldwork.enrolment import decisions


@pytest.fixture
def wave(office: Office) -> str:
    """A wave that enrols, with Norddjurs in it and no list yet."""
    day = office.now.date()
    made = make_wave(
        "next",
        office.now,
        title={"da": "Den næste", "en": "The next"},
        state="enrolling",
        opens_on=day + timedelta(30),
        closes_on=day + timedelta(60),
    )
    decisions.enrol("0707", made.name, "test", office.now)
    return str(made.name)
