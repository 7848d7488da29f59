"""Figures found afterwards: what a wave tells beyond its plan of analysis, figure by figure."""

from collections.abc import Mapping, Sequence
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from borgerpuls.dataset.analysis_plan import Addition

CASE_MIX = ("case-mix-before", "case-mix", "case-mix-effect")
"""The statistics that rest on the wave's ``case_mix``."""


def mark_afterwards(table: pa.Table, added: Mapping[str, Sequence[Addition]]) -> pa.Table:
    """The rows of ``table.SCHEMA`` with ``afterwards`` filled in; ``added`` is what each wave tells beyond its plan.

    ``group target_group``, ``theme overall``: what of the figure was not planned, the first where there is more; "" in
    figures that were. Where a rule is another than planned it is every figure of the wave.
    """
    if not any(added.values()):
        return table
    found = pa.array([""] * len(table), pa.string())
    for wave, several in added.items():
        for one in reversed(several):
            name = f"{one.what} {one.name}"
            found = pc.if_else(pc.and_(_among(table, "wave", (wave,)), _concerned(table, one)), name, found)
    field = table.schema.field("afterwards")
    place = table.schema.get_field_index(field.name)
    return table.set_column(place, field, found.dictionary_encode().cast(field.type))


def _concerned(table: pa.Table, one: Addition) -> pa.Array:
    """[rows] Does the figure tell what was added?"""
    columns: Mapping[str, Mapping[str, tuple[str, ...]]] = {
        "rule": {},
        "group": {"group_by": (one.name,)},
        "comparison": {"group_by": (one.name,), "place": (one.unit,)},
        "local": {"kind": ("local",), "place": (one.unit,), "measure": (one.name,)},
        "item": {"kind": ("item",), "measure": (one.name,)},
        "theme": {"kind": ("theme", "driver"), "measure": (one.name,)},
        "case_mix": {"statistic": CASE_MIX},
        "previous": {"compared_with": (one.name,)},
        "statistic": {"statistic": (one.name,)},
        "family": {"statistic": (one.name,)},
    }
    everything = pa.array(np.ones(len(table), dtype=np.bool_))
    return reduce(pc.and_, (_among(table, name, values) for name, values in columns[one.what].items()), everything)


def _among(table: pa.Table, column: str, values: tuple[str, ...]) -> pa.Array:
    return pc.is_in(table[column].cast(pa.string()).combine_chunks(), value_set=pa.array(values))
