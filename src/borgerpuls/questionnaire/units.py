"""The register of reporting units: who they are, while they exist, and which group holds them when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from borgerpuls.messages import _
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.toml.dates import holds, seam
from borgerpuls.questionnaire.toml.reader import CODE, Table, check_distinct, open_toml, quoted, suggestion
from borgerpuls.text import Text


@dataclass(frozen=True)
class Group:
    """A group of units, such as a region, while it exists."""

    id: str
    name: Text
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Unit:
    """A reporting unit: ``code`` is text and keeps its zeros; ``groups`` follow each other in time."""

    code: str
    name: Text
    groups: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Register:
    """Every unit that was or will be, in the order of the file."""

    units: tuple[Unit, ...]
    groups: tuple[Group, ...]

    def units_at(self, day: date) -> tuple[Unit, ...]:
        """The units that exist on a day."""
        return tuple(u for u in self.units if holds(day, u.valid_from, u.valid_to))

    def group_at(self, unit: Unit, day: date) -> Group | None:
        """The group that holds a unit on a day, or None where none does."""
        mine = (g for g in self.groups if g.id in unit.groups)
        return next((g for g in mine if holds(day, g.valid_from, g.valid_to)), None)


def read_units(path: Path) -> Register:
    """The register in a TOML file: ``languages``, ``groups`` and ``units``, with names in every language.

    Raises ``Refused`` with every problem found, each with file, line and remedy.
    """
    problems = Problems()
    root = problems.required(open_toml(path, problems))
    languages = root.strings("languages", required=True)
    group_tables, unit_tables = root.tables("groups"), root.tables("units", required=True)
    groups = [_group(table, languages) for table in group_tables]
    units = [_unit(table, languages, groups) for table in unit_tables]
    root.close()
    check_distinct([(t, g.id) for t, g in zip(group_tables, groups, strict=True)])
    check_distinct([(t, u.code) for t, u in zip(unit_tables, units, strict=True)], key="code")
    problems.refuse()
    return Register(tuple(units), tuple(groups))


def _group(table: Table, languages: Sequence[str]) -> Group:
    group = Group(
        table.named("id", CODE), table.words("name", languages), table.day("valid_from"), table.day("valid_to")
    )
    table.close()
    table.check_lifetime(group.valid_from, group.valid_to)
    return group


def _unit(table: Table, languages: Sequence[str], groups: Sequence[Group]) -> Unit:
    unit = Unit(
        table.named("code", CODE),
        table.name("name", languages),
        table.strings("groups"),
        table.day("valid_from"),
        table.day("valid_to"),
    )
    table.close()
    table.check_lifetime(unit.valid_from, unit.valid_to)
    known = {group.id: group for group in groups}
    for name in unit.groups:
        if name not in known:
            table.wrong(
                "groups",
                _("There is no group {name}.", name=quoted(name)),
                suggestion(name, list(known)),
            )
    for earlier, later in pairwise(known[name] for name in unit.groups if name in known):
        if (meeting := seam(earlier.valid_to, later.valid_from)) != "whole":
            one, other = quoted(earlier.id), quoted(later.id)
            table.wrong(
                "groups",
                _("The groups {one} and {other} hold at the same time.", one=one, other=other)
                if meeting == "overlap"
                else _("The unit is in no group between {one} and {other}.", one=one, other=other),
                _("Let one group end on the day the next begins."),
            )
    return unit
