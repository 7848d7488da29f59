"""Rows that break their word are counted, and the first of them named."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from borgerpuls.dataset.folder import write_wave
from borgerpuls.dataset.wave import FrozenWave, WaveSpec, Weighting
from borgerpuls.problems import Refused
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.text import Text

Write = Callable[..., FrozenWave]


@pytest.fixture
def write(tmp_path: Path, small_wave: tuple[WaveSpec, Questionnaire], small_population: pa.Table) -> Write:
    spec, questionnaire = small_wave

    def write(persons: pa.Table, population: pa.Table = small_population, **changes: object) -> FrozenWave:
        return write_wave(tmp_path / "wave", replace(spec, **changes), questionnaire, persons, population)  # type: ignore[arg-type]

    return write


def changed(table: pa.Table, **columns: list[object]) -> pa.Table:
    for name, values in columns.items():
        table = table.drop_columns([name]) if name in table.column_names else table
        table = table.append_column(name, pa.array(values))
    return table


def told(write: Write, *tables: pa.Table, **changes: object) -> list[str]:
    with pytest.raises(Refused) as refused:
        write(*tables, **changes)
    return [p.say("en") for p in refused.value.problems]


def told_or_nothing(write: Write, *tables: pa.Table) -> list[str]:
    """The problems of a wave that may have none."""
    try:
        write(*tables)
    except Refused as refused:
        return [problem.say("en") for problem in refused.problems]
    return []


@pytest.mark.parametrize(
    ("column", "values", "problem"),
    [
        ("person", ["p1", "p2", "p1", "p2"], "column person: More than once: p1; p2 (2 in all)."),
        ("person", ["p1", None, "p3", "p4"], "column person: Empty: None (1 in all; row 2)."),
        ("unit", ["0851", "101", "0101", "0825"], "column unit: Not on the list: 101 (1 in all; row 2)."),
        ("disposition", ["done", "partial", "done", "gone"], "Not on the list: done, gone (3 in all; row 1, 3, 4)."),
        ("age", ["30-", "18-29", "30-", "999"], "column age: Not on the list: 999 (1 in all; row 4)."),
        ("content", [3, 8, 4, 1], "column content: Not on the scale: 4 (1 in all; row 3)."),
        ("waiting", [0, 1, 2, 3], "column waiting: Not on the scale: 1, 2, 3 (3 in all; row 2, 3, 4)."),
        ("content", ["3", "8", None, "1"], "column content: The values are not small whole numbers (string)."),
        ("content", [3, 8, 1000, 1], "column content: The values are not small whole numbers"),
        ("unit", [851, 101, 101, 825], "column unit: The values are not text (int64)."),
        ("cpr", ["1", "2", "3", "4"], "column cpr: The column does not belong to the wave."),
    ],
)
def test_a_value_outside_its_list_is_refused_with_its_row(
    column: str, values: list[object], problem: str, *, write: Write, small_persons: pa.Table
) -> None:
    problems = told(write, changed(small_persons, **{column: values}))
    assert any(problem in p for p in problems), problems


def test_a_missing_column_is_named(write: Write, small_persons: pa.Table) -> None:
    assert told(write, small_persons.drop_columns(["sex"])) == [
        "persons, column sex: The column is missing. Add it; it may be empty."
    ]


def test_a_local_answer_must_be_on_the_scale_of_its_own_unit(write: Write, small_persons: pa.Table) -> None:
    (problem,) = told(write, changed(small_persons, local_1=[4, 2, None, 3]))
    assert "Not on the scale: 4, 3 (2 in all; row 1, 4)" in problem


def test_given_weights_are_plain_decimals_for_all_who_answered(write: Write, small_persons: pa.Table) -> None:
    given = Weighting("given")
    frame = pa.table({"unit": ["0101", "0851", "0825"], "count": [2, 1, 1]})
    written = write(changed(small_persons, weight=["1.5", "0.25", None, "0.5"]), frame, weighting=given)
    assert written.spec.weighting == given
    (problem,) = told(write, changed(small_persons, weight=["1,5", "1e3", "-1", None]), frame, weighting=given)
    assert "column weight: Not a weight: 1,5, 1e3, -1, None (4 in all; row 1, 2, 3, 4)." in problem
    (problem,) = told(write, changed(small_persons, weight=["1.5", "0.00", "0", "1"]), frame, weighting=given)
    assert "column weight: Not a weight: 0.00 (1 in all; row 2)." in problem


def test_a_local_comparison_has_two_groups(write: Write, small_persons: pa.Table) -> None:
    name = Text(da="Forløb", en="Course")
    settings = {"compare": {"0101": name}, "compare_groups": {"0101": (name, name)}}
    assert write(changed(small_persons, compare=["0", "1", None, None]), **settings)
    (problem,) = told(write, changed(small_persons, compare=["0", "2", None, None]), **settings)
    assert "column compare: Not on the list: 2" in problem


def test_a_stratum_that_is_no_background_is_a_column_of_its_own(write: Write, small_persons: pa.Table) -> None:
    frame = pa.table({"unit": ["0101", "0851", "0825"], "office": ["n", "s", "n"], "count": [20, 1, 3]})
    persons = changed(small_persons, office=["s", "n", "n", "n"])
    wave = write(persons, frame, strata=("office",), weighting=Weighting("none"))
    assert wave.spec.strata == ("office",)


def test_answers_in_a_cell_that_the_frame_does_not_count_are_refused(
    write: Write, small_persons: pa.Table, small_population: pa.Table
) -> None:
    assert told(write, small_persons, small_population.slice(1)) == [
        "population: 1 answered in unit 0101, age 18-29, which the frame does not count. "
        "Add the row with its count in the population."
    ]


def test_more_answers_than_the_frame_holds_are_refused_and_as_many_are_not(
    write: Write, small_persons: pa.Table, small_population: pa.Table
) -> None:
    cells = list(zip(*(small_population[name].to_pylist() for name in ("unit", "age")), strict=True))
    at = cells.index(("0101", "18-29"))
    for count, problems in ((1, 0), (0, 1)):
        counts: list[object] = small_population["count"].to_pylist()
        counts[at] = count
        assert len(told_or_nothing(write, small_persons, changed(small_population, count=counts))) == problems
    twins = small_persons.set_column(
        small_persons.column_names.index("person"), "person", pa.array([f"x{n}" for n in range(len(small_persons))])
    )
    both = pa.concat_tables([small_persons, twins.cast(small_persons.schema)])
    counts = small_population["count"].to_pylist()
    counts[at] = 1
    assert told(write, both, changed(small_population, count=counts)) == [
        "population: 2 answered in unit 0101, age 18-29, where the frame counts only 1. "
        "Count everybody who could have answered, not only those who were sent a letter; correct the count."
    ]


def test_frame_counts_are_counts_of_known_cells_once_each(write: Write, small_persons: pa.Table) -> None:
    frame = pa.table(
        {
            "unit": ["0101", "0101", "0851", "0825", "9999", "0101"],
            "age": ["18-29", "30-", "30-", "18-29", "30-", "30-"],
            "count": [400, 600, 250, 10, -3, 1],
        }
    )
    assert [p.split(" Write")[0].split(" Let")[0] for p in told(write, small_persons, frame)] == [
        "population, column unit: Not on the list: 9999 (1 in all; row 5).",
        "population, column unit, age: More than once: 0101, 30- (1 in all).",
        "population, column count: Not a count: -3 (1 in all; row 5).",
    ]


def test_a_wave_that_breaks_its_own_rules_is_refused_before_its_rows(write: Write, small_persons: pa.Table) -> None:
    (problem,) = told(write, small_persons, groups=("hair",))
    assert problem.startswith("wave.toml, line ")


def test_a_further_variable_of_the_frame_is_checked_by_itself(
    write: Write, small_persons: pa.Table, small_population: pa.Table
) -> None:
    """One woman answered in Aalborg: a frame of 250 men there cannot be."""
    counted = small_population.append_column("sex", pa.array(["m", "k", "k", "m", "k"]))
    wave = write(changed(small_persons, sex=["k", "m", "m", "m"]), counted)
    assert pq.read_schema(wave.population).names == ["unit", "age", "sex", "count"]
    men = changed(counted, sex=["m", "k", "m", "m", "k"])
    assert told(write, changed(small_persons, sex=["k", "m", "m", "m"]), men) == [
        "population: 1 answered in unit 0851, sex k, which the frame does not count. "
        "Add the row with its count in the population."
    ]


def test_a_frame_of_raking_answers_for_each_margin_and_not_for_their_crossing(
    write: Write, small_persons: pa.Table, small_population: pa.Table
) -> None:
    persons = changed(small_persons, sex=["k", "m", "m", "m"])
    counted = small_population.append_column("sex", pa.array(["k", "m", "k", "m", "k"]))
    raked = write(persons, counted, weighting=Weighting("rake", ("age", "sex")))
    assert raked.spec.weighting.by == ("age", "sex")
    crossed = Weighting("poststratify", ("age", "sex"))
    with pytest.raises(Refused, match="1 answered in unit 0101, age 18-29, sex m, which the frame does not count"):
        write(persons, counted, weighting=crossed)


def test_who_answered_lies_in_a_cluster_and_who_did_not_may_have_none(write: Write, small_persons: pa.Table) -> None:
    answered = [d in ("complete", "partial") for d in small_persons["disposition"].to_pylist()]
    clusters: list[object] = [f"c{n}" if here else None for n, here in enumerate(answered)]
    assert not all(answered)
    assert write(changed(small_persons, cluster=clusters), clusters=True).spec.clusters
    clusters[answered.index(True)] = None
    (problem,) = told(write, changed(small_persons, cluster=clusters), clusters=True)
    assert "column cluster: No cluster: None (1 in all; row 1)." in problem


def test_a_cluster_lies_in_one_unit_and_one_stratum(write: Write, small_persons: pa.Table) -> None:
    """The units are 0851, 0101, 0101 and 0825."""
    (problem,) = told(write, changed(small_persons, cluster=["a", "a", "b", "c"]), clusters=True)
    assert "column cluster: In more than one unit or stratum: a (1 in all)." in problem
    assert "nested = true" in problem
    frame = pa.table({"unit": ["0101", "0101", "0851", "0825"], "office": ["n", "s", "s", "n"], "count": [9, 9, 9, 9]})
    strata = {"strata": ("office",), "weighting": Weighting("none"), "clusters": True}
    persons = changed(small_persons, office=["s", "n", "s", "n"], cluster=["a", "b", "b", "c"])
    (problem,) = told(write, persons, frame, **strata)
    assert "In more than one unit or stratum: b (1 in all)." in problem
