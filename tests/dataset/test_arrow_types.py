"""A table made small without a value lost."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.dataset.arrow_types import batches_of, cast_to_schema
from borgerpuls.dataset.columns import CODED
from borgerpuls.problems import Problems

SCHEMA = pa.schema([pa.field("person", pa.string()), pa.field("unit", CODED), pa.field("q", pa.int8())])
rows = st.lists(
    st.fixed_dictionaries(
        {
            "person": st.text(max_size=3),
            "unit": st.none() | st.text(max_size=3),
            "q": st.none() | st.integers(-128, 127),
        }
    ),
    max_size=20,
)


def table(content: list[dict[str, object]], unit: pa.DataType) -> pa.Table:
    return pa.Table.from_pylist(content, pa.schema([("person", pa.large_string()), ("unit", unit), ("q", pa.int64())]))


@given(rows, st.integers(1, 7), st.sampled_from([pa.string(), pa.large_string(), CODED]))
def test_however_it_is_cut_and_typed_the_small_table_is_the_same(
    content: list[dict[str, object]], size: int, unit: pa.DataType
) -> None:
    problems = Problems()
    wide = table(content, unit)
    small = cast_to_schema(wide.to_batches(size), SCHEMA, "persons", problems)
    assert problems.found == []
    assert small.schema == SCHEMA
    assert small.to_pylist() == content
    values = small["unit"].combine_chunks().dictionary.to_pylist()
    assert values == sorted({r["unit"] for r in content if r["unit"] is not None}, key=lambda v: str(v).encode())


def test_a_fault_of_a_column_is_told_once_however_many_batches() -> None:
    problems = Problems()
    wide = table([{"person": "a", "unit": "b", "q": 1000}] * 6, pa.string())
    cast_to_schema(wide.to_batches(2), SCHEMA, "persons", problems)
    assert [p.where["en"] for p in problems.found] == ["persons, column q"]


@pytest.mark.parametrize("wrong", [pa.float64(), pa.bool_(), pa.date32()])
def test_answers_that_are_no_whole_numbers_are_refused(wrong: pa.DataType) -> None:
    problems = Problems()
    column = pa.array([None], wrong)
    cast_to_schema([pa.record_batch([["a"], ["b"], column], ["person", "unit", "q"])], SCHEMA, "persons", problems)
    assert len(problems.errors) == 1


def test_a_table_and_a_stream_give_the_same_batches() -> None:
    wide = table([{"person": "a", "unit": "b", "q": 1}], pa.string())
    assert list(batches_of(wide)) == list(batches_of(iter(wide.to_batches())))
