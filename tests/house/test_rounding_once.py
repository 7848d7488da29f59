"""Numbers are rounded in one module: no other rounds what is printed, in Python, in a template or in a script."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "borgerpuls"
ALLOWED = {
    "rounding.py": "the one rule",
    "method/comparison/rank_sets.py": "a quantile of draws; nothing that is printed",
    "reports/svg/axis.py": "where a tick lies on its axis",
    "reports/svg/dots.py": "how many ticks an axis has",
    "reports/svg/drawing.py": "coordinates of a drawing",
    "dataset/importing/frame.py": "a frame's counts from sums of weights, half away from zero",
    "results/estimation/wave_estimates.py": "whole numbers held as floats, in a problem's words",
    "reports/wording/number.py": "digits that are rounded already, written with a country's marks",
    "method/change/kitagawa.py": "the message of a programmer's error",
}
"""Modules that round or cut digits themselves, and what for."""
PYTHON = re.compile(
    r"(?<![\w.])round\("  # the function; methods of dates and arrays have their own patterns
    r"|\b(?:np|numpy|math)\.(?:round|around|rint|fix)\(|\.round\("
    r"|:[^{}\"']*\.(?:\d+|\{\w+\})[fe%]\}|%\.\d+[fe]|\bROUND_|\.quantize\("
)
TEMPLATE = re.compile(
    r"floatformat|stringformat|intcomma|widthratio|\|\s*round|toFixed|toPrecision|Math\.(?:round|floor|ceil)|calc\.(?:round|floor)"
)
THEIRS = ("assets/dkfds", ".min.js")


def _found(pattern: re.Pattern[str], file: Path) -> list[str]:
    lines = file.read_text("utf-8").splitlines()
    return [f"{file.name}:{number}: {line.strip()}" for number, line in enumerate(lines, 1) if pattern.search(line)]


MODULES = {file.relative_to(SOURCE).as_posix(): file for file in sorted(SOURCE.rglob("*.py"))}


def test_no_module_rounds_what_it_prints_by_itself() -> None:
    found = {name: lines for name, file in MODULES.items() if name not in ALLOWED and (lines := _found(PYTHON, file))}
    assert not found, f"Ask borgerpuls.rounding or reports.wording.number: {found}"


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_an_exception_is_named_only_as_long_as_there_is_one(name: str) -> None:
    assert _found(PYTHON, MODULES[name])


def test_no_template_or_script_rounds_by_itself() -> None:
    files = [
        file
        for ending in ("html", "txt", "js", "typ", "css")
        for file in sorted(SOURCE.rglob(f"*.{ending}"))
        if not any(part in file.as_posix() for part in THEIRS)
    ]
    assert files
    assert not [line for file in files for line in _found(TEMPLATE, file)]


@pytest.mark.parametrize(
    "line", ['f"{x:.2f}"', "round(x, 2)", 'f"{x:,.0f}"', 'f"{x:+.1%}"', '"%.2f" % x', "np.round(x)", 'f"{x:.{n}f}"']
)
def test_the_rule_sees_every_usual_way_of_rounding(line: str) -> None:
    assert PYTHON.search(line)


def test_the_rule_leaves_other_colons_and_names_alone() -> None:
    for line in ("background(x)", 'f"{x:04}"', 'say("a: {b}", b=1.25)', "around(x)", "surround = ground(x)"):
        assert not PYTHON.search(line)
