"""The tally of a wave: one pass, integers only. The engine counts, nothing else.

One set of Ibis expressions serves every engine. Rows are grouped by cell, disposition and *block* (rows that follow
each other in the file), so that counters can lie packed in 64-bit sums: an item's answers as a one in the place of
the category, a theme's scores as they stand in ``scoring``'s table. ``cells`` takes the sums apart. Nothing is divided
or rounded, so every engine, whatever the order of the rows, comes to the same whole numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, reduce
from operator import add
from typing import Any

import ibis
from ibis.expr import operations as ops

from borgerpuls.dataset.cells import gather
from borgerpuls.dataset.engines import Engine, engine_at
from borgerpuls.dataset.pack import COUNT_BITS
from borgerpuls.dataset.plan import Choice, Plan, Theme, plan_of
from borgerpuls.dataset.scoring import ScoreTable, ThemeScores
from borgerpuls.dataset.tally import Tally
from borgerpuls.dataset.wave import FrozenWave

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
    question = _question(plan, engine.dialect)
    groups = engine.ask(question.sql, wave.persons, plan.columns, {"scores": question.scores.table})
    return gather(groups, plan, question.scores, wave.spec.name)


@dataclass(frozen=True)
class _Question:
    sql: str
    scores: ScoreTable


@cache
def _question(plan: Plan, dialect: str) -> _Question:
    scores = ScoreTable.of(plan.themes)
    return _Question(str(ibis.to_sql(counting(plan, scores), dialect=dialect)), scores)


def counting(plan: Plan, scores: ScoreTable) -> Rows:
    """What an engine is asked, of the tables ``persons`` and ``scores``: a row a cell, disposition and block."""
    texts = dict.fromkeys((*plan.keys, "disposition"), "string")
    codes = {c.id: "int16" for c in plan.choices}
    rows = ibis.table({**texts, "block": "int64", **codes}, name="persons")
    rows = rows.mutate(**{f"state.{c.id}": _state(rows, c) for c in plan.choices})
    rows = rows.mutate(**{f"key.{t.theme.id}": _key(rows, t) for t in scores.themes})
    for t in scores.themes:
        table = ibis.table(dict.fromkeys(scores.columns, "int64"), name="scores")
        table = table.rename({f"{column}.of.{t.theme.id}": column for column in scores.columns})
        rows = rows.join(table, rows[f"key.{t.theme.id}"] == table[f"key.of.{t.theme.id}"])

    sums = {"persons": rows.count()}
    for c in plan.choices:
        sums |= {f"item.{c.id}.{w}": _sum(_one(rows[f"state.{c.id}"], w, c)) for w in range(c.words)}
    for t in scores.themes:
        sums |= {f"theme.{t.theme.id}.{w}": _sum(rows[f"word_{w}.of.{t.theme.id}"]) for w in range(t.words)}
    for first, second in plan.pairs:
        x, y = _number(rows, first), _number(rows, second)
        products = ((x * y).notnull().cast("int64"), x + 0 * y, y + 0 * x, x * y)
        sums |= {f"pair.{first.id}.{second.id}.{m}": _sum(z) for m, z in enumerate(products)}
    return rows.group_by(*plan.keys, "disposition", "block").aggregate(**sums)


def _state(rows: Rows, choice: Choice) -> Column:
    """The state of each person's answer, from 0 on."""
    code = rows[choice.id]
    if choice.close:
        return code.fill_null(choice.unanswered) - choice.low
    return code.cases(*((c, state) for c, state in choice.state.items() if c is not None), else_=choice.state[None])


def _one(state: Column, word: int, choice: Choice) -> Column:
    """A one in the state's place in this word, 0 where the place is in another word."""
    held = [n for n, counter in enumerate(choice.counters) if counter.word == word]
    one = _as("int64", ibis.literal(1))
    if choice.words == 1:
        return one << _as("int32", state) * COUNT_BITS
    inside = state.between(held[0], held[-1])
    return ibis.ifelse(inside, one << (_as("int32", state).clip(held[0], held[-1]) - held[0]) * COUNT_BITS, 0)


def _key(rows: Rows, scores: ThemeScores) -> Column:
    """Where a person's answers to the theme stand in the table of scores."""
    marks: Iterable[Column]
    if scores.each:
        states = (_as("int32", rows[f"state.{c.id}"]) for c in scores.theme.choices)
        marks = (state * place for state, place in zip(states, scores.places, strict=True))
    else:
        marks = (
            rows[c.id].cases(
                *((code, scores.mark(what)) for code, what in scores.answer(c).items() if what[0]), else_=0
            )
            for c in scores.theme.choices
        )
    return reduce(add, marks, ibis.literal(scores.start))


def _number(rows: Rows, measure: Choice | Theme) -> Column:
    """A theme's score or an item's value, null where there is none."""
    if isinstance(measure, Theme):
        return rows[f"score.of.{measure.id}"]
    values = zip(measure.codes, measure.values, strict=True)
    return rows[measure.id].cases(*((code, value) for code, value in values if value is not None)).cast("int64")


def _sum(number: Column) -> Column:
    return _as("int64", number.sum())


def _as(kind: str, number: Column) -> Column:
    """A cast that is always written: engines have other ideas than Ibis of how wide a number is already."""
    return ops.Cast(number, ibis.dtype(kind)).to_expr()  # type: ignore[no-untyped-call]
