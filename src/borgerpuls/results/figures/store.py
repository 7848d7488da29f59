"""The shelf: every figure of every wave in one SQLite file, found again by its address."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from borgerpuls.messages import _, verbatim
from borgerpuls.problems import Problem, Refused
from borgerpuls.results.figures.figure import COLUMNS, Figure
from borgerpuls.results.figures.table import MADE_FROM, SCHEMA, Figures, no_such_figure

_SQL = {pa.float64(): "REAL", pa.int64(): "INTEGER"}
_ALL = (*COLUMNS, *MADE_FROM)
_QUOTED, _QUOTED_ALL = (", ".join(f'"{column}"' for column in columns) for columns in (COLUMNS, _ALL))
_FORMAT = 2
_TO_FORMAT_2 = """ALTER TABLE figures ADD COLUMN "afterwards" TEXT NOT NULL DEFAULT '';
PRAGMA user_version = 2;"""
"""A shelf of format 1 has no such column: no wave had a plan of analysis then."""

_TABLES = f"""
CREATE TABLE waves (wave TEXT PRIMARY KEY, facts TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE figures ({", ".join(f'"{column}" {_SQL.get(SCHEMA.field(column).type, "TEXT")}' for column in _ALL)});
CREATE UNIQUE INDEX by_address ON figures (address);
CREATE INDEX by_place ON figures (wave, place, group_by);
PRAGMA user_version = {_FORMAT};
"""


class FigureStore:
    """Figures on disk. Use it as a context manager, or call ``close``.

    A wave is put down as a whole, in one transaction that takes the place of what was there before: a run that is
    killed half-way leaves the last good figures. The same figures give the same rows.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self._path = path

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the shelf, or begin an empty one. ``Refused`` when the file is something else or out of reach."""
        try:
            connection = sqlite3.connect(path, isolation_level=None)
        except sqlite3.OperationalError as error:
            raise Refused([_trouble(path, error)]) from error
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if not version and not tables:
                connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
                version = _FORMAT
            if version == 1:
                connection.executescript(f"BEGIN IMMEDIATE; {_TO_FORMAT_2} COMMIT;")
                version = _FORMAT
        except sqlite3.DatabaseError as error:
            connection.close()
            raise Refused([_not_a_shelf(path)]) from error
        if version != _FORMAT:
            connection.close()
            raise Refused([_not_a_shelf(path)])
        return cls(connection, path)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close; what the disk refuses on the way (full, read-only, damaged) is ``Refused``."""
        self.close()
        if isinstance(error, sqlite3.DatabaseError):
            raise Refused([_trouble(self._path, error)]) from error

    def put(self, figures: Figures) -> None:
        """Keep these figures; whatever the shelf had of the same waves makes room for them."""
        marks = ", ".join("?" * len(_ALL))
        with self._transaction():
            for wave, facts in figures.facts.items():
                self._db.execute("DELETE FROM figures WHERE wave = ?", (wave,))
                self._db.execute("REPLACE INTO waves VALUES (?, ?)", (wave, _json(facts)))
            self._db.executemany(f"INSERT INTO figures ({_QUOTED_ALL}) VALUES ({marks})", figures.rows(_ALL))

    def figure(self, address: str) -> Figure:
        """The figure with this address; ``Refused`` with the nearest addresses when there is none."""
        row = self._db.execute(f"SELECT {_QUOTED} FROM figures WHERE address = ?", (address,)).fetchone()
        if row is None:
            raise Refused([no_such_figure(address, self._near(address))])
        return Figure(*row)

    def figures(
        self,
        *,
        wave: str | None = None,
        place: str | None = None,
        kind: str | None = None,
        measure: str | None = None,
        statistic: str | None = None,
        group_by: str | None = None,
    ) -> list[Figure]:
        """The figures that match everything given, in the order they were built. ``group_by=""`` means everybody."""
        wanted = {
            "wave": wave,
            "place": place,
            "kind": kind,
            "measure": measure,
            "statistic": statistic,
            "group_by": group_by,
        }
        given = {column: value for column, value in wanted.items() if value is not None}
        where = " AND ".join(f'"{column}" = ?' for column in given) or "1"
        rows = self._db.execute(f"SELECT {_QUOTED} FROM figures WHERE {where} ORDER BY rowid", tuple(given.values()))
        return [Figure(*row) for row in rows]

    def made_from(self, address: str) -> Mapping[str, Any]:
        """What a figure is made from: ``kind``, ``cells`` and ``weighted`` (see ``figures.MADE_FROM``)."""
        row = self._db.execute(f"SELECT {', '.join(MADE_FROM)} FROM figures WHERE address = ?", (address,)).fetchone()
        if row is None:
            raise Refused([no_such_figure(address, self._near(address))])
        return dict(zip(MADE_FROM, row, strict=True))

    def waves(self) -> tuple[str, ...]:
        """The waves on the shelf, oldest field period first."""
        names: list[str] = [name for (name,) in self._db.execute("SELECT wave FROM waves")]
        return tuple(sorted(names, key=lambda name: (self.facts(name)["opened"], name)))

    def facts(self, wave: str) -> Mapping[str, Any]:
        """How a wave was collected and weighted, with versions and digests (see ``facts.describe``)."""
        row = self._db.execute("SELECT facts FROM waves WHERE wave = ?", (wave,)).fetchone()
        if row is None:
            raise Refused([self._no_such_wave(wave)])
        facts: Mapping[str, Any] = json.loads(row[0])
        return facts

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:  # a full disk has rolled it back already
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _near(self, address: str) -> tuple[str, ...]:
        wave, kind, measure, place, *_unused = (*address.split("/"), "", "", "", "")
        alike = self._db.execute(
            "SELECT address FROM figures WHERE (wave = ? AND place = ?) OR (kind = ? AND measure = ? AND place = ?)"
            " OR (kind = ? AND measure = ? AND group_by = '')",
            (wave, place, kind, measure, place, kind, measure),
        )
        return tuple(get_close_matches(address, [found for (found,) in alike], n=3, cutoff=0.6))

    def _no_such_wave(self, wave: str) -> Problem:
        return Problem(
            where=_("wave {wave}", wave=wave),
            what=_("It is not on the shelf."),
            remedy=_("On the shelf: {waves}.", waves=", ".join(self.waves()) or "–"),
        )


def _json(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def _not_a_shelf(path: Path) -> Problem:
    return Problem(
        where=verbatim(path),
        what=_("The file is not a shelf that this version of Borgerpuls can read."),
        remedy=_("Give another file name, or move the file away and build the figures again."),
    )


def _trouble(path: Path, error: sqlite3.Error) -> Problem:
    return Problem(
        where=verbatim(path),
        what=_("The shelf cannot be read or written ({error}).", error=error),
        remedy=_("Check that the folder exists, that you have access to it, and that the disk is not full."),
    )
