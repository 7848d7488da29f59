"""DuckDB inside this process: reads the Parquet file where it lies. The default engine."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from borgerpuls.dataset.pack import BLOCK


class DuckDB:
    """A database in memory, anew for each question."""

    dialect = "duckdb"

    def ask(self, sql: str, persons: Path, columns: Sequence[str], tables: Mapping[str, pa.Table]) -> pa.Table:
        with duckdb.connect() as connection:
            file = connection.read_parquet(str(persons), file_row_number=True)
            file.project(f"*, file_row_number // {BLOCK} AS block").create_view("persons")
            for name, table in tables.items():
                connection.from_arrow(table).create(
                    name
                )  # a table of its own: DuckDB then knows its smallest and largest key
            return connection.sql(sql).to_arrow_table()
