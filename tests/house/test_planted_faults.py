"""The faults of the review, planted again: each is seen by a test."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

FAULT = """
[[faults]]
name = "no fault"
breaks = "Nothing: a number of persons is never negative."
where = "method"
function = "outcome_rates"
old = "known == 0"
new = "known <= 0"
tests = ["test_outcome_rates_are_those_of_the_reference"]
"""


@pytest.fixture(scope="module")
def tool(program: Callable[[str], ModuleType]) -> ModuleType:
    return program("tools/planted_faults.py")


def planted(repository: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, repository / "tools" / "planted_faults.py", "--suite-passed", *arguments]
    return subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)


def test_a_test_fails_for_each_of_the_fifteen_faults_of_the_review(repository: Path, tool: ModuleType) -> None:
    assert len(tool.read(tool.FAULTS)) == 15
    done = planted(repository)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "15 of 15 faults were seen by a test"


def test_a_fault_that_no_test_sees_is_told(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(FAULT, encoding="utf-8")
    done = planted(repository, tmp_path / "one.toml")
    assert done.returncode == 1
    assert "SURVIVED no fault (borgerpuls.method." in done.stdout


@pytest.mark.parametrize(
    ("there", "gone", "told"),
    [
        ("known == 0", "known == -1", "0 functions outcome_rates in method hold 'known == -1'"),
        ('"outcome_rates"', '"income_rates"', "0 functions income_rates in method hold 'known == 0'"),
        ("test_outcome_rates_are_those_of_the_reference", "test_nothing_of_it", "there is no test test_nothing_of_it"),
    ],
)
def test_a_fault_whose_code_or_test_has_gone_is_told(
    tool: ModuleType, tmp_path: Path, there: str, gone: str, told: str
) -> None:
    (tmp_path / "one.toml").write_text(FAULT.replace(there, gone, 1), encoding="utf-8")
    with pytest.raises(LookupError, match=told):
        tool.read(tmp_path / "one.toml")
