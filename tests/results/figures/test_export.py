"""Figures as files: every number whole, the header as promised, and never half a file."""

import csv
import io
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.results.build import build
from borgerpuls.results.figures.export import csv_file, parquet_file, write_csv
from borgerpuls.results.figures.figure import COLUMNS, Figure
from borgerpuls.results.figures.table import Figures

HEADER = (
    "address,wave,place,measure,statistic,group_by,group,estimate,se,df,low,high,n,population,compared_with,"
    "difference,difference_se,difference_low,difference_high,p,hidden,afterwards"
)


@pytest.fixture(scope="module")
def figures(wave: FrozenWave) -> Figures:
    return build([wave])


def test_the_header_is_the_one_that_everybody_may_count_on(figures: Figures) -> None:
    written = io.StringIO()
    write_csv(figures, written)
    assert written.getvalue().splitlines()[0] == HEADER


def test_every_number_comes_back_as_it_was(figures: Figures, tmp_path: Path) -> None:
    csv_file(figures, tmp_path / "figures.csv")
    with (tmp_path / "figures.csv").open(encoding="utf-8", newline="") as read:
        rows = list(csv.DictReader(read))
    assert len(rows) == len(figures)
    for row, figure in zip(rows, figures, strict=True):
        for column in COLUMNS:
            value = getattr(figure, column)
            text = row[column]
            assert (text == "") if value in (None, "") else (type(value)(text) == value)


def test_columns_and_single_figures_write_the_same_rows(figures: Figures, tmp_path: Path) -> None:
    both = io.StringIO(), io.StringIO()
    write_csv(figures, both[0])
    write_csv(list(figures), both[1])
    assert both[0].getvalue() == both[1].getvalue()
    parquet_file(figures, tmp_path / "columns.parquet")
    parquet_file(iter(figures), tmp_path / "single.parquet")
    one, two = (pq.read_table(tmp_path / f"{name}.parquet").to_pylist() for name in ("columns", "single"))
    assert one == two


def test_parquet_holds_the_same_rows_as_csv_with_their_types(figures: Figures, tmp_path: Path) -> None:
    parquet_file(figures, tmp_path / "figures.parquet")
    table = pq.read_table(tmp_path / "figures.parquet")
    assert tuple(table.column_names) == COLUMNS
    assert [tuple(row.values()) for row in table.to_pylist()] == [astuple(f) for f in figures]
    assert str(table.schema.field("n").type) == "int64"


def test_no_figures_are_a_header_alone(tmp_path: Path) -> None:
    csv_file([], tmp_path / "none.csv")
    assert (tmp_path / "none.csv").read_text() == HEADER + "\n"
    parquet_file([], tmp_path / "none.parquet")
    assert pq.read_table(tmp_path / "none.parquet").num_rows == 0


def test_danish_letters_and_commas_survive(figures: Figures, tmp_path: Path) -> None:
    first = next(iter(figures))
    odd = Figure(**{**first.__dict__, "group": 'æøå, "18-29"\nlinje'})
    csv_file([odd], tmp_path / "odd.csv")
    with (tmp_path / "odd.csv").open(encoding="utf-8", newline="") as read:
        assert next(iter(csv.DictReader(read)))["group"] == odd.group


@pytest.mark.parametrize("write", [csv_file, parquet_file])
def test_a_write_that_fails_leaves_the_file_that_was_there(figures: Figures, tmp_path: Path, write: object) -> None:
    def failing() -> Iterator[Figure]:
        yield from list(figures)[:3]
        raise KeyboardInterrupt

    path = tmp_path / "figures.out"
    path.write_text("the last good one")
    with pytest.raises(KeyboardInterrupt):
        write(failing(), path)  # type: ignore[operator]
    assert path.read_text() == "the last good one"
    assert [p.name for p in tmp_path.iterdir()] == ["figures.out"]
