"""A plan is checked as a whole, and everything wrong with it is told at once."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from borgerpuls.fieldwork.models import Wave
from borgerpuls.fieldwork.programme import waves
from borgerpuls.fieldwork.programme.wave_plan import FIELDS, Plan
from borgerpuls.problems import Refused
from borgerpuls.text import Text

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
WHO = "kontor@example.org"


@pytest.fixture
def plan(office: Any) -> Plan:
    """A plan for another wave like the one in the field."""
    return replace(waves.wave(office.wave).plan, name="2026-efteraar")


def whats(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [f"{problem.where['en']}: {problem.what['en']}" for problem in refusal.value.problems]


def test_everything_wrong_with_a_plan_is_told_at_once(plan: Plan, now: datetime) -> None:
    wrong = replace(
        plan,
        name="Efterår 2026",
        title=Text(da="Efterår", en=" "),
        closes_on=plan.opens_on,
        contact_until=plan.opens_on,
        channels=("email", "pigeon", "email"),
        reminders=(14, 7),
        groups=("sex", "shoe_size"),
        case_mix=("duration",),
        asks=Text(da="x" * 3000, en="Why", ar="لماذا"),
        national="villages",
    )
    with pytest.raises(Refused) as refusal:
        waves.create(wrong, WHO, now)
    told = whats(refusal)
    for part in (
        "Short name:",
        "Title in English: The field is empty",
        "Title in Arabic: The field is empty",
        "in Danish: The text has 3000 characters",
        "Closes:",
        "Contact data are deleted:",
        "Reminders:",
        'Channels: "pigeon"',
        "Channels: The same is chosen twice",
        '"shoe_size"',
        'Case mix: "duration"',
        'National mean: "villages"',
    ):
        assert any(part in line for line in told), part
    assert not Wave.objects.filter(name="Efterår 2026").exists()


def test_a_plan_without_channel_or_questionnaire_is_refused(plan: Plan, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        waves.create(replace(plan, channels=(), questionnaire="0" * 64), WHO, now)
    assert len(whats(refusal)) == 2


def test_no_groups_is_a_doubt_and_no_mistake(plan: Plan, now: datetime) -> None:
    doubts = waves.create(replace(plan, groups=(), case_mix=()), WHO, now)
    assert [doubt.where["en"] for doubt in doubts] == ["Background in the reports"]


@pytest.mark.parametrize("name", ["ny", "skemaer", "-2026", "2026 spring", "Forår-2026", "2026/x", ""])
def test_a_wave_cannot_be_called_what_is_another_address(office: Any, now: datetime, name: str) -> None:
    plan = replace(waves.wave(office.wave).plan, name=name)
    with pytest.raises(Refused) as refusal:
        waves.create(plan, "office@example.org", now)
    assert FIELDS["name"] in [problem.where for problem in refusal.value.problems]
