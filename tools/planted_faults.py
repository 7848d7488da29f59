"""Plants known faults in the code, one at a time, and says which of them a test sees.

    python tools/planted_faults.py                  all of tests/mutants/review.toml
    python tools/planted_faults.py FILE             those of another file
    python tools/planted_faults.py --suite-passed   does not first run the same tests without a fault

A fault is text: where it stands, what it is, what it becomes, and the tests of which one must fail. The code on disk is
never touched: a fault is planted while its module is imported, in a process of its own. The exit code is 1 when a fault
survives, and an error tells when a fault or one of its tests is no longer found.
"""

import ast
import importlib.util
import os
import sys
import tomllib
import traceback
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCE = REPOSITORY / "src"
FAULTS = REPOSITORY / "tests" / "mutants" / "review.toml"
SLOW = (
    "numpy",
    "pandas",
    "scipy.optimize",
    "scipy.sparse.linalg",
    "pyarrow.parquet",
    "duckdb",
    "ibis.backends.sql.compilers",
    "ibis.expr.sql",
    "hypothesis.strategies",
    "django.test",
    "playwright.sync_api",
)
"""Libraries that every test needs: loaded once, before the processes part."""


@dataclass(frozen=True)
class Fault:
    """A module as it is with the fault, and the tests (pytest's addresses) of which one must fail."""

    name: str
    path: Path
    source: str
    tests: tuple[str, ...]

    @property
    def module(self) -> str:
        return ".".join(self.path.relative_to(SOURCE).with_suffix("").parts)


def read(file: Path) -> list[Fault]:
    """Every fault of a file, found in the code of today; ``LookupError`` names those that are not there."""
    written = tomllib.loads(file.read_text("utf-8"))["faults"]
    tests = _tests(REPOSITORY / "tests")
    return [_found(fault, tests) for fault in written]


def _found(fault: dict[str, str], tests: dict[str, str]) -> Fault:
    name, old = fault["name"], fault["old"]
    places = [
        (path, whole.replace(part, part.replace(old, fault["new"])))
        for path in sorted((SOURCE / "borgerpuls" / fault["where"]).rglob("*.py"))
        for whole in [path.read_text("utf-8")]
        if f"def {fault['function']}(" in whole
        for part in _functions(whole, fault["function"])
        if part.count(old) == 1
    ]
    if len(places) != 1:
        raise LookupError(f"{name!r}: {len(places)} functions {fault['function']} in {fault['where']} hold {old!r}")
    missing = [test for test in fault["tests"] if test not in tests]
    if missing or not fault["tests"]:
        raise LookupError(f"{name!r}: there is no test {', '.join(missing)}")
    path, source = places[0]
    return Fault(name, path, source, tuple(tests[test] for test in fault["tests"]))


def _functions(source: str, name: str) -> list[str]:
    """The text of each function or method of that name."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef) and node.name == name]
    return [part for node in nodes if (part := ast.get_source_segment(source, node))]


def _tests(folder: Path) -> dict[str, str]:
    """Name of each test function -> its address for pytest."""
    return {
        node.name: f"{path}::{node.name}"
        for path in sorted(folder.rglob("test_*.py"))
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }


class _Planter(MetaPathFinder):
    """Gives one module its faulty source when it is imported."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname != self.fault.module:
            return None
        loader = _Faulty(fullname, str(self.fault.path))
        loader.source = self.fault.source
        return importlib.util.spec_from_file_location(fullname, self.fault.path, loader=loader)


class _Faulty(SourceFileLoader):
    source = ""

    def get_code(self, fullname: str) -> CodeType:
        return self.source_to_code(self.source, self.path)  # type: ignore[no-any-return]


def outcome(tests: Sequence[str], fault: Fault | None, log: Path) -> int:
    """pytest's exit code (0 all passed, 1 one failed) of tests in a process of their own, with or without a fault."""
    sys.stdout.flush()
    child = os.fork()
    if not child:
        code = 70
        try:
            written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(written, 1)
            os.dup2(written, 2)
            code = _run(tests, fault)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _run(tests: Sequence[str], fault: Fault | None) -> int:
    if fault:
        sys.meta_path.insert(0, _Planter(fault))
    loaded_before = "ignore::pytest.PytestAssertRewriteWarning"
    return int(pytest.main([*tests, "-q", "-x", "-p", "no:cacheprovider", "--tb=no", "-W", loaded_before]))


def main(file: Path, suite_passed: bool) -> int:
    faults = read(file)
    for library in SLOW:
        importlib.import_module(library)
    survived = 0
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        if not suite_passed and outcome(sorted({test for fault in faults for test in fault.tests}), None, log):
            print(log.read_text("utf-8"), "A test fails without any fault.", sep="\n")
            return 1
        for fault in faults:
            code = outcome(fault.tests, fault, log)
            print(f"{ {0: 'SURVIVED', 1: 'killed'}.get(code, 'ERROR'):9}{fault.name} ({fault.module})", flush=True)
            if code not in (0, 1):
                print(log.read_text("utf-8"))
            survived += code != 1
    print(f"{len(faults) - survived} of {len(faults)} faults were seen by a test")
    return int(survived > 0)


if __name__ == "__main__":
    arguments = ArgumentParser(description="Plants known faults and says which of them a test sees.")
    arguments.add_argument("file", nargs="?", type=Path, default=FAULTS)
    arguments.add_argument("--suite-passed", action="store_true")
    sys.exit(main(**vars(arguments.parse_args())))
