"""Groups in any order become sorted cells."""

import numpy as np
import pyarrow as pa

from borgerpuls.dataset.counting.assemble import assemble_tally
from borgerpuls.dataset.counting.count_plan import Choice, Plan
from borgerpuls.dataset.counting.response_patterns import pattern_tables


def test_groups_of_a_cell_are_added_and_unknown_is_an_empty_text() -> None:
    yes = Choice("yes", (0, 1), (0, 1), (False, True))
    plan = Plan(("unit", "sex"), (yes,), (), ())
    tables = pattern_tables(plan)
    one = tables[0].counters["yes", 1].shift
    groups = pa.table(
        {
            "unit": ["b", "a", "b", "b"],
            "sex": [None, "m", None, ""],
            "disposition": ["complete", "no_answer", "partial", "refused"],
            "block": [3, 1, 2, 0],
            "persons": [5, 7, 2, 9],
            "0.0": pa.array([4 << one, None, (1 << one) + 1, 9 << one], pa.int64()),
        }
    )
    found = assemble_tally(groups, plan, tables, "w")
    assert [found.levels[key] for key in plan.keys] == [("a", "b"), ("", "m")]
    assert [found.codes[key].tolist() for key in plan.keys] == [[0, 1], [1, 0]]
    assert found.invited.tolist() == [7, 16]
    assert found.answered.tolist() == [0, 7]
    assert found.counts["yes"].tolist() == [[0, 0], [1, 5]]


def test_so_many_keys_that_their_combinations_outgrow_64_bits_are_still_cells() -> None:
    keys = tuple(f"k{n}" for n in range(16))
    plan = Plan(keys, (), (), ())
    rng = np.random.default_rng(1)
    rows = [tuple(f"{x:03d}" for x in rng.integers(0, 90, len(keys))) for _ in range(300)]
    columns = {key: [row[n] for row in rows] for n, key in enumerate(keys)}
    groups = pa.table({**columns, "disposition": ["complete"] * 300, "block": [0] * 300, "persons": [1] * 300})
    found = assemble_tally(groups, plan, (), "w")
    cells = [tuple(found.levels[key][found.codes[key][c]] for key in keys) for c in range(len(found.invited))]
    assert cells == sorted(set(rows))
