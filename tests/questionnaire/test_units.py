from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from borgerpuls.problems import Refused
from borgerpuls.questionnaire.units import Register, read_units

REGISTER = """\
languages = ["da", "en"]
groups = [
  { id = "east", name = { da = "Øst", en = "East" }, valid_to = 2027-01-01 },
  { id = "new", name = { da = "Ny", en = "New" }, valid_from = 2027-01-01 },
  { id = "west", name = { da = "Vest", en = "West" } },
]
units = [
  { code = "0101", name = { da = "København", en = "Copenhagen" }, groups = ["east", "new"] },
  { code = "A", name = "Gate A", groups = ["west"], valid_to = 2015-06-01 },
  { code = "B-2", name = "Gate B", valid_from = 2015-06-01 },
]
"""


@pytest.fixture
def register(tmp_path: Path) -> Register:
    (tmp_path / "units.toml").write_text(REGISTER, encoding="utf-8")
    return read_units(tmp_path / "units.toml")


@pytest.mark.parametrize(
    ("day", "codes"),
    [(date(2015, 5, 31), ["0101", "A"]), (date(2015, 6, 1), ["0101", "B-2"]), (date(1900, 1, 1), ["0101", "A"])],
)
def test_a_unit_has_a_lifetime(register: Register, day: date, codes: list[str]) -> None:
    assert [unit.code for unit in register.units_at(day)] == codes


def test_a_unit_has_one_group_at_a_time(register: Register) -> None:
    capital, gate, lone = register.units
    for day, name in ((date(2026, 12, 31), "East"), (date(2027, 1, 1), "New")):
        group = register.group_at(capital, day)
        assert group is not None
        assert group.name["en"] == name
    assert register.group_at(gate, date(2010, 1, 1)) == register.groups[2]
    assert register.group_at(lone, date(2020, 1, 1)) is None


def test_a_name_in_one_string_is_the_same_in_every_language(register: Register) -> None:
    assert register.units[1].name == {"da": "Gate A", "en": "Gate A"}


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('"new"] }', '"nw"] }', 8, 'Did you mean "new"?'),
        ('"new"] }', '"west"] }', 8, "hold at the same time"),
        ("valid_from = 2027-01-01", "valid_from = 2028-01-01", 8, "in no group between"),
        ("valid_to = 2027-01-01 }", "valid_from = 2030-01-01, valid_to = 2027-01-01 }", 3, "ends before it begins"),
        ('"B-2"', '"A"', 10, "used twice"),
        ('"B-2"', '"B/2"', 10, "cannot be used as a name"),
        ('code = "0101"', "code = 101", 8, 'Write "101" in quotes'),
        (', en = "Copenhagen"', "", 8, 'missing in the language "en"'),
        ('"Gate A"', '""', 9, "must be a table"),
        ("languages", "language", 1, 'Did you mean "languages"?'),
        ('id = "new"', 'id = "east"', 4, "used twice"),
        ("valid_from = 2015-06-01", "valid_form = 2015-06-01", 10, 'Did you mean "valid_from"?'),
        ("units = [", "units = [[", 11, "not closed"),
    ],
)
def test_a_mistake_in_the_register_is_told_with_its_line(
    *, old: str, new: str, line: int, words: str, tmp_path: Path
) -> None:
    assert old in REGISTER
    (tmp_path / "units.toml").write_text(REGISTER.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_units(tmp_path / "units.toml")
    told = [p.say("en") for p in refused.value.problems]
    assert any(t.startswith(f"units.toml, line {line}:") and words in t for t in told), told


def test_a_register_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="does not exist"):
        read_units(tmp_path / "units.toml")


def test_the_98_municipalities_have_five_regions_and_from_2027_four(repository: Path) -> None:
    found = read_units(repository / "survey" / "municipalities.toml")
    assert len(found.units) == len({unit.code for unit in found.units}) == 98
    assert all(len(unit.code) == 4 and unit.code.isdigit() for unit in found.units)
    counts = []
    for day in (date(2026, 12, 31), date(2027, 1, 1)):
        groups = [found.group_at(unit, day) for unit in found.units_at(day)]
        counts.append(Counter(group.id for group in groups if group))
    assert counts[0] == {"hovedstaden": 29, "sjaelland": 17, "syddanmark": 22, "midtjylland": 19, "nordjylland": 11}
    assert counts[1] == {"oestdanmark": 46, "syddanmark": 22, "midtjylland": 19, "nordjylland": 11}


def test_the_municipalities_are_those_of_the_official_list(repository: Path, shared: Path) -> None:
    found = read_units(repository / "survey" / "municipalities.toml")
    rows = [row.split(",") for row in (shared / "kommuner.csv").read_text(encoding="utf-8").splitlines()[1:]]
    assert [(u.code, u.name["da"]) for u in found.units] == [(row[0].zfill(4), row[1]) for row in rows]
    for day, column in ((date(2026, 1, 1), 3), (date(2027, 6, 1), 4)):
        groups = [found.group_at(unit, day) for unit in found.units]
        assert [group and group.name["da"] for group in groups] == [row[column] for row in rows]
