"""Whether the rows of a wave keep their word: every code in its list, every person once, every unit known."""

from collections.abc import Collection
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from borgerpuls.dataset.arrow_types import column_of
from borgerpuls.dataset.columns import cell_columns, frame_margins, further_columns, item_columns
from borgerpuls.dataset.wave import ANSWERED, DISPOSITIONS, WaveSpec
from borgerpuls.messages import _, verbatim
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.model import Item, Questionnaire
from borgerpuls.text import Text

_DECIMAL = r"^[0-9]+(\.[0-9]+)?$"
_ZERO = r"^0+(\.0+)?$"
"""Who answers and stands for nobody would be in n and in no mean."""
_NAMED = 5
"""How many values and rows a counted problem names."""

Mask = npt.NDArray[np.bool_]


def check_persons(table: pa.Table, spec: WaveSpec, questionnaire: Questionnaire, file: str, problems: Problems) -> None:
    """Every fault of the persons table, one counted Problem a column; ``table`` is as ``cast_to_schema`` returns it."""
    _check_unique(table, ("person",), file, problems)
    allowed = {"unit": _units(spec), "disposition": DISPOSITIONS, **code_lists(spec, questionnaire)}
    for name, codes in allowed.items():
        _check_codes(table, name, codes, file, problems)
    if spec.compare:
        _check_codes(table, "compare", ("0", "1"), file, problems)
    if spec.weighting.method == "given":
        _check_weights(table, file, problems)
    if spec.clusters:
        _check_clusters(table, spec, file, problems)
    for name, items in item_columns(questionnaire).items():
        _check_answers(table, name, items, file, problems)
    for name in ("person", "unit", "disposition"):
        _count(
            column_of(file, name),
            _true(pc.is_null(table[name])),
            table[name],
            _("Empty"),
            _("Fill in every row."),
            problems=problems,
        )


def check_population(
    table: pa.Table, persons: pa.Table, spec: WaveSpec, questionnaire: Questionnaire, *, file: str, problems: Problems
) -> None:
    """Every fault of the frame counts, and every cell or category with answers that the frame does not count."""
    further = further_columns(spec, questionnaire, table.column_names)
    cells = ("unit", *cell_columns(spec), *further)
    lists = {"unit": _units(spec), **code_lists(spec, questionnaire)}
    for name in cells:
        if name in lists:
            _check_codes(table, name, lists[name], file, problems)
    _check_unique(table, cells, file, problems)
    bad = _true(pc.or_kleene(pc.is_null(table["count"]), pc.less(table["count"], 0)))
    _count(
        column_of(file, "count"),
        bad,
        table["count"],
        _("Not a count"),
        _("Write whole numbers from 0."),
        problems=problems,
    )
    answering = persons.filter(pc.is_in(persons["disposition"].cast(pa.string()), value_set=pa.array(ANSWERED)))
    # With given weights the frame is their sums, which count nobody.
    counted = spec.weighting.method != "given"
    for names in frame_margins(spec, further):
        asked = _plain(answering, names).group_by(list(names)).aggregate([([], "count_all")])
        whole = _plain(table, names).append_column("count", pc.cast(table["count"], pa.int64()))
        framed = whole.group_by(list(names)).aggregate([("count", "sum")]).rename_columns([*names, "framed"])
        every = asked.join(framed.filter(pc.greater(framed["framed"], 0)), list(names))
        for row in every.sort_by([(c, "ascending") for c in names]).to_pylist():
            _check_cell(row, names, file, problems, counted=counted)


def _check_cell(row: dict[str, Any], cells: tuple[str, ...], file: str, problems: Problems, *, counted: bool) -> None:
    """A cell in which people answered: the frame must hold it, and count at least as many where it counts persons."""
    answered, framed = row["count_all"], row["framed"]
    cell = ", ".join(f"{name} {row[name] or '—'}" for name in cells)
    if framed is None:
        problems.add(
            verbatim(file),
            _("{row_number} answered in {cell}, which the frame does not count.", row_number=answered, cell=cell),
            _("Add the row with its count in the population."),
        )
    elif counted and answered > framed:
        problems.add(
            verbatim(file),
            _("{answered} answered in {cell}, where the frame counts only {framed}.", answered=answered, cell=cell,
              framed=framed),
            _("Count everybody who could have answered, not only those who were sent a letter; correct the count."),
        )  # fmt: skip


def code_lists(spec: WaveSpec, questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """Background variable -> its codes on the day the wave opened; empty where no list is in force."""
    return {
        b.id: tuple(c.id for c in codes.codes) if (codes := b.at(spec.opened)) else ()
        for b in questionnaire.backgrounds
    }


def _units(spec: WaveSpec) -> tuple[str, ...]:
    return tuple(u.code for u in spec.units)


def _check_codes(table: pa.Table, name: str, codes: Collection[str], file: str, problems: Problems) -> None:
    column = table[name]
    bad = _true(pc.invert(pc.is_in(column.cast(pa.string()), value_set=pa.array([*codes, None], pa.string()))))
    listed = ", ".join(list(codes)[:12]) + (" …" if len(codes) > 12 else "")
    _count(
        column_of(file, name),
        bad,
        column,
        _("Not on the list"),
        _("Write one of {listed}, or leave it empty.", listed=listed),
        problems=problems,
    )


def _check_weights(table: pa.Table, file: str, problems: Problems) -> None:
    weight = table["weight"].cast(pa.string())
    answered = pc.is_in(table["disposition"].cast(pa.string()), value_set=pa.array(ANSWERED))
    fine = pc.match_substring_regex(weight, _DECIMAL)
    nobody = pc.and_(answered, pc.match_substring_regex(weight, _ZERO))
    bad = _true(pc.if_else(pc.is_null(weight), answered, pc.or_(pc.invert(fine), nobody)))
    _count(
        column_of(file, "weight"),
        bad,
        table["weight"],
        _("Not a weight"),
        _("Give everyone who answered a number above 0, like 0.87."),
        problems=problems,
    )


def _check_clusters(table: pa.Table, spec: WaveSpec, file: str, problems: Problems) -> None:
    """Who answered lies in a cluster, and a cluster in one stratum of one unit."""
    answered = _true(pc.is_in(table["disposition"].cast(pa.string()), value_set=pa.array(ANSWERED)))
    _count(
        column_of(file, "cluster"),
        _true(pc.is_null(table["cluster"])) & answered,
        table["cluster"],
        _("No cluster"),
        _("Give everyone who answered a cluster; who was drawn alone is a cluster of one."),
        problems=problems,
    )
    homes = ("unit", *spec.strata)
    placed = _plain(table, ("cluster", *homes)).filter(pc.is_valid(table["cluster"]))
    spread = placed.group_by(["cluster", *homes]).aggregate([]).group_by(["cluster"]).aggregate([([], "count_all")])
    several = spread.filter(pc.greater(spread["count_all"], 1)).sort_by("cluster")["cluster"].to_pylist()
    if several:
        problems.add(
            column_of(file, "cluster"),
            _(
                "In more than one unit or stratum: {named} ({n} in all).",
                named=", ".join(several[:_NAMED]) + (" …" if len(several) > _NAMED else ""),
                n=len(several),
            ),
            _(
                "Move its persons into one; or, where numbers begin again in each, write nested = true under [cluster] "
                "of the mapping file."
            ),
        )


def _check_answers(table: pa.Table, name: str, items: tuple[Item, ...], file: str, problems: Problems) -> None:
    """Answers against the scale; a local column against the scale of the question that the person's unit asks."""
    column = table[name]
    values = column.fill_null(0).to_numpy()
    present = _true(pc.is_valid(column))
    if items[0].local is None:
        codes = [c.code for c in items[0].scale.categories]
        bad = present & ~np.isin(values, codes)
        listed = ", ".join(map(str, codes))
        remedy = _("Write one of {listed}, or nothing.", listed=listed)
    else:
        units = table["unit"].cast(pa.string()).to_numpy(zero_copy_only=False)
        bad = present.copy()
        for item in items:
            mine = present & (units == item.unit)
            bad[mine] = ~np.isin(values[mine], [c.code for c in item.scale.categories])
        remedy = _("Only a unit with this local question has answers, and only on its scale.")
    _count(
        column_of(file, name),
        bad,
        column,
        _("Not on the scale"),
        remedy,
        problems=problems,
    )


def _check_unique(table: pa.Table, names: tuple[str, ...], file: str, problems: Problems) -> None:
    counts = _plain(table, names).group_by(list(names)).aggregate([([], "count_all")])
    twice = counts.filter(pc.greater(counts["count_all"], 1))
    if twice.num_rows == 0:
        return
    named = "; ".join(", ".join(str(row[n] or "—") for n in names) for row in twice.slice(0, _NAMED).to_pylist())
    problems.add(
        column_of(file, ", ".join(names)),
        _("More than once: {named} ({rows} in all).", named=named, rows=twice.num_rows),
        _("Let each stand once."),
    )


def _count(where: Text, bad: Mask, column: pa.ChunkedArray, what: Text, remedy: Text, *, problems: Problems) -> None:
    rows = np.flatnonzero(bad)
    if rows.size == 0:
        return
    values = list(dict.fromkeys(str(v) for v in column.take(pa.array(rows[:1000])).to_pylist()))
    shown = ", ".join(values[:_NAMED]) + (" …" if len(values) > _NAMED else "")
    first = ", ".join(str(r + 1) for r in rows[:_NAMED]) + (" …" if rows.size > _NAMED else "")
    problems.add(
        where,
        _("{what}: {shown} ({n} in all; row {first}).", what=what, shown=shown, n=rows.size, first=first),
        remedy,
    )


def _plain(table: pa.Table, names: tuple[str, ...]) -> pa.Table:
    """Chosen columns as plain text, an empty text for null: keys that can be grouped and joined."""
    return pa.table({n: table[n].cast(pa.string()).fill_null("") for n in names})


def _true(mask: pa.ChunkedArray) -> Mask:
    result: Mask = np.asarray(mask.fill_null(False).to_numpy(), dtype=np.bool_)
    return result
