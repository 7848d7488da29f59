"""One wave with Norddjurs and a person in it, as few rows as there can be."""

from datetime import datetime

import pytest

from borgerpuls.fieldwork.models import Enrolment, Municipality, Person, QuestionnaireVersion, Wave


@pytest.fixture
def wave(db: None, now: datetime) -> Wave:
    asked = QuestionnaireVersion.objects.create(fingerprint="f" * 64, source="", added_at=now)
    day = now.date()
    return Wave.objects.create(
        name="trial", title={}, opens_on=day, closes_on=day, contact_until=day, questionnaire=asked
    )


@pytest.fixture
def municipality(db: None) -> Municipality:
    return Municipality.objects.create(code="0707", name={"da": "Norddjurs", "en": "Norddjurs"})


@pytest.fixture
def enrolment(wave: Wave, municipality: Municipality, now: datetime) -> Enrolment:
    return Enrolment.objects.create(wave=wave, municipality=municipality, enrolled_at=now)


@pytest.fixture
def person(enrolment: Enrolment) -> Person:
    return Person.objects.create(enrolment=enrolment, pseudonym="one", code_hash=b"one", background={})
