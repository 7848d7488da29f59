"""The room plan of the design: one idea a module, imports at the top, each engine behind one door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "borgerpuls"
MODULES = sorted(m for m in SOURCE.rglob("*.py") if "migrations" not in m.parts)  # Django writes those
NAMES = [str(module.relative_to(SOURCE)) for module in MODULES]
ROOMS = ("questionnaire", "method", "dataset", "fieldwork", "results", "reports", "web", "commands")
HALL = (
    "__init__.py",
    "__main__.py",
    "arrays.py",
    "text.py",
    "languages.py",
    "messages.py",
    "problems.py",
    "rounding.py",
    "files.py",
    "typesetting.py",
    "cli.py",
)
LONGEST = 400

ONE_DOOR = {
    "babel", "duckdb", "ibis", "jinja2", "psycopg", "pyreadstat", "python_calamine", "segno", "sqlite3", "stdnum",
    "tomlkit", "typst", "xlsxwriter",
}  # fmt: skip
"""Engines, file formats and official numbers: each is named in one module, so that another can take its place."""

OPTIONAL = (
    "from borgerpuls.dataset.engines.",
    "from borgerpuls.results.build import build",
    "from borgerpuls.results.provenance.replicates import check_trace",
    "from borgerpuls.results.provenance.reproduction import reproduce",
    "from scipy.stats import",
)
"""Loaded only by those who use them: engines, in commands the counting that most calls can do without, and the
distributions of ``scipy.stats``, of which most processes need none."""
PURE = ("text.py", "problems.py", "files.py", "questionnaire", "method", "dataset", "results")

each_module = pytest.mark.parametrize("module", MODULES, ids=NAMES)


def imported(module: Path) -> set[str]:
    """The top-level names of everything a module imports, wherever it does so."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found


def public(module: Path) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """The functions and classes that other modules may use."""
    for node in ast.parse(module.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node


@each_module
def test_a_module_keeps_under_four_hundred_lines(module: Path) -> None:
    assert len(module.read_text("utf-8").splitlines()) <= LONGEST


@each_module
def test_a_module_has_its_place_in_the_room_plan(module: Path) -> None:
    place = module.relative_to(SOURCE).parts
    assert place[0] in (ROOMS if len(place) > 1 else HALL)
    assert module.stem not in ("utils", "helpers", "common", "misc")


@each_module
def test_a_module_says_what_it_is_for(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text("utf-8")))


@pytest.mark.parametrize("module", [m for m in MODULES if m.relative_to(SOURCE).parts[0] in PURE], ids=lambda m: m.stem)
def test_a_public_function_says_what_it_does(module: Path) -> None:
    silent = [node.name for node in public(module) if not ast.get_docstring(node)]
    assert not silent


@each_module
def test_imports_stand_at_the_top_of_a_module(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    inside = [
        node.lineno
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and not ast.unparse(node).startswith(OPTIONAL)
    ]
    assert not inside


@pytest.mark.parametrize("library", sorted(ONE_DOOR))
def test_an_engine_is_named_in_one_module_only(library: str) -> None:
    assert len([name for name, module in zip(NAMES, MODULES, strict=True) if library in imported(module)]) == 1


def test_the_method_knows_numpy_and_scipy_only() -> None:
    ours = {"borgerpuls", "numpy", "scipy"}
    standard = {
        "collections",
        "importlib",
        "dataclasses",
        "enum",
        "fractions",
        "functools",
        "itertools",
        "math",
        "typing",
    }
    modules = [*(SOURCE / "method").rglob("*.py")]
    assert len(modules) > 30
    for module in modules:
        assert imported(module) <= ours | standard, module.name


@pytest.mark.parametrize("clock", ["time.time", "datetime.now", "date.today", "perf_counter"])
def test_only_the_command_line_reads_the_clock(clock: str) -> None:
    readers = [name for name, module in zip(NAMES, MODULES, strict=True) if clock in module.read_text("utf-8")]
    assert all(name == "cli.py" or name.startswith("web/") for name in readers)
