"""Persons whose texts are hard to carry, in a Parquet file of two full blocks and a bit."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from borgerpuls.dataset.engines import BLOCK_ROWS


@pytest.fixture
def persons(tmp_path: Path) -> Path:
    rows = 2 * BLOCK_ROWS + 3
    columns: dict[str, list[Any]] = {
        "unit": ["a\\N\t'", None, "\n"] * (rows // 3 + 1),
        "q": [1, None, -300] * (rows // 3 + 1),
    }
    table = pa.table(
        {"q": pa.array(columns["q"][:rows], pa.int16()), "unit": columns["unit"][:rows], "other": [0] * rows}
    )
    pq.write_table(table, tmp_path / "persons.parquet", row_group_size=100)
    return tmp_path / "persons.parquet"
