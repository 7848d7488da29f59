"""The tally as bytes and as a file."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from borgerpuls.dataset.counting.tally import Scores, Tally


def numbers(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.arange(np.prod(shape), dtype=np.int64).reshape(shape) + 2**40


@pytest.fixture
def small() -> Tally:
    scores = Scores(("overall",), np.array([6]), numbers(3, 1), numbers(3, 1) + 1, numbers(3, 1) + 2)
    return Tally(
        wave="2024-spring",
        keys=("unit", "age"),
        levels={"unit": ("0101", "æ"), "age": ("", "18-29")},
        codes={"unit": np.array([0, 0, 1]), "age": np.array([0, 1, 1])},
        invited=numbers(3),
        answered=numbers(3) - 1,
        dispositions=numbers(3, 7),
        counts={"content": numbers(3, 5), "local_1": numbers(3, 2)},
        themes=scores,
        themes_top=scores,
        pairs={("overall", "meeting"): numbers(3, 4)},
    )


def test_a_tally_comes_back_from_its_file_as_it_was(small: Tally, tmp_path: Path) -> None:
    small.write(tmp_path / "tally.arrow")
    again = Tally.read(tmp_path / "tally.arrow")
    assert again.to_bytes() == small.to_bytes()
    assert again.digest == small.digest
    assert (again.keys, again.levels) == (small.keys, small.levels)
    assert again.counts["content"].tolist() == small.counts["content"].tolist()
    assert again.pairs["overall", "meeting"].tolist() == small.pairs["overall", "meeting"].tolist()
    assert again.themes.ids == ("overall",)
    assert list(tmp_path.iterdir()) == [tmp_path / "tally.arrow"]


def test_a_tally_without_themes_items_or_cells_has_a_file_too(tmp_path: Path) -> None:
    no = np.zeros(0, np.int64)
    none = Scores((), no, *(np.zeros((0, 0), np.int64) for _ in range(3)))
    empty = Tally("w", ("unit",), {"unit": ()}, {"unit": no}, no, no, np.zeros((0, 7), np.int64), {}, none, none, {})
    empty.write(tmp_path / "tally.arrow")
    assert Tally.read(tmp_path / "tally.arrow").digest == empty.digest


def test_the_file_can_be_read_without_borgerpuls(small: Tally, tmp_path: Path) -> None:
    small.write(tmp_path / "tally.arrow")
    table = pa.ipc.open_file(tmp_path / "tally.arrow").read_all()
    assert table["key.unit"].to_pylist() == ["0101", "0101", "æ"]
    assert table["disposition.no_answer"].to_pylist() == small.dispositions[:, 4].tolist()
    assert table["theme.overall.total"].to_pylist() == small.themes.total[:, 0].tolist()


@pytest.mark.parametrize(
    "part", ["invited", "answered", "dispositions", "counts", "codes", "themes", "themes_top", "pairs", "wave"]
)
def test_the_digest_changes_with_every_part(part: str, small: Tally) -> None:
    old = getattr(small, part)
    if isinstance(old, Scores):
        new: Any = replace(old, squares=old.squares + 1)
    elif isinstance(old, str):
        new = old + "!"
    else:
        new = {key: value + 1 for key, value in old.items()} if isinstance(old, dict) else old + 1
    assert replace(small, **{part: new}).digest != small.digest


def test_the_digest_is_the_one_that_published_figures_carry(small: Tally) -> None:
    assert small.digest == "3c2593b45faf08ffd320925d562eb2ba2c79c882a8c90400375c9203c5ecd5f7"


def test_another_arrow_file_is_not_taken_for_a_tally(tmp_path: Path) -> None:
    table = pa.table({"a": [1]})
    with pa.ipc.new_file(tmp_path / "x.arrow", table.schema) as writer:
        writer.write_table(table)
    with pytest.raises(ValueError, match="not a tally"):
        Tally.read(tmp_path / "x.arrow")
