"""The list of commands: what it says, what it loads, and that the documents name the same."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from borgerpuls.cli import COMMANDS, main
from borgerpuls.results.figures.figure import COLUMNS


def loaded(name: str) -> click.Command:
    """A command as it is when somebody calls it."""
    command = main.get_command(click.Context(main), name)
    assert command is not None
    return command


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_of_each_what_the_command_itself_says(name: str) -> None:
    (help_text, *_) = (loaded(name).help or "").split("\n\n")
    assert help_text.replace("\n", " ").split(" --once")[0] == COMMANDS[name][1]


def test_help_lists_every_command_and_loads_none_of_their_libraries() -> None:
    program = (
        "import sys; from borgerpuls.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert all(f"\n  {name} " in said for name in COMMANDS)
    assert not {"numpy", "scipy", "pyarrow", "duckdb", "ibis", "django", "typst", "rich", "babel"} & set(said.split())


def test_a_command_that_is_not_there_is_refused_with_the_way_to_the_list() -> None:
    found = CliRunner().invoke(main, ["reprot"])
    assert found.exit_code == 2
    assert "No such command" in found.output
    assert "--help" in found.output


def test_the_documents_name_every_command_and_every_option(repository: Path) -> None:
    text = (repository / "docs" / "cli.md").read_text("utf-8")
    for name in COMMANDS:
        command = loaded(name)
        assert f"## `borgerpuls {name}`" in text
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert all(option in text for option in parameter.opts), f"{name} {parameter.opts}"


def test_the_documents_name_no_command_that_is_not_there(repository: Path) -> None:
    for page in ("docs/cli.md", "README.md", "Makefile"):
        for name in re.findall(r"\bborgerpuls ([a-z]+)\b", (repository / page).read_text("utf-8")):
            assert name in COMMANDS, page


def test_the_documents_give_the_columns_in_order(repository: Path) -> None:
    assert ",".join(COLUMNS) in (repository / "docs" / "cli.md").read_text("utf-8")
