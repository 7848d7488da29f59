"""The persons behind a figure, as R reads them."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import Weighting
from borgerpuls.results.estimation.microdata import (
    respondents,
    tally_cells,
    write_invited,
    write_persons,
    write_totals,
)
from borgerpuls.results.estimation.wave_estimates import estimate


def test_persons_have_the_cell_that_counted_them(two: Any) -> None:
    persons = respondents(two.now)
    cells = tally_cells(two.now, persons)
    counted = np.bincount(cells, minlength=len(two.now.tally.answered))
    assert counted.tolist() == two.now.tally.answered.tolist()


def test_the_file_has_a_row_a_person_and_nothing_that_tells_who_it_is(two: Any, tmp_path: Path) -> None:
    write_persons(two.now, "sex", ("help",), tmp_path / "persons.csv")
    with (tmp_path / "persons.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["unit", "stratum", "cell", "frame", "leverage", "weight", "group", "help"]
    assert len(rows) == two.now.tally.answered.sum()
    assert sum(float(row["weight"]) for row in rows) == pytest.approx(two.now.weighting.frame.sum())
    assert [row["group"] for row in rows] == respondents(two.now)["sex"].to_pylist()


@pytest.mark.parametrize("variable", ["", "sex"])
def test_the_invited_have_a_row_each_with_their_group_and_what_became_of_them(
    two: Any, tmp_path: Path, variable: str
) -> None:
    write_invited(two.now, variable, tmp_path / "invited.csv")
    with (tmp_path / "invited.csv").open(encoding="utf-8") as file:
        rows = [(row["unit"], row["group"], row["disposition"]) for row in csv.DictReader(file)]
    asked = pq.read_table(two.now.wave.persons).to_pylist()
    assert rows == [(row["unit"], row[variable] if variable else "", row["disposition"]) for row in asked]


def test_every_category_of_a_margin_has_its_persons_of_the_frame(maker: Callable[..., Any], tmp_path: Path) -> None:
    made = maker(weighting=Weighting("rake", ("age", "sex")))
    wave = made.freeze(tmp_path / "w")
    write_totals(estimate(wave, tally(wave)), tmp_path / "totals.csv")
    with (tmp_path / "totals.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for margin in ("1", "2"):
        persons = [float(row["Freq"]) for row in rows if row["margin"] == margin]
        assert sum(persons) == sum(made.population["count"])
