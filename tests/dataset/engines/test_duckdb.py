"""DuckDB: reads the file where it lies, and no question sees what another brought along."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from borgerpuls.dataset.engines import BLOCK_ROWS, Engine
from borgerpuls.dataset.engines.duckdb import DuckDB


@pytest.fixture(scope="module")
def engine() -> DuckDB:
    return DuckDB()


def test_it_is_an_engine_that_speaks_duckdb(engine: DuckDB) -> None:
    assert isinstance(engine, Engine)
    assert engine.dialect == "duckdb"


def test_blocks_are_numbered_in_the_order_of_the_file(engine: DuckDB, persons: Path) -> None:
    sql = "SELECT block, CAST(COUNT(*) AS BIGINT) AS n FROM persons GROUP BY 1 ORDER BY 1"
    assert engine.query(sql, persons, (), {}).to_pydict() == {"block": [0, 1, 2], "n": [BLOCK_ROWS, BLOCK_ROWS, 3]}


def test_a_quotation_mark_in_the_name_of_the_folder_is_no_end_of_the_sql(engine: DuckDB, persons: Path) -> None:
    folder = persons.parent / "Åse's waves"
    folder.mkdir()
    moved = persons.rename(folder / "persons.parquet")
    assert engine.query("SELECT COUNT(*) AS n FROM persons", moved, (), {}).to_pydict() == {"n": [2 * BLOCK_ROWS + 3]}


def test_no_question_sees_the_tables_of_another(engine: DuckDB, persons: Path) -> None:
    def ask(number: int) -> list[int]:
        table = pa.table({"key": [number, number + 1]})
        found: list[int] = engine.query("SELECT key FROM ways ORDER BY 1", persons, (), {"ways": table})[
            "key"
        ].to_pylist()
        return found

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(12))) == [[number, number + 1] for number in range(12)]
    with pytest.raises(duckdb.CatalogException, match="ways"):
        engine.query("SELECT key FROM ways", persons, (), {})


def test_the_file_is_read_as_it_is_when_the_question_is_asked(engine: DuckDB, persons: Path, tmp_path: Path) -> None:
    sql = "SELECT COUNT(*) AS n FROM persons"
    assert engine.query(sql, persons, (), {}).to_pydict() == {"n": [2 * BLOCK_ROWS + 3]}
    persons.unlink()
    with pytest.raises(duckdb.IOException):
        engine.query(sql, persons, (), {})
