"""No function of method without a reader: a room of the program uses it, or the analysts' page names it."""

import ast
import re
import runpy
from pathlib import Path

import pytest

from borgerpuls import method


def public_functions() -> set[str]:
    return {name for name in method.__all__ if name[0].islower()}


def used_by_rooms(source: Path) -> set[str]:
    """The names that modules outside ``method`` import from it."""
    modules = [path for path in source.rglob("*.py") if path.relative_to(source).parts[0] != "method"]
    return {
        alias.name
        for path in modules
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("borgerpuls.method")
        for alias in node.names
    }


def test_every_function_is_used_by_a_room_or_named_for_analysts(repository: Path) -> None:
    page = (repository / "docs" / "method" / "library.md").read_text("utf-8")
    named = {name for line in page.splitlines() if line.startswith("| `") for name in re.findall(r"`(\w+)`", line)}
    used = used_by_rooms(repository / "src" / "borgerpuls")
    assert len(used) > 30
    assert public_functions() - used - named == set()
    assert named - public_functions() - {"rake"} == set()


def test_the_analysis_of_the_examples_runs_and_its_checks_agree(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runpy.run_path(str(repository / "examples" / "analysis" / "analysis.py"), run_name="__main__")
    told = capsys.readouterr().out
    linearised, jackknifed = re.search(r"se linearised ([\d.]+), jackknife ([\d.]+)", told).groups()  # type: ignore[union-attr]
    assert float(jackknifed) == pytest.approx(float(linearised), rel=0.1)
    assert "median 4 (4 to 5)" in told
    assert "outside the funnel: False False False False False True" in told
    assert len(told.splitlines()) == 13
