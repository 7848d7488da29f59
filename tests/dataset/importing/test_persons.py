"""The columns of persons: from a file's rows by the rules of a mapping file, and every row that does not fit."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from borgerpuls.dataset.columns import persons_schema
from borgerpuls.dataset.importing.mapping import ImportMapping, read_mapping
from borgerpuls.dataset.importing.persons import read_persons
from borgerpuls.dataset.importing.readers.sheet import make_sheet
from borgerpuls.dataset.importing.rule import Rule
from borgerpuls.dataset.wave import Weighting
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.model import Code
from borgerpuls.text import Text

HEADER = ("Løbenr", "Kommune", "Født", "Køn", "Tilfreds", "Venter", "Vægt", "Lokal")
PERSON = ("a1", "0101", "1972-02-13", "Mand", "Enig", "0", "1", "")
LINE = Text(en="import.toml, line 9", da="import.toml, linje 9")


@pytest.fixture
def mapping(mapping_folder: Path) -> ImportMapping:
    return read_mapping(mapping_folder / "import.toml")


@pytest.fixture
def weighted(mapping: ImportMapping) -> ImportMapping:
    spec = replace(mapping.spec, weighting=Weighting("given"))
    return replace(mapping, spec=spec, weight=Rule("Vægt", LINE, None))


@pytest.fixture
def local(mapping: ImportMapping) -> ImportMapping:
    scale = [Code(str(code), Text(en=word)) for code, word in ((1, "Disagree"), (3, "Agree"))]
    return replace(mapping, items={**mapping.items, "local_1": Rule("Lokal", LINE, (*scale, Code("4", Text(en="x"))))})


def person(**cells: str) -> tuple[str, ...]:
    """A row like everybody's, but for the cells named."""
    return tuple(cells.get(name, cell) for name, cell in zip(HEADER, PERSON, strict=True))


def persons(mapping: ImportMapping, *rows: tuple[str, ...]) -> tuple[dict[str, list[Any]], list[str]]:
    problems = Problems()
    sheet = make_sheet("svar.csv", HEADER, rows, range(2, len(rows) + 2))
    found = read_persons(sheet, mapping, problems)
    return {name: column.to_pylist() for name, column in found.items()}, [p.say("en") for p in problems.found]


def test_a_row_becomes_codes_in_the_columns_of_a_wave(mapping: ImportMapping) -> None:
    found, problems = persons(mapping, person(), person(Løbenr="a2", Tilfreds="", Venter="", Køn=""))
    assert problems == []
    assert found == {
        "person": ["a1", "a2"],
        "unit": ["0101", "0101"],
        "disposition": ["complete", "no_answer"],
        "age": ["30-", "30-"],
        "sex": ["m", None],
        "content": [3, None],
        "waiting": [0, None],
        "local_1": [None, None],
    }
    assert list(found) == persons_schema(mapping.spec, mapping.questionnaire).names


def test_no_rows_make_every_column_and_no_problem(mapping: ImportMapping) -> None:
    found, problems = persons(mapping)
    assert problems == []
    assert found == {name: [] for name in persons_schema(mapping.spec, mapping.questionnaire).names}


def test_a_column_that_is_not_in_the_file_makes_no_persons_and_a_problem(mapping: ImportMapping) -> None:
    found, problems = persons(replace(mapping, unit=replace(mapping.unit, column="Komune")), person())
    assert found == {}
    (problem,) = problems
    assert 'svar.csv has no column "Komune". Did you mean "Kommune"?' in problem


def test_without_a_pseudonym_the_number_of_the_row_is_one(mapping: ImportMapping) -> None:
    found, problems = persons(replace(mapping, person=None), person(), person())
    assert (found["person"], problems) == (["2", "3"], [])


def test_a_pseudonym_stands_once_and_is_never_empty(mapping: ImportMapping) -> None:
    rows = [person(), person(Løbenr="a2"), person(), person(Løbenr=""), person(Løbenr="")]
    _, problems = persons(mapping, *rows)
    assert problems == [
        'svar.csv, row 4, Løbenr: "a1" stands in row 2 too. Let each person stand once.',
        "svar.csv, row 5, Løbenr: The field is empty. Fill it in, or say in recode what empty means.",
        "svar.csv, row 6, Løbenr: The field is empty. Fill it in, or say in recode what empty means.",
    ]


@pytest.mark.parametrize(
    ("numbers", "refused"),
    [
        (("0101701231", "311270-1232"), True),
        (("0101701231", "a2"), False),  # one of them is none: no column of CPR numbers
        (("0001701231", "0201701232"), False),  # no day 0
        (("0113701231", "0201701232"), False),  # no month 13
        (("32017012", "33017013"), False),
    ],
)
def test_cpr_numbers_never_enter_a_wave(numbers: tuple[str, str], refused: bool, mapping: ImportMapping) -> None:
    _, problems = persons(mapping, *(person(Løbenr=number) for number in numbers))
    told = [problem for problem in problems if '"Løbenr" looks like CPR numbers. A wave keeps none.' in problem]
    assert (len(told), len(problems)) == (refused, refused)


def test_who_answered_nothing_has_not_answered_whatever_the_mapping_says(mapping: ImportMapping) -> None:
    words = (Code("partial", Text(en="partial")), Code("refused", Text(en="refused")))
    rule = Rule("Vægt", LINE, words, recode={"1": "partial"})
    rows = [person(Tilfreds=""), person(Løbenr="a2", Tilfreds="", Venter=""), person(Løbenr="a3", Vægt="refused")]
    warning = [
        "svar.csv, row 3: Said to have answered, but no question is answered (1 in all; row 3). "
        "They do not count as answers. Map the items that they answered, if there are any."
    ]
    by: tuple[tuple[Any, list[str], list[str]], ...] = (
        ("answered", ["complete", "no_answer", "complete"], []),
        ("all", ["complete", "no_answer", "complete"], warning),
        (rule, ["partial", "breakoff", "refused"], warning),
    )
    for disposition, expected, told in by:
        found, problems = persons(replace(mapping, disposition=disposition), *rows)
        assert (found["disposition"], problems) == (expected, told)


def test_weights_are_plain_decimals_and_only_the_silent_may_lack_one(weighted: ImportMapping) -> None:
    rows = [
        person(Løbenr="a1", Vægt="1,50"),
        person(Løbenr="a2", Vægt="0"),
        person(Løbenr="a3", Vægt="", Tilfreds="", Venter=""),
        person(Løbenr="a4", Vægt=""),
        person(Løbenr="a5", Vægt="-1"),
        person(Løbenr="a6", Vægt="1.50"),
    ]
    found, problems = persons(weighted, *rows)
    assert found["weight"][:3] == ["1.5", "0", None]
    assert sorted(problems) == [
        "svar.csv, row 5, Vægt: The field is empty. Fill it in, or say in recode what empty means.",
        'svar.csv, row 6, Vægt: "-1" is not a weight. Write a number from 0, like 0.87.',
        'svar.csv, row 7, Vægt: "1.50" is not a weight. Write a number from 0, like 0.87.',
    ]


def test_a_unit_without_a_row_of_weights_has_no_column_of_them(mapping: ImportMapping) -> None:
    found, _ = persons(replace(mapping, weight=Rule("Vægt", LINE, None)), person())
    assert "weight" not in found


def test_a_local_answer_in_a_unit_that_never_asked_or_off_its_scale_is_told(local: ImportMapping) -> None:
    rows = [
        person(Lokal="3"),
        person(Løbenr="a2", Kommune="0851", Lokal="1"),
        person(Løbenr="a3", Kommune="0825", Lokal="3"),
        person(Løbenr="a4", Lokal="4"),
        person(Løbenr="a5", Kommune="0825"),
    ]
    _, problems = persons(local, *rows)
    remedy = "Leave the field empty where the question was not asked."
    assert problems == [
        f'svar.csv, row 4, Lokal: 3 is no answer to the local question of "0825". {remedy}',
        f'svar.csv, row 5, Lokal: 4 is no answer to the local question of "0101". {remedy}',
    ]


def test_a_rule_that_fits_hardly_any_row_is_told_once_and_not_again_as_empty(mapping: ImportMapping) -> None:
    strangers = (person(Løbenr=f"b{number}", Kommune="999") for number in range(50))
    _, problems = persons(mapping, person(), *strangers)
    (problem,) = problems
    assert ': 50 of 51 rows of column "Kommune" do not fit: "999".' in problem


def test_clusters_are_kept_as_they_are_called_or_told_apart_by_unit(mapping: ImportMapping) -> None:
    drawn = replace(
        mapping, spec=replace(mapping.spec, clusters=True), cluster=Rule("Vægt", LINE, missing=frozenset("0"))
    )
    rows = [person(Vægt="7"), person(Løbenr="a2", Kommune="0851", Vægt="7"), person(Løbenr="a3", Vægt="8")]
    found, problems = persons(drawn, *rows)
    assert (found["cluster"], problems) == (["7", "7", "8"], [])
    found, _ = persons(replace(drawn, cluster_nested=True), *rows)
    assert found["cluster"] == ["0101|7", "0851|7", "0101|8"]
    found, problems = persons(replace(drawn, cluster_alone=True), *rows, person(Løbenr="a5", Vægt=""))
    assert (found["cluster"], problems) == (["7", "7", "8", "alone|a5"], [])
    silent = person(Løbenr="a4", Tilfreds="", Venter="", Vægt="0")
    found, problems = persons(drawn, person(Vægt="0"), silent)
    assert found["cluster"] == [None, None]
    assert problems == ["svar.csv, row 2, Vægt: The field is empty. Fill it in, or say in recode what empty means."]
