"""Engines that count a wave: one module an engine, chosen by its address."""

import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol, runtime_checkable

import pyarrow as pa

from borgerpuls.messages import _
from borgerpuls.problems import Problem, Refused

BLOCK_ROWS = 1023
"""The most rows a block may have: what ten bits can count. Shorter blocks make more groups, longer ones more words."""


@runtime_checkable
class Engine(Protocol):
    """A database that reads the persons of a wave and answers SQL about them."""

    @property
    def dialect(self) -> str:
        """The SQL that Ibis writes for this engine: ``duckdb``, ``postgres``."""

    def query(self, sql: str, persons: Path, columns: Sequence[str], tables: Mapping[str, pa.Table]) -> pa.Table:
        """The result of ``sql``, over ``tables`` by their names and over the table ``persons``.

        ``persons`` holds these columns of the Parquet file, and ``block`` (int64): the number of a block of rows. Any
        partition of the rows serves, as long as no block has more than ``BLOCK_ROWS`` rows; rows that lie together in
        the file make the fewest groups.
        """


def engine_at(address: str | None = None) -> Engine:
    """The engine at an address, by default the one that ``BORGERPULS_ENGINE`` names, by default DuckDB."""
    return _engine(address or os.environ.get("BORGERPULS_ENGINE") or "duckdb")


@cache
def _engine(address: str) -> Engine:
    if address == "duckdb":
        from borgerpuls.dataset.engines.duckdb import DuckDB  # noqa: PLC0415  # loaded by those who count with it

        return DuckDB()
    if address.startswith(("postgresql://", "postgres://")):
        from borgerpuls.dataset.engines.postgres import PostgreSQL  # noqa: PLC0415  # loaded by those who use it

        return PostgreSQL(address)
    raise Refused(
        [
            Problem(
                _("BORGERPULS_ENGINE"),
                _('"{address}" is no engine that counts.', address=address),
                _("Write duckdb, or an address like postgresql://host/database."),
            )
        ]
    )
