"""Which columns the two tables of a wave have, and how small each may be."""

from collections.abc import Collection, Mapping, Sequence

import pyarrow as pa

from borgerpuls.dataset.wave import WaveSpec
from borgerpuls.questionnaire.model import Item, Questionnaire

CODED = pa.dictionary(pa.int32(), pa.string())


def persons_schema(spec: WaveSpec, questionnaire: Questionnaire) -> pa.Schema:
    """``person``, ``unit``, ``disposition``, background and strata as text, then one small integer an item."""
    fields = [pa.field("person", pa.string(), False), pa.field("unit", CODED, False)]
    fields.append(pa.field("disposition", CODED, False))
    backgrounds = [b.id for b in questionnaire.backgrounds]
    fields += [pa.field(name, CODED) for name in (*backgrounds, *(s for s in spec.strata if s not in backgrounds))]
    if spec.weighting.method == "given":
        fields.append(pa.field("weight", CODED))
    if spec.compare:
        fields.append(pa.field("compare", CODED))
    if spec.clusters:
        fields.append(pa.field("cluster", CODED))
    fields += [pa.field(name, _integer(items)) for name, items in item_columns(questionnaire).items()]
    return pa.schema(fields)


def population_schema(spec: WaveSpec, further: Sequence[str] = ()) -> pa.Schema:
    """``unit``, the strata, the calibration variables, ``further`` variables that the frame counts, and ``count``."""
    fields = [pa.field("unit", CODED, False), *(pa.field(name, CODED) for name in (*cell_columns(spec), *further))]
    return pa.schema([*fields, pa.field("count", pa.int64(), False)])


def cell_columns(spec: WaveSpec) -> tuple[str, ...]:
    """The variables that make a cell of the frame inside a unit."""
    return tuple(dict.fromkeys((*spec.strata, *spec.weighting.by)))


def further_columns(spec: WaveSpec, questionnaire: Questionnaire, found: Collection[str]) -> tuple[str, ...]:
    """The background variables among the columns ``found`` of a frame that are not in its cells: a frame may count
    more than the weights use, so that other weights can be tried."""
    cells = cell_columns(spec)
    return tuple(b.id for b in questionnaire.backgrounds if b.id in found and b.id not in cells)


def frame_margins(spec: WaveSpec, further: Sequence[str] = ()) -> tuple[tuple[str, ...], ...]:
    """The combinations of columns whose counts the frame answers for: the crossed cells of the wave, or each variable
    of raking and GREG by itself, and each ``further`` variable by itself."""
    apart = spec.weighting.method in ("rake", "greg")
    cells = [spec.strata, *((v,) for v in spec.weighting.by)] if apart else [cell_columns(spec)]
    return tuple(dict.fromkeys(("unit", *names) for names in (*cells, *((v,) for v in further))))


def sort_columns(spec: WaveSpec) -> tuple[str, ...]:
    """Rows follow these, so that one cell's persons lie together."""
    return tuple(dict.fromkeys(("unit", *cell_columns(spec), *spec.groups, *(("cluster",) if spec.clusters else ()))))


def item_columns(questionnaire: Questionnaire) -> Mapping[str, tuple[Item, ...]]:
    """Column -> the questions it answers: one, or for ``local_1`` to ``local_3`` one a unit that asks."""
    columns: dict[str, list[Item]] = {}
    for item in (*questionnaire.items, *sorted(questionnaire.local_items, key=lambda i: i.column)):
        columns.setdefault(item.column, []).append(item)
    return {column: tuple(items) for column, items in columns.items()}


def _integer(items: tuple[Item, ...]) -> pa.DataType:
    codes = [category.code for item in items for category in item.scale.categories]
    for kind, limit in ((pa.int8(), 2**7), (pa.int16(), 2**15)):
        if all(-limit <= code < limit for code in codes):
            return kind
    return pa.int32()
