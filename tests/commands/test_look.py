"""``borgerpuls look``: a place beside the whole, counted only when it must be."""

import shutil
from collections.abc import Callable
from pathlib import Path

from click.testing import Result
from made.waves import make

Run = Callable[..., Result]


def test_look_shows_a_place_beside_the_whole(run: Run, demo_waves: Path, demo_figures: Path) -> None:
    said = run("look", demo_waves / "2023-pilot", "0101", "--lang", "da", "--shelf", demo_figures)
    assert said.exit_code == 0
    assert "København" in said.stdout
    assert "Opdigtede data" in said.stdout
    assert "3,25 (" in said.stdout
    assert "3,58" in said.stdout
    assert "for alle kommuner" in said.stdout


def test_look_refuses_a_place_that_is_not_in_the_wave(run: Run, pilot: Path) -> None:
    said = run("look", pilot, "9999")
    assert said.exit_code == 2
    assert '"9999"' in said.stderr
    assert "0101" in said.stderr


def test_look_counts_only_a_wave_that_is_not_on_the_shelf(run: Run, spring: Path) -> None:
    assert "figures on the shelf" in run("look", spring, "0101").stderr
    assert "figures on the shelf" not in run("look", spring, "0101").stderr
    shutil.rmtree(spring)
    make(seed=2).freeze(spring)
    assert "figures on the shelf" in run("look", spring, "0101").stderr
