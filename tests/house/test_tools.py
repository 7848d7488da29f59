"""The tools that judge code are run as tests, so that `make test` is the whole truth."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

TOOLS = {
    "ruff check": ["ruff", "check", "--no-cache", "."],
    "ruff format": ["ruff", "format", "--no-cache", "--check", "."],
    "import-linter": ["lint-imports", "--no-cache"],
    "mypy": ["mypy", "src", "examples/demo"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_the_tool_finds_nothing_to_say(tool: str, repository: Path) -> None:
    name, *arguments = TOOLS[tool]
    said = subprocess.run(
        [Path(sys.executable).with_name(name), *arguments], cwd=repository, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, f"{tool}:\n{said.stdout}{said.stderr}"


def test_no_room_is_let_off_a_rule_of_the_types(repository: Path) -> None:
    """What is said of single modules is about packages that bring no types of their own."""
    given = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]
    assert given["strict"] is True
    for override in given["overrides"]:
        assert set(override) <= {"module", "ignore_missing_imports", "follow_untyped_imports", "follow_imports"}
        assert not any(module.startswith("borgerpuls") for module in override["module"])
    assert {name for name, value in given.items() if value is False} == set()
