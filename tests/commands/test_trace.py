"""``borgerpuls trace``: what a figure is made from, and what is refused."""

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_trace_shows_what_a_figure_is_made_from_and_writes_the_script(run: Run, counted: Path, tmp_path: Path) -> None:
    address = "2023-pilot/theme/overall/0101"
    said = run("trace", address, "--wave", counted, "--r", tmp_path / "check")
    assert said.exit_code == 0
    for word in (address, "standard error", "Lumley", "sha256:", "duckdb", "0101: k|18-29"):
        assert word in said.stdout
    assert "library(survey)" in (tmp_path / "check" / "script.R").read_text("utf-8")


def test_trace_shows_the_standard_error_by_replicates_beside_the_linearised_one(run: Run, counted: Path) -> None:
    said = run("trace", "2023-pilot/theme/overall/0101", "--wave", counted, "--replicates")
    assert said.exit_code == 0
    assert "Standard error by jackknife (" in said.stdout + said.stderr
    refused = run("trace", "2023-pilot/response/rate/0101", "--wave", counted, "--replicates")
    assert "No replicates: " in refused.stdout + refused.stderr


def test_trace_suggests_an_address_that_is_there(run: Run, counted: Path) -> None:
    said = run("trace", "2023-pilot/theme/overal/0101", "--wave", counted)
    assert said.exit_code == 2
    assert "2023-pilot/theme/overall/0101" in said.stderr


def test_half_a_shelf_is_a_problem(run: Run, counted: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "figures.sqlite"
    whole = (counted.parent / "figures.sqlite").read_bytes()
    shelf.write_bytes(whole[: len(whole) // 2])
    for command in (("look", counted, "0101"), ("trace", "2023-pilot/theme/overall/0101", "--wave", counted)):
        said = run(*command, "--shelf", shelf)
        assert said.exit_code == 2
        assert "figures.sqlite" in said.stderr
