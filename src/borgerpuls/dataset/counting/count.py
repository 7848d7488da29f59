"""The tally of a wave: one pass, integers only. The engine counts, nothing else.

One set of Ibis expressions serves every engine. Rows are grouped by cell, disposition and *block* (rows that follow
each other in the file), so that counters can lie packed in 64-bit sums: an item's answers as a one in the place of
the category, a theme's scores as they stand in ``scoring``'s table. ``cells`` takes the sums apart. Nothing is divided
or rounded, so every engine, whatever the order of the rows, comes to the same whole numbers.
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

from borgerpuls.dataset.counting.assemble import gather
from borgerpuls.dataset.counting.count_plan import Choice, Plan, plan_of, refuse_large
from borgerpuls.dataset.counting.response_patterns import Sheet, sheets_of, table_of
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
    question = _question(plan, engine.dialect)
    groups = engine.ask(question.sql, wave.persons, plan.columns, {"ways": question.ways})
    found = gather(groups, plan, question.sheets, wave.spec.name)
    _refuse_lost(wave, rows - int(found.invited.sum()))
    return found


def _refuse_lost(wave: FrozenWave, lost: int) -> None:
    """An answer that is not on its scale is in no sheet, and the person would be in no sum."""
    if lost:
        where = f"{wave.folder.name}/{wave.persons.name}"
        what = _("{lost} persons have an answer that is not on the question's scale.", lost=lost)
        remedy = _("Write the wave again from its source.")
        raise Refused([Problem(verbatim(where), what, remedy)])


@dataclass(frozen=True, eq=False)
class _Question:
    sql: str
    sheets: tuple[Sheet, ...]
    ways: pa.Table


@cache
def _question(plan: Plan, dialect: str) -> _Question:
    sheets = sheets_of(plan)
    return _Question(str(ibis.to_sql(counting(plan, sheets), dialect=dialect)), sheets, table_of(sheets))


def counting(plan: Plan, sheets: Sequence[Sheet]) -> Rows:
    """What an engine is asked, of the tables ``persons`` and ``ways``: sums for each cell, disposition and block."""
    texts = dict.fromkeys((*plan.keys, "disposition"), "string")
    rows = ibis.table({**texts, "block": "int64", **{c.id: "int16" for c in plan.choices}}, name="persons")
    rows = rows.mutate(**{f"key.{n}": _key(rows, sheet) for n, sheet in enumerate(sheets)})
    for n, sheet in enumerate(sheets):
        names = {
            f"key.of.{n}": "key",
            f"score.{n}": "score",
            **{f"word.{n}.{w}": f"word_{w}" for w in range(sheet.words)},
        }
        ways = ibis.table(dict.fromkeys(names.values(), "int64") | {"key": "int32"}, name="ways").rename(names)
        rows = rows.join(ways, rows[f"key.{n}"] == ways[f"key.of.{n}"])
    sums = {"persons": rows.count()}
    for n, sheet in enumerate(sheets):
        sums |= {f"{n}.{w}": _sum(rows[f"word.{n}.{w}"]) for w in range(sheet.words)}
    numbers = {s.theme: rows[f"score.{n}"] for n, s in enumerate(sheets) if s.theme} | {
        c: _value(rows, c) for c in plan.choices
    }
    for n, (a, b) in enumerate(plan.pairs):
        x, y = numbers[a], numbers[b]
        parts = (x * y).notnull().ifelse(1, 0), x + 0 * y, y + 0 * x, x * y
        sums |= {f"pair.{n}.{part}": _sum(z) for part, z in zip(PAIR, parts, strict=True)}
    return rows.group_by(*plan.keys, "disposition", "block").aggregate(**sums)


def _key(rows: Rows, sheet: Sheet) -> Column:
    """The number of each person's answers in the sheet."""
    return reduce(add, (_mark(rows[c.id], c, m) for c, m in zip(sheet.choices, sheet.marks, strict=True)), sheet.start)


def _mark(code: Column, choice: Choice, marks: Mapping[int | None, int]) -> Column:
    """What the answer to an item adds to the key: the state times a number where it is that, else case by case."""
    step = max(marks.values()) // max(choice.state.values())
    if choice.close and all(mark == choice.state[c] * step for c, mark in marks.items()):
        return _as("int32", code.fill_null(choice.unanswered) - choice.low) * step
    return code.cases(*((c, mark) for c, mark in marks.items() if c is not None), else_=marks[None])


def _value(rows: Rows, choice: Choice) -> Column:
    """The value of an item's answer, null where there is none."""
    values = zip(choice.codes, choice.values, strict=True)
    return _as("int64", rows[choice.id].cases(*((code, value) for code, value in values if value is not None)))


def _sum(number: Column) -> Column:
    return _as("int64", number.sum())


def _as(kind: str, number: Column) -> Column:
    """A cast that is always written: engines have other ideas than Ibis of how wide a number is already."""
    return ops.Cast(number, ibis.dtype(kind)).to_expr()  # type: ignore[no-untyped-call]
