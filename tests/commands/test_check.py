"""``borgerpuls check``: content with what we ship, and every problem of all files at once."""

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_check_is_content_with_everything_we_ship(run: Run, repository: Path, pilot: Path) -> None:
    shipped = sorted((repository / "survey").glob("*.toml"))
    said = run("check", *shipped, pilot)
    assert said.exit_code == 0, said.stderr
    assert said.stdout.count("✓") == len(shipped) + 1


def test_check_tells_the_problems_of_all_files_at_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "half.toml").write_text("id = ", encoding="utf-8")
    said = run("check", tmp_path / "half.toml", tmp_path / "gone.toml", tmp_path)
    assert said.exit_code == 2
    assert "half.toml" in said.stderr
    assert "gone.toml" in said.stderr
    assert "manifest.json" in said.stderr
