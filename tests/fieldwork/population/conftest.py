"""A municipality that has no list yet, in a wave that enrols; Norddjurs, with two groups to compare."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from borgerpuls.fieldwork.models import Enrolment, Wave
from borgerpuls.fieldwork.survey import questionnaires, registers

SURVEY = Path(__file__).resolve().parents[3] / "survey"


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 8, 1, 9, tzinfo=UTC)


@pytest.fixture
def enrolment(db: None, now: datetime) -> Enrolment:
    """The enrolment of Norddjurs in a wave that opens on 1 September 2026."""
    registers.lay_municipalities()
    asked = questionnaires.add((SURVEY / "2026.toml").read_text("utf-8"), "test", now)
    wave = Wave.objects.create(
        name="autumn-2026",
        title={"da": "Efterår 2026", "en": "Autumn 2026"},
        state=Wave.State.ENROLLING,
        opens_on=date(2026, 9, 1),
        closes_on=date(2026, 9, 30),
        questionnaire_id=asked.fingerprint,
        channels=["digital_post", "email", "sms", "letter"],
        groups=["target_group", "sex", "age"],
        weighting_by=["sex", "age"],
        contact_until=date(2027, 1, 1),
    )
    made: Enrolment = Enrolment.objects.create(wave=wave, municipality_id="0707", enrolled_at=now)
    return made
