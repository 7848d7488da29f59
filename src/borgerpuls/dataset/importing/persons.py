"""Rows of somebody's file become persons: a pseudonym, a unit, a disposition, background and answers each."""

import re
from collections.abc import Mapping
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from borgerpuls.dataset.columns import item_columns, persons_schema
from borgerpuls.dataset.importing.mapping import ImportMapping
from borgerpuls.dataset.importing.readers.sheet import Sheet, at_row
from borgerpuls.dataset.importing.rule import Rule
from borgerpuls.dataset.importing.translate import Wrong, apply, number, translate
from borgerpuls.dataset.wave import ANSWERED
from borgerpuls.messages import _
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.toml.reader import quoted

_CPR = re.compile(r"([0-9]{2})([0-9]{2})[0-9]{2}-?[0-9]{4}")


def read_persons(sheet: Sheet, mapping: ImportMapping, problems: Problems) -> dict[str, pa.Array]:
    """The columns of ``persons``; where a column of the mapping is not in the file, none and a Problem."""
    decimal = mapping.source.decimal
    found: dict[str, pa.Array | None] = {"person": _person(sheet, mapping.person, problems)}
    found["unit"] = translate(sheet, mapping.unit, problems, decimal=decimal)
    answers = {name: translate(sheet, rule, problems) for name, rule in mapping.items.items()}
    found["disposition"] = _dispositions(sheet, mapping.disposition, answers, problems)
    for name, rule in mapping.backgrounds.items():
        found[name] = translate(sheet, rule, problems, decimal=decimal)
    if mapping.weight is not None and mapping.spec.weighting.method == "given":
        found["weight"] = apply(sheet, mapping.weight, lambda value: _weight(value, mapping), problems)
    if mapping.compare is not None and mapping.spec.compare:
        found["compare"] = translate(sheet, mapping.compare, problems)
    if mapping.cluster is not None and mapping.spec.clusters:
        found["cluster"] = translate(sheet, mapping.cluster, problems)
        _refuse_cpr(mapping.cluster, found["cluster"], problems)
    found |= {name: None if column is None else column.cast(pa.int32()) for name, column in answers.items()}
    present = {name: column for name, column in found.items() if column is not None}
    if len(present) < len(found):
        return {}
    if mapping.cluster_alone and "cluster" in present:
        own = pc.binary_join_element_wise("alone", present["person"], "|")
        present["cluster"] = pc.coalesce(present["cluster"], own)
    if mapping.cluster_nested and "cluster" in present:
        present["cluster"] = _nested([present[name] for name in ("unit", *mapping.spec.strata)], present["cluster"])
    _check_filled(sheet, mapping, present, problems)
    _check_local(sheet, mapping, present, problems)
    schema = persons_schema(mapping.spec, mapping.questionnaire)
    return {n: present[n] if n in present else pa.nulls(len(sheet.rows), pa.null()) for n in schema.names}


def _person(sheet: Sheet, rule: Rule | None, problems: Problems) -> pa.Array | None:
    """A pseudonym a row: the row's number, or a column that is filled, different in every row, and no CPR number."""
    if rule is None:
        return pa.array(sheet.rows).cast(pa.string())
    column = translate(sheet, rule, problems)
    if column is None:
        return None
    values = column.to_pylist()
    _refuse_cpr(rule, column, problems)
    seen: dict[str, int] = {}
    for row, value in zip(sheet.rows.tolist(), values, strict=True):
        if value in seen:
            problems.add(
                at_row(sheet.file, row, rule.column),
                _("{value} stands in row {first} too.", value=quoted(value), first=seen[value]),
                _("Let each person stand once."),
            )
        if value is not None:
            seen.setdefault(value, row)
    return column


def _refuse_cpr(rule: Rule, column: pa.Array | None, problems: Problems) -> None:
    if column is not None and len(column) and all(value and _like_cpr(value) for value in column.to_pylist()):
        problems.add(
            rule.where,
            _("{column} looks like CPR numbers.", column=quoted(rule.column)),
            _("A wave keeps none. Use a pseudonym, or delete [person]: then the row's number is used."),
        )


def _nested(homes: list[pa.Array], cluster: pa.Array) -> pa.Array:
    """Clusters named after their unit and stratum too: ``0101|3`` is another than ``0147|3``."""
    names = pc.binary_join_element_wise(*(home.fill_null("") for home in homes), cluster, "|")
    return pc.if_else(cluster.is_valid(), names, pa.scalar(None, pa.string()))


def _like_cpr(value: str) -> bool:
    match = _CPR.fullmatch(value)
    return match is not None and 1 <= int(match[1]) <= 31 and 1 <= int(match[2]) <= 12


def _dispositions(
    sheet: Sheet,
    rule: Rule | Literal["answered", "all"],
    answers: Mapping[str, pa.Array | None],
    problems: Problems,
) -> pa.Array | None:
    """Dispositions by the rule; who answered no question has not answered, whatever the rule says, and is counted.

    Such a person is a ``breakoff`` where the file calls them complete or partial, and else ``no_answer``.
    """
    answered = np.zeros(len(sheet.rows), dtype=np.bool_)
    for column in answers.values():
        if column is not None:
            answered |= column.is_valid().to_numpy(zero_copy_only=False)
    if isinstance(rule, Rule):
        said = translate(sheet, rule, problems)
        if said is None:
            return None
        empty = pc.is_in(said, value_set=pa.array(ANSWERED)).to_numpy(zero_copy_only=False) & ~answered
        dispositions = pc.if_else(pa.array(empty), "breakoff", said)
    else:
        empty = ~answered if rule == "all" else np.zeros_like(answered)
        dispositions = pa.array(np.where(answered, "complete", "no_answer"), pa.string())
    rows = sheet.rows[empty].tolist()
    if rows and not problems.errors:
        first = ", ".join(map(str, rows[:5])) + (" …" if len(rows) > 5 else "")
        problems.warn(
            at_row(sheet.file, rows[0]),
            _(
                "Said to have answered, but no question is answered ({n} in all; row {first}).",
                n=len(rows),
                first=first,
            ),
            _("They do not count as answers. Map the items that they answered, if there are any."),
        )
    return dispositions


def _weight(value: str, mapping: ImportMapping) -> str | None:
    """A weight as plain decimal text, so that 1.50 and 1,5 are one weight."""
    assert mapping.weight is not None
    value = mapping.weight.recode.get(value, value)
    if value == "" or value in mapping.weight.missing:
        return None
    found = number(value, mapping.source.decimal)
    if found is None or found < 0:
        raise Wrong(
            _("{value} is not a weight.", value=quoted(value)),
            _("Write a number from 0, like 0.87."),
        )
    return f"{found.normalize():f}"


def _check_filled(sheet: Sheet, mapping: ImportMapping, columns: Mapping[str, pa.Array], problems: Problems) -> None:
    """Nobody is without unit, pseudonym or disposition; nobody who answered is without a given weight or a cluster."""
    told = {p.where for p in problems.errors}
    needed = {"unit": mapping.unit, "person": mapping.person, "disposition": mapping.disposition}
    lacking = {name: columns[name].is_null().to_numpy(zero_copy_only=False) for name in needed}
    if "weight" in columns:
        needed["weight"] = mapping.weight
    if "cluster" in columns:
        needed["cluster"] = mapping.cluster
    answered = pc.is_in(columns["disposition"], value_set=pa.array(ANSWERED)).to_numpy(zero_copy_only=False)
    for name in needed.keys() & {"weight", "cluster"}:
        lacking[name] = columns[name].is_null().to_numpy(zero_copy_only=False) & answered
    for name, rule in needed.items():
        column = rule.column if isinstance(rule, Rule) else name
        if isinstance(rule, Rule) and rule.where in told:
            continue  # most of the column is wrong, and that has been said
        for row in sheet.rows[lacking[name]].tolist():
            if (where := at_row(sheet.file, row, column)) not in told:
                problems.add(
                    where,
                    _("The field is empty."),
                    _("Fill it in, or say in recode what empty means."),
                )


def _check_local(sheet: Sheet, mapping: ImportMapping, columns: Mapping[str, pa.Array], problems: Problems) -> None:
    """A unit's own question is answered in its unit only, and on its own scale."""
    units = columns["unit"].to_numpy(zero_copy_only=False)
    for name, items in item_columns(mapping.questionnaire).items():
        if items[0].local is None or name not in columns:
            continue
        values = columns[name].fill_null(0).to_numpy()
        fine = columns[name].is_null().to_numpy(zero_copy_only=False)
        for item in items:
            fine |= (units == item.unit) & np.isin(values, [c.code for c in item.scale.categories])
        for i in np.flatnonzero(~fine):
            problems.add(
                at_row(sheet.file, int(sheet.rows[i]), mapping.items[name].column),
                _("{value} is no answer to the local question of {unit}.", value=values[i], unit=quoted(units[i])),
                _("Leave the field empty where the question was not asked."),
            )
