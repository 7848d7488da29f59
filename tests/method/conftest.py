"""Reference numbers and the designs they were made with."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from borgerpuls.method import Design

Column = npt.NDArray[np.str_]


@dataclass(frozen=True)
class Columns:
    """A CSV by column: ``columns["stype"]`` as text, ``columns.number("api00")`` with NaN for NA."""

    by_name: dict[str, Column]

    def __getitem__(self, name: str) -> Column:
        return self.by_name[name]

    def number(self, *names: str) -> npt.NDArray[np.float64]:
        made = [np.where(self[n] == "NA", "nan", self[n]).astype(np.float64) for n in names]
        return made[0] if len(made) == 1 else np.column_stack(made)


@cache
def read(path: Path) -> Columns:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return Columns({name: np.array([row[name] for row in rows]) for name in rows[0]})


@pytest.fixture(scope="session")
def inputs(shared: Path) -> Callable[[str], Columns]:
    return lambda name: read(shared / "reference" / "inputs" / f"{name}.csv")


@pytest.fixture(scope="session")
def expected(shared: Path) -> Callable[[str], dict[tuple[str, str, str], float]]:
    """All rows of one case: (item, group, stat) -> value."""

    def rows(case: str) -> dict[tuple[str, str, str], float]:
        (path,) = (shared / "reference" / "expected").glob(f"{case}*.csv")
        table = read(path)
        keys = zip(table["item"], table["group"], table["stat"], strict=True)
        return {(str(a), str(b), str(c)): float(v) for (a, b, c), v in zip(keys, table["value"], strict=True)}

    return rows


@dataclass(frozen=True)
class Schools:
    """The California schools of R's survey package: sample, design, and the design without finite population."""

    data: Columns
    fpc: Design
    nofpc: Design


@pytest.fixture(scope="session")
def stratified(inputs: Callable[[str], Columns]) -> Schools:
    data = inputs("apistrat")
    plain = {"stratum": data["stype"], "weight": data.number("pw")}
    return Schools(data, Design.from_columns(**plain, population=data.number("fpc")), Design.from_columns(**plain))


@pytest.fixture(scope="session")
def clusters(inputs: Callable[[str], Columns]) -> Schools:
    data = inputs("apiclus1")
    plain = {"psu": data["dnum"], "weight": data.number("pw")}
    return Schools(data, Design.from_columns(**plain, population=data.number("fpc")), Design.from_columns(**plain))
