"""PostgreSQL: persons are copied in, counted and gone; a server that does not answer is a problem with a remedy."""

from pathlib import Path

import psycopg
import pyarrow as pa
import pytest

from borgerpuls.dataset.engines import BLOCK_ROWS, Engine
from borgerpuls.dataset.engines.postgres import PostgreSQL
from borgerpuls.problems import Refused


def test_it_is_an_engine_that_speaks_postgres_and_connects_only_when_asked() -> None:
    engine = PostgreSQL("postgresql:///base?host=/nowhere")
    assert isinstance(engine, Engine)
    assert engine.dialect == "postgres"


def test_blocks_are_numbered_in_the_order_of_the_file(postgres_url: str, persons: Path) -> None:
    sql = "SELECT block, COUNT(*) AS n, MIN(q) AS least FROM persons GROUP BY 1 ORDER BY 1"
    found = PostgreSQL(postgres_url).query(sql, persons, ("q",), {})
    assert found.to_pydict() == {"block": [0, 1, 2], "n": [BLOCK_ROWS, BLOCK_ROWS, 3], "least": [-300] * 3}
    assert {column.type for column in found.columns} == {pa.int64()}


def test_only_the_columns_named_are_copied(postgres_url: str, persons: Path) -> None:
    with pytest.raises(psycopg.errors.UndefinedColumn, match="other"):
        PostgreSQL(postgres_url).query("SELECT other FROM persons", persons, ("q",), {})


def test_no_person_at_all_is_a_table_without_rows(postgres_url: str, persons: Path) -> None:
    sql = "SELECT unit, CAST(q AS bigint) AS q FROM persons WHERE q > 5"
    found = PostgreSQL(postgres_url).query(sql, persons, ("unit", "q"), {})
    assert found.schema == pa.schema([("unit", pa.string()), ("q", pa.int64())])
    assert found.num_rows == 0


def test_nothing_is_left_in_postgresql(postgres_url: str, persons: Path) -> None:
    tables = {"ways": pa.table({"key": pa.array([1], pa.int8())})}
    engine = PostgreSQL(postgres_url)
    engine.query("SELECT 1 AS one", persons, ("unit",), tables)
    with pytest.raises(psycopg.Error):
        engine.query("SELECT nonsense", persons, ("unit",), tables)
    with psycopg.connect(postgres_url) as connection:
        left = connection.execute("SELECT count(*) FROM pg_class WHERE relname IN ('persons', 'ways')").fetchone()
    assert left == (0,)


@pytest.mark.parametrize("address", ["postgresql:///base?host=/nowhere", "postgresql://[", "postgresql://x?nonsense=1"])
def test_a_server_that_does_not_answer_is_a_problem_with_a_remedy(address: str, persons: Path) -> None:
    with pytest.raises(Refused) as refused:
        PostgreSQL(address).query("SELECT 1", persons, ("unit",), {})
    (problem,) = refused.value.problems
    assert problem.where["en"] == "BORGERPULS_ENGINE"
    assert problem.what["en"].startswith("PostgreSQL does not answer (")
    assert "\n" not in problem.what["en"]
    assert problem.remedy["en"] == "Correct the address, start the server, or write duckdb."
