"""Engines by their address."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from borgerpuls.dataset.engines import BLOCK_ROWS, Engine, engine_at
from borgerpuls.problems import Refused


@pytest.fixture(params=["duckdb", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    address = request.param if request.param == "duckdb" else request.getfixturevalue("postgres_url")
    return engine_at(address)


def test_no_block_is_larger_than_a_counter_can_bear(engine: Engine, persons: Path) -> None:
    sql = "SELECT block, CAST(COUNT(*) AS BIGINT) AS n FROM persons GROUP BY 1"
    sizes = engine.query(sql, persons, ("unit", "q"), {}).column("n").to_pylist()
    assert max(sizes) <= BLOCK_ROWS
    assert sum(sizes) == 2 * BLOCK_ROWS + 3


def test_text_and_answers_arrive_as_they_are(engine: Engine, persons: Path) -> None:
    sql = "SELECT unit, CAST(MIN(q) AS BIGINT) AS q FROM persons GROUP BY 1"
    found = engine.query(sql, persons, ("unit", "q"), {})
    assert found.schema.field("unit").type == pa.string()
    assert dict(zip(*found.to_pydict().values(), strict=True)) == {"a\\N\t'": None, None: None, "\n": -300} | {
        row["unit"]: row["q"] for row in pq.read_table(persons).slice(2 * BLOCK_ROWS).to_pylist()
    }


def test_a_table_given_along_can_be_joined(engine: Engine, persons: Path) -> None:
    ways = pa.table({"key": pa.array([1, -300], pa.int32()), "score": pa.array([2**60, None], pa.int64())})
    sql = "SELECT MAX(score) AS score, CAST(COUNT(*) AS BIGINT) AS n FROM persons JOIN ways ON q = key"
    assert engine.query(sql, persons, ("q",), {"ways": ways}).to_pylist() == [
        {"score": 2**60, "n": (2 * BLOCK_ROWS + 3) // 3 * 2}
    ]


def test_no_rows_give_no_groups(engine: Engine, persons: Path) -> None:
    found = engine.query("SELECT unit, block FROM persons WHERE block < 0", persons, ("unit",), {})
    assert found.num_rows == 0
    assert found.column_names == ["unit", "block"]


def test_duckdb_is_the_engine_when_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BORGERPULS_ENGINE", raising=False)
    assert engine_at().dialect == "duckdb"
    monkeypatch.setenv("BORGERPULS_ENGINE", "postgresql://host/base")
    assert engine_at().dialect == "postgres"


@pytest.mark.parametrize("address", ["oracle://x", "duck", "postgresql"])
def test_an_engine_nobody_knows_is_refused(address: str) -> None:
    with pytest.raises(Refused, match=f'"{address}" is no engine that counts. Write duckdb'):
        engine_at(address)
