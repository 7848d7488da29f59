"""Frame counts: summed from a file of totals, from persons or from given weights."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from borgerpuls.dataset.importing.frame import read_frame
from borgerpuls.dataset.importing.mapping import ImportMapping, read_mapping
from borgerpuls.dataset.wave import Weighting
from borgerpuls.problems import Problems

PERSONS = pa.table(
    {
        "unit": ["0101", "0851", "0101", "0101"],
        "age": ["30-", None, "30-", "18-29"],
        "weight": ["1.2", None, "1.3", "0.2"],
    }
)


@pytest.fixture
def mapping(mapping_folder: Path) -> ImportMapping:
    return read_mapping(mapping_folder / "import.toml")


def frame(mapping: ImportMapping) -> tuple[list[dict[str, object]], list[str]]:
    problems = Problems()
    table = read_frame(mapping, PERSONS, problems)
    return table.to_pylist(), [p.say("en") for p in problems.found]


def test_totals_finer_than_the_cells_are_summed(mapping: ImportMapping) -> None:
    rows, problems = frame(mapping)
    assert problems == []
    assert {(r["unit"], r["age"]): r["count"] for r in rows} == {
        ("0101", "18-29"): 400,
        ("0101", "30-"): 600,
        ("0851", "18-29"): 250,
        ("0825", "30-"): 10,
    }


def test_persons_are_counted_where_no_file_counts_them_unknown_apart(mapping: ImportMapping) -> None:
    rows, _ = frame(replace(mapping, frame_file=None))
    assert {(r["unit"], r["age"]): r["count"] for r in rows} == {
        ("0101", "18-29"): 1,
        ("0101", "30-"): 2,
        ("0851", None): 1,
    }


def test_given_weights_make_cells_of_whole_persons_and_at_least_one(mapping: ImportMapping) -> None:
    spec = replace(mapping.spec, weighting=Weighting("given", ("age",)))
    rows, _ = frame(replace(mapping, frame_file=None, spec=spec))
    assert {(r["unit"], r["age"]): r["count"] for r in rows} == {
        ("0101", "18-29"): 1,
        ("0101", "30-"): 3,
        ("0851", None): 0,
    }


@pytest.mark.parametrize("count", ["-1", "1.000", "", "many", "1e3"])
def test_what_is_not_a_count_is_told_with_its_row(count: str, mapping: ImportMapping, mapping_folder: Path) -> None:
    path = mapping_folder / "rammen.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",600", f",{count}"), encoding="utf-8")
    assert frame(mapping)[1] == [
        f'rammen.csv, row 4, antal: "{count}" is not a count. Write a whole number without separators.'
    ]
