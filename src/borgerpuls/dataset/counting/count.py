"""The tally of a wave: whole-number sums of every cell, counted by an engine in one pass over the persons.

One Ibis expression serves every engine. It groups rows by cell, disposition and *block* (any partition into blocks of
at most ``BLOCK_ROWS`` rows), so that counters can lie packed in 64-bit sums: an answer is a one in the place of its
category, a theme's score is what its pattern of answers has in the look-up table (``response_patterns``).
``assemble_tally`` unpacks and adds the sums. Nothing is divided or rounded, so every engine, whatever the order of the
rows and the partition, gives the same whole numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import add
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr import operations as ops

from borgerpuls.dataset.counting.assemble import assemble_tally
from borgerpuls.dataset.counting.count_plan import Choice, Plan, plan_of, refuse_large
from borgerpuls.dataset.counting.response_patterns import PatternTable, lookup_table, pattern_tables
from borgerpuls.dataset.counting.tally import PAIR, Tally
from borgerpuls.dataset.engines import Engine, engine_at
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.messages import _, verbatim
from borgerpuls.problems import Problem, Refused

Rows = Any
Column = Any
"""Ibis expressions of a table and of a column of whole numbers; Ibis types them too loosely to check."""


def tally(wave: FrozenWave, engine: Engine | str | None = None, pairs: bool = False) -> Tally:
    """Count a wave: whole-number sums a cell, all that estimates are made of.

    ``engine`` is one at hand, or its address ("duckdb", "postgresql://…"), or the one that ``BORGERPULS_ENGINE``
    names. ``pairs`` adds sums of products of two themes, of two items of a theme, of an item and the overall theme.
    Raises ``Refused`` when the persons do not fit the questionnaire, or the engine cannot be reached.
    """
    if not isinstance(engine, Engine):
        engine = engine_at(engine)
    plan = plan_of(wave.spec, wave.questionnaire, pairs)
    rows = pq.read_metadata(wave.persons).num_rows
    refuse_large(plan.themes, rows)
    query = _query(plan, engine.dialect)
    groups = engine.query(query.sql, wave.persons, plan.columns, {"patterns": query.patterns})
    counted = assemble_tally(groups, plan, query.tables, wave.spec.name)
    _refuse_lost(wave, rows - int(counted.invited.sum()))
    return counted


def _refuse_lost(wave: FrozenWave, lost: int) -> None:
    """An answer that is not on its scale has no pattern, and the person would be in no sum."""
    if lost:
        where = f"{wave.folder.name}/{wave.persons.name}"
        what = _("{lost} persons have an answer that is not on the question's scale.", lost=lost)
        remedy = _("Write the wave again from its source.")
        raise Refused([Problem(verbatim(where), what, remedy)])


@dataclass(frozen=True, eq=False)
class _Query:
    sql: str
    tables: tuple[PatternTable, ...]
    patterns: pa.Table


@cache
def _query(plan: Plan, dialect: str) -> _Query:
    tables = pattern_tables(plan)
    return _Query(str(ibis.to_sql(count_expression(plan, tables), dialect=dialect)), tables, lookup_table(tables))


def count_expression(plan: Plan, tables: Sequence[PatternTable]) -> Rows:
    """The query over ``persons`` and ``patterns``: sums for each cell, disposition and block."""
    texts = dict.fromkeys((*plan.keys, "disposition"), "string")
    rows = ibis.table({**texts, "block": "int64", **{c.id: "int16" for c in plan.choices}}, name="persons")
    rows = rows.mutate(**{f"key.{n}": _key(rows, table) for n, table in enumerate(tables)})
    for n, table in enumerate(tables):
        names = {
            f"key.of.{n}": "key",
            f"score.{n}": "score",
            **{f"word.{n}.{w}": f"word_{w}" for w in range(table.words)},
        }
        patterns = ibis.table(dict.fromkeys(names.values(), "int64") | {"key": "int32"}, name="patterns").rename(names)
        rows = rows.join(patterns, rows[f"key.{n}"] == patterns[f"key.of.{n}"])
    sums = {"persons": rows.count()}
    for n, table in enumerate(tables):
        sums |= {f"{n}.{w}": _sum(rows[f"word.{n}.{w}"]) for w in range(table.words)}
    numbers = {s.theme: rows[f"score.{n}"] for n, s in enumerate(tables) if s.theme} | {
        c: _value(rows, c) for c in plan.choices
    }
    for n, (a, b) in enumerate(plan.pairs):
        x, y = numbers[a], numbers[b]
        parts = (x * y).notnull().ifelse(1, 0), x + 0 * y, y + 0 * x, x * y
        sums |= {f"pair.{n}.{part}": _sum(z) for part, z in zip(PAIR, parts, strict=True)}
    return rows.group_by(*plan.keys, "disposition", "block").aggregate(**sums)


def _key(rows: Rows, table: PatternTable) -> Column:
    """The key of each person's pattern of answers."""
    terms = (_key_term(rows[c.id], c, m) for c, m in zip(table.choices, table.key_terms, strict=True))
    return reduce(add, terms, table.start)


def _key_term(code: Column, choice: Choice, key_terms: Mapping[int | None, int]) -> Column:
    """The term that the answer to an item adds to the key: its state times a number, or else case by case."""
    step = max(key_terms.values()) // max(choice.state.values())
    if choice.close and all(term == choice.state[c] * step for c, term in key_terms.items()):
        return _as("int32", code.fill_null(choice.unanswered) - choice.low) * step
    return code.cases(*((c, term) for c, term in key_terms.items() if c is not None), else_=key_terms[None])


def _value(rows: Rows, choice: Choice) -> Column:
    """The value of an item's answer, null where there is none."""
    values = zip(choice.codes, choice.values, strict=True)
    return _as("int64", rows[choice.id].cases(*((code, value) for code, value in values if value is not None)))


def _sum(number: Column) -> Column:
    return _as("int64", number.sum())


def _as(kind: str, number: Column) -> Column:
    """A cast that is always written: engines have other ideas than Ibis of how wide a number is already."""
    return ops.Cast(number, ibis.dtype(kind)).to_expr()  # type: ignore[no-untyped-call]
