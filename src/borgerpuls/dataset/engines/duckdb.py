"""DuckDB inside this process: reads the Parquet file where it lies. The default engine."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from borgerpuls.dataset.engines import BLOCK_ROWS


class DuckDB:
    """One empty database in memory; each question has a connection and temporary tables of its own."""

    dialect = "duckdb"

    def __init__(self) -> None:
        self._database = duckdb.connect()

    def query(self, sql: str, persons: Path, columns: Sequence[str], tables: Mapping[str, pa.Table]) -> pa.Table:
        file = str(persons).replace("'", "''")
        with self._database.cursor() as connection:
            connection.execute(
                f"CREATE TEMP VIEW persons AS SELECT *, file_row_number // {BLOCK_ROWS} AS block "
                f"FROM read_parquet('{file}', file_row_number = true)"
            )
            for name, table in tables.items():
                connection.register("given", table)
                # a table, not Arrow's memory: DuckDB then knows the range of its keys and joins by direct look-up
                connection.execute(f'CREATE TEMP TABLE "{name}" AS FROM given')
            return connection.sql(sql).to_arrow_table()
