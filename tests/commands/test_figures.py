"""``borgerpuls figures``: the same rows in every form, and nothing half-written."""

import csv
import io
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import Result
from openpyxl import load_workbook

from borgerpuls.results.figures.figure import COLUMNS

Run = Callable[..., Result]
BORGERPULS = Path(sys.executable).with_name("borgerpuls")


def test_figures_prints_tidy_rows_under_the_promised_header(run: Run, spring: Path) -> None:
    said = run("figures", spring, "--csv", "-")
    assert said.exit_code == 0
    rows = list(csv.reader(io.StringIO(said.stdout)))
    assert tuple(rows[0]) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    addresses = [row[0] for row in rows[1:]]
    assert "2024-spring/theme/overall/0101" in addresses
    assert len(set(addresses)) == len(addresses)


def test_figures_stand_on_a_shelf_beside_the_wave(run: Run, spring: Path) -> None:
    assert run("figures", spring).exit_code == 0
    assert (spring.parent / "figures.sqlite").is_file()


def test_figures_writes_the_same_rows_in_every_format(run: Run, spring: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"figures.{kind}" for kind in ("csv", "parquet", "xlsx")]
    said = run("figures", spring, "--csv", files[0], "--parquet", files[1], "--xlsx", files[2])
    assert said.exit_code == 0
    addresses = [row[0] for row in csv.reader(io.StringIO(files[0].read_text("utf-8")))][1:]
    assert pq.read_table(files[1])["address"].to_pylist() == addresses
    sheet = load_workbook(io.BytesIO(files[2].read_bytes())).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(values_only=True)][1:] == addresses


def test_a_reader_who_leaves_early_is_no_fault(spring: Path) -> None:
    command = f"'{BORGERPULS}' figures '{spring}' --csv - | head -n 1"
    said = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert said.stdout == ",".join(COLUMNS) + "\n"
    assert "Traceback" not in said.stderr
    assert "Broken" not in said.stderr


@pytest.mark.parametrize("name", ["persons.parquet", "population.parquet", "wave.toml", "questionnaire.toml"])
def test_a_wave_that_was_tampered_with_is_refused(name: str, run: Run, spring: Path) -> None:
    whole = (spring / name).read_bytes()
    for changed in (whole[: len(whole) // 2], whole + b"\n", b""):
        (spring / name).write_bytes(changed)
        said = run("figures", spring)
        assert said.exit_code == 2
        assert name in said.stderr
        assert not (spring.parent / "figures.sqlite").exists()


def test_a_shelf_that_is_something_else_is_refused_and_kept(run: Run, spring: Path, tmp_path: Path) -> None:
    precious = tmp_path / "letter.txt"
    precious.write_text("Dear committee", encoding="utf-8")
    assert run("figures", spring, "--shelf", precious).exit_code == 2
    assert precious.read_text("utf-8") == "Dear committee"


@pytest.mark.parametrize("option", ["--csv", "--parquet", "--xlsx", "--shelf"])
def test_a_full_disk_leaves_what_was_there(option: str, spring: Path, tmp_path: Path) -> None:
    """A limit on file size stands in for the full disk."""
    target = tmp_path / "target"
    command = [BORGERPULS, "figures", spring, option, target]
    if option != "--shelf":
        target.write_text("last good figures", encoding="utf-8")
        command += ["--shelf", ":memory:"]  # so that only the file meets the limit
    said = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "BORGERPULS_LANG": "en"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)),
    )
    assert said.returncode == 2, said.stderr
    assert "Traceback" not in said.stderr
    if option != "--shelf":
        assert target.read_text("utf-8") == "last good figures"
