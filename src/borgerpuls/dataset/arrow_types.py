"""A table made small: text as codes into a list, answers as the smallest integers that hold the scale."""

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from borgerpuls.dataset.columns import CODED
from borgerpuls.messages import _
from borgerpuls.problems import Problems
from borgerpuls.text import Text


def cast_to_schema(batches: Iterable[pa.RecordBatch], schema: pa.Schema, file: str, problems: Problems) -> pa.Table:
    """All batches as one table of the schema's columns and types, in memory about 70 bytes a person.

    The values that a text column points into are sorted, so that equal tables are equal in every byte.
    A column that is missing, too many or of another kind is a Problem, told once; its values are then null.
    """
    told: set[Text] = set()
    tables = []
    for batch in batches:
        found = Problems()
        check_columns(batch.schema.names, schema.names, file, found)
        columns = [_column(batch, field, file, found) for field in schema]
        tables.append(pa.table(columns, schema=schema))
        problems.found += [p for p in found.found if p.where not in told]
        told |= {p.where for p in found.found}
    table = pa.concat_tables(tables) if tables else schema.empty_table()
    table = table.unify_dictionaries().combine_chunks()
    return pa.table([_sort_dictionary(column) for column in table.columns], schema=schema)


def check_columns(found: Iterable[str], wanted: Iterable[str], file: str, problems: Problems) -> None:
    """Names every column that is missing and every column that nobody knows."""
    found, wanted = set(found), set(wanted)
    for name in sorted(wanted - found):
        problems.add(
            column_of(file, name),
            _("The column is missing."),
            _("Add it; it may be empty."),
        )
    for name in sorted(found - wanted):
        problems.add(
            column_of(file, name),
            _("The column does not belong to the wave."),
            _("Remove it, or name it in the questionnaire or in wave.toml."),
        )


def column_of(file: str, name: str) -> Text:
    """``persons, column age``"""
    return _("{file}, column {name}", file=file, name=name)


def batches_of(table: "pa.Table | Iterable[pa.RecordBatch]") -> Iterator[pa.RecordBatch]:
    """A table's own batches, or those of a stream."""
    return iter(table.to_batches() if isinstance(table, pa.Table) else table)


def _column(batch: pa.RecordBatch, field: pa.Field, file: str, problems: Problems) -> pa.Array:
    """One column in the field's type, or nulls and a Problem."""
    column = batch.column(field.name) if field.name in batch.schema.names else pa.nulls(batch.num_rows)
    values = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    text = field.type in (CODED, pa.string())
    alike = _is_text(values) if text else pa.types.is_integer(values)
    try:
        if not (alike or pa.types.is_null(values)):
            raise pa.ArrowInvalid(f"{values}")
        if field.type == CODED:
            return column.cast(pa.string()).dictionary_encode()
        return column.cast(field.type)
    except pa.ArrowInvalid as error:
        kind = _("text") if text else _("small whole numbers")
        problems.add(
            column_of(file, field.name),
            _("The values are not {kind} ({error}).", kind=kind, error=error),
            _("Write the column as {kind}.", kind=kind),
        )
        return pa.nulls(batch.num_rows, field.type)


def _sort_dictionary(column: pa.ChunkedArray) -> pa.Array:
    """The same values, pointing into a sorted list of them."""
    if column.num_chunks == 0:
        return pa.nulls(0, column.type)
    array = column.chunk(0)
    if not pa.types.is_dictionary(column.type):
        return array
    order = pc.sort_indices(array.dictionary)
    places = pc.sort_indices(order).cast(pa.int32())
    return pa.DictionaryArray.from_arrays(places.take(array.indices), array.dictionary.take(order))


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
