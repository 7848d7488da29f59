"""The tools that judge code are run as tests, so that `make test` is the whole truth."""

import subprocess
import sys
from pathlib import Path

import pytest

PURE = (
    "text.py", "languages.py", "messages.py", "problems.py", "files.py", "typesetting.py", "questionnaire", "method",
    "dataset", "results", "reports", "commands", "cli.py",
)  # fmt: skip
DJANGO = ("fieldwork", "web")
TOOLS = {
    "ruff check": ["ruff", "check", "--no-cache", "."],
    "ruff format": ["ruff", "format", "--no-cache", "--check", "."],
    "import-linter": ["lint-imports", "--no-cache"],
    "mypy": ["mypy", *(f"src/borgerpuls/{room}" for room in (*PURE, *DJANGO)), "examples/demo"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_the_tool_finds_nothing_to_say(tool: str, repository: Path) -> None:
    name, *arguments = TOOLS[tool]
    said = subprocess.run(
        [Path(sys.executable).with_name(name), *arguments], cwd=repository, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, f"{tool}:\n{said.stdout}{said.stderr}"
