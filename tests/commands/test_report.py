"""``borgerpuls report``: every form of the places asked for, from kept figures where they are fresh."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_a_report_from_kept_figures_loads_no_engine(spring: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from borgerpuls.cli import main; main(sys.argv[1:], standalone_mode=False);"
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    command = [sys.executable, "-c", program, "report", spring, "--place", "0147", "--language", "da", "--out"]
    first, second = (
        subprocess.run([*command, tmp_path / folder], capture_output=True, text=True, check=True).stdout.split()
        for folder in ("one", "two")
    )
    assert {"duckdb", "ibis"} <= set(first)
    assert not {"duckdb", "ibis"} & set(second)
    page = Path("reports") / "0147.da.html"
    assert (tmp_path / "one" / page).read_bytes() == (tmp_path / "two" / page).read_bytes()


def test_report_writes_an_index_and_every_form_of_the_places_asked_for(run: Run, spring: Path, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    said = run("report", spring, "--out", out, "--place", "0147", "--language", "da")
    assert said.exit_code == 0, said.stderr
    assert (out / "index.html").is_file()
    assert {path.suffix for path in out.rglob("*0147*")} >= {".pdf", ".html", ".xlsx", ".zip"}
    assert not list(out.rglob("*0101*"))


def test_report_refuses_a_language_nobody_wrote(run: Run, spring: Path, tmp_path: Path) -> None:
    said = run("report", spring, "--out", tmp_path / "reports", "--language", "fr")
    assert said.exit_code == 2
    assert "fr" in said.stderr
    assert not (tmp_path / "reports").exists()
