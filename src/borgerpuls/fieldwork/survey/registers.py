"""The municipalities: from the register of the survey to the table that enrolments point at."""

from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from borgerpuls.fieldwork.models.waves import Municipality
from borgerpuls.messages import verbatim
from borgerpuls.questionnaire.units import Register, Unit, read_units
from borgerpuls.text import Text


def register() -> Register:
    """Every municipality and region that was or will be. Raises ``Refused`` with every problem of the file."""
    return _read(settings.SURVEY / "municipalities.toml")


def municipalities(day: date) -> tuple[Unit, ...]:
    """The municipalities that exist on a day, by their codes."""
    return tuple(sorted(register().units_at(day), key=lambda unit: unit.code))


def name_of(code: str) -> Text:
    """A municipality's name in every language; the code itself for one that the register does not know."""
    return next((unit.name for unit in register().units if unit.code == code), verbatim(code))


def lay_municipalities() -> int:
    """Put every municipality of the register into the table, names as they are now; how many there are."""
    rows = [Municipality(code=unit.code, name=dict(unit.name)) for unit in register().units]
    Municipality.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=["name"])
    return len(rows)


@cache
def _read(path: Path) -> Register:
    return read_units(path)
