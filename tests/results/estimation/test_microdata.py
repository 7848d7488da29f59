"""The persons behind a figure, as R reads them."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from borgerpuls.results.estimation.microdata import respondents, tally_cells, write_persons


def test_persons_have_the_cell_that_counted_them(two: Any) -> None:
    persons = respondents(two.now)
    cells = tally_cells(two.now, persons)
    counted = np.bincount(cells, minlength=len(two.now.tally.answered))
    assert counted.tolist() == two.now.tally.answered.tolist()


def test_the_file_has_a_row_a_person_and_nothing_that_tells_who_it_is(two: Any, tmp_path: Path) -> None:
    write_persons(two.now, "sex", ("help",), tmp_path / "persons.csv")
    with (tmp_path / "persons.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["unit", "stratum", "cell", "frame", "weight", "group", "help"]
    assert len(rows) == two.now.tally.answered.sum()
    assert sum(float(row["weight"]) for row in rows) == pytest.approx(two.now.weighting.frame.sum())
