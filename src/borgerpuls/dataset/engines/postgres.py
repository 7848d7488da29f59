"""PostgreSQL: the persons are copied into a temporary table and counted there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from psycopg.sql import SQL, Identifier

from borgerpuls.dataset.engines import BLOCK_ROWS
from borgerpuls.messages import _
from borgerpuls.problems import Problem, Refused

_TYPES = {
    pa.int8(): SQL("smallint"),
    pa.int16(): SQL("smallint"),
    pa.int32(): SQL("integer"),
    pa.int64(): SQL("bigint"),
}


class PostgreSQL:
    """A server, at ``postgresql://user@host/database``. Nothing is left there afterwards."""

    dialect = "postgres"

    def __init__(self, address: str) -> None:
        self._address = address

    def query(self, sql: str, persons: Path, columns: Sequence[str], tables: Mapping[str, pa.Table]) -> pa.Table:
        with self._connect() as connection, connection.cursor() as cursor, pq.ParquetFile(persons) as file:
            fields = [file.schema_arrow.field(name) for name in columns]
            rows = zip(_blocks(), _rows(file.iter_batches(columns=list(columns))), strict=False)
            schema = pa.schema([*fields, pa.field("block", pa.int64())])
            _load(cursor, "persons", schema, ((*row, block) for block, row in rows))
            for name, table in tables.items():
                _load(cursor, name, table.schema, _rows(table.to_batches()))
            cursor.execute(sql.encode())
            names = [column.name for column in cursor.description or ()]
            found = list(zip(*cursor.fetchall(), strict=True)) or [()] * len(names)
            texts = {name for name in columns if not pa.types.is_integer(file.schema_arrow.field(name).type)}
            types = [pa.string() if name in texts else pa.int64() for name in names]
            return pa.table([pa.array(c, t) for c, t in zip(found, types, strict=True)], names)

    def _connect(self) -> psycopg.Connection:
        try:
            return psycopg.connect(self._address)
        except psycopg.Error as error:
            said = " ".join(str(error).split())
            raise Refused(
                [
                    Problem(
                        _("BORGERPULS_ENGINE"),
                        _("PostgreSQL does not answer ({said}).", said=said),
                        _("Correct the address, start the server, or write duckdb."),
                    )
                ]
            ) from error


def _load(cursor: psycopg.Cursor, name: str, schema: pa.Schema, rows: Iterable[tuple[object, ...]]) -> None:
    """A temporary table that goes with the connection."""
    columns = [SQL("{} {}").format(Identifier(f.name), _TYPES.get(f.type, SQL("text"))) for f in schema]
    cursor.execute(SQL("CREATE TEMPORARY TABLE {} ({})").format(Identifier(name), SQL(", ").join(columns)))
    with cursor.copy(SQL("COPY {} FROM STDIN").format(Identifier(name))) as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute(SQL("ANALYZE {}").format(Identifier(name)))


def _rows(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[object, ...]]:
    for batch in batches:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _blocks() -> Iterator[int]:
    return (row // BLOCK_ROWS for row in count())
