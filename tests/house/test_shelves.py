"""The shelves inside the rooms: short enough to be read at a glance, and each says what it holds."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "borgerpuls"
SHELVES = sorted({module.parent for module in SOURCE.rglob("*.py") if "migrations" not in module.parts})
LONGEST = 12
"""So many modules in a row, and no more."""

each_shelf = pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: str(shelf.relative_to(SOURCE)))


@each_shelf
def test_a_shelf_has_no_more_than_a_dozen_modules_in_a_row(shelf: Path) -> None:
    assert len([module for module in shelf.glob("*.py") if module.stem != "__init__"]) <= LONGEST


@each_shelf
def test_a_shelf_says_what_it_holds(shelf: Path) -> None:
    said = ast.get_docstring(ast.parse((shelf / "__init__.py").read_text("utf-8")))
    assert said
    assert "TODO" not in said
