"""A rule of the mapping file: where it leads, and every way it can lead nowhere."""

import tomllib
from datetime import date
from decimal import Decimal

from borgerpuls.dataset.importing.rule import Band, Rule, read_rule
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.model import Code
from borgerpuls.questionnaire.toml.reader import Source, Table
from borgerpuls.text import Text

AREAS = (Code("A", Text(en="Area A")), Code("B", Text(en="Area B")))
AGES = (Code("18-29", Text(en="young"), 18, 29), Code("30-", Text(en="old"), 30))


def rule(text: str, codes: tuple[Code, ...] | None = AREAS) -> tuple[Rule | None, list[str]]:
    problems = Problems()
    table = Table(tomllib.loads(text), (), Source(text, (("m.toml", 1),)), problems)
    found = read_rule(table, "unit", codes, missing=["0"], numbers=True)
    table.close()
    return found, [p.say("en") for p in problems.found]


def test_a_column_alone_is_the_shortest_rule() -> None:
    found, problems = rule('unit = " GATE "')
    assert problems == []
    assert found is not None
    assert (found.column, found.codes, found.missing) == ("GATE", AREAS, {"0"})


def test_a_rule_that_is_not_written_is_none() -> None:
    assert rule("") == (None, [])


def test_ranges_are_numbers_from_and_to_one_number_or_open_upwards() -> None:
    found, _ = rule('[unit]\ncolumn = "GATE"\nranges = { A = "1-12, 14", B = "20.5-" }')
    assert found is not None
    assert found.bands == (
        Band("A", Decimal(1), Decimal(12)),
        Band("A", Decimal(14), Decimal(14)),
        Band("B", Decimal("20.5"), None),
    )


def test_age_on_takes_the_bounds_of_the_code_list() -> None:
    found, _ = rule('[unit]\ncolumn = "born"\nage_on = 2024-03-01', AGES)
    assert found is not None
    assert found.age_on == date(2024, 3, 1)
    assert found.bands == (Band("18-29", Decimal(18), Decimal(29)), Band("30-", Decimal(30), None))


def test_a_rules_own_missing_replaces_the_common_ones() -> None:
    found, _ = rule('[unit]\ncolumn = "x"\nmissing = ["8"]')
    assert found is not None
    assert found.missing == {"8"}


def test_every_way_to_nowhere_is_told_with_its_line() -> None:
    text = '[unit]\ncolumn = "GATE"\nrecode = { "1" = "C", "2" = "" }\nranges = { D = "1-2", A = "few" }\nrecoed = 1'
    assert rule(text)[1] == [
        'm.toml, line 3: "C" is not a code of unit. Choose among: A, B.',
        'm.toml, line 4: "D" is not a code of unit. Choose among: A, B.',
        'm.toml, line 4: "few" is not numbers from and to. Write "1-12", "14" or "65-".',
        'm.toml, line 5: The key "recoed" is not known here. Did you mean "recode"?',
    ]


def test_without_a_list_anything_may_come_out() -> None:
    found, problems = rule('[unit]\ncolumn = "id"\nrecode = { "1" = "anything" }', None)
    assert problems == []
    assert found is not None
    assert found.recode == {"1": "anything"}
