"""The shelf: every figure found again, a killed run leaves the last good ones."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.problems import Refused
from borgerpuls.results.build import build
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.results.figures.table import Figures

ADDRESS = "2024-spring/theme/overall/0101"


@pytest.fixture(scope="module")
def figures(wave: FrozenWave) -> Figures:
    return build([wave])


@pytest.fixture
def shelf(figures: Figures, tmp_path: Path) -> FigureStore:
    kept = FigureStore.open(tmp_path / "figures.sqlite")
    kept.put(figures)
    return kept


def rows(path: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as db:
        return list(db.execute("SELECT * FROM figures ORDER BY rowid"))


def test_every_figure_is_found_again_by_its_address(shelf: FigureStore, figures: Figures) -> None:
    for figure in figures:
        assert shelf.figure(figure.address) == figure


def test_figures_are_found_by_what_they_say(shelf: FigureStore, figures: Figures) -> None:
    def expected(**wanted: str) -> list[str]:
        return [f.address for f in figures if all(getattr(f, name) == value for name, value in wanted.items())]

    for wanted in (
        {"place": "0101"},
        {"measure": "overall", "group_by": ""},
        {"statistic": "top2", "place": "dk"},
        {"wave": "2024-spring", "group_by": "age"},
    ):
        assert [f.address for f in shelf.figures(**wanted)] == expected(**wanted)
    kinds = {f.address.split("/")[1] for f in shelf.figures(kind="local")}
    assert kinds == {"local"}
    assert shelf.figures(wave="2023-spring") == []
    assert len(shelf.figures()) == len(figures)


def test_an_unknown_address_is_refused_with_the_nearest(shelf: FigureStore) -> None:
    with pytest.raises(Refused) as refused:
        shelf.figure("2024-spring/theme/overal/0101")
    (problem,) = refused.value.problems
    assert "2024-spring/theme/overall/0101" in problem.remedy["da"]
    with pytest.raises(Refused, match="borgerpuls figures"):
        shelf.figure("something else entirely")
    with pytest.raises(Refused, match="no figure at this address"):
        shelf.made_from("2024-spring/theme/overall/9999")


def test_the_facts_say_how_a_wave_was_weighted(shelf: FigureStore, wave: FrozenWave, figures: Figures) -> None:
    facts = shelf.facts("2024-spring")
    assert facts == figures.facts["2024-spring"]
    assert facts["digests"] == dict(wave.digests)
    assert facts["weighting"]["method"] == "poststratify"
    assert facts["weighting"]["smallest"] < facts["weighting"]["largest"]
    assert facts["answered"] == sum(unit["answered"] for unit in facts["units"].values())
    assert shelf.figure("2024-spring/response/kish/dk").estimate == facts["weighting"]["kish"]
    with pytest.raises(Refused, match="On the shelf: 2024-spring"):
        shelf.facts("2023-spring")


def test_what_a_figure_is_made_from_lies_beside_it(shelf: FigureStore) -> None:
    made_from = shelf.made_from(ADDRESS)
    assert made_from["kind"] == "theme"
    assert made_from["cells"] > 3
    assert made_from["weighted"] <= shelf.figure(ADDRESS).population + 1e-6


def test_the_same_figures_give_the_same_rows_and_take_the_place_of_the_old(
    shelf: FigureStore, figures: Figures, tmp_path: Path
) -> None:
    before = rows(tmp_path / "figures.sqlite")
    shelf.put(figures)
    assert rows(tmp_path / "figures.sqlite") == before
    with FigureStore.open(tmp_path / "another.sqlite") as other:
        other.put(figures)
    assert rows(tmp_path / "another.sqlite") == before


def test_a_shelf_that_is_opened_again_has_what_was_put_there(shelf: FigureStore, tmp_path: Path) -> None:
    shelf.close()
    with FigureStore.open(tmp_path / "figures.sqlite") as again:
        assert again.figure(ADDRESS).hidden == ""
        assert again.waves() == ("2024-spring",)


def test_a_shelf_of_the_format_before_gets_the_column_it_lacks_and_keeps_its_figures(
    shelf: FigureStore, figures: Figures, tmp_path: Path
) -> None:
    before = list(shelf.figures())
    shelf.close()
    with sqlite3.connect(tmp_path / "figures.sqlite") as db:
        db.executescript('ALTER TABLE figures DROP COLUMN "afterwards"; PRAGMA user_version = 1;')
    for _ in range(2):
        with FigureStore.open(tmp_path / "figures.sqlite") as again:
            assert again.figures() == before
            again.put(figures)
            assert again.figures() == before


def test_a_file_that_is_no_shelf_is_refused_and_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("Not a shelf. " * 200)
    with pytest.raises(Refused, match="not a shelf"):
        FigureStore.open(other)
    assert other.read_text().startswith("Not a shelf.")
    database = tmp_path / "other.sqlite"
    with sqlite3.connect(database) as db:
        db.execute("CREATE TABLE mine (x)")
    with pytest.raises(Refused, match="not a shelf"):
        FigureStore.open(database)


def test_a_put_that_fails_changes_nothing(shelf: FigureStore, figures: Figures, tmp_path: Path) -> None:
    before = rows(tmp_path / "figures.sqlite")
    twice = Figures(pa.concat_tables([figures.table, figures.table.slice(7, 1)]), figures.facts)
    with pytest.raises(sqlite3.IntegrityError, match="address"):
        shelf.put(twice)
    assert rows(tmp_path / "figures.sqlite") == before


KILLED = """
import sys, time
from pathlib import Path
import pyarrow.parquet as pq
from borgerpuls.results.figures.table import Figures
from borgerpuls.results.figures.store import FigureStore

class Slow(Figures):
    def rows(self, columns):
        for number, row in enumerate(super().rows(columns)):
            yield row
            if number == 300:
                print("half-way", flush=True)
                time.sleep(60)

table = pq.read_table(sys.argv[2])
with FigureStore.open(Path(sys.argv[1])) as shelf:
    shelf.put(Slow(table, {"2024-spring": {"opened": "2024-03-01"}}))
"""


def test_a_run_that_is_killed_half_way_leaves_the_last_good_figures(
    shelf: FigureStore, figures: Figures, tmp_path: Path
) -> None:
    path = tmp_path / "figures.sqlite"
    before = rows(path)
    shelf.close()
    pq.write_table(figures.table, tmp_path / "figures.parquet")
    arguments = [sys.executable, "-c", KILLED, str(path), str(tmp_path / "figures.parquet")]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"half-way\n"
        os.kill(run.pid, signal.SIGKILL)
    assert rows(path) == before
    with FigureStore.open(path) as again:
        assert len(again.figures()) == len(figures)
        assert "weighting" in again.facts("2024-spring")
