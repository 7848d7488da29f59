"""The frame: how many persons each cell stands for."""

import numpy as np
import pyarrow.parquet as pq

from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.results.estimation.frame import Frame

UNITS = ("0101", "0147", "0230", "0360")


def test_persons_of_a_unit_are_summed_over_its_cells(wave: FrozenWave) -> None:
    rows = pq.read_table(wave.population).to_pylist()
    expected = [[sum(row["count"] for row in rows if row["unit"] == unit)] for unit in UNITS]
    assert Frame.read(wave).by_unit(UNITS).tolist() == expected


def test_persons_of_a_group_are_those_of_its_cells(wave: FrozenWave) -> None:
    rows = pq.read_table(wave.population).to_pylist()
    found = Frame.read(wave).by_unit(UNITS, "age", ("18-29", "50-"))
    expected = [
        [sum(row["count"] for row in rows if (row["unit"], row["age"]) == (unit, age)) for age in ("18-29", "50-")]
        for unit in UNITS
    ]
    assert found.tolist() == expected
    assert found.min() > 0


def test_a_variable_that_the_frame_lacks_is_unknown_and_not_nobody(wave: FrozenWave) -> None:
    frame = Frame.read(wave)
    assert not frame.known("unit", "sex")
    assert np.isnan(frame.by_unit(UNITS, "sex", ("f", "m"))).all()
