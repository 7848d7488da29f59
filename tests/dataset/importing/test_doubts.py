"""Doubtful rows are counted and named, and ordinary ones are not."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from borgerpuls.dataset.importing.doubts import set_aside_weightless, warn_of_weights
from borgerpuls.dataset.importing.mapping import ImportMapping, read_mapping
from borgerpuls.dataset.importing.readers.sheet import Sheet
from borgerpuls.dataset.importing.rule import Rule
from borgerpuls.problems import Problems
from borgerpuls.text import Text


@pytest.fixture
def weighted(mapping_folder: Path) -> ImportMapping:
    mapping = read_mapping(mapping_folder / "import.toml")
    return replace(mapping, weight=Rule("Vægt", Text(en="import.toml, line 9", da="import.toml, linje 9"), None))


@pytest.mark.parametrize(
    ("last", "disposition", "warned"),
    [("60", "complete", 0), ("60.1", "complete", 1), ("1000", "partial", 1), ("1000", "refused", 0)],
)
def test_a_weight_above_thirty_medians_of_those_who_answered_is_named(
    last: str, disposition: str, warned: int, weighted: ImportMapping
) -> None:
    weights = ["2", "0", "1", "2", "3", last]
    persons = pa.table({"weight": weights, "disposition": [*["complete"] * 5, disposition]})
    sheet = Sheet("svar.csv", {}, np.arange(2, 8))
    problems = Problems()
    warn_of_weights(sheet, weighted, persons, problems)
    told = [
        "svar.csv, row 7, Vægt: A weight more than 30 times the median, 2 (1 in all; row 7). "
        "Correct it, or trim the weights: one person would decide the numbers of a group."
    ]
    assert [p.say("en") for p in problems.warnings] == told[:warned]
    assert problems.errors == ()


def test_weights_that_nobody_answered_with_are_not_judged(weighted: ImportMapping) -> None:
    problems = Problems()
    persons = pa.table({"weight": ["9", None], "disposition": ["refused", "no_answer"]})
    warn_of_weights(Sheet("svar.csv", {}, np.array([2, 3])), weighted, persons, problems)
    assert problems.found == []


def test_who_answered_with_a_weight_of_nothing_is_set_aside_and_counted(weighted: ImportMapping) -> None:
    problems = Problems()
    persons = pa.table(
        {"weight": ["1", "0", "0", None], "disposition": ["complete", "partial", "refused", "no_answer"]}
    )
    kept = set_aside_weightless(Sheet("svar.csv", {}, np.array([2, 3, 4, 5])), weighted, persons, problems)
    assert kept["disposition"].to_pylist() == ["complete", "ineligible", "refused", "no_answer"]
    assert [p.say("en") for p in problems.warnings] == [
        "svar.csv, row 3, Vægt: Answered with a weight of 0, and stands for nobody (1 in all; row 3). They do not "
        "count as answers. Give them a weight if they belong to those whom the survey is about."
    ]


def test_weights_above_nothing_are_left_as_they_are(weighted: ImportMapping) -> None:
    problems = Problems()
    persons = pa.table({"weight": ["1", "0.001"], "disposition": ["complete", "partial"]})
    assert set_aside_weightless(Sheet("svar.csv", {}, np.array([2, 3])), weighted, persons, problems) is persons
    assert problems.found == []
