"""``python -m borgerpuls``: the same command as ``borgerpuls``, where its folder is not on the path."""

import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = {
    "as a module": [sys.executable, "-m", "borgerpuls"],
    "by name": [Path(sys.executable).with_name("borgerpuls")],
}


def run(way: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*COMMANDS[way], *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("check", "no-such-file.toml"), ("reprot",)])
def test_the_module_says_what_the_command_says_and_ends_with_its_code(arguments: tuple[str, ...]) -> None:
    module, command = run("as a module", *arguments), run("by name", *arguments)
    assert module.returncode == command.returncode == (0 if arguments[0].startswith("--") else 2)
    said = (module.stdout + module.stderr).replace("python -m borgerpuls", "borgerpuls")
    assert said == command.stdout + command.stderr
    assert said


def test_the_module_can_be_imported_without_running_the_command() -> None:
    program = "import borgerpuls.__main__, sys; print('click' in sys.modules)"
    made = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (made.returncode, made.stdout, made.stderr) == (0, "True\n", "")
