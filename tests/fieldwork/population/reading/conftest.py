"""A list of a few lines, as its columns are read."""

from collections.abc import Callable, Mapping

import pytest

from borgerpuls.dataset.importing.readers.sheet import make_sheet
from borgerpuls.fieldwork.population.reading.cells import Cells

CellsOf = Callable[..., Cells]


@pytest.fixture
def cells_of() -> CellsOf:
    """``cells_of({"cpr": "CPR"}, "CPR;Navn", "0707614285;Anne")``: variable -> heading, the headings, and the rows.

    The first row below the headings is number 2, as Excel shows it.
    """

    def made(chosen: Mapping[str, str], heading: str, *rows: str) -> Cells:
        lines = [row.split(";") for row in rows]
        return Cells(make_sheet("liste.csv", heading.split(";"), lines, range(2, len(lines) + 2)), chosen)

    return made
