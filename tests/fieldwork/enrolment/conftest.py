"""A wave that enrols, with a small questionnaire, and Norddjurs enrolled in it."""

from datetime import UTC, date, datetime

import pytest

from borgerpuls.fieldwork.enrolment import decisions
from borgerpuls.fieldwork.models import Municipality, Wave
from borgerpuls.fieldwork.survey import questionnaires

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WHO = "karen@norddjurs.example"
SHARED = """\
id = "2026"
title = { da = "Undersøgelse", en = "Survey" }
languages = ["da", "en"]

[words]
unit = { da = "kommune", en = "municipality" }
units = { da = "kommuner", en = "municipalities" }
whole = { da = "alle", en = "all" }
person = { da = "borger", en = "citizen" }
persons = { da = "borgere", en = "citizens" }

[[scales]]
id = "degree"
categories = [
  { code = 1, label = { da = "Slet ikke", en = "Not at all" } },
  { code = 2, label = { da = "I høj grad", en = "To a large extent" }, favourable = true },
]

[[themes]]
id = "meeting"
name = { da = "Mødet", en = "Meeting" }

[[items]]
id = "listen"
theme = "meeting"
scale = "degree"
wording = { da = "I hvor høj grad lytter de ansatte?", en = "To what extent do the staff listen?" }
short = { da = "Der bliver lyttet", en = "Listened to" }
"""


@pytest.fixture
def wave() -> Wave:
    version = questionnaires.add(SHARED, "office", NOW)
    for code, name in (("0101", "København"), ("0707", "Norddjurs")):
        Municipality.objects.update_or_create(code=code, defaults={"name": {"da": name, "en": name}})
    made: Wave = Wave.objects.create(
        name="trial-2026",
        title={"da": "Prøven 2026", "en": "The trial 2026"},
        state=Wave.State.ENROLLING,
        opens_on=date(2026, 4, 1),
        closes_on=date(2026, 4, 30),
        questionnaire_id=version.fingerprint,
        contact_until=date(2026, 7, 1),
    )
    return made


@pytest.fixture
def enrolled(wave: Wave) -> int:
    made: int = decisions.enrol("0707", wave.name, WHO, NOW)
    return made
